// What an idempotency key stands for: the same key with anything else is a conflict. § storage-5
#pragma once

#include "engagement/commands.h"
#include "store/event.h"

#include <optional>

namespace handrail::app {

store::Hash command_fingerprint(const TenantId& tenant, const PersonId& actor,
                                const std::optional<store::Version>& seen, const engagement::Command& command);

} // namespace handrail::app
