#include "engagement/explanation.h"

#include "engagement/directory.h"
#include "engagement/way_options.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace handrail::engagement {

namespace {

std::string_view sign_of(PreviewLine::Sign sign) {
  switch (sign) {
    case PreviewLine::Sign::plus: return "+";
    case PreviewLine::Sign::minus: return "−";
    case PreviewLine::Sign::changes: return "=";
  }
  return "";
}

} // namespace

Result<Explanation> explained(const TenantState& state, const playbook::Model& model, const Command& command,
                              const Actor& actor, Instant now, const WayLimits& limits) {
  // Nothing of a tenant is told to who may not read it, its way out least of all.
  Explanation told;
  std::vector<std::string> roles;
  for (const auto& role : actor.roles) roles.push_back(name_of(model.workspace, role));
  told.person = roles.empty() ? actor.name : fmt::format("{} ({})", actor.name, listed(roles));
  if (auto reason = refused_to_read(state, model.workspace, actor)) {
    told.action = "see this tenant";
    told.denial = Denial{{std::move(*reason)}};
    return told;
  }
  told.tenant = state.name;
  HANDRAIL_TRY(auto decision, decide_or_why(command, {state, model, actor, now}));
  told.action = in_words(command, state, model, actor);
  told.denial = std::move(decision.denial);
  if (!told.denial) told.preview = preview(decision.events, model);
  HANDRAIL_TRY(told.way, way_out(state, model, command, actor, now, limits));
  return told;
}

std::string to_text(const Explanation& explanation) {
  const std::string where = explanation.tenant.empty() ? "" : "On " + explanation.tenant + ", ";
  if (!explanation.denial) {
    if (explanation.way.verdict == WayOut::Verdict::done)
      return fmt::format("It is so already. {}{} need not {}.\n", where, explanation.person, explanation.action);
    std::string text = fmt::format("Yes. {}{} can {}.\n", where, explanation.person, explanation.action);
    if (!explanation.preview.empty()) text += "It would also do this:\n";
    for (const auto& line : explanation.preview) text += fmt::format("  {} {}\n", sign_of(line.sign), line.text);
    return text;
  }
  std::string text = fmt::format("Not now. {}{} cannot {}.\n\n", where, explanation.person, explanation.action);
  text += to_text(*explanation.denial);
  if (explanation.tenant.empty()) return text;
  return text + "\n" + to_text(explanation.way);
}

std::string to_json(const Explanation& explanation) {
  using Json = nlohmann::ordered_json;
  Json does = Json::array();
  for (const auto& line : explanation.preview) does.push_back({{"sign", sign_of(line.sign)}, {"text", line.text}});
  Json json = {{"tenant", explanation.tenant},
               {"person", explanation.person},
               {"action", explanation.action},
               {"available", !explanation.denial.has_value()},
               {"does", std::move(does)}};
  if (explanation.denial) json["denial"] = Json::parse(to_json(*explanation.denial), nullptr, false);
  if (!explanation.tenant.empty()) json["way_out"] = Json::parse(to_json(explanation.way), nullptr, false);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace handrail::engagement
