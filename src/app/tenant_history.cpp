#include "app/tenant_history.h"

#include "engagement/evolve.h"
#include "engagement/work.h"
#include "store/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace handrail::app {

namespace {

/// The outcomes that were chosen in an engagement, for the whole tenant or for a service; none is an empty one.
std::set<TaskId> outcomes_of(const engagement::Engagement& engagement) {
  std::set<TaskId> chosen;
  for (const auto& [step, task] : engagement.outcomes) chosen.insert(task);
  for (const auto& [step, task] : engagement.service_outcomes) chosen.insert(task);
  if (chosen.empty()) chosen.insert(TaskId());
  return chosen;
}

void add_engagements(store::TenantRow& row, const engagement::TenantState& state) {
  std::set<store::RunningRow> running;
  std::set<store::EndRow> ends;
  for (const auto& one : state.engagements) {
    if (one.is_open()) {
      ++row.open_engagements;
      running.insert({one.playbook, one.version});
    }
    for (const auto& outcome : outcomes_of(one))
      if (!one.is_open() || !outcome.empty()) ends.insert({one.playbook, !one.is_open(), outcome});
  }
  row.running.assign(running.begin(), running.end());
  row.ends.assign(ends.begin(), ends.end());
}

/// § lists-3: the newest engagement that has a task says where it stands.
void add_services(store::TenantRow& row, const engagement::TenantState& state) {
  std::map<std::pair<TaskId, ServiceId>, std::string> newest;
  for (const auto& one : state.engagements)
    for (const auto& [task, set] : one.service_tasks) newest[task] = set.status;
  std::set<store::ServiceRow> services;
  for (const auto& [task, status] : newest)
    if (std::find(state.services.begin(), state.services.end(), task.second) != state.services.end())
      services.insert({task.second, status});
  for (const auto& service : state.services)
    if (std::none_of(services.begin(), services.end(), [&](const auto& one) { return one.service == service; }))
      services.insert({service, ""});
  row.services.assign(services.begin(), services.end());
}

} // namespace

bool is_tenant(const TenantId& stream) { return !stream.text().starts_with(store::house_stream_mark); }

Result<engagement::Happened> happened(const store::StoredEvent& event) {
  auto read = engagement::event_from_json(event.type, event.data);
  if (!read)
    return Error{ErrorCode::internal, "This program cannot read what the log holds: " + read.error().message,
                 store::name_of(event), "Use the Handrail that wrote it, or a newer one."};
  return engagement::Happened{std::move(*read), event.actor, event.at};
}

store::NewEvent stored(const engagement::Event& event) {
  return {std::string(engagement::name_of(event)), engagement::to_json(event),
          std::holds_alternative<engagement::MessageAsked>(event.change)};
}

Result<engagement::TenantState> replayed(store::Store& store, const TenantId& tenant, store::Version up_to) {
  constexpr std::size_t page = 1000;
  engagement::TenantState state;
  state.id = tenant;
  store::Version version = 0;
  while (version < up_to) {
    const auto limit = static_cast<std::size_t>(std::min<store::Version>(page, up_to - version));
    HANDRAIL_TRY(const auto events, store.events_of(tenant, version, limit));
    for (const auto& event : events) {
      HANDRAIL_TRY(const auto one, happened(event));
      state = engagement::evolve(std::move(state), one);
      version = event.version;
    }
    if (events.size() < limit) break;
  }
  return state;
}

store::TenantRow row_of(const engagement::TenantState& state) {
  store::TenantRow row;
  row.id = state.id;
  row.version = state.version;
  row.name = state.name;
  row.customer = state.customer;
  if (const auto region = state.attributes.find("region"); region != state.attributes.end())
    row.region = region->second;
  row.status = state.status;
  row.next_action = state.next_action.text;
  row.next_action_date = state.next_action.date;
  row.changed = state.changed;
  if (const auto work = engagement::last_work(state)) row.last_work = work->mark.at;
  add_engagements(row, state);
  add_services(row, state);
  for (const auto& one : state.assignments)
    row.holders.push_back({one.field, one.service ? one.service->text() : "", one.holder.id,
                           one.holder.kind == engagement::Holder::Kind::queue, one.primary});
  std::sort(row.holders.begin(), row.holders.end());
  for (const auto& one : state.requests)
    if (one.answer == engagement::Request::Answer::open)
      row.requests.push_back({one.id, one.team, one.asked.by, one.asked.at});
  std::sort(row.requests.begin(), row.requests.end());
  return row;
}

std::vector<store::NoteRow> notes_of(const engagement::TenantState& state, store::Version since) {
  std::vector<store::NoteRow> notes;
  for (auto note = state.notes.rbegin(); note != state.notes.rend() && note->mark.version > since; ++note) {
    const auto& content = note->content;
    std::string text = content.text;
    for (const auto& fact : content.facts)
      if (!fact.value.empty()) text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", fact.label, fact.value);
    notes.push_back({state.id, note->id, note->mark.version, note->mark.by, note->mark.at, content.category,
                     content.task.value_or(TaskId()), content.escalated, std::move(text)});
  }
  std::reverse(notes.begin(), notes.end());
  return notes;
}

} // namespace handrail::app
