// The playbook itself, running: the document with its controls, and what may be done now beside it.
#include "engagement/directory.h"
#include "engagement/disclosure.h"
#include "engagement/task_rows.h"
#include "web/form/command_fields.h"
#include "web/form/command_form.h"
#include "web/form/denial_view.h"
#include "web/tenant/due_view.h"
#include "web/tenant/running.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::web {

namespace {

/// The engagements that the person sees, newest first; one whose playbook nobody has any more says so.
std::vector<const engagement::Engagement*> seen_engagements(const Visit& visit, const engagement::TenantState& state) {
  std::vector<const engagement::Engagement*> seen;
  for (auto engagement = state.engagements.rbegin(); engagement != state.engagements.rend(); ++engagement)
    if (engagement::sees_engagement(state, engagement->id, *visit.model, visit.person())) seen.push_back(&*engagement);
  return seen;
}

/// The engagement the address names, else the newest open one, else the newest of all; null when there is none.
const engagement::Engagement* chosen_engagement(const Visit& visit,
                                                const std::vector<const engagement::Engagement*>& seen) {
  const EngagementId wanted(visit.request.query["engagement"]);
  for (const auto* engagement : seen)
    if (!wanted.empty() && engagement->id == wanted) return engagement;
  for (const auto* engagement : seen)
    if (engagement->is_open()) return engagement;
  return seen.empty() ? nullptr : seen.front();
}

void show_switch(const Visit& visit, const TenantId& tenant, const std::vector<const engagement::Engagement*>& seen,
                 const engagement::Engagement& current, View& view) {
  if (seen.size() < 2) return;
  View& shown = view.add("switch");
  for (const auto* engagement : seen)
    shown.add("engagement")
        .set("href", fmt::format("/tenants/{}?engagement={}", percent_encoded(tenant.text()),
                                 percent_encoded(engagement->id.text())))
        .set("title", playbook_title(*visit.model, engagement->playbook, engagement->version))
        .set("icon", engagement->is_open() ? "active" : "done")
        .set("state", engagement->is_open() ? "open" : "closed")
        .show("current", engagement->id == current.id);
}

void show_phases(const Visit& visit, const playbook::Playbook& book, View& view) {
  for (const auto& phase : visit.workspace().phases)
    view.show("has_phases").add("phase").set("name", phase).show("current", phase == book.phase);
}

/// "Pilot Group Uses It for Exchange"
std::string named(const std::string& task, const Running::Service& service, const Visit& visit) {
  return service ? fmt::format("{} for {}", task, engagement::name_of(visit.workspace(), *service)) : task;
}

/// How far it is: the mandatory tasks, and the outcomes still to choose.
void show_progress(const Visit& visit, const Running& running, View& view) {
  std::size_t done = 0;
  std::size_t mandatory = 0;
  std::size_t mandatory_done = 0;
  for (const auto& step : running.book.steps)
    for (const auto& task : step.tasks) {
      for (const auto& service : running.rows_of(task.id, visit)) {
        const bool complete = is_complete(running.state_of(task.id, service), visit.workspace());
        done += complete ? 1 : 0;
        if (!task.mandatory) continue;
        ++mandatory;
        mandatory_done += complete ? 1 : 0;
        if (!complete)
          view.show("has_missing")
              .add("missing")
              .set("href", "#task-" + row_name(task.id, service))
              .set("id", task.id.text())
              .set("name", named(task.name, service, visit));
      }
    }
  view.set("done", counted(done, "task complete", "tasks complete"));
  if (mandatory > 0) view.set_if("mandatory", fmt::format("{} of {} mandatory", mandatory_done, mandatory));
}

/// Closing: the button, or what is still in the way.
void show_close(Visit& visit, const Tenant& tenant, const Running& running, View& side, View& view) {
  for (const auto& action : tenant.actions) {
    if (!std::holds_alternative<engagement::CloseEngagement>(action.command)) continue;
    if (action.engagement != running.engagement->id) continue;
    side.show("has_close");
    View& close = view.add("close");
    if (action.denial) {
      show_denial(visit, close, "denial", tenant.state->id, *action.denial, "close", false,
                  why_address(visit, *tenant.state, action.command));
      return;
    }
    Form(visit, close, "form", tenant.state->id, "close_engagement", "close")
        .hidden("engagement", running.engagement->id.text())
        .hidden("anchor", "notice")
        .text("reason", "Why it ends", {})
        .submit("Close the engagement");
    return;
  }
}

/// What may be done now, in one list beside the document.
void show_possible(const Visit& visit, const Running& running, const Tenant& tenant, View& view) {
  for (const auto& action : tenant.actions) {
    if (action.denial || action.task.empty() || action.engagement != running.engagement->id) continue;
    if (!engagement::completes(action, visit.workspace())) continue;
    const auto* task = running.book.find_task(action.task);
    view.show("has_possible")
        .add("possible")
        .set("href", "#task-" + row_name(action.task, action.service))
        .set("id", action.task.text())
        .set("name", task == nullptr ? action.label : named(task->name, action.service, visit));
  }
}

/// What is due by the playbook's own time rules, each with the way to where it is met.
void show_deadlines(const Running& running, View& view) {
  for (const auto* deadline : deadlines_of(running)) {
    View& shown = view.show("has_deadlines").add("deadline");
    set_deadline(shown, *deadline);
    shown.set("what", capitalised(deadline->what)).set("href", place_of(*deadline));
  }
}

/// The playbooks that can be started; those that cannot say why, and those the person may not see are left out. The
/// ones this playbook leads to come first.
void show_starts(Visit& visit, const Tenant& tenant, const playbook::Playbook* book, View& view) {
  std::vector<const engagement::Action*> starts;
  for (const auto& action : tenant.actions)
    if (const auto* start = std::get_if<engagement::StartEngagement>(&action.command)) {
      const auto* offered = visit.model->playbook(start->playbook, {});
      if (offered == nullptr || may_see(visit, *offered)) starts.push_back(&action);
    }
  const auto is_next = [&](const engagement::Action* action) {
    if (book == nullptr) return false;
    const std::string file = std::get<engagement::StartEngagement>(action->command).playbook.text() + ".md";
    return std::any_of(book->next.begin(), book->next.end(), [&](const auto& next) { return next.target == file; });
  };
  std::stable_partition(starts.begin(), starts.end(), is_next);
  int number = 0;
  for (const auto* action : starts) {
    const auto& id = std::get<engagement::StartEngagement>(action->command).playbook;
    const auto* found = visit.model->playbook(id, {});
    View& start = view.show("has_starts").add("start");
    start.set("title", playbook_title(*visit.model, id)).set_if("phase", found == nullptr ? "" : found->phase);
    start.show("next", is_next(action)).set("href", "/playbooks/" + percent_encoded(id.text()));
    if (action->denial)
      start.set_if("why", in_brief(*action->denial))
          .set_if("way_out", why_address(visit, *tenant.state, action->command));
    else
      Form(visit, start, "form", tenant.state->id, "start_engagement", fmt::format("start-{}", ++number))
          .hidden("playbook", id.text())
          .hidden("anchor", "notice")
          .inline_style()
          .submit("Start");
  }
}

void show_engagement(Visit& visit, const Tenant& tenant, const engagement::Engagement& engagement,
                     const playbook::Playbook& book, View& view) {
  const Running running{&tenant, &engagement, book};
  view.set("title", book.title).set("playbook_href", "/playbooks/" + percent_encoded(book.id.text()));
  set_mark(view.add("started"), visit, engagement.started);
  if (engagement.closed) {
    set_mark(view.add("closed"), visit, *engagement.closed);
    view.set_if("close_reason", engagement.close_reason);
  }
  show_phases(visit, book, view);
  show_progress(visit, running, view);
  View& side = view.add("side");
  if (running.is_live()) {
    show_possible(visit, running, tenant, side);
    show_deadlines(running, side);
    show_close(visit, tenant, running, side, view);
  }
  show_document(visit, view.include("document", "document"), running);
}

Result<void> fill(Visit& visit, const Tenant& tenant, View& view) {
  const auto seen = seen_engagements(visit, *tenant.state);
  const auto* engagement = chosen_engagement(visit, seen);
  const auto* book = engagement == nullptr ? nullptr : visit.model->playbook(engagement->playbook, engagement->version);
  if (engagement == nullptr) {
    view.show("none");
  } else if (book == nullptr) {
    return Error{ErrorCode::internal, "The playbook this engagement was started with is not in the workspace.",
                 engagement->playbook.text(), "Publish the workspace that has it."};
  } else {
    View& running = view.add("running");
    show_switch(visit, tenant.state->id, seen, *engagement, running);
    show_engagement(visit, tenant, *engagement, *book, running);
  }
  show_starts(visit, tenant, book, view);
  return {};
}

} // namespace

Result<Response> playbook_tab(Visit& visit) { return show_tab(visit, "playbook", fill); }

} // namespace handrail::web
