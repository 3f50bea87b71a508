// Suggestions as authors and programs read them. § coverage-36
#pragma once

#include "playbook/suggest/suggest.h"

#include <string>

namespace handrail::playbook {

/// Each block with its heading, ready to be pasted; then what the workspace does not allow, what was not understood,
/// and how many rules of each kind there are.
std::string to_text(const Playbook& playbook, const Suggestions& suggestions, bool colours);

/// One object with `blocks`, `refused`, `unread` and `counts`.
std::string to_json(const Playbook& playbook, const Suggestions& suggestions);

} // namespace handrail::playbook
