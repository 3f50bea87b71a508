// Where new ids come from: passed in, so that a scenario run twice gives the same ids twice.
#pragma once

#include "core/time.h"

#include <cstdint>
#include <mutex>
#include <string>

namespace handrail::app {

class IdSource {
public:
  virtual ~IdSource() = default;
  /// An id never given before. May be called from any thread.
  virtual std::string next() = 0;
};

/// The id of an instant and 80 bits, of which `high` gives the 16 lowest: what RandomIds makes, with bits of one's own.
std::string ulid(Instant at, std::uint64_t high, std::uint64_t low);

/// 26 letters and digits: milliseconds, then 80 random bits (a ULID). Ids sort as they were made, so that what is
/// stored by them grows at its end.
class RandomIds final : public IdSource {
public:
  explicit RandomIds(const Clock& clock) : clock_(clock) {}
  std::string next() override;

private:
  const Clock& clock_;
  std::mutex mutex_;
  std::uint64_t last_ms_ = 0;
  std::uint64_t high_ = 0; ///< the 80 bits after the milliseconds, counted up within one
  std::uint64_t low_ = 0;
};

/// "prefix-1", "prefix-2" …: for scenarios and tests.
class CountedIds final : public IdSource {
public:
  explicit CountedIds(std::string prefix) : prefix_(std::move(prefix)) {}
  std::string next() override;

private:
  std::string prefix_;
  std::mutex mutex_;
  std::uint64_t count_ = 0;
};

} // namespace handrail::app
