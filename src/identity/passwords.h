// Passwords: which are taken, and their hashes (argon2id). § identity-2, § identity-3
#pragma once

#include "core/result.h"

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>

namespace handrail::identity {

/// What one hash costs; stands in each hash, so that it can be raised later.
struct HashingCost {
  unsigned long long passes = 2;
  std::size_t memory_bytes = std::size_t{64} << 20;
  static HashingCost for_tests() { return {1, 8192}; }
};

class Passwords {
public:
  explicit Passwords(HashingCost cost = {});

  /// Errors: invalid (too short, too long, or the name at the door is in it), where: "password".
  static Result<void> check(std::string_view password, std::string_view name);

  /// Errors: unavailable (no memory, or too many at once: try again in a moment).
  Result<std::string> hash(std::string_view password);
  /// With an empty hash the work is done all the same and the answer is no: the time does not tell whether there is an
  /// account. Errors: unavailable.
  Result<bool> matches(std::string_view password, const std::string& hash);
  /// Was it made at another cost than today's?
  bool is_outdated(const std::string& hash) const;

private:
  HashingCost cost_;
  std::string nobodys_; ///< hash of a password that nobody has
  std::atomic<int> at_work_{0};
};

} // namespace handrail::identity
