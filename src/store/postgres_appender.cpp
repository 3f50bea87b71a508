#include "store/postgres_appender.h"

#include "store/chain.h"
#include "store/postgres_connections.h"
#include "store/postgres_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <limits>

namespace handrail::store::postgres {

namespace {

/// Takes the log's lock: from here to the end of the transaction nobody else appends, so that positions have no hole,
/// become visible in their order, and the head is the last one's. § storage-21
constexpr std::string_view lock_log = "SELECT arriving IS NOT NULL FROM log FOR UPDATE";

constexpr std::string_view tails_query =
    "SELECT named.tenant, last.version, last.hash FROM unnest($1) named (tenant) CROSS JOIN LATERAL (SELECT version, "
    "hash FROM event WHERE event.tenant = named.tenant ORDER BY version DESC LIMIT 1) last";

constexpr std::string_view used_query =
    "SELECT command.command FROM unnest($1) named (command) JOIN command ON command.command = named.command";

/// So many groups in a row must have found the log as we left it before the next one is sent without asking.
constexpr int alone_enough = 4;

/// The group is asked about first and tried again.
bool was_guessed_wrong(const std::string& state) { return state == "HR001" || state == "23505"; }

bool is_the_houses(const TenantId& stream) { return stream.text().starts_with(house_stream_mark); }

std::string_view text_of(const std::string& text) { return text; }
std::span<const std::uint8_t> bytes_of(const Hash& hash) { return hash; }

} // namespace

// ---- what a group writes -------------------------------------------------------------------------------------------

Appender::Outcome Appender::decided(std::span<const Commit> group, Before before) {
  Outcome outcome;
  outcome.head = before.head;
  outcome.house = before.house;
  outcome.answers.reserve(group.size());
  RefusedVersions refused;
  for (const auto& commit : group) {
    assert(!commit.events.empty() && "a commit without events");
    auto& tail = before.tails[commit.tenant];
    if (auto reason = refusal(commit, tail, before.used.contains(commit.command), refused)) {
      outcome.answers.emplace_back(std::move(*reason));
      continue;
    }
    before.used.insert(commit.command);
    outcome.answers.emplace_back(appended(commit, tail, outcome.head));
    if (is_the_houses(commit.tenant)) outcome.house = outcome.head.position;
    for (const auto& event : *outcome.answers.back()) outcome.events.push_back(&event);
  }
  return outcome;
}

/// One round trip's statements, the commit among them.
std::vector<Statement> Appender::writing(const Outcome& outcome, Position before) {
  const auto& events = outcome.events;
  std::vector<Statement> statements;
  Parameters rows;
  rows.add_each(events, [](const auto* event) { return event->position; })
      .add_each(events, [](const auto* event) { return text_of(event->tenant.text()); })
      .add_each(events, [](const auto* event) { return event->version; })
      .add_each(events, [](const auto* event) { return text_of(event->command.text()); })
      .add_each(events, [](const auto* event) { return bytes_of(event->request); })
      .add_each(events, [](const auto* event) { return text_of(event->actor.text()); })
      .add_each(events, [](const auto* event) { return std::int64_t{event->at.time_since_epoch().count()}; })
      .add_each(events, [](const auto* event) { return text_of(event->type); })
      .add_each(events, [](const auto* event) { return text_of(event->data); })
      .add_each(events, [](const auto* event) { return event->message; })
      .add_each(events, [](const auto* event) { return bytes_of(event->hash); });
  statements.push_back({"INSERT INTO event (position, tenant, version, command, request, actor, at, type, data, "
                        "message, hash) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                        std::move(rows)});

  std::vector<std::pair<const StoredEvent*, const StoredEvent*>> commands; // the first and last event of each
  std::vector<const StoredEvent*> messages;
  for (const auto& answer : outcome.answers) {
    if (!answer) continue;
    commands.emplace_back(&answer->front(), &answer->back());
    for (const auto& event : *answer)
      if (event.message) messages.push_back(&event);
  }
  Parameters keys;
  keys.add_each(commands, [](const auto& one) { return text_of(one.first->command.text()); })
      .add_each(commands, [](const auto& one) { return text_of(one.first->tenant.text()); })
      .add_each(commands, [](const auto& one) { return one.first->version; })
      .add_each(commands, [](const auto& one) { return one.second->version; });
  statements.push_back(
      {"INSERT INTO command (command, tenant, first, last) SELECT * FROM unnest($1, $2, $3, $4)", std::move(keys)});
  if (!messages.empty()) {
    Parameters waiting;
    waiting.add_each(messages, [](const auto* event) { return event->position; })
        .add_each(messages, [](const auto* event) { return text_of(event->tenant.text()); })
        .add_each(messages, [](const auto* event) { return event->version; });
    statements.push_back(
        {"INSERT INTO outbox (position, tenant, version) SELECT * FROM unnest($1, $2, $3)", std::move(waiting)});
  }
  // A new row and not a changed one: what is left of the old ones then never stands in the way of finding it.
  Parameters head, old, end;
  head.add(outcome.head.position).add(bytes_of(outcome.head.hash)).add(outcome.house);
  old.add(before);
  end.add(std::to_string(outcome.head.position));
  statements.push_back({"INSERT INTO head (position, hash, house) VALUES ($1, $2, $3)", std::move(head)});
  statements.push_back({"DELETE FROM head WHERE position = $1", std::move(old)});
  statements.push_back({"SELECT pg_notify('handrail', $1)", std::move(end)});
  statements.push_back({"COMMIT", {}});
  return statements;
}

// ---- what a group finds --------------------------------------------------------------------------------------------

/// What we believe it will find. The database holds it against what is there: the head under the log's lock, versions
/// and keys by their being unique.
std::optional<Appender::Before> Appender::guessed(std::span<const Commit> group) {
  if (!left_ || alone_ < alone_enough) return std::nullopt;
  Before before{left_->head, left_->house, {}, {}};
  for (const auto& commit : group) {
    if (before.tails.contains(commit.tenant)) continue;
    const auto tail = tails_.get(commit.tenant);
    if (!tail) return std::nullopt;
    before.tails[commit.tenant] = *tail;
  }
  return before;
}

/// Begins the transaction, takes the log's lock, and looks.
Result<Appender::Before> Appender::locked(std::span<const Commit> group) {
  std::set<std::string_view> tenants, commands;
  for (const auto& commit : group) {
    tenants.insert(commit.tenant.text());
    commands.insert(commit.command.text());
  }
  const auto itself = [](std::string_view text) { return text; };
  Parameters of_tenants, of_commands;
  of_tenants.add_each(tenants, itself);
  of_commands.add_each(commands, itself);
  const Statement statements[] = {{"BEGIN", {}},
                                  {lock_log, {}},
                                  {head_query, {}},
                                  {tails_query, std::move(of_tenants)},
                                  {used_query, std::move(of_commands)}};
  HANDRAIL_TRY(const auto rows, connection_->run(statements));
  if (rows[1].flag(0, 0) != arriving_)
    return Error{ErrorCode::unavailable,
                 arriving_ ? "The move into that database was ended by somebody else"
                           : "A move into that database is under way",
                 "", "Wait until it has ended."};
  Before before;
  HANDRAIL_TRY(before.head, head_in(rows[2]));
  before.house = rows[2].natural(0, 2);
  for (std::size_t row = 0; row < rows[3].size(); ++row)
    before.tails[TenantId(rows[3].text(row, 0))] = {rows[3].natural(row, 1), hash_at(rows[3], row, 2)};
  for (std::size_t row = 0; row < rows[4].size(); ++row) before.used.insert(CommandId(rows[4].text(row, 0)));
  return before;
}

// ---- appending -----------------------------------------------------------------------------------------------------

/// Sends what ends with a commit. When nobody knows what became of it, `sent` keeps what it was.
Result<Answers> Appender::send(std::vector<Statement> statements, Outcome outcome, std::optional<Outcome>& sent) {
  sent = std::move(outcome);
  if (auto written = connection_->run(statements); !written) {
    if (!connection_->is_broken()) sent.reset(); // the server says that it was not committed
    return written.error();
  }
  HANDRAIL_CHECK(check_warning());
  auto committed = std::move(*sent);
  sent.reset();
  return done(std::move(committed));
}

Answers Appender::done(Outcome outcome) {
  for (const auto* event : outcome.events) tails_.put(event->tenant, {event->version, event->hash});
  left_ = Left{outcome.head, outcome.house};
  return std::move(outcome.answers);
}

Result<Answers> Appender::try_append(std::span<const Commit> group, std::optional<Outcome>& sent) {
  Transaction transaction(*connection_);
  if (auto before = guessed(group)) {
    auto outcome = decided(group, std::move(*before));
    const bool all_accepted = std::all_of(outcome.answers.begin(), outcome.answers.end(),
                                          [](const auto& answer) { return answer.has_value(); });
    if (all_accepted) { // a refusal is not told on a guess
      std::vector<Statement> statements{{"BEGIN", {}}, {"SELECT lock_log_at($1, $2)", {}}};
      statements.back().parameters.add(left_->head.position).add(bytes_of(left_->head.hash));
      for (auto& one : writing(outcome, left_->head.position)) statements.push_back(std::move(one));
      auto answers = send(std::move(statements), std::move(outcome), sent);
      if (answers) transaction.ended();
      if (answers || connection_->is_broken() || !was_guessed_wrong(connection_->state())) return answers;
      HANDRAIL_CHECK(connection_->execute("ROLLBACK"));
      alone_ = 0;
      tails_.clear();
    }
  }
  HANDRAIL_TRY(auto before, locked(group));
  const bool is_as_left = left_ && left_->head == before.head;
  alone_ = is_as_left ? std::min(alone_ + 1, alone_enough) : 0;
  const auto position = before.head.position;
  auto outcome = decided(group, std::move(before));
  if (outcome.events.empty()) { // all refused: nothing is written, and nothing will be
    left_ = Left{outcome.head, outcome.house};
    return std::move(outcome.answers);
  }
  auto statements = writing(outcome, position);
  auto answers = send(std::move(statements), std::move(outcome), sent);
  if (answers) transaction.ended();
  return answers;
}

Result<bool> Appender::is_there(const StoredEvent& event) {
  Parameters key;
  key.add(event.tenant.text()).add(event.version);
  HANDRAIL_TRY(const auto rows, connection_->query("SELECT hash FROM event WHERE tenant = $1 AND version = $2", key));
  return rows.size() == 1 && hash_at(rows, 0, 0) == event.hash;
}

Result<Answers> Appender::append(std::span<const Commit> group) {
  const std::lock_guard lock(writing_);
  const auto until = Clock::now() + patience;
  std::optional<Outcome> sent;
  for (;;) {
    auto answers = [&]() -> Result<Answers> {
      HANDRAIL_CHECK(connect(until));
      if (sent) { // the connection was lost while it committed: did it?
        HANDRAIL_TRY(const bool is_committed, is_there(*sent->events.front()));
        if (is_committed) return std::move(sent->answers);
        sent.reset();
      }
      return try_append(group, sent);
    }();
    if (answers || Clock::now() > until) return answers;
    left_.reset();
    tails_.clear();
    const bool may_pass = !is_usable() || connection_->state().starts_with("40");
    if (!may_pass) return answers;
  }
}

Result<void> Appender::put_documents(std::span<const std::string> texts) {
  const std::lock_guard lock(writing_);
  std::vector<Hash> hashes;
  for (const auto& text : texts) {
    HANDRAIL_CHECK(check_document(text));
    hashes.push_back(hash_of(text));
  }
  const auto until = Clock::now() + patience;
  for (;;) { // a second time does no harm
    auto written = [&]() -> Result<void> {
      HANDRAIL_CHECK(connect(until));
      for (std::size_t i = 0; i < texts.size(); ++i) {
        Parameters row;
        row.add(bytes_of(hashes[i]))
            .add(std::span(reinterpret_cast<const std::uint8_t*>(texts[i].data()), texts[i].size()));
        HANDRAIL_TRY(const auto rows,
                     connection_->query("INSERT INTO document VALUES ($1, $2) ON CONFLICT DO NOTHING", row));
        (void)rows;
      }
      return check_warning();
    }();
    if (written || is_usable() || Clock::now() > until) return written;
  }
}

// ---- the connection ------------------------------------------------------------------------------------------------

bool Appender::is_usable() const {
  return connection_ != nullptr && !connection_->is_broken() && !connection_->warning();
}

/// A commit that no longer waits for its standby is told as a warning: it counts as not answered. § storage-22
Result<void> Appender::check_warning() {
  if (!connection_->warning()) return {};
  return Error{ErrorCode::unavailable, fmt::format("{}: {}", address_.shown(), *connection_->warning()), "",
               "Look at the standby that must confirm each commit."};
}

Result<void> Appender::settle() {
  const Statement statements[] = {{"BEGIN", {}}, {lock_log, {}}, {"COMMIT", {}}};
  HANDRAIL_TRY(const auto rows, connection_->run(statements));
  (void)rows;
  return check_warning();
}

Result<void> Appender::connect(Clock::time_point until) {
  if (is_usable()) return {};
  left_.reset();
  tails_.clear();
  if (connection_ != nullptr) ++lost_;
  connection_.reset();
  HANDRAIL_TRY(connection_, postgres::connect(address_, Access::write, until));
  auto settled = settle();
  if (!settled) connection_.reset();
  return settled;
}

} // namespace handrail::store::postgres
