// Puts the text of `[!INCLUDE [title](path)]` files in their places. § playbook-4
#pragma once

#include "playbook/markdown/source_text.h"
#include "playbook/playbook.h"
#include "playbook/sources.h"

#include <vector>

namespace handrail::playbook {

/// Appends `lines` (a file's body) to `source.lines` with every include expanded. What is missing, goes in a circle,
/// too deep or outside the root is a diagnostic, and left out.
void expand_includes(SourceText& source, const std::vector<SourceLine>& lines, const Sources& sources,
                     std::vector<Include>& includes, std::vector<Diagnostic>& findings);

} // namespace handrail::playbook
