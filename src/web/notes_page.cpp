#include "web/notes_page.h"

#include "engagement/calendar.h"
#include "web/form/command_form.h"
#include "web/layout.h"
#include "web/tenant/tenant_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <array>

namespace handrail::web {

namespace {

using store::NotePage;

/// What the page can be asked for, by the names in its address.
constexpr std::array filters{"text", "category", "author", "tenant", "task", "escalated", "from", "before"};

/// The first instant of a day that an address names. Errors: invalid, where: the filter.
Result<std::optional<Instant>> start_of(Visit& visit, const char* filter) {
  const auto& value = visit.request.query[filter];
  if (value.empty()) return std::optional<Instant>();
  const auto date = date_from_iso(value);
  if (!date) return Error{ErrorCode::invalid, date.error().message, filter, "Write the day as 2026-12-31."};
  return std::optional(engagement::Calendar(visit.workspace()).start_of(*date));
}

Result<store::NoteQuery> query_of(Visit& visit) {
  const auto& asked = visit.request.query;
  store::NoteQuery query;
  query.text = asked["text"];
  query.category = asked["category"];
  query.author = PersonId(asked["author"]);
  query.tenant = TenantId(asked["tenant"]);
  query.task = TaskId(asked["task"]);
  query.escalated = !asked["escalated"].empty();
  HANDRAIL_TRY(query.from, start_of(visit, "from"));
  HANDRAIL_TRY(query.before, start_of(visit, "before"));
  query.cursor = asked["cursor"];
  return query;
}

std::string address_after(const Visit& visit, const std::string& cursor) {
  std::string address = "/notes?";
  for (const char* filter : filters)
    if (const auto& value = visit.request.query[filter]; !value.empty())
      address += fmt::format("{}={}&", filter, percent_encoded(value));
  return address + "cursor=" + cursor;
}

void show_filters(View& view, const Visit& visit) {
  const auto& asked = visit.request.query;
  for (const char* filter : {"text", "task", "from", "before"}) view.set(filter, asked[filter]);
  for (const auto& category : visit.workspace().note_categories)
    view.add("category").set("value", category.name).show("chosen", category.name == asked["category"]);
  for (const auto& person : people_options(visit))
    view.add("author")
        .set("value", person.value)
        .set("label", person.label)
        .show("chosen", person.value == asked["author"]);
  view.show("escalated_only", !asked["escalated"].empty());
  view.set_if("tenant", asked["tenant"]);
  bool filtered = false;
  for (const char* filter : filters) filtered = filtered || !asked[filter].empty();
  view.show("filtered", filtered).show("unfiltered", !filtered);
}

/// The excerpt in parts: what was looked for, and what stands between.
void show_excerpt(View& view, std::string_view excerpt) {
  bool found = false;
  while (!excerpt.empty()) {
    const auto end = std::min(excerpt.find(found ? NotePage::found_end : NotePage::found_begin), excerpt.size());
    if (end > 0) view.add("part").add(found ? "found" : "plain").set("words", std::string(excerpt.substr(0, end)));
    excerpt.remove_prefix(std::min(end + 1, excerpt.size()));
    found = !found;
  }
}

Result<void> show_note(View& view, Visit& visit, const NotePage::Entry& entry) {
  const auto& note = entry.note;
  HANDRAIL_TRY(const auto state, visit.engine.tenant(note.tenant));
  set_mark(view, visit, {note.author, note.at, note.version});
  view.set("initials", initials(person_name(visit.workspace(), note.author)));
  view.set("tenant", entry.tenant_name).set("href", "/tenants/" + percent_encoded(note.tenant.text()) + "/notes");
  view.set("category", note.category).show("escalated", note.escalated);
  if (!note.task.empty()) view.set_if("task", task_label(*visit.model, *state, note.task));
  show_excerpt(view, entry.excerpt);
  return {};
}

} // namespace

Result<Response> notes_page(Visit& visit) {
  HANDRAIL_TRY(const auto query, query_of(visit));
  HANDRAIL_TRY(const auto page, visit.engine.notes(query, visit.person().id));
  View view;
  show_filters(view, visit);
  for (const auto& entry : page.notes) HANDRAIL_CHECK(show_note(view.show("has_notes").add("note"), visit, entry));
  view.show("nothing_found", page.notes.empty());
  if (!page.next.empty()) view.set_if("more", address_after(visit, page.next));
  return respond(visit, {"Notes", "notes", "notes", std::move(view)});
}

} // namespace handrail::web
