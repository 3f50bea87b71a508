#include "app/projector.h"

#include "app/tenant_history.h"

#include <fmt/format.h>

#include <set>

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
    rows_.push_back(row_of(state));
    if (rows_.size() < page) return {};
    return apply(from_);
  }
  /// From here on the read models stand at the end of the log.
  Result<void> finish() { return apply(to_); }

private:
  Result<void> apply(store::Position position) {
    HANDRAIL_CHECK(models_.apply(rows_, position));
    rows_.clear();
    if (progress_) progress_(position == to_ ? to_ : std::min(done_, to_), to_);
    return {};
  }

  store::Store& store_;
  store::ReadModels& models_;
  store::Position from_, to_, done_ = 0;
  Progress progress_;
  std::vector<store::TenantRow> rows_;
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

void Projector::follow(std::vector<TenantStates::State> states, store::Position position,
                       std::vector<std::function<void()>> tell) {
  {
    const std::lock_guard lock(mutex_);
    for (auto& state : states) {
      auto& newest = waiting_.states[state->id];
      newest = std::move(state);
    }
    waiting_.position = std::max(waiting_.position, position);
    waiting_.tell.insert(waiting_.tell.end(), std::make_move_iterator(tell.begin()),
                         std::make_move_iterator(tell.end()));
  }
  changed_.notify_one();
}

void Projector::run() {
  for (;;) {
    Batch batch;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.tell.empty() || !waiting_.states.empty(); });
      if (waiting_.tell.empty() && waiting_.states.empty()) return;
      std::swap(batch, waiting_);
    }
    apply(batch);
    // Told even when the lists could not be written: the log has the events, and the lists will be made from it.
    for (const auto& tell : batch.tell) tell();
  }
}

void Projector::apply(const Batch& batch) {
  if (behind_) {
    behind_ = !catch_up(store_, models_).has_value();
    return;
  }
  if (batch.states.empty()) return;
  std::vector<store::TenantRow> rows;
  rows.reserve(batch.states.size());
  for (const auto& [id, state] : batch.states) rows.push_back(row_of(*state));
  behind_ = !models_.apply(rows, batch.position).has_value();
}

} // namespace handrail::app
