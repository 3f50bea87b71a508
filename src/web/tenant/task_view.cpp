#include "core/text.h"
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

void show_history(const Visit& visit, View& panel, const Running& running, const TaskId& task) {
  const auto found = running.engagement->tasks.find(task);
  if (found != running.engagement->tasks.end())
    for (auto entry = found->second.history.rbegin(); entry != found->second.history.rend(); ++entry)
      set_mark(panel.show("has_history").add("entry").set("status", entry->status), visit, entry->mark);
  int minutes = 0;
  for (const auto& time : running.tenant->state->time_entries)
    if (time.task == task && time.engagement == running.engagement->id) minutes += time.minutes;
  if (minutes > 0) panel.set_if("spent", duration(minutes));
  for (const auto& note : running.tenant->state->notes)
    if (note.content.task == task && note.content.engagement == running.engagement->id)
      set_mark(panel.show("has_notes").add("note").set("text", text::shortened(note.content.text, 160)), visit,
               note.mark);
}

/// Completing it: what it would do first, then the button, or the reasons and the ways out.
void show_completion(Visit& visit, View& panel, const Running& running, const engagement::Action& action) {
  const std::string id = "done-" + action.task.text();
  for (const auto& line : action.preview)
    panel.show("has_preview").add("change").set("sign", sign_of(line.sign)).set("text", line.text);
  if (action.denial) {
    const bool tried = visit.attempt != nullptr && visit.attempt->form == id && visit.attempt->denial;
    if (tried) visit.attempt->shown = true;
    show_denial(visit, panel, "denial", running.tenant->state->id, *action.denial, id, tried);
    return;
  }
  Form form(visit, panel, "complete", running.tenant->state->id, engagement::name_of(action.command), id);
  const Fields known = fields_of(action.command);
  for (const auto& [name, value] : known.entries()) form.hidden(name, value);
  form.hidden("anchor", "task-" + action.task.text());
  form.submit("Complete " + action.task.text(), "primary");
}

/// The other twelve statuses, the share done, and time: what one sets on the way.
void show_status_form(Visit& visit, View& panel, const Running& running, const TaskId& task) {
  std::vector<Option> statuses;
  for (const auto& status : visit.workspace().task_statuses) statuses.push_back({status.name, status.name});
  const std::string& engagement = running.engagement->id.text();
  const auto found = running.engagement->tasks.find(task);
  const int percent = found == running.engagement->tasks.end() ? 0 : found->second.percent;
  std::string present = running.status_of(task);
  if (present.empty()) present = status_of_kind(visit, Kind::not_started);
  Form(visit, panel, "status_form", running.tenant->state->id, "set_task", "status-" + task.text())
      .hidden("engagement", engagement)
      .hidden("task", task.text())
      .hidden("anchor", "task-" + task.text())
      .choice("status", "Status", statuses, present)
      .number("percent", "Percent done", percent == 0 ? "" : std::to_string(percent))
      .submit("Set");
  Form(visit, panel, "time_form", running.tenant->state->id, "log_time", "time-" + task.text())
      .hidden("engagement", engagement)
      .hidden("task", task.text())
      .hidden("anchor", "task-" + task.text())
      .number("minutes", "Minutes spent", {}, true)
      .submit("Log");
  std::vector<Option> categories;
  std::string usual;
  for (const auto& category : visit.workspace().note_categories) {
    categories.push_back({category.name, category.name});
    if (category.about_task && usual.empty()) usual = category.name;
  }
  Form(visit, panel, "note_form", running.tenant->state->id, "write_note", "note-" + task.text())
      .hidden("engagement", engagement)
      .hidden("task", task.text())
      .hidden("anchor", "task-" + task.text())
      .choice("category", "Category", categories, usual)
      .area("text", "Note about " + task.text(), {}, true)
      .submit("Save the note")
      .also("Keep as a draft", "draft_note");
}

/// Is the form that was just refused one of this task's?
bool is_tried(const Visit& visit, const TaskId& task) {
  if (visit.attempt == nullptr) return false;
  for (const char* form : {"done-", "status-", "time-", "note-"}) {
    const std::string own = form + task.text();
    const std::string& tried = visit.attempt->form;
    if (tried == own || tried.starts_with(own + "-way-")) return true;
  }
  return false;
}

} // namespace

const engagement::Action* Running::completion(const TaskId& task) const {
  if (tenant == nullptr || engagement == nullptr) return nullptr;
  const auto found = std::find_if(tenant->actions.begin(), tenant->actions.end(), [&](const auto& action) {
    return action.task == task && action.engagement == engagement->id;
  });
  return found == tenant->actions.end() ? nullptr : &*found;
}

std::string Running::status_of(const TaskId& task) const {
  if (engagement == nullptr) return {};
  const auto found = engagement->tasks.find(task);
  return found == engagement->tasks.end() ? std::string() : found->second.status;
}

TaskFace task_face(const Visit& visit, const Running& running, const TaskId& task) {
  const std::string status = running.status_of(task);
  const Kind kind = kind_of(visit, status);
  const Look look = task_look(kind);
  TaskFace face{look.icon, look.tone, status};
  const auto* action = running.completion(task);
  if (kind == Kind::not_started && action != nullptr && running.is_live())
    face.tone = action->denial ? "is-off" : "is-possible";
  return face;
}

void show_task(Visit& visit, View& view, const Running& running, const playbook::Task& task) {
  const TaskFace face = task_face(visit, running, task.id);
  const Kind kind = kind_of(visit, face.status);
  view.set("id", task.id.text()).set("name", task.name).set("icon", face.icon).set("tone", face.tone);
  view.show("mandatory", task.mandatory).set_if("role", task.role);
  view.set("status", face.status.empty() ? status_of_kind(visit, Kind::not_started) : face.status);
  if (running.engagement == nullptr) {
    view.show("document_only");
    return;
  }
  for (const auto* deadline : deadlines_of(running))
    if (deadline->task == task.id && deadline->is_open()) set_deadline(view.add("deadline"), *deadline);
  const auto* action = running.completion(task.id);
  const bool open = running.is_live() && kind != Kind::complete;
  if (kind != Kind::not_started)
    view.set_if("why", face.status);
  else if (open && action != nullptr)
    view.set_if("why",
                action->denial ? in_brief(*action->denial, fmt::format("{} {}", task.id.text(), task.name)) : "ready");
  View& panel = view.add("panel");
  view.show("open", visit.request.query["task"] == task.id.text() || is_tried(visit, task.id));
  if (open && action != nullptr) show_completion(visit, panel, running, *action);
  if (running.is_live() && !running.tenant->read_only) {
    panel.show("may_write");
    show_status_form(visit, panel, running, task.id);
  }
  show_history(visit, panel, running, task.id);
}

} // namespace handrail::web
