// Signs checkpoints into the log while a server works: beside the writer, at intervals. § storage-35
#pragma once

#include "app/id_source.h"
#include "core/result.h"
#include "core/time.h"
#include "store/checkpoint/signed_note.h"
#include "store/store.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace handrail::app {

struct CheckpointPolicy {
  std::filesystem::path key_file{};           ///< made when it is not there; empty: checkpoint.key in the data folder
  std::uint64_t events = 10'000;              ///< so many that are in none are signed at the next look
  std::chrono::milliseconds interval{60'000}; ///< a single one waits no longer than this
  std::chrono::milliseconds look{1'000};      ///< between two looks
  /// Told, from a thread of its own, when nothing could be signed: once until it works again.
  std::function<void(const Error&)> failed{};
};

/// Works as long as it lives.
class Checkpoints {
public:
  /// The store, the clock and the ids must outlive it.
  Checkpoints(store::Store& store, const store::PrivateKey& key, CheckpointPolicy policy, const Clock& clock,
              IdSource& ids);
  Checkpoints(const Checkpoints&) = delete;
  Checkpoints& operator=(const Checkpoints&) = delete;
  ~Checkpoints();

private:
  using Steady = std::chrono::steady_clock;

  void run();
  Result<void> look();
  bool is_stopping();

  store::Store& store_;
  const store::PrivateKey key_;
  const CheckpointPolicy policy_;
  const Clock& clock_;
  IdSource& ids_;

  // Used by the thread alone.
  store::Position seen_ = 0;                ///< where the log ended when all of it was signed
  std::optional<Steady::time_point> since_; ///< events wait to be signed; nothing: none did at the last look
  bool has_failed_ = false;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace handrail::app
