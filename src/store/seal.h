// A file that is as this program left it when it ended orderly need not be read through before it is trusted again.
// § storage-39, docs/decisions/0059
#pragma once

#include "core/result.h"

#include <filesystem>

namespace handrail::store {

/// Where the seal of a file stands.
std::filesystem::path seal_of(const std::filesystem::path& file);

/// Whether the file is the one that was sealed, unwritten since. The seal is then broken, durably: from here on the
/// file may be written. Errors: unavailable (the folder cannot be written).
Result<bool> break_seal(const std::filesystem::path& file);

/// Seals a database when this ends, which is after everybody else in the process has closed it.
class Sealing {
public:
  /// An empty name: nothing is sealed.
  explicit Sealing(std::filesystem::path file) : file_(std::move(file)) {}
  Sealing(const Sealing&) = delete;
  Sealing& operator=(const Sealing&) = delete;
  ~Sealing();

private:
  std::filesystem::path file_;
};

} // namespace handrail::store
