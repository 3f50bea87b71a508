#include "web/tenant/tenant_page.h"

#include "engagement/disclosure.h"
#include "web/form/form.h"
#include "web/layout.h"
#include "web/tenant/event_words.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace handrail::web {

namespace {

constexpr std::size_t most_told_changes = 60; ///< of one command, in the notice after it
constexpr std::size_t most_head_facts = 5;

struct Tab {
  std::string_view id, label;
};
constexpr std::array tabs{Tab{"playbook", "Playbook"}, Tab{"timeline", "Timeline"}, Tab{"notes", "Notes"},
                          Tab{"people", "People"},     Tab{"messages", "Messages"}, Tab{"time", "Time"},
                          Tab{"details", "Details"}};

/// "1240" → "1,240"
std::string grouped(std::string digits) {
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string lower_first(std::string words) {
  if (words.size() > 1 && words[0] >= 'A' && words[0] <= 'Z' && words[1] >= 'a') words[0] += 'a' - 'A';
  return words;
}

/// What the head says of an attribute: "EMEA", "managed", "1,240 seats".
std::string head_fact(const playbook::TenantAttribute& attribute, const std::string& value) {
  using Type = playbook::TenantAttribute::Type;
  if (attribute.type == Type::boolean)
    return value == "true" ? lower_first(attribute.name) : "not " + lower_first(attribute.name);
  if (attribute.type == Type::number) return grouped(value) + " " + lower_first(attribute.name);
  return value;
}

void show_head(Visit& visit, const engagement::TenantState& state, View& view) {
  const auto& workspace = visit.workspace();
  view.set("tenant", state.id.text()).set("name", state.name).set_if("customer", state.customer);
  std::size_t facts = 0;
  for (const auto& attribute : workspace.attributes) {
    const auto value = state.attributes.find(attribute.id);
    const bool telling = attribute.required || attribute.type == playbook::TenantAttribute::Type::choice;
    if (!telling || value == state.attributes.end() || value->second.empty() || facts == most_head_facts) continue;
    view.add("fact").set("text", head_fact(attribute, value->second));
    ++facts;
  }
  if (!state.status.empty()) {
    const Look look = status_look(state.status);
    view.add("status").set("text", state.status).set("icon", look.icon).set("tone", look.tone);
  }
  if (const auto& next = state.next_action; !next.text.empty() || next.date) {
    View& shown = view.add("next");
    shown.set_if("text", next.text);
    if (next.date)
      shown.set_if("when", due_date(*next.date, visit.today))
          .set("tone", due_tone(*next.date, visit.today))
          .set("date", to_iso(*next.date))
          .set("title", long_date(*next.date));
    if (next.owner) shown.set_if("owner", person_name(workspace, *next.owner));
  }
  for (const auto& field : workspace.fields) {
    if (const auto* primary = state.primary(field.id)) {
      View& seat = view.add("seat").set("field", field.name);
      set_holder(seat.include("holder", "holder"), workspace, primary->holder, true);
    } else if (field.primary_required) {
      view.add("seat").set("field", field.name).show("empty");
    }
  }
}

void show_tabs(const engagement::TenantState& state, std::string_view current, View& view) {
  const std::string base = "/tenants/" + percent_encoded(state.id.text());
  for (const auto& tab : tabs) {
    View& shown = view.add("tab").set("label", std::string(tab.label)).show("current", tab.id == current);
    shown.set("href", tab.id == "playbook" ? base : fmt::format("{}/{}", base, tab.id));
    if (tab.id == "notes" && !state.notes.empty()) shown.set_if("count", std::to_string(state.notes.size()));
  }
}

Result<std::optional<Tenant>> load(Visit& visit, std::optional<engagement::Reason>& unreadable) {
  Tenant tenant;
  const TenantId id(visit.parameter("tenant"));
  auto state = visit.engine.tenant(id);
  if (!state && state.error().code == ErrorCode::not_found) // § access-3: nor are they told which there are
    unreadable = engagement::refused_to_read({}, visit.workspace(), visit.person());
  if (unreadable) return std::optional<Tenant>();
  HANDRAIL_TRY(tenant.state, std::move(state));
  visit.model = visit.engine.model(); // reading a tenant may have brought the playbooks its engagements are pinned to
  unreadable = engagement::refused_to_read(*tenant.state, visit.workspace(), visit.person());
  if (unreadable) return std::optional<Tenant>();
  tenant.read_only = engagement::refused_to_write(*tenant.state, visit.workspace(), visit.person());
  tenant.deadlines = engagement::deadlines(*tenant.state, *visit.model, visit.now, visit.person());
  HANDRAIL_TRY(tenant.actions, visit.engine.can(id, visit.person().id));
  return std::optional<Tenant>(std::move(tenant));
}

} // namespace

Result<Response> show_tab(Visit& visit, std::string_view tab, Result<void> (*fill)(Visit&, const Tenant&, View&)) {
  std::optional<engagement::Reason> unreadable;
  HANDRAIL_TRY(const auto tenant, load(visit, unreadable));
  if (!tenant) return no_right_response(visit, *unreadable);
  visit.seen = tenant->state->version;
  View view;
  show_head(visit, *tenant->state, view);
  show_tabs(*tenant->state, tab, view);
  HANDRAIL_CHECK(show_receipt(visit, *tenant->state, view, "Done. It is recorded:", false));
  if (tenant->read_only) {
    View& notice = view.include("read_only", "notice");
    notice.set("tone", "read-only").set("role", "note").set("icon", "lock");
    notice.set("message", tenant->read_only->message);
    if (!tenant->read_only->remedies.empty()) notice.set_if("remedy", tenant->read_only->remedies.front().text);
  }
  HANDRAIL_CHECK(fill(visit, *tenant, view.include("tab_content", fmt::format("tab_{}", tab))));
  const std::string title = tab == "playbook" ? tenant->state->name : fmt::format("{}, {}", tenant->state->name, tab);
  return respond(visit, {title, "tenant", "tenants", std::move(view)});
}

Result<void> show_receipt(Visit& visit, const engagement::TenantState& state, View& view, std::string message,
                          bool only_mine) {
  const std::string& since = visit.request.query["since"];
  store::Version version = 0;
  const auto [end, error] = std::from_chars(since.data(), since.data() + since.size(), version);
  if (since.empty() || error != std::errc() || end != since.data() + since.size() || version >= state.version)
    return {};
  HANDRAIL_TRY(const auto entries, visit.engine.timeline(state.id, visit.person().id, 0, most_told_changes));
  View changes;
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->version <= version || (only_mine && entry->happened.by != visit.person().id)) continue;
    const auto told = event_words(entry->happened.event, visit.workspace(), *visit.model, state);
    changes.add("change").set("sign", told.sign).set("text", told.text);
  }
  if (changes.children().empty()) return {};
  View& notice = view.include("receipt", "notice");
  notice = std::move(changes);
  notice.set("tone", "worked").set("role", "status").set("icon", "done").set("message", std::move(message));
  notice.show("has_changes");
  return {};
}

