// What other nodes append to the same log, brought to this one: tenants and rights before they are asked for, lists as
// soon as the database tells of it. § storage-25, docs/decisions/0122
#pragma once

#include "app/customers.h"
#include "app/model_library.h"
#include "app/projector.h"
#include "app/tenant_states.h"
#include "core/result.h"
#include "store/read_models.h"
#include "store/store.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace handrail::app {

/// Only for a log that is shared. May be used from any thread.
class FellowNodes final : public Projection {
public:
  FellowNodes(store::Store& store, store::ReadModels& models, TenantStates& states, ModelLibrary& library,
              Customers& customers);
  FellowNodes(const FellowNodes&) = delete;
  FellowNodes& operator=(const FellowNodes&) = delete;
  ~FellowNodes() override;

  /// Called once, when lists, library and customers stand at the end of the log, before anything else.
  Result<void> open();

  /// What was answered anywhere before this call is known here: rights, what was published, and these tenants. Says
  /// which of the keys are in the log. Errors: unavailable.
  Result<std::vector<bool>> meet(std::span<const TenantId> tenants, std::span<const CommandId> keys);
  /// The same of rights and of what was published.
  Result<void> meet_house();
  /// The same of lists: waits until they show it. Errors: unavailable (they are far behind, or the log cannot be
  /// asked).
  Result<void> meet_lists();

  Handle prepare(std::vector<Left>) override { return nullptr; }
  void settle(const Handle& group, store::Position position, std::function<void()> tell) override;
  void cancel(const Handle&) override {}

private:
  Result<store::Reach> reach();
  Result<void> follow_house(store::Position to);
  void run();
  Result<bool> follow();
  store::Head shown();
  void show(const store::Head& end);
  Result<store::Head> end_of_lists();
  Result<void> make_sure();

  store::Store& store_;
  store::ReadModels& models_;
  TenantStates& states_;
  ModelLibrary& library_;
  Customers& customers_;

  std::mutex house_; ///< guards the next two: one reads what is new, the others wait for it
  store::Position house_seen_ = 0;
  std::uint64_t life_ = 0;

  std::mutex mutex_; ///< guards what follows
  std::condition_variable changed_;
  store::Position known_ = 0; ///< where the log ended when it was last asked
  store::Head shown_;         ///< the last event that lists show, and its own hash
  bool unsure_ = false;       ///< the database came back from a failure: lists may show what it does not have
  std::multimap<store::Position, std::function<void()>> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace handrail::app
