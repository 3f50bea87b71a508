#include "store/lists/text_sequence.h"

#include <algorithm>
#include <limits>

namespace handrail::store {

namespace {

/// How many steps a walk may take for `count` tenants of the set. One that takes more is on names that go with the
/// filter.
std::uint64_t steps_for(const Tuning& tuning, const NumberSet& set, std::size_t found, std::size_t count) {
  const auto expected = count * set.last() / std::max<std::size_t>(found, 1);
  return std::min(tuning.least_steps + 8 * expected, tuning.most_steps);
}

} // namespace

Result<std::optional<NumberedPlaces>> TextSequence::walked(const NumberSet* set, const std::optional<TenantPlace>& from,
                                                           std::size_t count, std::uint64_t most_steps) {
  NumberedPlaces places;
  HANDRAIL_TRY(auto walk, TextWalk::begin(database_, order_, descending_, from ? &*from : nullptr));
  for (std::uint64_t steps = 0; places.size() < count; ++steps) {
    if (steps == most_steps) return std::optional<NumberedPlaces>();
    HANDRAIL_TRY(const bool more, walk.next());
    if (!more) break;
    if (set == nullptr || set->has(walk.number())) places.push_back({walk.place(), walk.number()});
  }
  return std::optional(std::move(places));
}

Result<NumberedPlaces> TextSequence::after(const NumberSet* set, const std::optional<TenantPlace>& place,
                                           std::size_t count) {
  const auto size = set == nullptr ? 0 : set->count();
  if (set != nullptr && size <= tuning_.few_tenants)
    return sorted_places(database_, *set, order_, descending_, place, count);
  const auto most_steps =
      set == nullptr ? std::numeric_limits<std::uint64_t>::max() : steps_for(tuning_, *set, size, count);
  HANDRAIL_TRY(auto places, walked(set, place, count, most_steps));
  if (places) return std::move(*places);
  return by_label(*set, place, count);
}

Result<NumberedPlaces> TextSequence::by_label(const NumberSet& set, const std::optional<TenantPlace>& place,
                                              std::size_t count) {
  const Key key{label_column(order_), 0, descending_};
  std::optional<KeyedPlace> after;
  if (place) {
    // Backward, those with the place's own label were shown already, and where it has none, the one before it is next.
    HANDRAIL_TRY(const Cell label, label_up_to(database_, order_, *place));
    after = KeyedPlace{key.of(label), *place};
  }
  const auto list_tied = [&](const NumberSet& tied, Cell /*label*/, const std::optional<TenantPlace>& from,
                             std::size_t most) {
    return sorted_places(database_, tied, order_, descending_, from, most);
  };
  return keyed_places(database_, key, set, order_, after, count, list_tied);
}

} // namespace handrail::store
