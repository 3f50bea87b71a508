// How values are written: as FEEL's string() has it, and as literals that can be read back.
#pragma once

#include "feel/value.h"

#include <string>
#include <string_view>

namespace handrail::feel {

/// As string() writes it: a string as it is, everything nested as a literal.
std::string text_form(const Value& value);
/// As a literal: strings in quotes.
std::string literal_form(const Value& value);
/// `text` in double quotes with escapes.
std::string string_literal(std::string_view text);

} // namespace handrail::feel
