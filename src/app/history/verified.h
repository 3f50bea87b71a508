// Is an exported history what was signed? Without the store that it came from. § storage-37
#pragma once

#include "app/history/file.h"
#include "app/projector.h"
#include "core/result.h"
#include "store/checkpoint/proof.h"
#include "store/finding.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace handrail::app {

struct HistoryVerification {
  HistoryHeader header;
  store::Head head;                     ///< of a whole log, as its events make it
  std::uint64_t events = 0;             ///< that were read
  std::size_t tenants = 0;              ///< of a whole log
  store::Signed checkpoints;            ///< what they say; for a stream, that it was proved against
  std::vector<store::Finding> findings; ///< at most `most_findings`; the first is the first bad event
  bool more = false;                    ///< there was more to find

  bool is_sound() const { return findings.empty(); }
};

/// Errors: not_found, invalid (no history; made for another checkpoint than the one noted), unavailable.
Result<HistoryVerification> verify_history(const std::filesystem::path& file, const store::Noted& noted,
                                           const Progress& progress = {});

} // namespace handrail::app
