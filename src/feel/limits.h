// The limits of every compilation and evaluation. Expressions are untrusted: each of these ends in a Problem that names
// the limit, never in a hang or a crash. docs/spec/feel.md lists them for authors.
#pragma once

#include <cstddef>
#include <cstdint>

namespace handrail::feel::limits {

inline constexpr std::size_t source_bytes = 64 * 1024;       ///< the text of one expression
inline constexpr int nesting_depth = 200;                    ///< of one expression: brackets, operators
inline constexpr int evaluation_depth = 2'000;               ///< of all expressions and functions under way
inline constexpr int value_depth = 200;                      ///< lists within lists, contexts within contexts
inline constexpr std::uint64_t steps = 2'000'000;            ///< sub-expressions evaluated, items built, items compared
inline constexpr std::size_t string_bytes = 1024 * 1024;     ///< one string
inline constexpr std::size_t list_items = 200'000;           ///< one list, one context
inline constexpr std::size_t total_bytes = 64 * 1024 * 1024; ///< all that one evaluation builds
inline constexpr std::uint32_t regex_match_steps = 1'000'000; ///< backtracking of one match
inline constexpr std::uint32_t regex_heap_kib = 8 * 1024;     ///< memory of one match
inline constexpr std::size_t regex_pattern_bytes = 4 * 1024;  ///< one pattern
inline constexpr std::size_t problems = 50;                   ///< reported of one evaluation
inline constexpr std::size_t trace_steps = 10'000;            ///< recorded of one evaluation
inline constexpr std::size_t table_rows = 20'000;             ///< of one decision table
inline constexpr std::uint64_t table_check_steps = 5'000'000; ///< rows looked at for each question about a table
inline constexpr int largest_year = 999'999'999;              ///< of a date, before or after the year 0

} // namespace handrail::feel::limits
