#include "store/lists/tenant_sequence.h"

#include "store/lists/facet_table.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace handrail::store {

namespace {

constexpr unsigned changed_shift = 32; ///< in the cells of Column::times

Error no_such_place() {
  return {ErrorCode::invalid, "This is not where a page of tenants begins", "cursor",
          "Take the cursor from the page before, in the same order, or leave it out."};
}

/// The cell whose major this is.
Result<Cell> date_cell_of(const std::string& major) {
  if (major == date_major(std::nullopt)) return no_date_cell();
  const auto date = date_from_iso(major);
  if (!date) return no_such_place();
  return date_cell(*date);
}

Result<Cell> second_cell_of(const std::string& major) {
  std::uint64_t second = 0;
  const auto [end, error] = std::from_chars(major.data(), major.data() + major.size(), second);
  if (error != std::errc() || end != major.data() + major.size() || second > static_cast<std::uint64_t>(last_second))
    return no_such_place();
  return Cell{second};
}

} // namespace

Result<NumberedPlaces> TenantSequence::after(const std::optional<TenantPlace>& place, std::size_t count) {
  if (set_ != nullptr && set_->count() <= tuning_.few_tenants)
    return sorted_places(database_, *set_, order_, descending_, place, count);
  switch (order_) {
    case TenantOrder::name: return names_.after(set_, place, count);
    case TenantOrder::customer:
      return TextSequence(database_, tuning_, TenantOrder::customer, descending_).after(set_, place, count);
    case TenantOrder::region: return by_facets(FacetKind::region, place, count);
    case TenantOrder::status: return by_facets(FacetKind::status, place, count);
    case TenantOrder::next_action_date:
    case TenantOrder::changed: return by_column(place, count);
  }
  return NumberedPlaces();
}

Result<NumberedPlaces> TenantSequence::named(const NumberSet& tied, const std::string& major,
                                             const std::optional<TenantPlace>& place, std::size_t count) {
  std::optional<TenantPlace> by_name;
  if (place) by_name = TenantPlace{"", place->name, place->id};
  HANDRAIL_TRY(auto places, names_.after(&tied, by_name, count));
  for (auto& one : places) one.place.major = major;
  return places;
}

Result<NumberedPlaces> TenantSequence::by_facets(FacetKind kind, const std::optional<TenantPlace>& place,
                                                 std::size_t count) {
  FacetReader facets(database_);
  HANDRAIL_TRY(auto values, facets.values(kind));
  if (descending_) std::reverse(values.begin(), values.end());
  NumberedPlaces places;
  for (const auto& value : values) {
    const bool passed = place && (descending_ ? place->major < value : value < place->major);
    if (passed) continue;
    NumberSet tied(last_);
    HANDRAIL_CHECK(facets.add_to(tied, {kind, value}));
    if (set_ != nullptr) tied &= *set_;
    const bool goes_on = place && value == place->major;
    HANDRAIL_TRY(auto more, named(tied, value, goes_on ? place : std::nullopt, count - places.size()));
    places.insert(places.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    if (places.size() == count) break;
  }
  return places;
}

Result<NumberedPlaces> TenantSequence::by_column(const std::optional<TenantPlace>& place, std::size_t count) {
  const bool dated = order_ == TenantOrder::next_action_date;
  const Key key{dated ? Column::date : Column::times, dated ? 0 : changed_shift, descending_};
  std::optional<KeyedPlace> after;
  if (place) {
    HANDRAIL_TRY(const Cell cell, dated ? date_cell_of(place->major) : second_cell_of(place->major));
    after = KeyedPlace{descending_ ? ~cell : cell, *place};
  }
  const auto list_tied = [&](const NumberSet& tied, Cell own, const std::optional<TenantPlace>& from,
                             std::size_t most) -> Result<NumberedPlaces> {
    if (tied.count() <= tuning_.few_tenants) return sorted_places(database_, tied, order_, descending_, from, most);
    const Cell cell = descending_ ? ~own : own;
    const auto second = Instant(std::chrono::seconds(static_cast<std::int64_t>(cell)));
    return named(tied, dated ? date_major(date_in(cell)) : second_major(second), from, most);
  };
  if (set_ != nullptr) return keyed_places(database_, key, *set_, order_, after, count, list_tied);
  return keyed_places(database_, key, NumberSet::all(last_), order_, after, count, list_tied);
}

} // namespace handrail::store
