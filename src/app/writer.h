// The one thread that decides and commits: it takes all commands that wait, decides them one after the other, and makes
// them durable in one commit. § storage-5
#pragma once

#include "app/customers.h"
#include "app/engine.h"
#include "app/fellow_nodes.h"
#include "app/model_library.h"
#include "app/projector.h"
#include "app/state_snapshots.h"
#include "app/tenant_states.h"
#include "core/result.h"
#include "store/store.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

namespace handrail::app {

class Writer {
public:
  using Done = std::function<void(Result<Answer>)>;

  Writer(store::Store& store, StateSnapshots& snapshots, TenantStates& states, ModelLibrary& library,
         Customers& customers, Projection& projection, FellowNodes* fellows, const Clock& clock,
         const Options& options);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// Answers what waits before it ends.
  ~Writer();

  /// The submission has a key. `done` is called at once when too much waits.
  void submit(Submission submission, Done done);

private:
  using Written = std::vector<Result<std::vector<store::StoredEvent>>>; ///< one each commit

  struct Pending {
    Submission submission;
    store::Hash request{}; ///< what the key stands for
    Done done;
    std::chrono::steady_clock::time_point since; ///< it came
  };
  struct Accepted {
    Pending pending;
    std::vector<engagement::Event> events;
  };
  struct Settled {
    Pending pending;
    Result<Answer> answer;
  };
  /// What one commit is made of.
  struct Group {
    std::vector<store::Commit> commits;
    std::vector<Accepted> accepted;            ///< one each commit
    std::vector<Settled> settled;              ///< need nothing written
    std::map<TenantId, Projection::Left> left; ///< the tenants as the commits leave them
    std::set<CommandId> keys;                  ///< of the commits
    std::optional<std::set<CommandId>> unused; ///< keys that the log was asked for together, and does not have
  };
  struct Reply {
    Done done;
    Result<Answer> answer;
  };
  using Replies = std::vector<Reply>;

  void run();
  std::vector<Pending> take();
  void wait_for_more(std::unique_lock<std::mutex>& lock);
  void process(std::vector<Pending> pending);
  Result<void> meet_fellows(const std::vector<Pending>& pending, Group& group);
  void consider(Pending pending, Group& group, Instant now);
  std::optional<Result<Answer>> considered(const Pending& pending, Group& group, Instant now);
  Result<TenantStates::State> state_of(const TenantId& tenant, const Group& group);
  void commit(Group group);
  void fail(Group group, const Error& error);
  std::vector<Projection::Left> keep(const Group& group, const Written& written);
  Replies replies(Group& group, Written& written, const std::set<TenantId>& lost);
  std::function<void()> telling(Replies replies) const;
  void again(Pending pending);

  store::Store& store_;
  StateSnapshots& snapshots_;
  TenantStates& states_;
  ModelLibrary& library_;
  Customers& customers_;
  Projection& projection_;
  FellowNodes* const fellows_; ///< null: nobody else appends to the log
  const Clock& clock_;
  const std::size_t waiting_limit_, group_limit_;

  std::chrono::steady_clock::duration commit_time_{}; ///< of late; used by the thread alone, as the next two
  unsigned idle_rounds_ = 0;                          ///< still to pass without waiting for more
  unsigned idle_after_miss_ = 0;                      ///< so many, when nobody comes again
  /// Callers since a group was taken last. Shared with the last answers, which are told when the writer is gone.
  const std::shared_ptr<std::atomic<std::size_t>> answered_ = std::make_shared<std::atomic<std::size_t>>(0);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Pending> waiting_;
  std::size_t enough_ = 1; ///< so many waiting are worth waking for
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace handrail::app
