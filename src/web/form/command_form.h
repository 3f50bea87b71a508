// A command that something offers (a way out of a refusal, an action) as a form: what the command knows is sent along,
// what only the person can know is asked for.
#pragma once

#include "engagement/commands.h"
#include "web/form/form.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::web {

/// `offer`: what doing it is called ("Add the Technical Enablement note").
void command_form(Visit& visit, View& place, std::string_view marker, const TenantId& tenant,
                  const engagement::Command& command, const std::string& id, const std::string& offer);

// ---- what can be chosen ----------------------------------------------------------------------------------------

/// The people that may be named to the visitor. § access-17
std::vector<Option> people_options(const Visit& visit);
/// The people and queues that a field takes, of those that may be named to the visitor.
std::vector<Option> holder_options(const Visit& visit, const FieldId& field);
std::vector<Option> service_options(const playbook::Workspace& workspace);
std::vector<Option> plain_options(const std::vector<std::string>& words);
/// An input for one tenant attribute, by its type.
void attribute_input(Form& form, const playbook::Workspace& workspace, const playbook::TenantAttribute& attribute,
                     const std::string& value);

} // namespace handrail::web
