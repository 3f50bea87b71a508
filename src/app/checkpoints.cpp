#include "app/checkpoints.h"

#include "store/checkpoint/checkpoint_stream.h"

#include <utility>

namespace handrail::app {

Checkpoints::Checkpoints(store::Store& store, const store::PrivateKey& key, CheckpointPolicy policy, const Clock& clock,
                         IdSource& ids)
    : store_(store), key_(key), policy_(std::move(policy)), clock_(clock), ids_(ids), thread_([this] { run(); }) {}

Checkpoints::~Checkpoints() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

bool Checkpoints::is_stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Checkpoints::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, policy_.look, [this] { return stopping_; })) return;
    }
    const auto looked = look();
    if (!looked && !std::exchange(has_failed_, true) && policy_.failed) policy_.failed(looked.error());
    if (looked) has_failed_ = false;
  }
}

/// Signs when it is time to. A log that does not grow is asked for its end, and nothing else.
Result<void> Checkpoints::look() {
  HANDRAIL_TRY(const auto head, store_.head());
  if (head.position == seen_) return {};
  HANDRAIL_TRY(const auto newest, store::newest_checkpoint(store_));
  const auto waiting = store::unsigned_events(head, newest);
  const auto now = Steady::now();
  if (waiting == 0) {
    seen_ = head.position;
    since_.reset();
    return {};
  }
  if (!since_) since_ = now;
  if (waiting < policy_.events && now - *since_ < policy_.interval) return {};
  HANDRAIL_TRY(const auto made,
               store::sign_head(store_, key_, CommandId(ids_.next()), clock_.now(), [this] { return is_stopping(); }));
  if (made) since_.reset(); // else another node has: the next look says so
  return {};
}

} // namespace handrail::app
