// Coverage as people and programs read it: the document with a gutter, totals, JSON. § coverage-20 to § coverage-22
#pragma once

#include "playbook/coverage/coverage.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

struct CoveredPlaybook {
  const Playbook& playbook;
  Coverage coverage;
};

/// The whole document, a sentence to a line, each with its line in the file and its sign; then the totals.
std::string to_text(const CoveredPlaybook& covered, bool colours);

/// Of several playbooks: a line of totals for each, its unclaimed sentences, and the sum.
std::string to_text(const std::vector<CoveredPlaybook>& covered, bool colours);

/// Text that a terminal shows and does not obey: control characters are blanks, invisible ones are not there.
std::string terminal_text(std::string_view text);

/// One object with `playbooks` and `totals`.
std::string to_json(const std::vector<CoveredPlaybook>& covered);

} // namespace handrail::playbook
