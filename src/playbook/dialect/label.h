// Label lines: `Phase: **Migrate**`, `Primary Roles: **FM / FE**  `, `Applies To: **All Services**\`. § playbook-7
#pragma once

#include "playbook/languages.h"
#include "playbook/markdown/source_text.h"

#include <cstddef>
#include <string>
#include <vector>

namespace handrail::playbook {

struct Label {
  LabelKind kind = LabelKind::phase;
  std::string text;                ///< the value without markup
  std::vector<std::string> values; ///< split; empty for "-" and "N/A"
  std::size_t line = 0;            ///< index
};

/// The labels in the lines [first, last], which are one paragraph or list. Other lines are passed over.
std::vector<Label> read_labels(const SourceText& source, std::size_t first, std::size_t last,
                               const Languages& languages);

} // namespace handrail::playbook
