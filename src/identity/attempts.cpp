#include "identity/attempts.h"

#include "identity/limits.h"

#include <algorithm>

namespace handrail::identity {

namespace {

std::chrono::seconds pause_after(int failures) {
  if (failures < limits::free_failures) return std::chrono::seconds(0);
  const int doublings = std::min(failures - limits::free_failures, 20);
  return std::min<std::chrono::seconds>(limits::first_pause * (std::int64_t{1} << doublings), limits::longest_pause);
}

} // namespace

std::optional<std::chrono::seconds> Attempts::begin(const std::vector<std::string>& keys, Instant now) {
  const std::lock_guard lock(mutex_);
  make_room(now);
  std::chrono::seconds wait(0);
  for (const auto& key : keys) {
    const auto found = failures_.find(key);
    if (found == failures_.end()) continue;
    if (found->second.last + limits::forgotten < now) {
      failures_.erase(found);
      continue;
    }
    const auto until = found->second.last + pause_after(found->second.count);
    if (until > now) wait = std::max(wait, std::chrono::ceil<std::chrono::seconds>(until - now));
  }
  if (wait > std::chrono::seconds(0)) return wait;
  for (const auto& key : keys) {
    auto& failures = failures_[key];
    ++failures.count;
    failures.last = now;
  }
  return std::nullopt;
}

void Attempts::succeeded(const std::string& name, const std::string& address) {
  undo({address}); // who knows one password may not clear the address for guessing others'
  const std::lock_guard lock(mutex_);
  failures_.erase(name);
}

void Attempts::undo(const std::vector<std::string>& keys) {
  const std::lock_guard lock(mutex_);
  for (const auto& key : keys)
    if (const auto found = failures_.find(key); found != failures_.end() && --found->second.count <= 0)
      failures_.erase(found);
}

/// Forgets what is old; when there are still too many, those that failed least and longest ago.
void Attempts::make_room(Instant now) {
  if (failures_.size() < limits::remembered) return;
  std::erase_if(failures_, [now](const auto& entry) { return entry.second.last + limits::forgotten < now; });
  for (int least = 1; failures_.size() >= limits::remembered; ++least)
    std::erase_if(failures_, [least](const auto& entry) { return entry.second.count <= least; });
}

} // namespace handrail::identity
