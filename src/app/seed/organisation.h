// The lives of an invented organisation's tenants, lived in the order of time: one command after the other is decided,
// and what it leaves is appended and listed.
#pragma once

#include "app/seed/behind.h"
#include "app/seed/life.h"
#include "app/seed/seeding.h"
#include "store/read_models.h"
#include "store/store.h"

#include <cstddef>
#include <queue>
#include <unordered_map>

namespace handrail::app::seed {

class Organisation {
public:
  /// The clock is moved along with what happens. All of them must outlive it.
  Organisation(const World& world, ManualClock& clock, const SeedOptions& options, store::Store& log,
               store::ReadModels& lists);

  /// Everything that happens until the end, appended, and each tenant listed; the lists do not say yet where they
  /// stand.
  Result<void> live(const SeedProgress& progress);

  const Seeded& result() const { return result_; }

private:
  using Change = store::ReadModels::Change;

  struct Living {
    Life life;
    engagement::TenantState state;
  };
  struct Waiting {
    Instant at;
    std::size_t number = 0;
    bool operator<(const Waiting& other) const { // the queue has the highest on top
      return std::pair(at, number) > std::pair(other.at, other.number);
    }
  };

  Instant birthday() const;
  void bear();
  Result<void> go_on(std::size_t number);
  Result<bool> decide(Living& living, const Planned& planned);
  Result<void> append(std::vector<store::Commit> group);

  const World& world_;
  ManualClock& clock_;
  const SeedOptions& options_;
  store::Store& log_;
  const Instant begin_;
  Behind<store::Commit> commits_;
  Behind<Change> listed_;
  std::priority_queue<Waiting> waiting_;
  std::unordered_map<std::size_t, Living> living_;
  std::size_t born_ = 0;
  Customer customer_;
  int customer_left_ = 0;
  Seeded result_;
};

} // namespace handrail::app::seed
