// What is due on the tenants of a data folder, worked out from the log when somebody asks. § engagement-38
#pragma once

#include "app/model_library.h"
#include "core/result.h"
#include "engagement/deadlines.h"
#include "store/read_models.h"
#include "store/store.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace handrail::app {

struct DueQuery {
  std::optional<TenantId> tenant; ///< of this one alone
  std::optional<PersonId> person; ///< only what is this person's
  bool all = false;               ///< also what is upcoming or met
  std::size_t limit = 200;        ///< deadlines at most
};

struct DueRow {
  TenantId tenant;
  std::string name;
  engagement::Deadline deadline;
};

struct DueList {
  std::vector<DueRow> rows; ///< the soonest first
  std::size_t left_out = 0; ///< so many more there are
};

/// Errors: not_found (no such tenant), internal (the log or a playbook's text cannot be read).
Result<DueList> what_is_due(store::Store& log, store::ReadModels& read_models, ModelLibrary& library, Instant now,
                            const DueQuery& query);

} // namespace handrail::app
