// Putting holders into fields and taking them out, for commands and effects alike.
#pragma once

#include "engagement/deciding.h"

#include <optional>
#include <string>

namespace handrail::engagement {

/// What a command names, when the workspace knows it; a service by its id. Errors: invalid (suggests what was meant).
Result<const playbook::AssignmentField*> known_field(const FieldId& id, const playbook::Workspace& workspace);
Result<std::optional<ServiceId>> known_service(const std::optional<ServiceId>& named,
                                               const playbook::Workspace& workspace);
Result<void> check_holder(const Holder& holder, const playbook::Workspace& workspace);

/// Why the field does not take the holder at that level; empty when it does. § engagement-12
std::optional<Reason> refused_by_field(const playbook::AssignmentField& field, const Holder& holder,
                                       const std::optional<ServiceId>& service, const playbook::Workspace& workspace);

/// Adds what is needed for the holder to stand in the field, as primary when asked. Nothing when it does already.
/// Being asked without `primary` never takes a primary's place away.
void put_in(const Assignment& assignment, Deciding& deciding, const std::optional<Because>& because = std::nullopt);

/// Takes the holder out of the field, at every level.
void take_out(const FieldId& field, const Holder& holder, Deciding& deciding,
              const std::optional<Because>& because = std::nullopt);

/// § engagement-13: fields that must have a primary and lost theirs.
void collect_lost_primaries(Deciding& deciding, std::vector<Reason>& reasons);

} // namespace handrail::engagement
