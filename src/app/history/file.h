// A history as a file: one line of JSON that says what it is, and one for each event. § storage-37
#pragma once

#include "core/result.h"
#include "store/checkpoint/event_tree.h"
#include "store/event.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::app {

inline constexpr std::size_t most_line_bytes = std::size_t{8} << 20;

struct HistoryHeader {
  std::string origin;            ///< of the log
  TenantId stream;               ///< whose events follow; empty: all of the log
  std::uint64_t events = 0;      ///< that follow
  std::string checkpoint;        ///< the note that the paths lead to; empty where there are none
  std::vector<std::string> keys; ///< public keys of the log that have signed it

  bool is_whole() const { return stream.empty(); }
};

struct HistoryEntry {
  store::StoredEvent event;
  store::InclusionPath path; ///< empty in the history of a whole log
};

/// Without the line's end. An event of a whole log has no path.
std::string to_line(const HistoryHeader& header);
std::string to_line(const store::StoredEvent& event, const store::InclusionPath* path);

/// A line is read only as it is written, byte for byte: what stands in it means one thing to everybody.
/// Errors: invalid.
Result<HistoryHeader> header_from(std::string_view line);
Result<HistoryEntry> entry_from(std::string_view line, bool has_path);

/// Reads such a file from its beginning; a file of any size needs the memory of one line.
class HistoryReader {
public:
  /// Reads the first line. Errors: not_found, invalid (no history), unavailable.
  static Result<HistoryReader> open(const std::filesystem::path& file);

  const HistoryHeader& header() const { return header_; }
  /// The next line, without its end; empty at the end of the file. Errors: invalid (too long, without its end),
  /// unavailable.
  Result<std::string> next();
  /// The number of the line that was read last.
  std::uint64_t line() const { return line_; }

private:
  explicit HistoryReader(std::filesystem::path file) : file_(std::move(file)), in_(file_, std::ios::binary) {}

  std::filesystem::path file_;
  std::ifstream in_;
  HistoryHeader header_;
  std::uint64_t line_ = 0;
};

} // namespace handrail::app
