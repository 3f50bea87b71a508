#include "engagement/explain.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace handrail::engagement {

namespace {

using Json = nlohmann::ordered_json;

std::string place(const playbook::SourceSpan& at) { return fmt::format("{}:{}", at.file, at.line); }

Json to_json(const Reason& reason) {
  Json cites = Json::array(), facts = Json::array(), remedies = Json::array();
  for (const auto& one : reason.cites) cites.push_back({{"sentence", one.sentence}, {"at", place(one.prose)}});
  for (const auto& one : reason.facts) facts.push_back({{"name", one.name}, {"value", one.value}, {"from", one.from}});
  for (const auto& one : reason.remedies) {
    if (one.text.empty()) continue;
    Json remedy = {{"text", one.text}};
    if (one.command) remedy["command"] = Json::parse(to_json(*one.command), nullptr, false);
    if (one.by_others) remedy["by_others"] = true;
    if (one.wait_until) remedy["wait_until"] = to_iso(*one.wait_until);
    remedies.push_back(std::move(remedy));
  }
  Json json = {{"rule", to_string(reason.rule)}, {"message", reason.message}};
  if (reason.at.is_somewhere()) json["at"] = place(reason.at);
  if (!reason.paragraph.empty()) json["paragraph"] = reason.paragraph;
  if (!reason.condition.empty()) json["condition"] = reason.condition;
  json["cites"] = std::move(cites);
  json["facts"] = std::move(facts);
  json["remedies"] = std::move(remedies);
  return json;
}

std::string to_text(const Reason& reason) {
  std::string text = reason.message + "\n";
  std::string stands = std::string(to_string(reason.rule));
  if (reason.at.is_somewhere()) stands += ", " + place(reason.at);
  if (!reason.paragraph.empty()) stands += ", " + reason.paragraph;
  text += fmt::format("  rule  {}\n", stands);
  for (const auto& one : reason.cites) text += fmt::format("  cites “{}” ({})\n", one.sentence, place(one.prose));
  for (const auto& one : reason.facts) text += fmt::format("  fact  {}: {} ({})\n", one.name, one.value, one.from);
  for (const auto& one : reason.remedies)
    if (!one.text.empty()) text += fmt::format("  way   {}\n", one.text);
  return text;
}

} // namespace

std::string_view to_string(RuleKind kind) {
  switch (kind) {
    case RuleKind::access: return "access";
    case RuleKind::role: return "role";
    case RuleKind::when: return "when";
    case RuleKind::requires_: return "requires";
    case RuleKind::outcome: return "outcome";
    case RuleKind::choose: return "choose";
    case RuleKind::forbid: return "forbid";
    case RuleKind::entry: return "entry";
    case RuleKind::exit: return "exit";
    case RuleKind::mandatory: return "mandatory";
    case RuleKind::primary: return "primary";
    case RuleKind::duties: return "duties";
    case RuleKind::keep: return "keep";
    case RuleKind::permanent: return "permanent";
    case RuleKind::field: return "field";
    case RuleKind::contact: return "contact";
    case RuleKind::due: return "due";
  }
  return "";
}

std::string to_text(const Denial& denial) {
  std::string text;
  for (const auto& reason : denial.reasons) text += to_text(reason);
  return text;
}

std::string to_json(const Denial& denial) {
  Json reasons = Json::array();
  for (const auto& reason : denial.reasons) reasons.push_back(to_json(reason));
  return Json{{"reasons", std::move(reasons)}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace handrail::engagement
