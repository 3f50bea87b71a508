#include "engagement/fact_values.h"

#include "engagement/calendar.h"
#include "engagement/directory.h"
#include "engagement/task_rows.h"
#include "engagement/work.h"
#include "feel/decision_table.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace handrail::engagement {

namespace {

using feel::Value;
using Entries = std::vector<std::pair<std::string, Value>>;

Value text_or_null(const std::string& text) { return text.empty() ? Value() : Value::string(text); }

Value names(const std::vector<std::string>& texts) {
  std::vector<Value> items;
  for (const auto& text : texts) items.push_back(Value::string(text));
  return Value::list(std::move(items));
}

Value service_names(const std::vector<ServiceId>& services, const playbook::Workspace& workspace) {
  std::vector<std::string> texts;
  for (const auto& id : services) texts.push_back(name_of(workspace, id));
  return names(texts);
}

/// Attributes are kept as texts in one way of writing (§ engagement-6); a text that no longer fits its type, because
/// the workspace changed, reads as not filled in.
Value attribute_value(const std::string& text, const playbook::TenantAttribute& attribute,
                      const playbook::Workspace& workspace) {
  using Type = playbook::TenantAttribute::Type;
  switch (attribute.type) {
    case Type::text:
    case Type::choice: return text_or_null(text);
    case Type::boolean:
      return text == "true" ? Value::boolean(true) : text == "false" ? Value::boolean(false) : Value();
    case Type::number: {
      std::int64_t number = 0;
      const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
      return read.ec == std::errc() && read.ptr == text.data() + text.size() && !text.empty() ? Value::number(number)
                                                                                              : Value();
    }
    case Type::date: {
      const auto date = date_from_iso(text);
      return date ? Value::date(*date) : Value();
    }
    case Type::services: {
      std::vector<ServiceId> ids;
      for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(", ", at), text.size());
        ids.emplace_back(text.substr(at, end - at));
        at = end + 2;
      }
      return text.empty() ? Value() : service_names(ids, workspace);
    }
  }
  return {};
}

Value day_of(const std::optional<Work>& work, const Calendar& calendar) {
  return work ? Value::date(calendar.date_of(work->mark.at)) : Value();
}

Value tenant(const TenantState& state, const playbook::Workspace& workspace, const Calendar& calendar) {
  Entries entries{{"id", Value::string(state.id.text())},
                  {"name", text_or_null(state.name)},
                  {"customer", text_or_null(state.customer)},
                  {"status", text_or_null(state.status)},
                  {"next_action", text_or_null(state.next_action.text)},
                  {"next_action_date", state.next_action.date ? Value::date(*state.next_action.date) : Value()},
                  {"services", service_names(state.services, workspace)},
                  {"last_worked", day_of(last_work(state), calendar)}};
  for (const auto& attribute : workspace.attributes) {
    const auto found = state.attributes.find(attribute.id);
    entries.emplace_back(
        attribute.id, found == state.attributes.end() ? Value() : attribute_value(found->second, attribute, workspace));
  }
  return Value::context(std::move(entries));
}

/// A field's primary is that of the whole tenant; its holders are those of every level, each once.
Value fields(const TenantState& state, const playbook::Workspace& workspace) {
  Entries entries;
  for (const auto& field : workspace.fields) {
    std::vector<std::string> holders;
    for (const auto& one : state.assignments) {
      if (one.field != field.id) continue;
      std::string name = name_of(workspace, one.holder);
      if (std::find(holders.begin(), holders.end(), name) == holders.end()) holders.push_back(std::move(name));
    }
    const auto* primary = state.primary(field.id);
    entries.emplace_back(
        field.id.text(),
        Value::context({{"primary", primary == nullptr ? Value() : Value::string(name_of(workspace, primary->holder))},
                        {"holders", names(holders)}}));
  }
  return Value::context(std::move(entries));
}

Value me(const Actor& actor, const playbook::Workspace& workspace) {
  std::vector<std::string> roles;
  for (const auto& role : actor.roles) roles.push_back(role.text());
  return Value::context({{"id", Value::string(actor.id.text())},
                         {"name", Value::string(name_of(workspace, actor.id))},
                         {"roles", names(roles)}});
}

/// Is the task complete, or, where it is done once per service, complete for every service in scope?
bool is_complete_throughout(const TaskId& task, const Engagement& engagement, const playbook::Playbook* book,
                            const TenantState& state, const playbook::Workspace& workspace) {
  if (book == nullptr || book->services_of(task) == nullptr) return is_complete(engagement.task(task), workspace);
  const auto rows = rows_of(*book, task, state, workspace);
  return !rows.empty() && std::all_of(rows.begin(), rows.end(), [&](const auto& service) {
    return is_complete(engagement.task(task, service), workspace);
  });
}

Value engagement_value(const Engagement* engagement, const TenantState& state, const playbook::Model& model,
                       const Calendar& calendar) {
  const auto& workspace = model.workspace;
  if (engagement == nullptr)
    return Value::context(
        {{"playbook", Value()}, {"started", Value()}, {"completed", Value::list({})}, {"last_worked", Value()}});
  const auto started = local_date(engagement->started.at, workspace.zone.empty() ? "UTC" : workspace.zone);
  const auto* book = model.playbook(engagement->playbook, engagement->version);
  std::set<TaskId> known;
  for (const auto& [id, task] : engagement->tasks) known.insert(id);
  for (const auto& [row, task] : engagement->service_tasks) known.insert(row.first);
  std::vector<std::string> completed;
  for (const auto& id : known)
    if (is_complete_throughout(id, *engagement, book, state, workspace)) completed.push_back(id.text());
  return Value::context({{"playbook", Value::string(engagement->playbook.text())},
                         {"started", started ? Value::date(*started) : Value()},
                         {"completed", names(completed)},
                         {"last_worked", day_of(last_work(state, engagement), calendar)}});
}

Value contacts(const TenantState& state) {
  std::vector<Value> items;
  for (const auto& contact : state.contacts)
    items.push_back(Value::context({{"name", text_or_null(contact.name)},
                                    {"kind", text_or_null(contact.kind)},
                                    {"email", text_or_null(contact.email)},
                                    {"do_not_contact", Value::boolean(contact.do_not_contact)}}));
  return Value::list(std::move(items));
}

} // namespace

feel::Value fact_values(const TenantState& state, const playbook::Model& model, const Actor& actor,
                        const Engagement* engagement, const std::optional<ServiceId>& service) {
  const auto& workspace = model.workspace;
  const auto calendar = std::make_shared<const Calendar>(workspace);
  Entries entries{{"tenant", tenant(state, workspace, *calendar)},
                  {"fields", fields(state, workspace)},
                  {"me", me(actor, workspace)},
                  {"engagement", engagement_value(engagement, state, model, *calendar)},
                  {"contacts", contacts(state)},
                  {"service", service ? Value::string(name_of(workspace, *service)) : Value()}};
  for (const auto& table : model.tables) entries.emplace_back(table.name, feel::function_of(table.decision));
  for (auto& function : calendar_values(calendar)) entries.push_back(std::move(function));
  return Value::context(std::move(entries));
}

} // namespace handrail::engagement
