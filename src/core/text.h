// Small text helpers that more than one room needs. All of them take UTF-8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace handrail::text {

/// Without the ASCII white space at both ends.
std::string_view trimmed(std::string_view text);

/// ASCII letters lowered; other bytes as they are.
std::string lowered(std::string_view text);

/// Is every byte sequence of `text` well-formed UTF-8 (no surrogates, no overlong forms)?
bool is_utf8(std::string_view text);

/// The length in code points of well-formed UTF-8.
std::size_t code_points(std::string_view text);

/// `text` cut to at most `limit` code points, with "…" in the last place when something was cut.
std::string shortened(std::string_view text, std::size_t limit);

/// The one of `candidates` that `word` was most probably meant to be; empty when none is near.
/// Near is a Damerau-Levenshtein distance of at most a third of the longer length, case aside.
std::string_view did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

} // namespace handrail::text
