#include "web/tenant/due_view.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::web {

namespace {

using State = engagement::Deadline::State;

} // namespace

void set_deadline(View& chip, const engagement::Deadline& deadline) {
  const char* icon = "time";
  const char* tone = "";
  switch (deadline.state) {
    case State::met: icon = "done", tone = "done"; break;
    case State::met_late: icon = "done"; break;
    case State::upcoming: break;
    case State::due_soon: tone = "due"; break;
    case State::overdue: icon = "warning", tone = "blocked"; break;
  }
  // An empty tone is set too: a template would take the one of what stands around the chip.
  chip.set("label", deadline.words).set("icon", icon).set("tone", tone).show("has_tone", *tone != '\0');
  chip.set_if("title", sentence(deadline));
}

std::vector<const engagement::Deadline*> deadlines_of(const Running& running) {
  std::vector<const engagement::Deadline*> all;
  if (running.tenant == nullptr || running.engagement == nullptr) return all;
  for (const auto& deadline : running.tenant->deadlines)
    if (deadline.engagement == running.engagement->id) all.push_back(&deadline);
  return all;
}

const engagement::Deadline* deadline_at(const Running& running, const playbook::SourceSpan& rule) {
  for (const auto* deadline : deadlines_of(running))
    if (deadline->at == rule) return deadline;
  return nullptr;
}

std::string place_of(const engagement::Deadline& deadline) {
  if (!deadline.task.empty()) return "#task-" + deadline.task.text();
  return (deadline.one_of.empty() ? "#" : "#outcome-") + deadline.step;
}

bool show_most_pressing(View& row, const std::vector<engagement::Deadline>& deadlines) {
  const auto count = std::count_if(deadlines.begin(), deadlines.end(),
                                   [](const auto& deadline) { return deadline.state == State::overdue; });
  const auto first = std::find_if(deadlines.begin(), deadlines.end(), [&](const auto& deadline) {
    return deadline.state == (count > 0 ? State::overdue : State::due_soon);
  });
  if (first == deadlines.end()) return false;
  View& chip = row.add("deadline");
  set_deadline(chip, *first);
  const std::string& what = first->task.empty() ? first->what : first->task.text();
  chip.set("label", count > 1 ? fmt::format("{} overdue", count) : fmt::format("{} {}", what, first->words));
  return count > 0;
}

} // namespace handrail::web
