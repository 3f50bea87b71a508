#include "app/id_source.h"

#include <sodium.h>

#include <array>
#include <chrono>

namespace handrail::app {

namespace {

/// Crockford's digits: no I, L, O or U to misread.
constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::uint64_t milliseconds(Instant at) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count());
}

/// 128 bits as 26 digits of 5 each, the first of which has only 3.
std::string in_digits(std::uint64_t high, std::uint64_t low) {
  std::string id(26, '0');
  for (std::size_t i = id.size(); i-- > 0;) {
    id[i] = digits[low & 31];
    low = (low >> 5) | ((high & 31) << 59);
    high >>= 5;
  }
  return id;
}

} // namespace

std::string ulid(Instant at, std::uint64_t high, std::uint64_t low) {
  return in_digits((milliseconds(at) << 16) | (high & 0xffff), low);
}

std::string RandomIds::next() {
  const std::lock_guard lock(mutex_);
  const auto now_ms = milliseconds(clock_.now());
  if (now_ms > last_ms_) {
    last_ms_ = now_ms;
    std::array<std::uint64_t, 2> random{};
    randombytes_buf(random.data(), sizeof(random));
    high_ = random[0] & 0x7fff; // the highest bit stays free, so that counting up never runs over
    low_ = random[1];
  } else if (++low_ == 0) {
    ++high_; // within a millisecond, or with a clock set back: the next one is the last one plus one
  }
  return in_digits((last_ms_ << 16) | high_, low_);
}

std::string CountedIds::next() {
  const std::lock_guard lock(mutex_);
  return prefix_ + "-" + std::to_string(++count_);
}

} // namespace handrail::app
