#include "app/due.h"

#include "app/tenant_history.h"
#include "engagement/disclosure.h"
#include "store/limits.h"

#include <algorithm>
#include <tuple>

namespace handrail::app {

namespace {

bool is_wanted(const engagement::Deadline& deadline, const DueQuery& query) {
  using State = engagement::Deadline::State;
  if (!query.all && deadline.state != State::due_soon && deadline.state != State::overdue) return false;
  return !query.person ||
         std::find(deadline.people.begin(), deadline.people.end(), *query.person) != deadline.people.end();
}

Result<void> add_tenant(store::Store& log, ModelLibrary& library, Instant now, const DueQuery& query,
                        const TenantId& id, std::vector<DueRow>& rows) {
  const Error nobody{ErrorCode::not_found, "There is no tenant of that id", "",
                     "`handrail tenants` lists those there are."};
  if (!is_tenant(id)) return nobody;
  HANDRAIL_TRY(const auto state, replayed(log, id));
  if (!state.is_registered()) return nobody;
  HANDRAIL_TRY(const auto model, library.model_for(state));
  std::optional<engagement::Actor> reader;
  if (query.person) {
    HANDRAIL_TRY(reader, engagement::actor_of(model->workspace, *query.person));
  }
  for (auto& deadline :
       reader ? engagement::deadlines(state, *model, now, *reader) : engagement::deadlines(state, *model, now))
    if (is_wanted(deadline, query)) rows.push_back({id, state.name, std::move(deadline)});
  return {};
}

} // namespace

Result<DueList> what_is_due(store::Store& log, store::ReadModels& read_models, ModelLibrary& library, Instant now,
                            const DueQuery& query) {
  DueList list;
  if (query.tenant) {
    HANDRAIL_CHECK(add_tenant(log, library, now, query, *query.tenant, list.rows));
  } else {
    store::TenantQuery tenants;
    tenants.limit = store::limits::page_rows;
    do {
      HANDRAIL_TRY(const auto page, read_models.tenants(tenants));
      for (const auto& tenant : page.tenants)
        if (tenant.open_engagements > 0) // nothing is due where nothing runs
          HANDRAIL_CHECK(add_tenant(log, library, now, query, tenant.id, list.rows));
      tenants.cursor = page.next;
    } while (!tenants.cursor.empty());
  }
  std::stable_sort(list.rows.begin(), list.rows.end(), [](const DueRow& a, const DueRow& b) {
    return std::tie(a.deadline.ends, a.name, a.tenant) < std::tie(b.deadline.ends, b.name, b.tenant);
  });
  if (list.rows.size() > query.limit) {
    list.left_out = list.rows.size() - query.limit;
    list.rows.resize(query.limit);
  }
  return list;
}

} // namespace handrail::app
