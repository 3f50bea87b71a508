// Regular expressions as XPath has them (the dialect of matches, replace and split), run by PCRE2 within limits.
#pragma once

#include "core/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::feel {

/// A compiled pattern. Every error has a message for the author: what is wrong with the pattern, or that a match
/// needed too much work.
class Regex {
public:
  /// `flags` are any of s, m, i, x and q. Errors: invalid.
  static Result<Regex> compile(std::string_view pattern, std::string_view flags);

  Result<bool> matches(const std::string& text) const;
  /// Every match replaced; `$1` stands for a group, `\$` for a dollar. Errors: also a pattern that matches nothing.
  Result<std::string> replace(const std::string& text, std::string_view replacement) const;
  Result<std::vector<std::string>> split(const std::string& text) const;

private:
  struct Code;
  explicit Regex(std::shared_ptr<const Code> code) : code_(std::move(code)) {}
  std::shared_ptr<const Code> code_;
};

/// The pattern in PCRE2's dialect. Errors: invalid, for what XPath does not allow. Exposed for its tests.
Result<std::string> translated_pattern(std::string_view pattern, bool ignores_space);

} // namespace handrail::feel
