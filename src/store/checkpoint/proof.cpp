#include "store/checkpoint/proof.h"

#include "store/chain.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::store {

namespace {

std::string events(std::uint64_t count) { return count == 1 ? "1 event" : fmt::format("{} events", count); }

} // namespace

std::optional<std::string> signature_missing(const SignedCheckpoint& checkpoint, const std::vector<PublicKey>& noted,
                                             const std::vector<PublicKey>& known) {
  const auto& keys = noted.empty() ? known : noted;
  if (std::any_of(keys.begin(), keys.end(), [&](const PublicKey& key) { return checkpoint.is_signed_by(key); }))
    return std::nullopt;
  return noted.empty() ? "no key that the log names has signed it" : "the key that was noted has not signed it";
}

std::vector<Finding> CheckpointProof::recorded(const StoredEvent& event) {
  const auto found = [&](std::string message) { return std::vector<Finding>{{name_of(event), std::move(message)}}; };
  ++signed_.recorded;
  auto read = RecordedCheckpoint::from(event);
  if (!read) return found(read.error().message);
  const auto& checkpoint = read->content.checkpoint;
  ++signed_.signers[read->key.text()];
  if (auto missing = signature_missing(read->content, noted_.keys, {read->key}))
    return found("a checkpoint: " + *missing);
  if (std::find(known_.begin(), known_.end(), read->key) == known_.end()) known_.push_back(read->key);
  if (!read->holds()) return found("a checkpoint that does not fit what stands beside it");
  if (read->size() <= newest_) return found("a checkpoint of no more events than the one before");
  newest_ = read->size();
  promises_.push_back(
      {fmt::format("the checkpoint of {} at position {}", events(read->size()), event.position), checkpoint, false});
  return {};
}

/// The one that was kept takes its place among those that were recorded.
std::vector<Finding> CheckpointProof::begin() {
  if (!noted_.checkpoint) return {};
  const Promise kept{"the checkpoint that was kept", noted_.checkpoint->checkpoint, true};
  if (auto missing = signature_missing(*noted_.checkpoint, noted_.keys, known_)) return {{kept.name, *missing}};
  const auto place = std::find_if(promises_.begin(), promises_.end(),
                                  [&](const Promise& one) { return one.checkpoint.size > kept.checkpoint.size; });
  promises_.insert(place, kept);
  return {};
}

std::vector<Finding> CheckpointProof::next(const StoredEvent& event) {
  std::vector<Finding> findings;
  if (tree_.size() == 0) {
    findings = begin();
    origin_ = origin_of(event.hash);
    for (; next_ < promises_.size() && promises_[next_].checkpoint.size == 0; ++next_) hold(promises_[next_], findings);
  }
  tree_.add(event.hash);
  for (; next_ < promises_.size() && promises_[next_].checkpoint.size == tree_.size(); ++next_)
    hold(promises_[next_], findings);
  return findings;
}

std::string CheckpointProof::first_unproved() const {
  const auto first = signed_.events + 1;
  return first == tree_.size() ? fmt::format("position {}", first)
                               : fmt::format("positions {} to {}", first, tree_.size());
}

void CheckpointProof::hold(const Promise& promise, std::vector<Finding>& findings) {
  const bool is_told = !is_broken_ || promise.was_kept;
  if (promise.checkpoint.origin != origin_) {
    is_broken_ = true;
    if (is_told)
      findings.push_back({promise.name, fmt::format("it was signed for the log {}, and this one is {}: another log, or "
                                                    "its first event is not the one it had",
                                                    promise.checkpoint.origin, origin_)});
  } else if (promise.checkpoint.root != tree_.root()) {
    is_broken_ = true;
    if (is_told)
      findings.push_back(
          {first_unproved(),
           fmt::format("{} was signed for other events: one of these is not the one that was written", promise.name)});
  } else {
    signed_.events = promise.checkpoint.size;
  }
}

std::vector<Finding> CheckpointProof::finish() {
  std::vector<Finding> findings;
  if (tree_.size() == 0) findings = begin();
  for (; next_ < promises_.size(); ++next_) {
    const auto& promise = promises_[next_];
    if (!is_broken_ || promise.was_kept)
      findings.push_back(
          {"the log's end", fmt::format("{} was signed for {}, and there are {}: the last ones are missing",
                                        promise.name, events(promise.checkpoint.size), tree_.size())});
  }
  return findings;
}

} // namespace handrail::store
