// The notes of a tenant, newest first, with the drafts of who looks; and the form for a new one.
#include "web/form/command_fields.h"
#include "web/form/command_form.h"
#include "web/tenant/running.h"
#include "web/tenant/tenant_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

namespace handrail::web {

namespace {

std::vector<Option> category_options(const playbook::Workspace& workspace) {
  std::vector<Option> options;
  for (const auto& category : workspace.note_categories)
    options.push_back(
        {category.name, category.about.empty() ? category.name : fmt::format("{}: {}", category.name, category.about)});
  return options;
}

void show_content(View& view, const engagement::NoteContent& content, const Visit& visit,
                  const engagement::TenantState& state) {
  view.set("category", content.category).set_if("text", content.text).show("escalated", content.escalated);
  if (content.task) {
    view.set_if("task", task_label(*visit.model, state, *content.task));
    const auto* engagement = state.engagement(content.engagement);
    const auto* book =
        engagement == nullptr ? nullptr : visit.model->playbook(engagement->playbook, engagement->version);
    const bool has_rows = book != nullptr && book->services_of(*content.task) != nullptr && !content.services.empty();
    const std::string row =
        row_name(*content.task, has_rows ? Running::Service(content.services.front()) : std::nullopt);
    view.set("task_href", fmt::format("/tenants/{0}?engagement={1}&task={2}#task-{2}", percent_encoded(state.id.text()),
                                      percent_encoded(content.engagement.text()), percent_encoded(row)));
  }
  for (const auto& service : content.services) {
    const auto* found = visit.workspace().service(service.text());
    view.add("service").set("name", found == nullptr ? service.text() : found->name);
  }
  for (const auto& fact : content.facts)
    if (!fact.value.empty()) view.show("has_facts").add("fact").set("label", fact.label).set("value", fact.value);
}

/// The form for a note, empty or with what a draft holds.
void show_note_form(Visit& visit, View& view, const Tenant& tenant, const engagement::Note* draft,
                    const std::string& id) {
  const engagement::NoteContent content = draft == nullptr ? engagement::NoteContent{} : draft->content;
  std::vector<Option> tasks;
  for (auto& [value, label] : open_tasks(visit, *tenant.state)) tasks.push_back({value, label});
  const std::string& asked = visit.request.query["about"];
  Form form(visit, view, "form", tenant.state->id, "write_note", id);
  if (draft != nullptr) form.hidden("note", draft->id.text());
  form.hidden("engagement", content.engagement.text()).hidden("anchor", "page");
  for (const auto& fact : content.facts) form.text(fact_field(fact.label), fact.label, fact.value);
  form.choice("category", "Category", category_options(visit.workspace()), content.category);
  form.choice("task", "About the task", tasks, content.task ? content.task->text() : asked, "none in particular");
  form.area("text", "Note", content.text, true);
  form.text("next_text", "Next action", content.next_action ? content.next_action->text : "");
  form.date("next_date", "Next action on",
            content.next_action && content.next_action->date ? to_iso(*content.next_action->date) : "");
  form.check("escalated", "Escalated", content.escalated);
  form.submit("Save the note", "primary").also("Keep as a draft", "draft_note");
}

void show_drafts(Visit& visit, View& view, const Tenant& tenant) {
  int number = 0;
  for (const auto& draft : tenant.state->drafts) {
    if (draft.mark.by != visit.person().id) continue;
    View& shown = view.show("has_drafts").add("draft");
    set_mark(shown, visit, draft.mark);
    shown.set("excerpt", draft.content.text.empty() ? "(no text yet)"
                                                    : draft.content.text.substr(0, draft.content.text.find('\n')));
    ++number;
    show_note_form(visit, shown, tenant, &draft, fmt::format("draft-{}", number));
    Form(visit, shown, "discard", tenant.state->id, "discard_draft", fmt::format("discard-{}", number))
        .hidden("note", draft.id.text())
        .inline_style()
        .submit("Discard the draft", "quiet");
  }
}

Result<void> fill(Visit& visit, const Tenant& tenant, View& view) {
  const auto& state = *tenant.state;
  if (!tenant.read_only) {
    View& writing = view.add("writing");
    show_note_form(visit, writing, tenant, nullptr, "note");
    show_drafts(visit, writing, tenant);
  }
  for (auto note = state.notes.rbegin(); note != state.notes.rend(); ++note) {
    View& shown = view.show("has_notes").add("note");
    set_mark(shown, visit, note->mark);
    shown.set("initials", initials(person_name(visit.workspace(), note->mark.by)));
    show_content(shown, note->content, visit, state);
  }
  if (state.notes.empty()) view.show("none");
  return {};
}

} // namespace

Result<Response> notes_tab(Visit& visit) { return show_tab(visit, "notes", fill); }

} // namespace handrail::web
