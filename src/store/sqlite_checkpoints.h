// Brings the pages of a write-ahead log into their file behind the writer's back, so that no commit has to.
// § storage-27, docs/decisions/0058
#pragma once

#include "store/sqlite.h"

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

namespace handrail::store::sqlite {

/// Pages are of 4 KiB.
struct CheckpointPolicy {
  int merge_pages = 1'000;    ///< so many new ones are merged, beside the writer
  int restart_pages = 16'000; ///< a log so long is merged to its end, for a moment without the writer, and begun anew
  int rest_pages = 50;        ///< beside the writer it is merged again until no more than these are left
  int longest_pages = 64'000; ///< a log so long waits for its readers to be begun anew
};

/// Works as long as it lives. What fails is tried again when the log has grown: until then nothing is lost, since
/// everything stands in the log.
class Checkpointer {
public:
  /// `writer` is the one connection that writes to the file, used under `writing`. Both must outlive this.
  Checkpointer(std::filesystem::path file, const Kind& kind, Database& writer, std::mutex& writing,
               const CheckpointPolicy& policy = {});
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;
  ~Checkpointer();

private:
  void committed(int pages);
  void run();
  void merge();
  int written_pages();
  void begin_anew(int pages);

  const std::filesystem::path file_;
  const Kind kind_;
  Database& writer_;
  std::mutex& writing_;
  const CheckpointPolicy policy_;
  std::unique_ptr<Database> own_; ///< opened when it is needed first, used by the thread alone

  std::mutex mutex_;
  std::condition_variable changed_;
  int pages_ = 0; ///< in the log, after the last commit
  int next_;      ///< so many are merged next
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace handrail::store::sqlite
