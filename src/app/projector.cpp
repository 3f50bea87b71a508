#include "app/projector.h"

#include "app/tenant_history.h"

#include <fmt/format.h>

#include <set>
#include <unordered_map>

namespace handrail::app {

namespace {

constexpr std::size_t page = 500;

/// Applies the rows of tenants as they stand in the log now, a page at a time.
class Replay {
public:
  Replay(store::Store& store, store::ReadModels& models, store::Position from, store::Position to, Progress progress)
      : store_(store), models_(models), from_(from), to_(to), progress_(std::move(progress)) {}

  Result<void> add(const TenantId& tenant) {
    if (!is_tenant(tenant)) return {};
    HANDRAIL_TRY(const auto state, replayed(store_, tenant));
    done_ += state.version;
    waiting_notes_ += state.notes.size();
    changes_.push_back({row_of(state), notes_of(state, 0)});
    if (changes_.size() < page && waiting_notes_ < page) return {};
    return apply(from_);
  }
  /// From here on the read models stand at the end of the log.
  Result<void> finish() { return apply(to_); }

private:
  Result<void> apply(store::Position position) {
    HANDRAIL_CHECK(models_.apply(changes_, position));
    changes_.clear();
    waiting_notes_ = 0;
    if (progress_) progress_(position == to_ ? to_ : std::min(done_, to_), to_);
    return {};
  }

  store::Store& store_;
  store::ReadModels& models_;
  store::Position from_, to_, done_ = 0;
  Progress progress_;
  std::vector<store::ReadModels::Change> changes_;
  std::size_t waiting_notes_ = 0;
};

Result<void> replay_all(store::Store& store, Replay& replay) {
  TenantId after;
  for (;;) {
    HANDRAIL_TRY(const auto tenants, store.tenants(after, page));
    for (const auto& tenant : tenants) HANDRAIL_CHECK(replay.add(tenant));
    if (tenants.size() < page) return replay.finish();
    after = tenants.back();
  }
}

Result<void> replay_since(store::Store& store, store::Position from, Replay& replay) {
  std::set<TenantId> touched;
  for (;;) {
    HANDRAIL_TRY(const auto events, store.events_after(from, page));
    for (const auto& event : events) touched.insert(event.tenant);
    if (events.size() < page) break;
    from = events.back().position;
  }
  for (const auto& tenant : touched) HANDRAIL_CHECK(replay.add(tenant));
  return replay.finish();
}

} // namespace

Result<void> catch_up(store::Store& store, store::ReadModels& models, const Progress& progress) {
  HANDRAIL_TRY(const auto from, models.position());
  HANDRAIL_TRY(const auto head, store.head());
  if (from == head.position) return {};
  if (from > head.position)
    return Error{ErrorCode::unavailable,
                 fmt::format("The log ends at position {}, but the lists were made from one that went on to {}: events "
                             "are missing",
                             head.position, from),
                 "", "Restore the newest backup of log.db. If this log is the right one, run `handrail rebuild`."};
  Replay replay(store, models, from, head.position, progress);
  return from == 0 ? replay_all(store, replay) : replay_since(store, from, replay);
}

class Projection::Group {
public:
  enum class Outcome { pending, committed, cancelled };

  std::vector<Left> tenants;
  Outcome outcome = Outcome::pending; ///< guarded by the projector's mutex, as all that follows
  store::Position position = 0;
  std::function<void()> tell;
};

Projector::Projector(store::Store& store, store::ReadModels& models)
    : store_(store), models_(models), thread_([this] { run(); }) {}

Projector::~Projector() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

Projector::Handle Projector::prepare(std::vector<Left> tenants) {
  auto group = std::make_shared<Group>();
  group->tenants = std::move(tenants);
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(group);
  }
  changed_.notify_one();
  return group;
}

void Projector::settle(const Handle& group, store::Position position, std::function<void()> tell) {
  {
    const std::lock_guard lock(mutex_);
    group->outcome = Group::Outcome::committed;
    group->position = position;
    group->tell = std::move(tell);
  }
  changed_.notify_one();
}

void Projector::cancel(const Handle& group) {
  {
    const std::lock_guard lock(mutex_);
    group->outcome = Group::Outcome::cancelled;
  }
  changed_.notify_one();
}

std::optional<store::Position> Projector::wait_until_settled(Group& group) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&group] { return group.outcome != Group::Outcome::pending; });
  if (group.outcome == Group::Outcome::cancelled || group.position == 0) return std::nullopt;
  return group.position;
}

void Projector::run() {
  for (;;) {
    std::vector<Handle> groups; // those that are settled already are put together
    bool prepared = false;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      do {
        prepared = waiting_.front()->outcome == Group::Outcome::pending;
        if (prepared && !groups.empty()) break;
        groups.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
      } while (!prepared && !waiting_.empty());
    }
    if (groups.size() == 1 && prepared)
      apply_prepared(*groups.front());
    else
      apply_settled(groups);
    // Told even when the lists could not be written: the log has the events, and the lists will be made from it.
    for (const auto& group : groups)
      if (group->tell) group->tell();
  }
}

void Projector::apply_prepared(Group& group) {
  std::optional<std::optional<store::Position>> position;
  const auto settled = [&] { return position.emplace(wait_until_settled(group)); };
  bool applied = false;
  if (!behind_ && !group.tenants.empty()) {
    std::vector<store::ReadModels::Change> changes;
    changes.reserve(group.tenants.size());
    for (const auto& [state, before] : group.tenants) changes.push_back({row_of(*state), notes_of(*state, before)});
    applied = models_.apply(changes, settled).has_value();
  }
  if (!position) settled();
  if (*position && !applied) behind_ = !catch_up(store_, models_).has_value();
}

void Projector::apply_settled(const std::vector<Handle>& groups) {
  std::unordered_map<TenantId, Left> newest; // with the version that the first of the groups found
  store::Position position = 0;
  for (const auto& group : groups) {
    if (group->outcome == Group::Outcome::cancelled || group->position == 0) continue;
    position = group->position;
    for (const auto& left : group->tenants) newest.try_emplace(left.state->id, left).first->second.state = left.state;
  }
  if (position == 0) return;
  if (!behind_) {
    std::vector<store::ReadModels::Change> changes;
    changes.reserve(newest.size());
    for (const auto& [id, left] : newest) changes.push_back({row_of(*left.state), notes_of(*left.state, left.before)});
    behind_ = !models_.apply(changes, position).has_value();
  }
  if (behind_) behind_ = !catch_up(store_, models_).has_value();
}

} // namespace handrail::app
