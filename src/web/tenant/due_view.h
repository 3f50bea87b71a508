// Deadlines on a page: a glyph, a colour and always the words, with the sentence behind them.
#pragma once

#include "engagement/deadlines.h"
#include "web/tenant/running.h"
#include "web/view/view.h"

#include <vector>

namespace handrail::web {

/// Sets `label`, `icon`, `tone` and `title` of a chip.
void set_deadline(View& chip, const engagement::Deadline& deadline);

/// The deadlines of the running engagement, the soonest first.
std::vector<const engagement::Deadline*> deadlines_of(const Running& running);
/// The one that this rule states; null when nothing is due by it now.
const engagement::Deadline* deadline_at(const Running& running, const playbook::SourceSpan& rule);
/// Where on the page it is met.
std::string place_of(const engagement::Deadline& deadline);

/// The most pressing of a tenant's deadlines, as one chip `deadline` of a row; "3 overdue" where there are several.
/// True when something is overdue.
bool show_most_pressing(View& row, const std::vector<engagement::Deadline>& deadlines);

} // namespace handrail::web
