// The one thread that decides and commits: it takes all commands that wait, decides them one after the other, and makes
// them durable in one commit. § storage-5
#pragma once

#include "app/customers.h"
#include "app/engine.h"
#include "app/model_library.h"
#include "app/projector.h"
#include "app/tenant_states.h"
#include "core/result.h"
#include "store/store.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

namespace handrail::app {

class Writer {
public:
  using Done = std::function<void(Result<Answer>)>;

  Writer(store::Store& store, TenantStates& states, ModelLibrary& library, Customers& customers, Projector& projector,
         const Clock& clock, const Options& options);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// Answers what waits before it ends.
  ~Writer();

  /// The submission has a key. `done` is called at once when too much waits.
  void submit(Submission submission, Done done);

private:
  struct Pending {
    Submission submission;
    Done done;
    int attempts = 0;
  };
  /// What one commit is made of.
  struct Group {
    std::vector<store::Commit> commits;
    std::vector<Pending> accepted; ///< one each commit
    struct Settled {
      Pending pending;
      Result<Answer> answer;
    };
    std::vector<Settled> settled;                   ///< need nothing written
    std::map<TenantId, TenantStates::State> states; ///< as the group's commits leave them
    std::set<CommandId> keys;                       ///< of the commits
  };

  void run();
  std::vector<Pending> take();
  void process(std::vector<Pending> group);
  void consider(Pending pending, Group& group, Instant now);
  std::optional<Result<Answer>> considered(const Submission& submission, Group& group, Instant now);
  Result<TenantStates::State> state_of(const TenantId& tenant, const Group& group);
  void answer(Group group, Result<std::vector<Result<std::vector<store::StoredEvent>>>> written);
  void again(Pending pending);

  store::Store& store_;
  TenantStates& states_;
  ModelLibrary& library_;
  Customers& customers_;
  Projector& projector_;
  const Clock& clock_;
  const std::size_t waiting_limit_, group_limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Pending> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace handrail::app
