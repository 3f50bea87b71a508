#include "core/text.h"
#include "engagement/directory.h"
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

using Kind = playbook::TaskStatus::Kind;

Kind kind_of(const Visit& visit, const std::string& status) {
  const auto* found = visit.workspace().task_status(status);
  return found == nullptr ? Kind::not_started : found->kind;
}

/// The status that stands for a kind in this workspace: "Complete".
std::string status_of_kind(const Visit& visit, Kind kind) {
  for (const auto& status : visit.workspace().task_statuses)
    if (status.kind == kind) return status.name;
  return {};
}

const char* sign_of(engagement::PreviewLine::Sign sign) {
  switch (sign) {
    case engagement::PreviewLine::Sign::plus: return "plus";
    case engagement::PreviewLine::Sign::minus: return "minus";
    case engagement::PreviewLine::Sign::changes: return "same";
  }
  return "same";
}

/// Does the note concern the row? One that names no service concerns all of them.
bool concerns(const engagement::NoteContent& note, const Running::Service& service) {
  return !service || note.services.empty() ||
         std::find(note.services.begin(), note.services.end(), *service) != note.services.end();
}

void show_history(const Visit& visit, View& panel, const Running& running, const TaskId& task,
                  const Running::Service& service) {
  if (const auto* found = running.state_of(task, service))
    for (auto entry = found->history.rbegin(); entry != found->history.rend(); ++entry)
      set_mark(panel.show("has_history").add("entry").set("status", entry->status), visit, entry->mark);
  int minutes = 0;
  for (const auto& time : running.tenant->state->time_entries)
    if (time.task == task && time.engagement == running.engagement->id) minutes += time.minutes;
  if (minutes > 0) panel.set_if("spent", duration(minutes));
  for (const auto& note : running.tenant->state->notes)
    if (note.content.task == task && note.content.engagement == running.engagement->id &&
        concerns(note.content, service))
      set_mark(panel.show("has_notes").add("note").set("text", text::shortened(note.content.text, 160)), visit,
               note.mark);
}

std::string for_service(const Visit& visit, const Running::Service& service) {
  return service ? " for " + engagement::name_of(visit.workspace(), *service) : "";
}

/// Completing it: what it would do first, then the button, or the reasons and the ways out.
void show_completion(Visit& visit, View& panel, const Running& running, const engagement::Action& action) {
  const std::string row = row_name(action.task, action.service);
  const std::string id = "done-" + row;
  for (const auto& line : action.preview)
    panel.show("has_preview").add("change").set("sign", sign_of(line.sign)).set("text", line.text);
  if (action.denial) {
    const bool tried = visit.attempt != nullptr && visit.attempt->form == id && visit.attempt->denial;
    if (tried) visit.attempt->shown = true;
    show_denial(visit, panel, "denial", running.tenant->state->id, *action.denial, id, tried,
                why_address(visit, *running.tenant->state, action.command));
    return;
  }
  Form form(visit, panel, "complete", running.tenant->state->id, engagement::name_of(action.command), id);
  const Fields known = fields_of(action.command);
  for (const auto& [name, value] : known.entries()) form.hidden(name, value);
  form.hidden("anchor", "task-" + row);
  form.submit("Complete " + action.task.text() + for_service(visit, action.service), "primary");
}

/// What setting another status would do, where a rule says that it does something.
void show_transitions(View& panel, const Running& running, const TaskId& task, const Running::Service& service,
                      const Visit& visit) {
  for (const auto& action : running.tenant->actions) {
    if (action.task != task || action.service != service || action.engagement != running.engagement->id ||
        engagement::completes(action, visit.workspace()) || (action.preview.empty() && !action.denial))
      continue;
    View& transition = panel.show("has_transitions").add("transition");
    transition.set("status", std::get<engagement::SetTask>(action.command).status);
    for (const auto& line : action.preview)
      transition.add("change").set("sign", sign_of(line.sign)).set("text", line.text);
    if (action.denial) transition.set_if("refusal", in_brief(*action.denial));
  }
}

/// The other twelve statuses, the share done, and time: what one sets on the way.
void show_status_form(Visit& visit, View& panel, const Running& running, const TaskId& task,
                      const Running::Service& service) {
  std::vector<Option> statuses;
  for (const auto& status : visit.workspace().task_statuses) statuses.push_back({status.name, status.name});
  const std::string& engagement = running.engagement->id.text();
  const std::string row = row_name(task, service);
  const std::string label = task.text() + for_service(visit, service);
  const auto* found = running.state_of(task, service);
  const int percent = found == nullptr ? 0 : found->percent;
  const std::string present = engagement::status_of(found, visit.workspace());
  Form status(visit, panel, "status_form", running.tenant->state->id, "set_task", "status-" + row);
  status.hidden("engagement", engagement).hidden("task", task.text()).hidden("anchor", "task-" + row);
  if (service) status.hidden("service", service->text());
  status.choice("status", "Status", statuses, present)
      .number("percent", "Percent done", percent == 0 ? "" : std::to_string(percent))
      .submit("Set");
  Form(visit, panel, "time_form", running.tenant->state->id, "log_time", "time-" + row)
      .hidden("engagement", engagement)
      .hidden("task", task.text())
      .hidden("anchor", "task-" + row)
      .number("minutes", "Minutes spent", {}, true)
      .submit("Log");
  std::vector<Option> categories;
  std::string usual;
  for (const auto& category : visit.workspace().note_categories) {
    categories.push_back({category.name, category.name});
    if (category.about_task && usual.empty()) usual = category.name;
  }
  Form note(visit, panel, "note_form", running.tenant->state->id, "write_note", "note-" + row);
  note.hidden("engagement", engagement).hidden("task", task.text()).hidden("anchor", "task-" + row);
  if (service) note.hidden("services", service->text());
  note.choice("category", "Category", categories, usual)
      .area("text", "Note about " + label, {}, true)
      .submit("Save the note")
      .also("Keep as a draft", "draft_note");
}

