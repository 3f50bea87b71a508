// How the readers of Markdown make a diagnostic: a place in a line, with the line for the caret.
#pragma once

#include "playbook/diagnostic.h"
#include "playbook/markdown/source_text.h"

#include <string>
#include <string_view>

namespace handrail::playbook {

/// A diagnostic on the bytes [from, to) of a line's normalised text.
Diagnostic finding(const SourceText& source, const SourceLine& line, std::size_t from, std::size_t to,
                   Severity severity, std::string_view code, std::string message, std::string hint = {});

/// The same on the whole line.
Diagnostic finding(const SourceText& source, const SourceLine& line, Severity severity, std::string_view code,
                   std::string message, std::string hint = {});

} // namespace handrail::playbook
