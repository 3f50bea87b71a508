// From the log's opaque events to a tenant's state, and from there to its row in the lists.
#pragma once

#include "core/result.h"
#include "engagement/events.h"
#include "engagement/state.h"
#include "store/read_models.h"
#include "store/store.h"

#include <limits>
#include <vector>

namespace handrail::app {

/// Streams of the house's own are no tenants: see store::house_stream_mark.
bool is_tenant(const TenantId& stream);

/// Errors: internal (the log holds an event that this program cannot read; says which).
Result<engagement::Happened> happened(const store::StoredEvent& event);

/// How an event goes to the log.
store::NewEvent stored(const engagement::Event& event);

/// The state that the tenant's events up to a version make. A tenant without events is one nobody registered yet.
Result<engagement::TenantState> replayed(store::Store& store, const TenantId& tenant,
                                         store::Version up_to = std::numeric_limits<store::Version>::max());

/// The tenant in the lists: a function of its state alone, so that a replay gives the same rows.
store::TenantRow row_of(const engagement::TenantState& state);

/// The notes that were saved after that version of the tenant, in their order.
std::vector<store::NoteRow> notes_of(const engagement::TenantState& state, store::Version since);

} // namespace handrail::app
