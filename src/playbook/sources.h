// The files a compilation may read. The compiler itself does no I/O: its caller hands it one of these.
#pragma once

#include "core/result.h"
#include "playbook/diagnostic.h"

#include <map>
#include <string>
#include <vector>

namespace handrail::playbook {

/// Files below one root, named by paths with `/`, in the caller's way of naming them (diagnostics show these names).
class Sources {
public:
  virtual ~Sources() = default;

  /// The bytes of a file. Errors: not_found; forbidden (outside the root, by whatever way); invalid (larger than
  /// `max_file_bytes`, a folder); unavailable.
  virtual Result<std::string> read(const std::string& path) const = 0;

  /// Does a file or folder of that name exist below the root? Errors: not_found, forbidden.
  virtual Result<void> look_up(const std::string& path) const = 0;

  /// What `~/` in a path stands for: the root's own name, "" or ending in `/`.
  virtual std::string root() const = 0;
};

/// Files in memory, for tests and for texts that were never saved. Names are relative to an unnamed root.
class MemorySources final : public Sources {
public:
  explicit MemorySources(std::map<std::string, std::string> files) : files_(std::move(files)) {}

  Result<std::string> read(const std::string& path) const override;
  Result<void> look_up(const std::string& path) const override;
  std::string root() const override { return ""; }

private:
  std::map<std::string, std::string> files_;
};

/// The line on which a place begins, for a finding's caret. "" where there is none: the place is nowhere, or in a file
/// that cannot be read.
std::string source_line(const Sources& sources, const SourceSpan& at);

/// `relative` as seen from the folder of `file`, with `.` and `..` resolved as text, backslashes turned, `%20` decoded
/// and `~/` replaced by `root`. It may begin with `..` when it leaves.
std::string resolved_path(const std::string& file, std::string_view relative, const std::string& root);

} // namespace handrail::playbook
