#include "app/bulk_orders.h"

#include <algorithm>

namespace handrail::app {

BulkOrders::~BulkOrders() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  for (auto& one : orders_)
    if (one.thread.joinable()) one.thread.join();
}

Result<void> BulkOrders::begin(BulkOrder order, std::string what) {
  HANDRAIL_CHECK(check(order));
  const std::lock_guard lock(mutex_);
  const auto known = std::any_of(orders_.begin(), orders_.end(),
                                 [&](const Running& one) { return one.standing.order.id == order.id; });
  if (known) return Error{ErrorCode::conflict, "This order was given already", "order", "Look how it stands."};
  const auto under_way =
      std::count_if(orders_.begin(), orders_.end(), [](const Running& one) { return one.standing.under_way; });
  if (under_way >= static_cast<std::ptrdiff_t>(most_under_way))
    return Error{ErrorCode::unavailable, "Other orders for many tenants are under way", "",
                 "Give this one when one of them has come to its end."};
  forget_old();
  auto& running = orders_.emplace_back();
  running.standing = {std::move(order), std::move(what), engine_.clock().now(), true, {}};
  running.standing.report.progress.all = running.standing.order.tenants.size();
  running.thread = std::thread([this, &running] { run(running); });
  return {};
}

void BulkOrders::run(Running& running) {
  const auto told = [&](const BulkProgress& progress) {
    const std::lock_guard lock(mutex_);
    running.standing.report.progress = progress;
    return !running.stopping && !closing_;
  };
  auto report = carry_out(engine_, running.standing.order, told); // the order itself never changes
  const std::lock_guard lock(mutex_);
  if (report) running.standing.report = std::move(*report); // it was checked when it was begun
  running.standing.under_way = false;
}

Result<BulkOrders::Standing> BulkOrders::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  for (const auto& one : orders_)
    if (one.standing.order.id == id) return one.standing;
  return Error{ErrorCode::not_found, "There is no such order", "order",
               "Orders are known until the server ends. What they did stands in each tenant's timeline."};
}

void BulkOrders::stop(const std::string& id) {
  const std::lock_guard lock(mutex_);
  for (auto& one : orders_)
    if (one.standing.order.id == id) one.stopping = true;
}

/// Those that have ended, but for the newest.
void BulkOrders::forget_old() {
  for (auto one = orders_.begin(); orders_.size() >= most_kept && one != orders_.end();) {
    if (one->standing.under_way) {
      ++one;
      continue;
    }
    one->thread.join();
    one = orders_.erase(one);
  }
}

} // namespace handrail::app
