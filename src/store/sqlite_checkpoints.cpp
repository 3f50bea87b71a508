#include "store/sqlite_checkpoints.h"

#include <chrono>

namespace handrail::store::sqlite {

namespace {

constexpr std::chrono::milliseconds patience_with_readers{100};
constexpr int most_turns = 4;

} // namespace

Checkpointer::Checkpointer(std::filesystem::path file, const Kind& kind, Database& writer, std::mutex& writing,
                           const CheckpointPolicy& policy)
    : file_(std::move(file)), kind_(kind), writer_(writer), writing_(writing), policy_(policy),
      next_(policy.merge_pages), thread_([this] { run(); }) {
  const std::lock_guard lock(writing_);
  writer_.on_commit([this](int pages) { committed(pages); });
}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
  const std::lock_guard lock(writing_);
  writer_.on_commit({});
}

void Checkpointer::committed(int pages) {
  bool wakes = false;
  {
    const std::lock_guard lock(mutex_);
    if (pages < pages_) next_ = policy_.merge_pages; // it was begun anew
    pages_ = pages;
    wakes = pages_ >= next_;
  }
  if (wakes) changed_.notify_one();
}

void Checkpointer::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || pages_ >= next_; });
      if (stopping_) return;
      next_ = pages_ + policy_.merge_pages;
    }
    merge();
  }
}

void Checkpointer::merge() {
  if (own_ == nullptr) {
    auto opened = Database::open(file_, Access::write, kind_);
    if (!opened) return;
    own_ = std::move(*opened);
  }
  for (int turn = 0; turn < most_turns; ++turn) {
    const auto merged = own_->merge_log(Database::Merge::beside_all);
    if (!merged || merged->pages < policy_.restart_pages) return;
    // What came in meanwhile is left; the less it is, the shorter the writer is held off.
    if (written_pages() - merged->done <= policy_.rest_pages || turn + 1 == most_turns)
      return begin_anew(merged->pages);
  }
}

int Checkpointer::written_pages() {
  const std::lock_guard lock(mutex_);
  return pages_;
}

/// Without a writer the rest, which came in while the most was merged, is merged to the end; then the next commit
/// writes at the log's beginning, unless somebody still reads there.
void Checkpointer::begin_anew(int pages) {
  const std::lock_guard lock(writing_);
  if (pages < policy_.longest_pages)
    (void)own_->merge_log(Database::Merge::beside_all);
  else
    (void)own_->merge_log(Database::Merge::after_readers, patience_with_readers);
}

} // namespace handrail::store::sqlite
