// The offsets of IANA time zones ("Europe/Berlin"), in any year: in seconds since 1970, so that no calendar's range
// ends them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace handrail {

bool is_known_zone(std::string_view name);

/// Seconds east of UTC. Nothing when there is no such zone. Before its first rule a zone has its local mean time; what
/// holds in its last known years goes on.
std::optional<std::int32_t> offset_at_utc(std::string_view zone, std::int64_t seconds);
/// The same by the zone's own clock, in seconds since its 1970. Of the two offsets of an hour that happens twice, and
/// of the two around one that never happens, it is the earlier.
std::optional<std::int32_t> offset_at_local(std::string_view zone, std::int64_t seconds);
/// Without summer time, as of now.
std::optional<std::int32_t> standard_offset(std::string_view zone);

} // namespace handrail
