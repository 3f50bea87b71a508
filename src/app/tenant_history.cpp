#include "app/tenant_history.h"

#include "engagement/evolve.h"
#include "store/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace handrail::app {

bool is_tenant(const TenantId& stream) { return !stream.text().starts_with(house_stream_mark); }

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
  std::set<store::RunningRow> running;
  for (const auto& one : state.engagements) {
    if (!one.is_open()) continue;
    ++row.open_engagements;
    running.insert({one.playbook, one.version});
  }
  row.running.assign(running.begin(), running.end());
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

} // namespace handrail::app
