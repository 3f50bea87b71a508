#include "playbook/facts.h"

#include "feel/decision_table.h"

#include <string>
#include <utility>

namespace handrail::playbook {

namespace {

using feel::Type;

/// A text that is one of these, or any text where the workspace names none.
Type one_of(std::vector<std::string> texts) { return texts.empty() ? Type::string() : Type::one_of(std::move(texts)); }

Type service_name_type(const Workspace& workspace) {
  std::vector<std::string> names;
  for (const Service& service : workspace.services)
    if (!service.pseudo) names.push_back(service.name);
  return one_of(std::move(names));
}

Type services_type(const Workspace& workspace) { return Type::list(service_name_type(workspace)); }

Type tenant_type(const Workspace& workspace) {
  std::vector<Type::Entry> entries{{"id", Type::string()},
                                   {"name", Type::string()},
                                   {"customer", Type::string()},
                                   {"status", one_of(workspace.statuses)},
                                   {"next_action", Type::string()},
                                   {"next_action_date", Type::date()},
                                   {"services", services_type(workspace)},
                                   {"last_worked", Type::date()}};
  for (const TenantAttribute& attribute : workspace.attributes)
    entries.push_back({attribute.id, attribute_type(workspace, attribute)});
  return Type::context(std::move(entries));
}

Type fields_type(const Workspace& workspace) {
  const Type holders = Type::context({{"primary", Type::string()}, {"holders", Type::list(Type::string())}});
  std::vector<Type::Entry> entries;
  for (const AssignmentField& field : workspace.fields) entries.push_back({field.id.text(), holders});
  return Type::context(std::move(entries));
}

} // namespace

feel::Type attribute_type(const Workspace& workspace, const TenantAttribute& attribute) {
  switch (attribute.type) {
    case TenantAttribute::Type::text: return Type::string();
    case TenantAttribute::Type::number: return Type::number();
    case TenantAttribute::Type::boolean: return Type::boolean();
    case TenantAttribute::Type::date: return Type::date();
    case TenantAttribute::Type::choice: return one_of(attribute.choices);
    case TenantAttribute::Type::services: return services_type(workspace);
  }
  return {};
}

const std::vector<CalendarFunction>& calendar_functions() {
  static const std::vector<CalendarFunction> all{
      {"is business day", {{"date", Type::date()}}, Type::boolean()},
      {"next business day", {{"date", Type::date()}}, Type::date()},
      {"add business days", {{"date", Type::date()}, {"number", Type::number()}}, Type::date()},
      {"business days between", {{"from", Type::date()}, {"to", Type::date()}}, Type::number()},
  };
  return all;
}

std::string text_literal(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

feel::Names fact_names(const Workspace& workspace, const std::vector<Table>& tables) {
  feel::Names names;
  names.add("tenant", tenant_type(workspace));
  names.add("fields", fields_type(workspace));
  names.add("me",
            Type::context({{"id", Type::string()}, {"name", Type::string()}, {"roles", Type::list(Type::string())}}));
  names.add("engagement", Type::context({{"playbook", Type::string()},
                                         {"started", Type::date()},
                                         {"completed", Type::list(Type::string())},
                                         {"last_worked", Type::date()}}));
  names.add("contacts", Type::list(Type::context({{"name", Type::string()},
                                                  {"kind", one_of(workspace.contact_kinds)},
                                                  {"email", Type::string()},
                                                  {"do_not_contact", Type::boolean()}})));
  names.add("service", service_name_type(workspace));
  for (const Table& table : tables) names.add(table.name, feel::type_of(*table.decision));
  for (const CalendarFunction& function : calendar_functions()) names.add(function.name, function.type());
  return names;
}

} // namespace handrail::playbook
