// What the allocator takes from the machine for what is asked of it.
#pragma once

#include <algorithm>
#include <cstddef>

namespace handrail {

/// glibc's malloc on 64 bits: eight bytes of its own, in steps of sixteen, at least thirty-two. Nothing for nothing.
constexpr std::size_t allocated_bytes(std::size_t asked) {
  return asked == 0 ? 0 : std::max<std::size_t>(32, (asked + 8 + 15) / 16 * 16);
}

} // namespace handrail
