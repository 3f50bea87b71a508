// Keeps the read models up to the log, behind the writer's back: what is committed is handed over, put together, and
// applied; who waits for it is told when it is readable. § storage-6
#pragma once

#include "app/tenant_states.h"
#include "core/result.h"
#include "store/read_models.h"
#include "store/store.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace handrail::app {

/// Called now and then during a replay with how far it got: events done, of how many.
using Progress = std::function<void(store::Position done, store::Position all)>;

/// Brings read models up to the end of the log. Errors: unavailable (they are ahead of the log: its end is missing).
Result<void> catch_up(store::Store& store, store::ReadModels& models, const Progress& progress = {});

class Projector {
public:
  Projector(store::Store& store, store::ReadModels& models);
  Projector(const Projector&) = delete;
  Projector& operator=(const Projector&) = delete;
  /// Applies what it was handed before it ends.
  ~Projector();

  /// Hands over tenants as a commit left them, the position of that commit, and whom to tell when lists show it.
  void follow(std::vector<TenantStates::State> states, store::Position position,
              std::vector<std::function<void()>> tell);

private:
  /// What was handed over since the last time, one state a tenant: the newest.
  struct Batch {
    std::unordered_map<TenantId, TenantStates::State> states;
    store::Position position = 0;
    std::vector<std::function<void()>> tell;
  };

  void run();
  void apply(const Batch& batch);

  store::Store& store_;
  store::ReadModels& models_;
  bool behind_ = false; ///< an apply failed; only the log knows all that is missing
  std::mutex mutex_;
  std::condition_variable changed_;
  Batch waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace handrail::app
