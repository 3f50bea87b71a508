#include "sim/world.h"

#include "app/engine_on_log.h"
#include "app/tenant_history.h"
#include "engagement/evolve.h"
#include "sim/house.h"
#include "store/chain.h"
#include "store/sqlite_read_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <stdexcept>
#include <utility>

namespace handrail::sim {

namespace fs = std::filesystem;

using engagement::TenantState;

const app::Receipt* Answered::receipt() const {
  return answer && *answer ? std::get_if<app::Receipt>(&**answer) : nullptr;
}
const engagement::Denial* Answered::denial() const {
  return answer && *answer ? std::get_if<engagement::Denial>(&**answer) : nullptr;
}
const Error* Answered::error() const { return answer && !*answer ? &answer->error() : nullptr; }

struct World::Node {
  explicit Node(int number) : clock(*instant_from_iso("2026-03-02T09:00:00Z")), ids("node-" + std::to_string(number)) {}

  testing::TemporaryFolder folder;
  ManualClock clock;
  app::CountedIds ids;
  std::shared_ptr<Steering> steering = std::make_shared<Steering>();
  int edition = 0;
  std::unique_ptr<app::Engine> engine;
  std::unique_ptr<store::ReadModels> lists; ///< as others read them
};

World::World(const Setting& setting, LogPlace& place, Fault* fault) : setting_(setting), place_(place), fault_(fault) {
  for (int number = 0; number < setting.nodes; ++number) nodes_.push_back(std::make_unique<Node>(number));
  for (int number = 0; number < setting.nodes; ++number) begin(number);
  Observed nothing;
  if (const auto read = read_on(nothing); !read) throw std::runtime_error(to_string(read.error()));
}
World::~World() = default;

app::Engine& World::engine(int node) { return *this->node(node).engine; }
Instant World::now(int node) const { return nodes_[static_cast<std::size_t>(node) % nodes_.size()]->clock.now(); }
std::shared_ptr<const playbook::Model> World::model(int edition) const { return model_of(setting_, edition); }

void World::begin(int number) {
  auto& one = node(number);
  log_ = place_.open();
  app::Options options;
  options.data = one.folder.path();
  // Some houses keep few states in memory, so that most are made from the log again and again.
  if (setting_.seed % 3 == 0) options.cached_states_bytes = std::size_t{16} << 10;
  if (setting_.seed % 4 == 0) options.group_limit = 3;
  auto opened = app::open_engine_on(steered(place_.open(), setting_.nodes > 1, one.steering, fault_), options,
                                    one.clock, one.ids);
  if (!opened) throw std::runtime_error("A node does not begin: " + to_string(opened.error()));
  one.engine = std::move(*opened);
  if (const auto published = one.engine->publish(model_of(setting_, one.edition)); !published)
    throw std::runtime_error("A workspace is not published: " + to_string(published.error()));
}

void World::end(int number) {
  node(number).lists.reset();
  node(number).engine.reset();
  log_.reset(); // so that the log itself is closed where no other node has it open
}

// ---- commands ------------------------------------------------------------------------------------------------------

std::optional<store::Version> World::seen_by(const Sent& sent) const {
  if (!sent.versions_behind) return std::nullopt;
  const auto found = tenants_.find(sent.tenant);
  const auto version = found == tenants_.end() ? 0 : found->second.version;
  const auto behind = static_cast<store::Version>(*sent.versions_behind);
  return version > behind ? version - behind : 0;
}

app::Submission World::submission(const Sent& sent, const std::optional<store::Version>& seen) const {
  return {sent.tenant, sent.command, sent.person, sent.key, seen};
}

Answered World::answered(const Sent& sent) {
  Answered one{sent, seen_by(sent), {}, {}};
  one.answer = node(sent.node).engine->submit(submission(sent, one.seen));
  return one;
}

/// A key stands for what was accepted under it; else for what was sent last.
void World::keep(const Answered& answered) {
  auto& kept = kept_[answered.sent.key];
  if (kept.receipt) return;
  kept = {answered.sent, answered.seen, {}};
  if (const auto* receipt = answered.receipt(); receipt != nullptr && receipt->position != 0) kept.receipt = *receipt;
}

void World::take(const Send& step, Observed& observed) {
  auto& one = node(step.sent.node);
  Answered answered{step.sent, seen_by(step.sent), {}, {}, step.commit};
  if (answered.commit == Commit::is_unheard && setting_.nodes == 1) answered.commit = Commit::fails;
  if (step.asks_before)
    answered.considered = one.engine->consider(step.sent.tenant, step.sent.command, step.sent.person);
  one.steering->commit = answered.commit;
  answered.answer = one.engine->submit(submission(step.sent, answered.seen));
  one.steering->commit = Commit::goes_well;
  observed.answers.push_back(std::move(answered));
}

void World::take(const SendTogether& step, Observed& observed) {
  std::vector<std::promise<Result<app::Answer>>> promises(step.sent.size());
  for (std::size_t i = 0; i < step.sent.size(); ++i) {
    observed.answers.push_back({step.sent[i], seen_by(step.sent[i]), {}, {}});
    // One node for all of them: what several nodes decide first is not for a seed to say.
    node(step.sent.front().node)
        .engine->submit(submission(step.sent[i], observed.answers.back().seen),
                        [&promise = promises[i]](Result<app::Answer> given) { promise.set_value(std::move(given)); });
  }
  for (std::size_t i = 0; i < promises.size(); ++i) observed.answers[i].answer = promises[i].get_future().get();
}

void World::take(const Race& step, Observed& observed) {
  auto& first = node(step.first.node);
  const bool has_rival = &first != &node(step.rival.node);
  std::optional<Answered> rival;
  if (has_rival) first.steering->before_append = [&] { rival = answered(step.rival); };
  auto one = answered(step.first);
  first.steering->before_append = nullptr;
  if (!rival) rival = answered(step.rival);
  observed.answers.push_back(std::move(*rival)); // the one that was written first
  observed.answers.push_back(std::move(one));
}

void World::take(const Again& step, Observed& observed) {
  const auto found = kept_.find(step.key);
  if (found == kept_.end()) return;
  auto sent = found->second.sent;
  sent.node = step.node;
  Answered answered{sent, found->second.seen, {}, {}};
  answered.answer = node(step.node).engine->submit(submission(sent, answered.seen));
  observed.answers.push_back(std::move(answered));
}

void World::take(const SendCustomer& step, Observed& observed) {
  observed.customer_answer = node(step.node).engine->change_customer({step.command, step.person, step.key});
}

// ---- the world around ----------------------------------------------------------------------------------------------

void World::take(const Tick& step, Observed&) {
  auto& clock = node(step.node).clock;
  const auto then = clock.now() + std::chrono::seconds(step.seconds);
  // What is written must have a date: the years that calendars know.
  if (then > *instant_from_iso("2020-01-01T00:00:00Z") && then < *instant_from_iso("2090-01-01T00:00:00Z"))
    clock.set(then);
}

void World::take(const Restart& step, Observed&) {
  end(step.node);
  const store::DataFolder data{node(step.node).folder.path()};
  const auto remove = [](const fs::path& file) {
    for (const char* ending : {"", "-wal", "-shm"}) fs::remove(file.string() + ending);
  };
  if (step.without_lists) remove(data.read_models());
  if (step.without_snapshots) remove(data.states());
  begin(step.node);
}

void World::take(const Publish& step, Observed& observed) {
  auto& one = node(step.node);
  one.edition = step.edition;
  if (const auto published = one.engine->publish(model_of(setting_, step.edition)); !published)
    observed.failed = "A workspace is not published: " + to_string(published.error());
}

Result<void> World::post(int number, Mail mail, std::size_t at_most, Taken& taken) {
  // The mail room works with the log as the nodes do.
  const auto log = steered(log_, setting_.nodes > 1, std::make_shared<Steering>(), fault_);
  taken.now = now(number);
  taken.until = taken.now + std::chrono::minutes(1);
  HANDRAIL_TRY(taken.entries, log->claim(taken.now, taken.until, at_most));
  const bool is_delivered = mail != Mail::refused && mail != Mail::dies_before;
  for (const auto& entry : taken.entries) {
    const auto found = letters_.find(entry.position);
    taken.before.push_back(found == letters_.end() ? std::nullopt : std::optional(found->second));
    if (found == letters_.end()) continue;
    auto& letter = found->second;
    letter.delivered += is_delivered ? 1 : 0;
    letter.marked += mail == Mail::delivered ? 1 : 0;
    letter.taken_until = std::nullopt;
    if (mail == Mail::dies_before || mail == Mail::dies_before_mark) letter.taken_until = taken.until;
  }
  if (mail == Mail::delivered) return log->acknowledge(taken.entries, taken.now);
  if (mail == Mail::refused || mail == Mail::answer_lost)
    return log->give_back(taken.entries, taken.now + std::chrono::seconds(10));
  return {};
}

void World::take(const Post& step, Observed& observed) {
  auto& taken = observed.taken.emplace();
  if (const auto posted = post(step.node, step.mail, static_cast<std::size_t>(std::max(step.at_most, 1)), taken);
      !posted)
    observed.failed = "The mail room: " + to_string(posted.error());
}

Result<void> World::deliver_all() {
  auto& clock = node(0).clock;
  for (const auto& one : nodes_) clock.set(std::max(clock.now(), one->clock.now()));
  clock.advance(std::chrono::hours(1)); // all that was taken before has run out
  for (std::size_t rounds = 0; rounds <= letters_.size(); ++rounds) {
    Taken taken;
    HANDRAIL_CHECK(post(0, Mail::delivered, 100, taken));
    if (taken.entries.empty()) return {};
  }
  return {};
}

// ---- the books -----------------------------------------------------------------------------------------------------

namespace {

void add_grant(const store::StoredEvent& event, std::map<std::string, std::set<PersonId>>& grants) {
  const auto read = engagement::customer_event_from_json(event.type, event.data);
  if (!read) return;
  if (const auto* granted = std::get_if<engagement::CustomerGranted>(&*read))
    grants[granted->customer].insert(granted->person);
  else if (const auto* revoked = std::get_if<engagement::CustomerRevoked>(&*read))
    grants[revoked->customer].erase(revoked->person);
}

} // namespace

/// Reads what the log has more, and brings the books forward by it.
Result<void> World::read_on(Observed& observed) {
  constexpr std::size_t page = 500;
  observed.grants_before = grants_;
  for (const auto& answered : observed.answers)
    if (const auto found = tenants_.find(answered.sent.tenant); found != tenants_.end())
      observed.before.try_emplace(found->first, found->second);
  for (bool more = true; more;) {
    HANDRAIL_TRY(auto events, log_->events_after(position_, page));
    more = events.size() == page;
    for (auto& event : events) {
      position_ = event.position;
      if (app::is_tenant(event.tenant)) {
        HANDRAIL_TRY(const auto happened, app::happened(event));
        auto& state = tenants_[event.tenant];
        state.id = event.tenant;
        observed.before.try_emplace(event.tenant, state);
        state = engagement::evolve(std::move(state), happened);
        if (event.message) letters_.try_emplace(event.position);
      } else {
        add_grant(event, grants_);
      }
      observed.written.push_back(std::move(event));
    }
  }
  return {};
}

/// What a test lets a refused command write.
void World::leave_traces(const Observed& observed) {
  if (fault_ == nullptr) return;
  for (const auto& one : observed.answers) {
    const auto found = tenants_.find(one.sent.tenant);
    if (one.denial() == nullptr || found == tenants_.end()) continue;
    const auto left = fault_->left_by_refusal();
    if (!left) continue;
    const store::Commit commit{one.sent.tenant, found->second.version, one.sent.key, {},
                               one.sent.person, now(one.sent.node),    {*left}};
    if (!log_->append(std::span(&commit, 1))) throw std::runtime_error("What a refusal leaves is not written.");
  }
}

Observed World::take(const Step& step) {
  Observed observed;
  observed.step = step;
  observed.number = ++steps_;
  try {
    std::visit([&](const auto& one) { take(one, observed); }, step);
    for (const auto& one : observed.answers) keep(one);
    leave_traces(observed);
    if (const auto read = read_on(observed); !read && !observed.failed) observed.failed = to_string(read.error());
  } catch (const std::runtime_error& failure) {
    observed.failed = failure.what();
  }
  return observed;
}

// ---- looking -------------------------------------------------------------------------------------------------------

Result<TenantState> World::shown(int number, const TenantId& tenant) {
  HANDRAIL_TRY(const auto state, engine(number).tenant(tenant));
  auto copy = *state;
  if (fault_ != nullptr) fault_->shown(copy);
  return copy;
}

/// The lists of many nodes follow by themselves: whoever asks an engine waits for them.
Result<store::ReadModels*> World::lists(int number) {
  auto& one = node(number);
  if (setting_.nodes > 1) {
    store::TenantQuery query;
    query.limit = 1;
    HANDRAIL_CHECK(one.engine->tenants(query, model()->workspace.people.front().id));
  }
  if (one.lists == nullptr) {
    const store::DataFolder data{one.folder.path()};
    HANDRAIL_TRY(one.lists, store::open_sqlite_read_models(data.read_models(), store::sqlite::Access::read));
  }
  return one.lists.get();
}

Result<std::optional<store::TenantRow>> World::row(int number, const TenantId& tenant) {
  HANDRAIL_TRY(auto* const models, lists(number));
  const auto found = tenants_.find(tenant);
  const auto after = found == tenants_.begin() ? TenantId() : std::prev(found)->first;
  HANDRAIL_TRY(auto rows, models->rows_after(after, 1));
  if (rows.empty() || rows.front().id != tenant) return std::optional<store::TenantRow>();
  if (fault_ != nullptr) fault_->shown(rows.front());
  return std::optional(std::move(rows.front()));
}

Result<bool> World::is_listed(int number, const PersonId& person, const TenantId& tenant) {
  if (fault_ != nullptr && fault_->shows_everything()) return true;
  store::TenantQuery query;
  query.text = tenant.text();
  query.limit = 500;
  HANDRAIL_TRY(const auto page, engine(number).tenants(query, person));
  return std::any_of(page.tenants.begin(), page.tenants.end(), [&](const auto& row) { return row.id == tenant; });
}

} // namespace handrail::sim
