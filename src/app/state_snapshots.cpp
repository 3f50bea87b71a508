#include "app/state_snapshots.h"

#include "app/tenant_history.h"
#include "engagement/evolve.h"
#include "engagement/state_codec.h"

#include <optional>

namespace handrail::app {

namespace {

constexpr std::size_t page = 1'000;

/// A state on its way through its tenant's events.
class Replay {
public:
  Replay(store::Store& store, const TenantId& tenant) : store_(store) { state_.id = tenant; }
  Replay(store::Store& store, engagement::TenantState begun) : store_(store), state_(std::move(begun)) {}

  Result<void> apply(const std::vector<store::StoredEvent>& events, std::size_t from = 0) {
    for (; from < events.size(); ++from) {
      HANDRAIL_TRY(const auto one, happened(events[from]));
      state_ = engagement::evolve(std::move(state_), one);
      last_ = events[from].hash;
      ++applied_;
    }
    return {};
  }
  Result<void> apply_rest() {
    for (;;) {
      HANDRAIL_TRY(const auto events, store_.events_of(state_.id, state_.version, page));
      HANDRAIL_CHECK(apply(events));
      if (events.size() < page) return {};
    }
  }

  /// Goes on from a snapshot when it is of this log and can be read: what it says happened last must stand there.
  Result<bool> begin_with(const store::Snapshot& snapshot) {
    HANDRAIL_TRY(const auto events, store_.events_of(state_.id, snapshot.version - 1, page));
    if (events.empty() || events.front().version != snapshot.version || events.front().hash != snapshot.last)
      return false;
    auto state = engagement::state_from_bytes(snapshot.state);
    if (!state || state->id != state_.id || state->version != snapshot.version) return false;
    state_ = std::move(*state);
    last_ = snapshot.last;
    HANDRAIL_CHECK(apply(events, 1));
    return true;
  }

  engagement::TenantState& state() { return state_; }
  const store::Hash& last() const { return last_; }
  std::size_t applied() const { return applied_; }

private:
  store::Store& store_;
  engagement::TenantState state_;
  store::Hash last_{};
  std::size_t applied_ = 0; ///< events, beside those in a snapshot
};

} // namespace

StateSnapshots::StateSnapshots(store::Store& store, std::unique_ptr<store::Snapshots> snapshots)
    : store_(store), snapshots_(std::move(snapshots)), thread_([this] { run(); }) {}

StateSnapshots::~StateSnapshots() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

Result<engagement::TenantState> StateSnapshots::load(const TenantId& tenant) {
  Replay replay(store_, tenant);
  HANDRAIL_TRY(const auto first, store_.events_of(tenant, 0, first_page));
  bool began = false;
  if (first.size() == first_page && snapshots_ != nullptr) {
    // A cache that cannot be read is as good as an empty one.
    const auto found = snapshots_->find(tenant, engagement::state_format());
    if (found && *found && (*found)->version > first_page) {
      HANDRAIL_TRY(began, replay.begin_with(**found));
    }
  }
  if (!began) HANDRAIL_CHECK(replay.apply(first));
  if (first.size() == first_page) HANDRAIL_CHECK(replay.apply_rest());
  if (replay.applied() >= events_between)
    keep_later({std::make_shared<const engagement::TenantState>(replay.state()), replay.last()});
  return std::move(replay.state());
}

Result<engagement::TenantState> StateSnapshots::advance(engagement::TenantState state) {
  Replay replay(store_, std::move(state));
  HANDRAIL_CHECK(replay.apply_rest());
  return std::move(replay.state());
}

void StateSnapshots::wrote(std::shared_ptr<const engagement::TenantState> state, store::Version before,
                           const store::Hash& last) {
  if (state->version / events_between != before / events_between) keep_later({std::move(state), last});
}

void StateSnapshots::keep_later(Waiting waiting) {
  if (snapshots_ == nullptr) return;
  {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(waiting.state->id);
    if (found == waiting_.end() && waiting_.size() >= most_waiting) return;
    if (found != waiting_.end() && found->second.state->version >= waiting.state->version) return;
    waiting_[waiting.state->id] = std::move(waiting);
  }
  changed_.notify_one();
}

void StateSnapshots::run() {
  for (;;) {
    Waiting next;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      next = std::move(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
    }
    // What cannot be kept, on a full disk say, costs a longer replay another time and nothing else.
    (void)snapshots_->keep({next.state->id, next.state->version, next.last, engagement::state_format(),
                            engagement::to_bytes(*next.state)});
  }
}

} // namespace handrail::app
