#include "app/move.h"

#include "store/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace handrail::app {

namespace {

constexpr std::size_t page = 1'000;       ///< events read together
constexpr std::size_t group_events = 512; ///< events appended together, and the rest of a command

/// Reads a log in its order and holds every event against the chain.
class SoundEvents {
public:
  SoundEvents(store::Store& log, std::string_view name) : log_(log), name_(name) {}

  /// The next page; empty at the end. Errors: invalid (an event is not as it was written).
  Result<std::vector<store::StoredEvent>> next() {
    HANDRAIL_TRY(auto events, log_.events_after(chain_.head().position, page));
    for (const auto& event : events) HANDRAIL_CHECK(sound(chain_.next(event)));
    return events;
  }
  /// At the end. Errors: invalid (it is not where the log says).
  Result<void> finish() {
    HANDRAIL_TRY(const auto head, log_.head());
    return sound(chain_.finish(head));
  }
  const store::Head& head() const { return chain_.head(); }

private:
  Result<void> sound(const std::vector<store::Finding>& findings) const {
    if (findings.empty()) return {};
    return Error{ErrorCode::invalid, fmt::format("{}: {}", name_, findings.front().message), findings.front().where,
                 "`handrail verify` says what was changed. What is not sound is not moved."};
  }

  store::Store& log_;
  std::string name_;
  store::ChainCheck chain_;
};

/// Makes commands of events again, and appends them.
class Copier {
public:
  explicit Copier(store::Store& to) : to_(to) {}

  /// Events come in the log's order; those of a command stand together.
  Result<void> add(const std::vector<store::StoredEvent>& events) {
    for (const auto& event : events) {
      if (commits_.empty() || commits_.back().command != event.command || commits_.back().tenant != event.tenant) {
        if (hashes_.size() >= group_events) HANDRAIL_CHECK(flush());
        commits_.push_back({event.tenant, event.version - 1, event.command, event.request, event.actor, event.at, {}});
      }
      commits_.back().events.push_back({event.type, event.data, event.message});
      hashes_.push_back(event.hash);
    }
    return {};
  }
  Result<void> flush() {
    if (commits_.empty()) return {};
    HANDRAIL_TRY(const auto written, to_.append(commits_));
    auto hash = hashes_.begin();
    for (const auto& events : written) {
      if (!events) return events.error();
      for (const auto& event : *events)
        if (event.hash != *hash++)
          return Error{ErrorCode::internal, "It came out otherwise than it was", store::name_of(event), ""};
    }
    commits_.clear();
    hashes_.clear();
    return {};
  }

private:
  store::Store& to_;
  std::vector<store::Commit> commits_;
  std::vector<store::Hash> hashes_;
};

/// What stands in `to` must be how `from` begins.
Result<void> copy_events(store::Store& from, store::Store& to, Moved& moved, const Progress& progress) {
  HANDRAIL_TRY(const auto there, to.head());
  HANDRAIL_TRY(const auto all, from.head());
  moved.already = there.position;
  const Error other{ErrorCode::invalid, "The database to move to holds something else already", "--to",
                    "Name an empty one."};
  if (there.position > all.position) return other;
  SoundEvents events(from, "the log to move from");
  Copier copier(to);
  store::Head passed; // of what is there already
  for (;;) {
    HANDRAIL_TRY(auto some, events.next());
    if (some.empty()) break;
    auto first_new = some.begin();
    for (; first_new != some.end() && first_new->position <= there.position; ++first_new)
      passed = store::advanced(passed, *first_new);
    if (first_new != some.end() && passed != there) return other;
    HANDRAIL_CHECK(copier.add({std::make_move_iterator(first_new), std::make_move_iterator(some.end())}));
    if (progress) progress(events.head().position, all.position);
  }
  if (passed != there) return other;
  HANDRAIL_CHECK(copier.flush());
  HANDRAIL_CHECK(events.finish());
  moved.head = events.head();
  return {};
}

Result<void> copy_texts(store::Store& from, store::Store& to, Moved& moved) {
  constexpr std::size_t texts_together = 16; // each up to 16 MiB
  store::Hash after{};
  for (;;) {
    HANDRAIL_TRY(const auto hashes, from.documents(after, texts_together));
    std::vector<std::string> texts;
    for (const auto& hash : hashes) {
      HANDRAIL_TRY(auto text, from.document(hash));
      if (store::hash_of(text) != hash)
        return Error{ErrorCode::invalid, "Its content is not what was hashed when it was kept",
                     "the text " + store::to_hex(hash), "What is not sound is not moved."};
      texts.push_back(std::move(text));
    }
    HANDRAIL_CHECK(to.put_documents(texts));
    moved.texts += texts.size();
    if (hashes.size() < texts_together) return {};
    after = hashes.back();
  }
}

/// Those that were delivered are delivered there too, at the same instant.
Result<void> copy_messages(store::Store& from, store::Store& to, Moved& moved) {
  store::Position after = 0;
  for (;;) {
    HANDRAIL_TRY(const auto messages, from.messages(after, page));
    std::map<Instant, std::vector<store::OutboxEntry>> delivered;
    for (const auto& message : messages)
      if (message.delivered) delivered[*message.delivered].push_back(message);
    for (const auto& [at, entries] : delivered) HANDRAIL_CHECK(to.acknowledge(entries, at));
    moved.messages += messages.size();
    if (messages.size() < page) return {};
    after = messages.back().position;
  }
}

/// Reads what was written, from the beginning.
Result<void> check_copy(store::Store& from, store::Store& to, const Moved& moved, const Progress& progress) {
  SoundEvents events(to, "the log moved to");
  for (;;) {
    HANDRAIL_TRY(const auto some, events.next());
    if (some.empty()) break;
    if (progress) progress(events.head().position, moved.head.position);
  }
  HANDRAIL_CHECK(events.finish());
  HANDRAIL_TRY(const auto source, from.head());
  if (source != events.head() || source != moved.head)
    return Error{ErrorCode::unavailable,
                 fmt::format("The log was written to while it was moved: it ends at position {}, and {} were moved",
                             source.position, moved.head.position),
                 "--from", "Stop every program that works on it, and move again: it goes on where it is."};
  HANDRAIL_TRY(const auto findings, to.check_storage());
  if (findings.empty()) return {};
  return Error{ErrorCode::internal, findings.front().message, findings.front().where, ""};
}

} // namespace

Result<Moved> move_log(store::Store& from, store::Store& to, const Progress& progress) {
  Moved moved;
  HANDRAIL_CHECK(copy_texts(from, to, moved)); // events name them
  HANDRAIL_CHECK(copy_events(from, to, moved, progress));
  HANDRAIL_CHECK(copy_messages(from, to, moved));
  HANDRAIL_CHECK(check_copy(from, to, moved, progress));
  return moved;
}

} // namespace handrail::app
