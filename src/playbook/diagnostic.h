// What the compiler has to say about a file: collected, sorted, and shown whole.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace handrail::playbook {

/// A stretch of one line of one file. Lines and columns count from 1; columns and length count code points.
/// The default (line 0) is "nowhere": a thing that no source stands for.
struct SourceSpan {
  std::string file; ///< relative to the root that was given
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 0;

  bool is_somewhere() const { return line != 0; }
  auto operator<=>(const SourceSpan&) const = default;
};

enum class Severity { error, warning, note };

/// One finding. `code` is stable ("task-duplicate-id") and has its paragraph in docs/spec/diagnostics.md.
struct Diagnostic {
  std::string code;
  Severity severity = Severity::error;
  SourceSpan at;
  std::string message;             ///< what is wrong, in one sentence
  std::string hint;                ///< what to do; may be empty
  std::string source_line;         ///< the whole line, for the caret
  std::vector<SourceSpan> related; ///< the other places, e.g. the first of two same ids

  bool operator==(const Diagnostic&) const = default;
};

} // namespace handrail::playbook
