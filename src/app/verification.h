// Is what is stored what was written? § storage-10 in docs/spec/storage.md says what is looked at.
#pragma once

#include "app/projector.h"
#include "core/result.h"
#include "store/checkpoint/proof.h"
#include "store/read_models.h"
#include "store/store.h"

#include <cstddef>
#include <vector>

namespace handrail::app {

struct Verification {
  store::Head head; ///< as the log's events make it
  std::size_t tenants = 0;
  store::Position read_models_at = 0;   ///< where the read models stand
  store::Signed checkpoints;            ///< what they say of the log
  std::vector<store::Finding> findings; ///< at most `most_findings`
  bool more = false;                    ///< there was more to find

  bool is_sound() const { return findings.empty(); }
};

inline constexpr std::size_t most_findings = 100;

/// Reads everything: the database's own check, the chain event by event, every checkpoint, and each read-model row
/// against a replay of its tenant. May run while the engine works. `noted`: a head or a checkpoint that was kept
/// elsewhere, which the log must still contain. `models`: null when there are none.
Verification verify(store::Store& store, store::ReadModels* models, const store::Noted& noted = {},
                    const Progress& progress = {});

} // namespace handrail::app
