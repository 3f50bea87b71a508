#include "app/id_source.h"

#include <sodium.h>

#include <array>
#include <chrono>

namespace handrail::app {

namespace {

/// Crockford's digits: no I, L, O or U to misread.
constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

} // namespace

std::string RandomIds::next() {
  const std::lock_guard lock(mutex_);
  const auto now_ms = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now().time_since_epoch()).count());
  if (now_ms > last_ms_) {
    last_ms_ = now_ms;
    std::array<std::uint64_t, 2> random{};
    randombytes_buf(random.data(), sizeof(random));
    high_ = random[0] & 0x7fff; // the highest bit stays free, so that counting up never runs over
    low_ = random[1];
  } else if (++low_ == 0) {
    ++high_; // within a millisecond, or with a clock set back: the next one is the last one plus one
  }
  const std::uint64_t high = (last_ms_ << 16) | high_;
  std::string id(26, '0');
  std::uint64_t low = low_;
  std::uint64_t rest = high;
  for (std::size_t i = id.size(); i-- > 0;) {
    id[i] = digits[low & 31];
    low = (low >> 5) | ((rest & 31) << 59);
    rest >>= 5;
  }
  return id;
}

std::string CountedIds::next() {
  const std::lock_guard lock(mutex_);
  return prefix_ + "-" + std::to_string(++count_);
}

} // namespace handrail::app
