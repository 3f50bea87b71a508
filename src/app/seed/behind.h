// Work that is done in batches behind the back of whoever makes what it is done to.
#pragma once

#include "core/result.h"

#include <cstddef>
#include <functional>
#include <future>
#include <utility>
#include <vector>

namespace handrail::app::seed {

/// Hands each full batch to a function in a thread of its own, one batch at a time. What went wrong is told with the
/// next batch, or at the end.
template <class Thing>
class Behind {
public:
  using Work = std::function<Result<void>(std::vector<Thing>)>;

  Behind(std::size_t batch, Work work) : limit_(batch), work_(std::move(work)) {}
  Behind(const Behind&) = delete;
  Behind& operator=(const Behind&) = delete;
  ~Behind() {
    if (running_.valid()) running_.wait();
  }

  Result<void> add(Thing thing) {
    batch_.push_back(std::move(thing));
    return batch_.size() < limit_ ? Result<void>() : begin();
  }
  /// Waits until all is done.
  Result<void> finish() {
    HANDRAIL_CHECK(begin());
    return wait();
  }

private:
  Result<void> begin() {
    HANDRAIL_CHECK(wait());
    if (batch_.empty()) return {};
    running_ = std::async(std::launch::async, work_, std::exchange(batch_, {}));
    return {};
  }
  Result<void> wait() { return running_.valid() ? running_.get() : Result<void>(); }

  std::size_t limit_;
  Work work_;
  std::vector<Thing> batch_;
  std::future<Result<void>> running_;
};

} // namespace handrail::app::seed
