// Carries a whole log from one database to another: every event as it is, hash for hash, the kept texts, and what
// became of each message. § storage-24
#pragma once

#include "app/projector.h"
#include "core/result.h"
#include "store/store.h"

#include <cstddef>

namespace handrail::app {

struct Moved {
  store::Head head;                    ///< the same at both ends
  store::Position already = 0;         ///< up to here an earlier move had come
  std::size_t texts = 0, messages = 0; ///< that stand there
};

/// `to` is empty, or holds the beginning of `from`: then it goes on behind that. Nobody else may write to either.
/// Errors: invalid (`from` is not sound and is not carried on; `to` holds something else), unavailable.
Result<Moved> move_log(store::Store& from, store::Store& to, const Progress& progress = {});

} // namespace handrail::app
