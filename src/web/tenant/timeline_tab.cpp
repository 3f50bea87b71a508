// What happened, newest first: by day, and within a day by the command that caused it.
#include "web/tenant/event_words.h"
#include "web/tenant/tenant_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <charconv>

namespace handrail::web {

namespace {

constexpr std::size_t page_size = 200;

store::Version version_from(const std::string& text) {
  store::Version version = 0;
  std::from_chars(text.data(), text.data() + text.size(), version);
  return version;
}

std::string short_hash(const store::Hash& hash) {
  std::string hex;
  for (std::size_t i = 0; i < 6 && i < hash.size(); ++i) hex += fmt::format("{:02x}", static_cast<unsigned>(hash[i]));
  return hex;
}

void show_entry(View& view, const app::TimelineEntry& entry, const Visit& visit, const engagement::TenantState& state) {
  const auto told = event_words(entry.happened.event, visit.workspace(), *visit.model, state);
  view.set("sign", told.sign).set("text", told.text);
  view.set("number", std::to_string(entry.version)).set("hash", short_hash(entry.hash));
  if (const auto& because = entry.happened.event.because; because && because->line > 0) {
    view.set_if("rule", fmt::format("{}:{}", because->file, because->line));
    view.set_if("sentence", because->sentence);
  }
}

/// The entries of one command: the first is what the person asked for, the others what the rules made of it.
void show_cause(View& day, const std::vector<const app::TimelineEntry*>& entries, const Visit& visit,
                const engagement::TenantState& state) {
  View& cause = day.add("cause");
  const auto& first = *entries.front();
  const auto told = event_words(first.happened.event, visit.workspace(), *visit.model, state);
  cause.set("icon", told.icon).set("text", told.text);
  cause.set("who", person_name(visit.workspace(), first.happened.by)).set("when_iso", to_iso(first.happened.at));
  cause.set("when", clock_time(first.happened.at, visit.zone));
  cause.set("when_in_full", in_full(first.happened.at, visit.zone));
  cause.show("alone", entries.size() == 1);
  if (entries.size() > 1) cause.set_if("more", counted(entries.size() - 1, "change followed", "changes followed"));
  for (const auto* entry : entries) show_entry(cause.add("entry"), *entry, visit, state);
}

Result<void> fill(Visit& visit, const Tenant& tenant, View& view) {
  const auto& state = *tenant.state;
  HANDRAIL_TRY(const auto entries, visit.engine.timeline(state.id, visit.person().id,
                                                         version_from(visit.request.query["before"]), page_size));
  View* day = nullptr;
  std::string heading;
  for (std::size_t i = 0; i < entries.size();) {
    std::vector<const app::TimelineEntry*> together; // newest first in the log, told in the order they happened
    const auto& command = entries[i].command;
    for (; i < entries.size() && entries[i].command == command; ++i) together.insert(together.begin(), &entries[i]);
    const std::string head = day_heading(date_in(together.front()->happened.at, visit.zone), visit.today);
    if (day == nullptr || head != heading) day = &view.add("day").set("heading", head);
    heading = head;
    show_cause(*day, together, visit, state);
  }
  if (day == nullptr) view.show("none");
  if (entries.size() == page_size && entries.back().version > 1)
    view.set_if("older", fmt::format("/tenants/{}/timeline?before={}", percent_encoded(state.id.text()),
                                     entries.back().version));
  return {};
}

} // namespace

Result<Response> timeline_tab(Visit& visit) { return show_tab(visit, "timeline", fill); }

} // namespace handrail::web
