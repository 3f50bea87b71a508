// Where one way of finding a page becomes dearer than the next
// (docs/decisions/0115-saved-views-by-sets-and-columns.md). Whatever these are, a list is the same: tests make them
// small, to go every way with few tenants.
#pragma once

#include <cstddef>
#include <cstdint>

namespace handrail::store {

struct Tuning {
  std::size_t few_tenants = 3'000;    ///< so many are read and sorted; more are gone along by an index or a column
  std::size_t most_by_text = 10'000;  ///< a text that stands in more tenants is looked for in the rows …
  std::size_t most_looked_at = 2'000; ///< … but in so many only for one page
  /// A walk along an index for which names have nothing to do with the filter ends sooner.
  std::uint64_t least_steps = 2'000, most_steps = 40'000;
};

} // namespace handrail::store
