// The words that a host should not give to a name of its own.
#pragma once

#include <string_view>

namespace handrail::feel {

/// Is it a word of the grammar, which no expression could read as a name, or a function of the language, which a name
/// would hide from every expression?
bool is_reserved(std::string_view name);

} // namespace handrail::feel
