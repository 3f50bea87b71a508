#include "app/fellow_nodes.h"

#include "app/tenant_history.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace handrail::app {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t page = 500;

/// How long one listens before looking whether it is time to end.
constexpr auto listening = 250ms;

/// How long a list may be behind before whoever asks for it is told to come again.
constexpr auto patience = 5s;

} // namespace

FellowNodes::FellowNodes(store::Store& store, store::ReadModels& models, TenantStates& states, ModelLibrary& library,
                         Customers& customers)
    : store_(store), models_(models), states_(states), library_(library), customers_(customers) {}

Result<void> FellowNodes::open() {
  HANDRAIL_TRY(shown_, end_of_lists());
  HANDRAIL_TRY(const auto now, store_.reach());
  life_ = now.life;
  house_seen_ = shown_.position; // what came later is read again, which does no harm
  known_ = now.log;
  thread_ = std::thread([this] { run(); });
  return {};
}

FellowNodes::~FellowNodes() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  for (auto& [position, tell] : waiting_) tell(); // it is durable, which is what was asked for
}

// ---- before something is decided or shown --------------------------------------------------------------------------

Result<store::Reach> FellowNodes::reach() {
  HANDRAIL_TRY(auto now, store_.reach());
  bool is_new = false;
  {
    const std::lock_guard lock(house_);
    is_new = now.life != life_;
    if (is_new) {
      // What was read of a database before it failed may not be in the one that came back.
      states_.clear();
      HANDRAIL_CHECK(library_.open());
      HANDRAIL_CHECK(customers_.open());
      house_seen_ = now.house;
      life_ = now.life;
    }
  }
  const std::lock_guard lock(mutex_);
  unsure_ = unsure_ || is_new;
  known_ = is_new ? now.log : std::max(known_, now.log);
  return now;
}

Result<void> FellowNodes::follow_house(store::Position to) {
  const std::lock_guard lock(house_);
  while (house_seen_ < to) {
    HANDRAIL_TRY(const auto events, store_.house_events_after(house_seen_, page));
    for (const auto& event : events) {
      const auto& stream = event.tenant.text();
      if (stream.starts_with(customer_stream_mark))
        HANDRAIL_CHECK(customers_.reread(stream.substr(customer_stream_mark.size())));
      else if (stream == published_stream)
        HANDRAIL_CHECK(library_.catch_up());
    }
    house_seen_ = events.size() == page ? events.back().position : to;
  }
  return {};
}

Result<void> FellowNodes::meet_house() {
  HANDRAIL_TRY(const auto now, reach());
  return follow_house(now.house);
}

Result<std::vector<bool>> FellowNodes::meet(std::span<const TenantId> tenants, std::span<const CommandId> keys) {
  HANDRAIL_CHECK(meet_house());
  HANDRAIL_TRY(auto standing, store_.standing(tenants, keys));
  for (std::size_t i = 0; i < tenants.size(); ++i)
    if (standing.versions[i] > 0) HANDRAIL_CHECK(states_.at_least(tenants[i], standing.versions[i]));
  return std::move(standing.used);
}

Result<void> FellowNodes::meet_lists() {
  HANDRAIL_TRY(const auto now, reach());
  HANDRAIL_CHECK(follow_house(now.house));
  std::unique_lock lock(mutex_);
  const bool shown =
      changed_.wait_for(lock, patience, [&] { return stopping_ || (!unsure_ && shown_.position >= now.log); });
  if (shown) return {};
  return Error{ErrorCode::unavailable, "The lists do not show yet what other nodes have done", "",
               "Try again in a moment."};
}

// ---- lists ---------------------------------------------------------------------------------------------------------

void FellowNodes::settle(const Handle&, store::Position position, std::function<void()> tell) {
  {
    const std::lock_guard lock(mutex_);
    // What was answered before may be told again: it stands where the log ended when its key was found.
    const auto until = position == 0 ? known_ : position;
    if (shown_.position < until) {
      waiting_.emplace(until, std::move(tell));
      return;
    }
  }
  tell();
}

void FellowNodes::show(const store::Head& end) {
  std::vector<std::function<void()>> told;
  {
    const std::lock_guard lock(mutex_);
    shown_ = end;
    const auto later = waiting_.upper_bound(end.position);
    for (auto one = waiting_.begin(); one != later; ++one) told.push_back(std::move(one->second));
    waiting_.erase(waiting_.begin(), later);
  }
  changed_.notify_all();
  for (const auto& tell : told) tell();
}

store::Head FellowNodes::shown() {
  const std::lock_guard lock(mutex_);
  return shown_;
}

/// The last event that lists show, as the log has it now; position 0 where the log has none there.
Result<store::Head> FellowNodes::end_of_lists() {
  HANDRAIL_TRY(const auto position, models_.position());
  if (position == 0) return store::Head{};
  HANDRAIL_TRY(const auto events, store_.events_after(position - 1, 1));
  if (events.empty()) return store::Head{};
  return store::Head{events.front().position, events.front().hash};
}

/// A database that came back has all it had, or all up to some event: when the last that lists show is there, all of
/// them are. Else the lists are made again from the log as it is now.
Result<void> FellowNodes::make_sure() {
  HANDRAIL_TRY(auto end, end_of_lists());
  if (end != shown()) {
    HANDRAIL_CHECK(models_.clear());
    HANDRAIL_CHECK(app::catch_up(store_, models_));
    HANDRAIL_TRY(end, end_of_lists());
  }
  {
    const std::lock_guard lock(mutex_);
    unsure_ = false;
  }
  show(end);
  return {};
}

/// Applies a page of what was appended; false when there is nothing.
Result<bool> FellowNodes::follow() {
  HANDRAIL_TRY(const auto events, store_.events_after(shown().position, page));
  if (events.empty()) return false;
  struct Versions {
    store::Version first = 0, last = 0;
  };
  std::map<TenantId, Versions> appended;
  for (const auto& event : events)
    if (is_tenant(event.tenant))
      appended.try_emplace(event.tenant, Versions{event.version, 0}).first->second.last = event.version;
  std::vector<store::ReadModels::Change> changes;
  for (const auto& [tenant, versions] : appended) {
    HANDRAIL_TRY(const auto state, states_.at_least(tenant, versions.last));
    changes.push_back({row_of(*state), notes_of(*state, versions.first - 1)});
  }
  HANDRAIL_CHECK(models_.apply(changes, events.back().position));
  show({events.back().position, events.back().hash});
  return events.size() == page;
}

void FellowNodes::run() {
  for (;;) {
    store::Position shown = 0;
    bool unsure = false;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      shown = shown_.position;
      unsure = unsure_;
    }
    bool failed = unsure && !make_sure();
    if (!failed && !unsure) {
      const auto end = store_.wait_beyond(shown, listening);
      failed = !end || !reach();
      for (bool more = !failed && *end > shown; more;) {
        const auto followed = follow();
        failed = !followed;
        more = followed && *followed;
      }
    }
    if (!failed) continue;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, listening, [this] { return stopping_; });
  }
}

} // namespace handrail::app
