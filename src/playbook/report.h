// Diagnostics as people and programs read them: text with carets, JSON, SARIF 2.1.0. docs/spec/diagnostics.md
#pragma once

#include "playbook/diagnostic.h"

#include <span>
#include <string>
#include <string_view>

namespace handrail::playbook {

std::string_view to_string(Severity severity);

/// One diagnostic: `file:line:column: severity: message [code]`, the line with a caret, the hint, the other places.
std::string to_text(const Diagnostic& diagnostic, bool colours);

/// "2 errors, 1 warning in 3 files"
std::string summary(std::span<const Diagnostic> diagnostics, std::size_t files);

/// An object with `diagnostics` and the counts.
std::string to_json(std::span<const Diagnostic> diagnostics, std::size_t files);

/// A SARIF 2.1.0 log with one run, as code hosts and editors take it.
std::string to_sarif(std::span<const Diagnostic> diagnostics, std::string_view version);

} // namespace handrail::playbook
