// A real log that a simulation holds the reins of: a rival commits just before an append, an append fails before or
// after it was written, and what a test breaks on purpose.
#pragma once

#include "sim/fault.h"
#include "sim/step.h"
#include "store/store.h"

#include <functional>
#include <memory>
#include <string>

namespace handrail::sim {

/// Of one node; set before a command is sent, used up by the next append.
struct Steering {
  std::function<void()> before_append;
  Commit commit = Commit::goes_well;
};

/// `shared`: nodes are told that others append too. `fault` may be null.
std::unique_ptr<store::Store> steered(std::shared_ptr<store::Store> log, bool shared,
                                      std::shared_ptr<Steering> steering, Fault* fault);

/// Where the log of a simulation stands.
class LogPlace {
public:
  virtual ~LogPlace() = default;
  /// Opens it, or hands out what is open already. Throws when it cannot be opened.
  virtual std::shared_ptr<store::Store> open() = 0;
};
/// In a file of its own, closed when nobody has it open, gone with the place.
std::unique_ptr<LogPlace> sqlite_place();

} // namespace handrail::sim
