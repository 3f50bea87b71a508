// The orders for many tenants that one server has under way, and how those ended that it carried out lately. § bulk-5
#pragma once

#include "app/bulk.h"

#include <condition_variable>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace handrail::app {

/// Every function may be called from any thread.
class BulkOrders {
public:
  static constexpr std::size_t most_under_way = 4, most_kept = 100;

  /// How an order stands.
  struct Standing {
    BulkOrder order;
    std::string what; ///< in words: "Reassign FM from Ana Silva to Bo Lind"
    Instant since{};
    bool under_way = true;
    BulkReport report; ///< while it is under way, of its progress alone
  };

  explicit BulkOrders(Engine& engine) : engine_(engine) {}
  BulkOrders(const BulkOrders&) = delete;
  BulkOrders& operator=(const BulkOrders&) = delete;
  /// Stops what is under way.
  ~BulkOrders();

  /// Errors: conflict (an order has this id), unavailable (too many are under way), as `carry_out`.
  Result<void> begin(BulkOrder order, std::string what);
  /// Errors: not_found.
  Result<Standing> find(const std::string& id) const;
  /// What is not begun by then is not done. Nothing happens where the order is not under way.
  void stop(const std::string& id);

private:
  struct Running {
    Standing standing;
    bool stopping = false;
    std::thread thread;
  };
  void run(Running& running);
  void forget_old();

  Engine& engine_;
  mutable std::mutex mutex_;
  std::list<Running> orders_; ///< oldest first; a list, for places that stay good
  bool closing_ = false;
};

} // namespace handrail::app
