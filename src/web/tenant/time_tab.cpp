// The minutes spent on the tenant: entries are corrected, never deleted.
#include "engagement/disclosure.h"
#include "web/form/form.h"
#include "web/tenant/tenant_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

namespace handrail::web {

namespace {

Result<void> fill(Visit& visit, const Tenant& tenant, View& view) {
  const auto& state = *tenant.state;
  int total = 0;
  int number = 0;
  bool has_entries = false;
  for (auto entry = state.time_entries.rbegin(); entry != state.time_entries.rend(); ++entry) {
    if (!engagement::sees_engagement(state, entry->engagement, *visit.model, visit.person())) continue;
    has_entries = true;
    total += entry->minutes;
    View& shown = view.show("has_entries").add("entry");
    shown.set("task", task_label(*visit.model, state, entry->task)).set("spent", duration(entry->minutes));
    set_mark(shown, visit, entry->mark);
    if (!entry->corrected_from.empty())
      shown.set_if("before", fmt::format("{}", fmt::join(entry->corrected_from, ", ")));
    if (tenant.read_only || entry->mark.by != visit.person().id) continue;
    const std::string id = fmt::format("correct-{}", ++number);
    shown.add("correction").show("open", visit.attempt != nullptr && visit.attempt->form == id);
    Form(visit, shown, "form", state.id, "correct_time", id)
        .hidden("entry", entry->id.text())
        .number("minutes", "Minutes", std::to_string(entry->minutes), true)
        .text("reason", "Why it changes", {}, true)
        .submit("Correct it");
  }
  view.set("total", duration(total));
  if (!has_entries) view.show("none");
  if (tenant.read_only) return {};
  std::vector<Option> tasks;
  for (auto& [value, label] : open_tasks(visit, state)) tasks.push_back({value, label});
  if (tasks.empty()) return {};
  Form(visit, view.add("writing"), "form", state.id, "log_time", "log-time")
      .choice("task", "Task", tasks)
      .number("minutes", "Minutes", {}, true)
      .submit("Log the time", "primary");
  return {};
}

} // namespace

Result<Response> time_tab(Visit& visit) { return show_tab(visit, "time", fill); }

} // namespace handrail::web
