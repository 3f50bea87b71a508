// How often somebody failed at the door, and how long they wait for it: by the name that was typed, and by the address
// it came from. A name that has no account is counted like any other. § identity-6
#pragma once

#include "core/time.h"

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace handrail::identity {

class Attempts {
public:
  /// Whoever comes is counted as having failed until `succeeded` says otherwise, so that many at once get no more tries
  /// than one after the other. Nothing: they may try; else how long they wait (and nothing was counted).
  std::optional<std::chrono::seconds> begin(const std::vector<std::string>& keys, Instant now);
  /// Takes the try back: the name is clean again, an address only gets this one try back.
  void succeeded(const std::string& name, const std::string& address);
  /// The try was none (the machine was too busy).
  void undo(const std::vector<std::string>& keys);

private:
  struct Failures {
    int count = 0;
    Instant last;
  };
  void make_room(Instant now);

  std::mutex mutex_;
  std::unordered_map<std::string, Failures> failures_;
};

} // namespace handrail::identity
