// The first pass over a playbook's lines: what a Markdown parser must not see (comments, task tables, `:::` directives)
// is set apart, and what it would lose is kept. § playbook-5
#pragma once

#include "playbook/dialect/task_table.h"
#include "playbook/languages.h"
#include "playbook/markdown/inline_text.h"
#include "playbook/markdown/source_text.h"

#include <string>
#include <vector>

namespace handrail::playbook {

struct PlainTable {
  Row heading;
  std::vector<Row> rows;
};

/// `:::image source="…" alt-text="…":::`
struct Image {
  std::size_t line = 0;
  std::string source, description;
};

struct Scan {
  std::vector<TaskTable> task_tables;
  std::vector<PlainTable> plain_tables; ///< all others
  std::vector<Image> images;
  References references; ///< `[label]: target`
  std::string markdown;  ///< the text for the Markdown parser: line n is line n, what is set apart is empty
};

/// Comments are blanked out in `source` itself, so that nobody reads them.
Scan scan(SourceText& source, const Languages& languages, std::vector<Diagnostic>& findings);

} // namespace handrail::playbook
