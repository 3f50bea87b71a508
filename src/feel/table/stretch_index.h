// Which of many rows may meet a row in one column: their hulls, sorted, with the furthest end of each half.
#pragma once

#include "feel/table/column_classes.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace handrail::feel {

class StretchIndex {
public:
  StretchIndex() = default;
  /// Rows without a stretch are left out: they meet nothing.
  explicit StretchIndex(const std::vector<Stretches>& rows);

  /// How many pairs of rows the index cannot tell apart.
  std::uint64_t pairs() const { return pairs_; }
  /// Calls with each row whose hull meets that of `wanted`, in no particular order, until false comes back.
  void for_each_meeting(const Stretches& wanted, const std::function<bool(std::size_t row)>& call) const;

private:
  struct Hull {
    Stretch stretch;
    std::size_t row = 0;
  };
  std::size_t furthest(std::size_t first, std::size_t last);
  bool visit(std::size_t first, std::size_t last, const Stretch& wanted,
             const std::function<bool(std::size_t)>& call) const;

  std::vector<Hull> hulls_;           ///< by where they begin
  std::vector<std::size_t> furthest_; ///< of the hulls around the middle of each part, the furthest end
  std::uint64_t pairs_ = 0;
};

} // namespace handrail::feel
