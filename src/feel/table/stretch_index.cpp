#include "feel/table/stretch_index.h"

#include <algorithm>

namespace handrail::feel {

StretchIndex::StretchIndex(const std::vector<Stretches>& rows) {
  std::vector<std::size_t> begins, ends;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows[row].empty()) continue;
    const Stretch hull{rows[row].front().from, rows[row].back().to};
    hulls_.push_back({hull, row});
    begins.push_back(hull.from);
    ends.push_back(hull.to);
  }
  std::sort(hulls_.begin(), hulls_.end(), [](const Hull& a, const Hull& b) { return a.stretch.from < b.stretch.from; });
  std::sort(begins.begin(), begins.end());
  std::sort(ends.begin(), ends.end());
  for (std::size_t begun = 0, ended = 0; begun < begins.size(); ++begun) {
    while (ends[ended] <= begins[begun]) ++ended;
    pairs_ += begun - ended; // with those that have begun before it and not ended
  }
  furthest_.resize(hulls_.size());
  furthest(0, hulls_.size());
}

std::size_t StretchIndex::furthest(std::size_t first, std::size_t last) {
  if (first == last) return 0;
  const std::size_t middle = first + (last - first) / 2;
  const std::size_t halves = std::max(furthest(first, middle), furthest(middle + 1, last));
  return furthest_[middle] = std::max(hulls_[middle].stretch.to, halves);
}

bool StretchIndex::visit(std::size_t first, std::size_t last, const Stretch& wanted,
                         const std::function<bool(std::size_t)>& call) const {
  if (first == last) return true;
  const std::size_t middle = first + (last - first) / 2;
  if (furthest_[middle] <= wanted.from) return true; // all of this part end before
  if (!visit(first, middle, wanted, call)) return false;
  const auto& [stretch, row] = hulls_[middle];
  if (stretch.from >= wanted.to) return true; // what follows begins behind
  if (stretch.to > wanted.from && !call(row)) return false;
  return visit(middle + 1, last, wanted, call);
}

void StretchIndex::for_each_meeting(const Stretches& wanted, const std::function<bool(std::size_t row)>& call) const {
  if (!wanted.empty()) visit(0, hulls_.size(), {wanted.front().from, wanted.back().to}, call);
}

} // namespace handrail::feel
