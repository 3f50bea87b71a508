#include "store/appending.h"

#include "core/text.h"
#include "store/chain.h"
#include "store/limits.h"

#include <fmt/format.h>

namespace handrail::store {

namespace {

/// Data is a text without a zero byte, so that every database keeps it alike.
bool is_text(const std::string& data) { return data.find('\0') == std::string::npos && text::is_utf8(data); }

std::optional<Error> reason_against(const Commit& commit, const Tail& tail, bool is_used) {
  if (tail.version != commit.expected)
    return Error{
        ErrorCode::conflict,
        fmt::format("{} has changed: it is at version {}, not {}", commit.tenant.text(), tail.version, commit.expected),
        "", "Read it again and repeat what you meant to do."};
  if (is_used)
    return Error{ErrorCode::conflict,
                 fmt::format("The key {} has been used for a command already", commit.command.text()), "",
                 "Send each command with a key of its own."};
  for (const auto& event : commit.events) {
    if (event.data.size() > limits::event_bytes)
      return Error{ErrorCode::invalid,
                   fmt::format("An event {} of {} bytes is larger than the limit of {}", event.type, event.data.size(),
                               limits::event_bytes),
                   "", "Split what is written into several commands."};
    if (!is_text(event.data))
      return Error{ErrorCode::invalid, fmt::format("An event {} has bytes that no text has", event.type), "",
                   "Write well-formed UTF-8 without a zero byte."};
  }
  return std::nullopt;
}

} // namespace

std::optional<Error> refusal(const Commit& commit, const Tail& tail, bool is_used, RefusedVersions& refused) {
  const auto before = refused.find(commit.tenant);
  if (before != refused.end() && commit.expected > before->second)
    return Error{ErrorCode::conflict,
                 fmt::format("What was decided before of {} was not written", commit.tenant.text()), "",
                 "Read it again and repeat what you meant to do."};
  auto reason = reason_against(commit, tail, is_used);
  if (reason) refused.try_emplace(commit.tenant, commit.expected);
  return reason;
}

std::vector<StoredEvent> appended(const Commit& commit, Tail& tail, Head& head) {
  std::vector<StoredEvent> events;
  events.reserve(commit.events.size());
  for (const auto& event : commit.events) {
    StoredEvent stored{head.position + 1, commit.tenant, tail.version + 1, commit.command, commit.request, commit.actor,
                       commit.at,         event.type,    event.data,       event.message,  Hash{}};
    stored.hash = chained(stored, tail.hash);
    tail = {stored.version, stored.hash};
    head = advanced(head, stored);
    events.push_back(std::move(stored));
  }
  return events;
}

Error missing_event(Position position) {
  return {ErrorCode::unavailable, fmt::format("The event at position {} is missing in the log", position), "",
          "Run `handrail verify` to see what is there, and restore a backup."};
}

Result<void> check_document(const std::string& text) {
  if (text.size() <= limits::document_bytes) return {};
  return Error{ErrorCode::invalid,
               fmt::format("A text of {} bytes is larger than the limit of {}", text.size(), limits::document_bytes),
               "", "Split it into several files."};
}

} // namespace handrail::store
