// Sizes as people read them.
#pragma once

#include <cstdint>
#include <string>

namespace handrail {

/// "3.2 MB"
std::string in_megabytes(std::uint64_t bytes);

} // namespace handrail
