#include "core/megabytes.h"

#include <fmt/format.h>

namespace handrail {

std::string in_megabytes(std::uint64_t bytes) { return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6); }

} // namespace handrail
