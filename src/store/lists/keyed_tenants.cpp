#include "store/lists/keyed_tenants.h"

#include "store/lists/tenant_table.h"

#include <algorithm>
#include <iterator>

namespace handrail::store {

namespace {

constexpr std::size_t least_room = 4'096;

struct Keyed {
  Cell key = 0;
  std::uint64_t number = 0;
};

/// The tenants of the least keys: at least `count` of them, where there are as many, and all that share the last key.
class Least {
public:
  explicit Least(std::size_t count) : count_(count), room_(std::max<std::size_t>(4 * count, least_room)) {}

  void offer(Keyed one) {
    if (one.key > highest_) return;
    kept_.push_back(one);
    if (kept_.size() >= room_) prune();
  }
  /// Those whose key is below the last one's, and those that have it.
  struct Parts {
    std::vector<Keyed> below, last;
  };
  Parts take() && {
    prune();
    const auto end =
        std::partition(kept_.begin(), kept_.end(), [this](const Keyed& one) { return one.key < highest_; });
    return {{kept_.begin(), end}, {end, kept_.end()}};
  }

private:
  void prune() {
    if (kept_.size() < count_ || count_ == 0) return;
    const auto last = kept_.begin() + static_cast<std::ptrdiff_t>(count_ - 1);
    std::nth_element(kept_.begin(), last, kept_.end(), [](const Keyed& a, const Keyed& b) { return a.key < b.key; });
    highest_ = last->key;
    std::erase_if(kept_, [this](const Keyed& one) { return one.key > highest_; });
    room_ = std::max(room_, 2 * kept_.size()); // many have the last key
  }

  std::size_t count_, room_;
  Cell highest_ = ~Cell{0};
  std::vector<Keyed> kept_;
};

NumberSet set_of(const std::vector<Keyed>& tenants, std::uint64_t last) {
  NumberSet set(last);
  for (const auto& one : tenants) set.add(one.number);
  return set;
}

void append(NumberedPlaces& places, NumberedPlaces more) {
  places.insert(places.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

} // namespace

Result<NumberedPlaces> sorted_places(sqlite::Database& database, const NumberSet& set, TenantOrder order,
                                     bool descending, const std::optional<TenantPlace>& after, std::size_t count) {
  const auto before = [&](const TenantPlace& a, const TenantPlace& b) { return descending ? b < a : a < b; };
  NumberedPlaces places;
  Result<void> read;
  set.each([&](std::uint64_t number) {
    if (!read) return;
    const auto row = tenant_head_at(database, number);
    if (!row) {
      read = row.error();
      return;
    }
    auto place = place_of(*row, order);
    if (!after || before(*after, place)) places.push_back({std::move(place), number});
  });
  HANDRAIL_CHECK(std::move(read));
  const auto end = places.begin() + static_cast<std::ptrdiff_t>(std::min(count, places.size()));
  std::partial_sort(places.begin(), end, places.end(),
                    [&](const NumberedPlace& a, const NumberedPlace& b) { return before(a.place, b.place); });
  places.erase(end, places.end());
  return places;
}

Result<NumberedPlaces> keyed_places(sqlite::Database& database, const Key& key, const NumberSet& set, TenantOrder order,
                                    const std::optional<KeyedPlace>& after, std::size_t count,
                                    const ListTied& list_tied) {
  NumberedPlaces places;
  // Those of the key where the list goes on are one pass over the column with those behind them.
  NumberSet tied(set.last());
  Least least(count);
  HANDRAIL_CHECK(read_column(database, key.column, set, [&](std::uint64_t number, Cell cell) {
    const Cell own = key.of(cell);
    if (!after || own > after->key)
      least.offer({own, number});
    else if (own == after->key)
      tied.add(number);
  }));
  if (after) {
    HANDRAIL_TRY(places, list_tied(tied, after->key, after->place, count));
    if (places.size() == count) return places;
  }
  const auto [below, last] = std::move(least).take();
  if (!below.empty()) {
    HANDRAIL_TRY(auto more, sorted_places(database, set_of(below, set.last()), order, key.descending, std::nullopt,
                                          count - places.size()));
    append(places, std::move(more));
  }
  if (!last.empty() && places.size() < count) {
    HANDRAIL_TRY(auto more, list_tied(set_of(last, set.last()), last.front().key, std::nullopt, count - places.size()));
    append(places, std::move(more));
  }
  return places;
}

} // namespace handrail::store
