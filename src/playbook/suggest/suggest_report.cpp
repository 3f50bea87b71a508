#include "playbook/suggest/suggest_report.h"

#include "playbook/coverage/coverage_report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace handrail::playbook {

namespace {

using Json = nlohmann::ordered_json;

std::map<std::string, std::size_t> counts_of(const Suggestions& suggestions) {
  std::map<std::string, std::size_t> counts;
  for (const auto& block : suggestions.blocks)
    for (const auto& each : block.suggestions) ++counts[each.kind];
  return counts;
}

std::string summary(const Suggestions& suggestions) {
  std::size_t all = 0;
  std::string kinds;
  for (const auto& [kind, count] : counts_of(suggestions)) {
    all += count;
    kinds += fmt::format("{}{} {}", kinds.empty() ? ": " : ", ", count, kind);
  }
  const auto unread = suggestions.unread.size();
  return fmt::format("{} rule{} suggested{}; {} sentence{} not understood", all, all == 1 ? "" : "s", kinds, unread,
                     unread == 1 ? "" : "s");
}

Json suggestion_json(const Playbook& playbook, const Suggestion& each) {
  return {{"kind", each.kind},   {"line", playbook.line_in_file(each.at)},
          {"tasks", each.tasks}, {"cites", each.cites},
          {"yaml", each.yaml},   {"remark", each.remark}};
}

} // namespace

std::string to_text(const Playbook& playbook, const Suggestions& suggestions, bool colours) {
  const auto in = [&](std::string_view colour, const std::string& text) {
    return colours ? fmt::format("{}{}\x1b[0m", colour, text) : text;
  };
  constexpr std::string_view bold = "\x1b[1m";
  constexpr std::string_view dim = "\x1b[2m";
  std::string out;
  for (const auto& block : suggestions.blocks) {
    out += in(bold, fmt::format("{} {}", block.section ? "##" : "###", terminal_text(block.title))) +
           in(dim, fmt::format("  (line {}; paste this below its text)", playbook.line_in_file(block.at))) + "\n\n";
    for (const auto& tick : block.ticks) out += "- [ ] " + tick + "\n";
    out += (block.ticks.empty() ? "```rules\n" : "\n```rules\n") + block.yaml + "```\n\n";
  }
  if (!suggestions.refused.empty()) out += in(bold, "Understood, but not possible in this workspace") + "\n";
  for (const auto& each : suggestions.refused)
    out += fmt::format("{:>5}  {}\n       {}\n       {}\n", playbook.line_in_file(each.at),
                       terminal_text(each.cites.front()), terminal_text(each.yaml),
                       in(dim, "↑ " + terminal_text(each.remark)));
  if (!suggestions.unread.empty())
    out += in(bold, "Not understood: write a rule, cite them by one, or mark them as guidance") + "\n";
  for (const auto& each : suggestions.unread)
    out += fmt::format("{:>5}  {}\n", playbook.line_in_file(each.at), terminal_text(each.text));
  if (!suggestions.refused.empty() || !suggestions.unread.empty()) out += "\n";
  return out + summary(suggestions) + "\n";
}

std::string to_json(const Playbook& playbook, const Suggestions& suggestions) {
  Json blocks = Json::array();
  for (const auto& block : suggestions.blocks) {
    Json rules = Json::array();
    for (const auto& each : block.suggestions) rules.push_back(suggestion_json(playbook, each));
    blocks.push_back({{"title", block.title},
                      {"line", playbook.line_in_file(block.at)},
                      {"ticks", block.ticks},
                      {"yaml", block.yaml},
                      {"suggestions", std::move(rules)}});
  }
  Json refused = Json::array();
  for (const auto& each : suggestions.refused) refused.push_back(suggestion_json(playbook, each));
  Json unread = Json::array();
  for (const auto& each : suggestions.unread)
    unread.push_back({{"line", playbook.line_in_file(each.at)}, {"text", each.text}, {"order", each.order}});
  Json counts = Json::object();
  for (const auto& [kind, count] : counts_of(suggestions)) counts[kind] = count;
  const Json all{{"file", playbook.file},
                 {"blocks", std::move(blocks)},
                 {"refused", std::move(refused)},
                 {"unread", std::move(unread)},
                 {"counts", std::move(counts)}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace handrail::playbook