std::string playbook_title(const playbook::Model& model, const PlaybookId& id, const std::string& version) {
  const auto* book = model.playbook(id, version);
  return book == nullptr || book->title.empty() ? id.text() : book->title;
}

std::string task_label(const playbook::Model& model, const engagement::TenantState& state, const TaskId& task) {
  for (auto engagement = state.engagements.rbegin(); engagement != state.engagements.rend(); ++engagement) {
    const auto* book = model.playbook(engagement->playbook, engagement->version);
    if (const auto* found = book == nullptr ? nullptr : book->find_task(task))
      return fmt::format("{} {}", task.text(), found->name);
  }
  return task.text();
}

void set_mark(View& view, const Visit& visit, const engagement::Mark& mark) {
  const Date day = date_in(mark.at, visit.zone);
  view.set("who", person_name(visit.workspace(), mark.by)).set("when_iso", to_iso(mark.at));
  view.set("when_in_full", in_full(mark.at, visit.zone));
  std::string heading = day_heading(day, visit.today);
  if (heading == "Today" || heading == "Yesterday") heading = lower_first(heading);
  view.set("when", fmt::format("{} {}", heading, clock_time(mark.at, visit.zone)));
}

bool may_see(const Visit& visit, const playbook::Playbook& book) {
  return !engagement::refused_playbook(book, visit.workspace(), visit.person());
}

const playbook::Playbook* seen_book(const Visit& visit, const engagement::Engagement& engagement) {
  const auto* book = visit.model->playbook(engagement.playbook, engagement.version);
  return book != nullptr && may_see(visit, *book) ? book : nullptr;
}

std::vector<std::pair<std::string, std::string>> open_tasks(const Visit& visit, const engagement::TenantState& state) {
  std::vector<std::pair<std::string, std::string>> tasks;
  for (const auto& engagement : state.engagements) {
    const auto* book = engagement.is_open() ? seen_book(visit, engagement) : nullptr;
    if (book == nullptr) continue;
    for (const auto& step : book->steps)
      for (const auto& task : step.tasks)
        tasks.emplace_back(task.id.text(), fmt::format("{} {}", task.id.text(), task.name));
  }
  return tasks;
}

} // namespace handrail::web
