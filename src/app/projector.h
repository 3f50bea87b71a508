// Keeps the read models up to the log, behind the writer's back: what is being committed is handed over, made ready in
// the lists while the log is synced, and shown when it is durable; who waits for it is told then. § storage-6
#pragma once

#include "app/tenant_states.h"
#include "core/result.h"
#include "store/read_models.h"
#include "store/store.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace handrail::app {

/// Called now and then during a replay with how far it got: events done, of how many.
using Progress = std::function<void(store::Position done, store::Position all)>;

/// Brings read models up to the end of the log. Errors: unavailable (they are ahead of the log: its end is missing).
Result<void> catch_up(store::Store& store, store::ReadModels& models, const Progress& progress = {});

/// Whoever makes the lists show what a writer commits.
class Projection {
public:
  /// A tenant as a group leaves it.
  struct Left {
    TenantStates::State state;
    store::Version before = 0; ///< the version that the group found
  };
  /// A group of commands on its way: handed over once, and settled once.
  class Group;
  using Handle = std::shared_ptr<Group>;

  virtual ~Projection() = default;

  /// Hands over tenants as a group will leave them, before it is committed.
  virtual Handle prepare(std::vector<Left> tenants) = 0;
  /// The group is durable up to a position of the log; `tell` is called when lists show it. 0: it wrote nothing.
  virtual void settle(const Handle& group, store::Position position, std::function<void()> tell) = 0;
  /// The group was not committed: lists stay as they are.
  virtual void cancel(const Handle& group) = 0;
};

/// Of a log that nobody else appends to.
class Projector final : public Projection {
public:
  Projector(store::Store& store, store::ReadModels& models);
  Projector(const Projector&) = delete;
  Projector& operator=(const Projector&) = delete;
  /// Applies what it was handed before it ends. Every group must be settled by then.
  ~Projector() override;

  Handle prepare(std::vector<Left> tenants) override;
  void settle(const Handle& group, store::Position position, std::function<void()> tell) override;
  void cancel(const Handle& group) override;

private:
  void run();
  void apply_prepared(Group& group);
  void apply_settled(const std::vector<Handle>& groups);
  std::optional<store::Position> wait_until_settled(Group& group);

  store::Store& store_;
  store::ReadModels& models_;
  bool behind_ = false; ///< an apply failed; only the log knows all that is missing
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Handle> waiting_; ///< in the order of the log
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace handrail::app
