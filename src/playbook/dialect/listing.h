// What the sections Key Inputs, Key Outputs, Next Steps and Refresh Summary list. § playbook-15 to § playbook-18
#pragma once

#include "playbook/dialect/document.h"
#include "playbook/languages.h"
#include "playbook/playbook.h"

#include <string>
#include <vector>

namespace handrail::playbook {

/// The items of a section's lists, and its paragraphs; without "N/A" and without the words that only lead to a list.
std::vector<std::string> read_items(const Document& document, std::size_t begin, std::size_t end,
                                    const Languages& languages);

/// The links of a section, and its items without any.
std::vector<NextPlaybook> read_next(const Document& document, std::size_t begin, std::size_t end,
                                    const Languages& languages);

/// The rows of the tables of changes in the lines [first, last].
std::vector<HistoryEntry> read_history(const Document& document, std::size_t first, std::size_t last,
                                       const Languages& languages, std::vector<Diagnostic>& findings);

/// Has the table columns for a date, a person and a change?
bool is_history(const PlainTable& table, const Languages& languages);

} // namespace handrail::playbook
