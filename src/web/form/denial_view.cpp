#include "web/form/denial_view.h"

#include "app/asked_action.h"
#include "core/text.h"
#include "web/form/command_form.h"

#include <fmt/format.h>

#include <set>

namespace handrail::web {

namespace {

constexpr std::size_t brief_length = 84;

void show_reason(View& view, const engagement::Reason& reason) {
  view.set("message", reason.message).set("rule", std::string(engagement::to_string(reason.rule)));
  if (reason.at.is_somewhere()) view.set_if("at", fmt::format("{}:{}", reason.at.file, reason.at.line));
  view.set_if("paragraph", reason.paragraph);
  std::set<std::string> told;
  for (const auto& cite : reason.cites) {
    if (!told.insert(cite.sentence).second) continue;
    view.show("has_cites")
        .add("cite")
        .set("sentence", cite.sentence)
        .set("place", cite.prose.is_somewhere() ? fmt::format("{}:{}", cite.prose.file, cite.prose.line) : "");
  }
  for (const auto& fact : reason.facts)
    view.show("has_facts").add("fact").set("name", fact.name).set("value", fact.value).set("from", fact.from);
}

} // namespace

void show_denial(Visit& visit, View& place, std::string_view marker, const TenantId& tenant,
                 const engagement::Denial& denial, const std::string& id, bool refused, const std::string& way_out) {
  View& view = place.include(marker, "denial");
  view.set_if("way_out", way_out);
  view.show("refused", refused).set("tone", refused ? "refused" : "");
  int number = 0;
  for (const auto& reason : denial.reasons) {
    View& shown = view.add("reason");
    show_reason(shown, reason);
    for (const auto& remedy : reason.remedies) {
      if (remedy.text.empty()) continue;
      View& way = shown.show("has_ways").add("way");
      const std::string way_id = fmt::format("{}-way-{}", id, number++);
      std::string offer = remedy.text;
      if (offer.ends_with('.')) offer.pop_back(); // it becomes a button or a heading
      if (remedy.command && !remedy.by_others)
        command_form(visit, way, "form", tenant, *remedy.command, way_id, offer);
      else
        way.set_if("words", remedy.text);
    }
  }
}

std::string why_address(const Visit& visit, const engagement::TenantState& state, const engagement::Command& command) {
  const auto words = app::words_for(command, state, visit.person());
  if (words.empty()) return {};
  std::string address = fmt::format("/tenants/{}/why?do={}", percent_encoded(state.id.text()), words.front());
  if (words.size() > 1) address += "&what=" + percent_encoded(words[1]);
  if (words.size() > 2) address += "&who=" + percent_encoded(words[2]);
  return address;
}

std::string in_brief(const engagement::Denial& denial, std::string_view label) {
  std::string_view message = denial.message();
  if (!label.empty() && message.starts_with(label)) message = text::trimmed(message.substr(label.size()));
  std::string words = text::shortened(message, brief_length);
  if (denial.reasons.size() > 1) words += fmt::format(" (and {} more)", denial.reasons.size() - 1);
  return words;
}

} // namespace handrail::web
