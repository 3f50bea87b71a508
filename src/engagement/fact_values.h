// What conditions read, filled from the state: the same names and shapes that playbook/facts.h declares.
#pragma once

#include "engagement/access.h"
#include "engagement/state.h"
#include "feel/value.h"

namespace handrail::engagement {

/// A context with tenant, fields, me, engagement, contacts and the workspace's decision tables.
/// `engagement` is null where a rule belongs to none; its entries are then null.
feel::Value fact_values(const TenantState& state, const playbook::Model& model, const Actor& actor,
                        const Engagement* engagement, const std::optional<ServiceId>& service = std::nullopt);

} // namespace handrail::engagement