/// Is the form that was just refused one of this task's?
bool is_tried(const Visit& visit, const std::string& row) {
  if (visit.attempt == nullptr) return false;
  for (const char* form : {"done-", "status-", "time-", "note-"}) {
    const std::string own = form + row;
    const std::string& tried = visit.attempt->form;
    if (tried == own || tried.starts_with(own + "-way-")) return true;
  }
  return false;
}

} // namespace

const engagement::Action* Running::completion(const TaskId& task, const Service& service, const Visit& visit) const {
  if (tenant == nullptr || engagement == nullptr) return nullptr;
  const auto found = std::find_if(tenant->actions.begin(), tenant->actions.end(), [&](const auto& action) {
    return action.task == task && action.service == service && action.engagement == engagement->id &&
           engagement::completes(action, visit.workspace());
  });
  return found == tenant->actions.end() ? nullptr : &*found;
}

const engagement::TaskState* Running::state_of(const TaskId& task, const Service& service) const {
  return engagement == nullptr ? nullptr : engagement->task(task, service);
}

std::vector<Running::Service> Running::rows_of(const TaskId& task, const Visit& visit) const {
  if (tenant == nullptr || engagement == nullptr) return {std::nullopt};
  return engagement::rows_of(book, task, *tenant->state, visit.workspace());
}

std::string row_name(const TaskId& task, const Running::Service& service) {
  return service ? fmt::format("{}-{}", task.text(), service->text()) : task.text();
}

TaskFace task_face(const Visit& visit, const Running& running, const TaskId& task, const Running::Service& service) {
  const auto* state = running.state_of(task, service);
  const std::string status = state == nullptr ? std::string() : state->status;
  const Kind kind = kind_of(visit, status);
  const Look look = task_look(kind);
  TaskFace face{look.icon, look.tone, status};
  const auto* action = running.completion(task, service, visit);
  if (kind == Kind::not_started && action != nullptr && running.is_live())
    face.tone = action->denial ? "is-off" : "is-possible";
  return face;
}

TaskFace task_face(const Visit& visit, const Running& running, const TaskId& task) {
  const auto rows = running.rows_of(task, visit);
  if (rows.empty()) return task_face(visit, running, task, std::nullopt);
  TaskFace face = task_face(visit, running, task, rows.front());
  for (const auto& row : rows) {
    TaskFace one = task_face(visit, running, task, row);
    const bool is_further_behind = kind_of(visit, face.status) == Kind::complete || one.tone == "is-possible";
    if (is_further_behind) face = std::move(one);
  }
  return face;
}

void show_task(Visit& visit, View& view, const Running& running, const playbook::Task& task,
               const Running::Service& service) {
  const TaskFace face = task_face(visit, running, task.id, service);
  const Kind kind = kind_of(visit, face.status);
  const std::string row = row_name(task.id, service);
  view.set("row", row).set("id", task.id.text()).set("name", task.name).set("icon", face.icon).set("tone", face.tone);
  view.show("mandatory", task.mandatory).set_if("role", task.role);
  if (service) view.set_if("service", engagement::name_of(visit.workspace(), *service));
  view.set("status", face.status.empty() ? status_of_kind(visit, Kind::not_started) : face.status);
  if (running.engagement == nullptr) {
    view.show("document_only");
    return;
  }
  for (const auto* deadline : deadlines_of(running))
    if (deadline->task == task.id && deadline->is_open()) set_deadline(view.add("deadline"), *deadline);
  const auto* action = running.completion(task.id, service, visit);
  const bool open = running.is_live() && kind != Kind::complete;
  if (kind != Kind::not_started)
    view.set_if("why", face.status);
  else if (open && action != nullptr)
    view.set_if("why", action->denial ? in_brief(*action->denial, fmt::format("{} {}{}", task.id.text(), task.name,
                                                                              for_service(visit, service)))
                                      : "ready");
  View& panel = view.add("panel");
  view.show("open", visit.request.query["task"] == row || is_tried(visit, row));
  if (open && action != nullptr) show_completion(visit, panel, running, *action);
  if (running.is_live() && !running.tenant->read_only) {
    panel.show("may_write");
    show_status_form(visit, panel, running, task.id, service);
    show_transitions(panel, running, task.id, service, visit);
  }
  show_history(visit, panel, running, task.id, service);
}

} // namespace handrail::web
