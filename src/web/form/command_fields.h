// Commands as form fields and back: the names that every form of the portal uses, in one place.
// docs/spec/portal.md § portal-6 lists them.
#pragma once

#include "core/result.h"
#include "engagement/commands.h"
#include "web/http/http.h"

#include <string>
#include <string_view>

namespace handrail::web {

/// The command of that name ("choose_outcome") out of a form. `id` is for what the command makes: a note, a request …
/// Errors: not_found (no such command), invalid (a field cannot be read; `where` names it).
Result<engagement::Command> command_from_fields(std::string_view name, const Fields& form, const std::string& id);

/// The other way round. What is empty in the command is left out; reading the fields gives the same command.
Fields fields_of(const engagement::Command& command);

/// "person:ana", "queue:FTCQ All FTC": a holder as a form's value.
std::string holder_value(const engagement::Holder& holder);

/// "fact:why the customer declined": the field that answers a question a rule puts to a note.
std::string fact_field(std::string_view label);
/// "attribute:seats"
std::string attribute_field(std::string_view id);

} // namespace handrail::web
