// An engine over a log that is open already: for whoever stands between the two, as the simulation does to make nodes
// lose races and appends fail.
#pragma once

#include "app/engine.h"
#include "store/store.h"

namespace handrail::app {

/// As `Engine::open`, but `options.database` is not looked at. Lists and snapshots stand in `options.data` all the
/// same.
Result<std::unique_ptr<Engine>> open_engine_on(std::unique_ptr<store::Store> log, const Options& options,
                                               const Clock& clock, IdSource& ids);

} // namespace handrail::app
