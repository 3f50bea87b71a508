// A command read back from the line of JSON that `to_json` writes of it.
#pragma once

#include "core/result.h"
#include "engagement/commands.h"

#include <string_view>

namespace handrail::engagement {

/// Errors: invalid (malformed JSON, unknown command, missing, unknown or mistyped field; says which).
Result<Command> command_from_json(std::string_view text);

} // namespace handrail::engagement
