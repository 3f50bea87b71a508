#include "web/playbooks_page.h"

#include "playbook/coverage/coverage.h"
#include "web/layout.h"
#include "web/tenant/running.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::web {

namespace {

using playbook::Playbook;

/// The phases in the workspace's order, then those it does not know.
std::vector<std::string> phases_of(const playbook::Model& model) {
  std::vector<std::string> phases = model.workspace.phases;
  for (const auto& [id, book] : model.playbooks)
    if (std::find(phases.begin(), phases.end(), book->phase) == phases.end()) phases.push_back(book->phase);
  return phases;
}

void show_entry(View& view, const Playbook& book) {
  std::size_t tasks = 0;
  std::size_t rules = 0;
  for (const auto& step : book.steps) {
    tasks += step.tasks.size();
    rules += step.rules.tasks.size() + step.rules.forbids.size() + step.rules.choices.size() +
             step.rules.deadlines.size() + (step.rules.outcome ? 1 : 0);
  }
  view.set("title", book.title.empty() ? book.id.text() : book.title)
      .set("href", "/playbooks/" + percent_encoded(book.id.text()));
  view.set_if("audience", book.audience).set("tasks", counted(tasks, "task", "tasks"));
  view.set("rules", rules == 0 ? "no rules" : counted(rules, "rule", "rules"));
  if (book.date) view.set_if("date", long_date(*book.date));
}

} // namespace

Result<Response> playbooks_page(Visit& visit) {
  View view;
  bool any = false;
  for (const auto& phase : phases_of(*visit.model)) {
    View* group = nullptr;
    for (const auto& [id, book] : visit.model->playbooks) {
      if (book->phase != phase || !may_see(visit, *book)) continue;
      if (group == nullptr) group = &view.add("phase").set("name", phase.empty() ? "Without a phase" : phase);
      show_entry(group->add("playbook"), *book);
      any = true;
    }
  }
  view.show("none", !any);
  return respond(visit, {"Playbooks", "playbooks", "playbooks", std::move(view)});
}

Result<Response> playbook_page(Visit& visit) {
  const PlaybookId id(visit.parameter("playbook"));
  const auto* book = visit.model->playbook(id, {});
  if (book == nullptr)
    return Error{ErrorCode::not_found, fmt::format("The workspace has no playbook \"{}\".", id.text()), "",
                 "The list of playbooks shows those it has."};
  if (auto reason = engagement::refused_playbook(*book, visit.workspace(), visit.person()))
    return no_right_response(visit, *reason);
  View view;
  show_entry(view, *book);
  view.set_if("phase", book->phase)
      .set_if("owner", person_name(visit.workspace(), PersonId(book->owner)))
      .set("file", book->file)
      .set("version", book->version.substr(0, 12));
  if (book->coverage != nullptr)
    view.add("coverage")
        .set("percent", fmt::format("{} %", book->coverage->totals.percent()))
        .set("sentences", counted(book->coverage->totals.all(), "sentence", "sentences"));
  for (const auto& next : book->next) {
    const auto dot = next.target.rfind('.');
    const PlaybookId target(next.target.substr(0, dot));
    View& shown = view.show("has_next").add("next").set("title", next.title);
    if (visit.model->playbook(target, {}) != nullptr)
      shown.set_if("href", "/playbooks/" + percent_encoded(target.text()));
    else
      shown.show("nowhere");
  }
  show_document(visit, view.include("document", "document"), Running{nullptr, nullptr, *book});
  return respond(visit, {view.value("title"), "playbook", "playbooks", std::move(view)});
}

} // namespace handrail::web
