#include "engagement/attributes.h"

#include "core/text.h"
#include "engagement/checks.h"
#include "engagement/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace handrail::engagement {

namespace {

using Type = playbook::TenantAttribute::Type;

Result<std::string> boolean_text(const std::string& field, const std::string& given) {
  const std::string word = text::lowered(given);
  if (word == "true" || word == "yes") return std::string("true");
  if (word == "false" || word == "no") return std::string("false");
  return invalid(field, fmt::format("“{}” is neither yes nor no", text::shortened(given, 80)), "Write true or false.");
}

Result<std::string> number_text(const std::string& field, const std::string& given) {
  std::int64_t number = 0;
  const auto read = std::from_chars(given.data(), given.data() + given.size(), number);
  if (read.ec == std::errc() && read.ptr == given.data() + given.size()) return fmt::to_string(number);
  return invalid(field, fmt::format("“{}” is not a whole number", text::shortened(given, 80)),
                 "Write it in digits, without separators.");
}

Result<std::string> services_text(const playbook::Workspace& workspace, const std::string& field,
                                  std::string_view given) {
  std::vector<ServiceId> services;
  while (!given.empty()) {
    const auto end = std::min(given.find_first_of(",;"), given.size());
    services.emplace_back(text::trimmed(given.substr(0, end)));
    given.remove_prefix(std::min(end + 1, given.size()));
  }
  auto checked = checked_services(workspace, services);
  if (!checked) return Error{checked.error().code, checked.error().message, field, checked.error().remedy};
  std::string text;
  for (const auto& id : *checked) text += (text.empty() ? "" : ", ") + id.text();
  return text;
}

/// What a formula gives, as a person would have written it.
Result<std::string> given_by(const feel::Value& value) {
  if (value.is_null()) return invalid("", "the formula comes to nothing");
  if (value.is_list()) {
    std::string text;
    for (const auto& item : value.as_list())
      text += (text.empty() ? "" : ", ") + (item.is_string() ? item.as_string() : item.to_text());
    return text;
  }
  return value.is_string() ? value.as_string() : value.to_text();
}

std::optional<Change> unless(bool is_so, Change change) {
  return is_so ? std::nullopt : std::optional<Change>(std::move(change));
}

} // namespace

Result<std::string> attribute_text(const playbook::Workspace& workspace, const std::string& id,
                                   const std::string& given) {
  const auto* attribute = workspace.attribute(id);
  if (attribute == nullptr) {
    std::vector<std::string> known;
    for (const auto& one : workspace.attributes) known.push_back(one.id);
    return unknown(id, "tenant attribute", id, known);
  }
  HANDRAIL_CHECK(check_text(given, id, limits::attribute));
  const std::string value(text::trimmed(given));
  if (value.empty()) return std::string();
  switch (attribute->type) {
    case Type::text: return value;
    case Type::boolean: return boolean_text(id, value);
    case Type::number: return number_text(id, value);
    case Type::services: return services_text(workspace, id, value);
    case Type::date: {
      const auto date = date_from_iso(value);
      if (!date)
        return invalid(id, fmt::format("“{}” is not a date", text::shortened(value, 80)), "Write it like 2026-03-27.");
      return to_iso(*date);
    }
    case Type::choice: {
      const auto& choices = attribute->choices;
      if (std::find(choices.begin(), choices.end(), value) != choices.end()) return value;
      return unknown(id, "choice", value, choices);
    }
  }
  return value;
}

Result<std::vector<ServiceId>> checked_services(const playbook::Workspace& workspace,
                                                const std::vector<ServiceId>& services) {
  HANDRAIL_CHECK(check_count(services.size(), "services", limits::services));
  std::vector<ServiceId> found;
  for (const auto& id : services) {
    const auto* service = workspace.service(id.text());
    if (service == nullptr) {
      std::vector<std::string> known;
      for (const auto& one : workspace.services) known.push_back(one.name);
      return unknown("services", "service", id.text(), known);
    }
    if (std::find(found.begin(), found.end(), service->id) == found.end()) found.push_back(service->id);
  }
  return found;
}

Result<std::optional<Change>> change_of(const std::string& attribute, const feel::Value& value,
                                        const TenantState& state, const playbook::Workspace& workspace) {
  HANDRAIL_TRY(const std::string given, given_by(value));
  if (attribute == "status") {
    const auto& known = workspace.statuses;
    if (std::find(known.begin(), known.end(), given) == known.end()) return unknown("status", "status", given, known);
    return unless(state.status == given, StatusSet{given});
  }
  NextAction next = state.next_action;
  if (attribute == "next_action_date") {
    HANDRAIL_TRY(next.date, value.as_date());
    return unless(state.next_action == next, NextActionSet{next});
  }
  if (attribute == "next_action") {
    HANDRAIL_CHECK(check_text(given, attribute, limits::next_action));
    next.text = given;
    return unless(state.next_action == next, NextActionSet{next});
  }
  HANDRAIL_TRY(const std::string text, attribute_text(workspace, attribute, given));
  const auto present = state.attributes.find(attribute);
  TenantEdited edited;
  edited.attributes[attribute] = text;
  return unless(present != state.attributes.end() && present->second == text, std::move(edited));
}

} // namespace handrail::engagement
