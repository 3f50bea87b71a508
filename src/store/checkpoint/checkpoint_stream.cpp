#include "store/checkpoint/checkpoint_stream.h"

#include "store/chain.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace handrail::store {

namespace {

constexpr const char* checkpoint_signed = "checkpoint_signed";
constexpr std::uint64_t page = 10'000; ///< hashes read together

/// The house acts by itself here.
const PersonId house("@handrail");

TenantId stream() { return TenantId(checkpoint_stream); }

Error unreadable(const StoredEvent& event, const std::string& why) {
  return {ErrorCode::invalid, "It is no checkpoint as Handrail writes one: " + why, name_of(event), ""};
}

Error does_not_hold(const RecordedCheckpoint& newest) {
  return {ErrorCode::invalid,
          fmt::format("The newest checkpoint in the log, of {} events, is not as it was signed", newest.size()), "",
          "Nothing is signed on top of it. Run `handrail verify` to see what was changed."};
}

Result<std::vector<Hash>> peaks_in(const nlohmann::json& list) {
  std::vector<Hash> peaks;
  for (const auto& item : list) {
    const auto bytes = bytes_from_base64(item.is_string() ? item.get<std::string>() : std::string());
    Hash hash{};
    if (!bytes || bytes->size() != hash.size())
      return Error{ErrorCode::invalid, "one of its whole parts has no root", "", ""};
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    peaks.push_back(hash);
  }
  return peaks;
}

NewEvent event_of(const Checkpoint& checkpoint, const EventTree& tree, const PrivateKey& key) {
  auto peaks = nlohmann::json::array();
  for (const auto& peak : tree.peaks()) peaks.push_back(to_base64(peak));
  const nlohmann::ordered_json data{{"checkpoint", signed_checkpoint(checkpoint, key)},
                                    {"key", key.public_key(checkpoint.origin).text()},
                                    {"peaks", std::move(peaks)}};
  return {checkpoint_signed, data.dump(), false};
}

/// The tree over the log's first `size` events, gone on with from the newest checkpoint's; smaller when given up.
Result<EventTree> tree_at(Store& store, std::uint64_t size, const std::optional<RecordedCheckpoint>& newest,
                          const std::function<bool()>& is_given_up) {
  auto tree = newest ? newest->tree : EventTree();
  while (tree.size() < size && !(is_given_up && is_given_up())) {
    HANDRAIL_TRY(const auto hashes, store.hashes(tree.size(), std::min(size, tree.size() + page)));
    for (const auto& hash : hashes) tree.add(hash);
  }
  return tree;
}

} // namespace

Result<RecordedCheckpoint> RecordedCheckpoint::from(const StoredEvent& event) {
  const auto data = nlohmann::json::parse(event.data, nullptr, false);
  const auto text_at = [&](const char* name) {
    return data.is_object() && data.contains(name) && data[name].is_string() ? data[name].get<std::string>()
                                                                             : std::string();
  };
  if (event.type != checkpoint_signed) return unreadable(event, "its type is another");
  auto content = SignedCheckpoint::from(text_at("checkpoint"));
  if (!content) return unreadable(event, content.error().message);
  auto key = PublicKey::from(text_at("key"));
  if (!key) return unreadable(event, key.error().message);
  auto peaks = peaks_in(data.value("peaks", nlohmann::json::array()));
  if (!peaks) return unreadable(event, peaks.error().message);
  auto tree = EventTree::from_peaks(content->checkpoint.size, std::move(*peaks));
  if (!tree) return unreadable(event, tree.error().message);
  return RecordedCheckpoint{event.position,      event.version,   event.at,        text_at("checkpoint"),
                            std::move(*content), std::move(*key), std::move(*tree)};
}

bool RecordedCheckpoint::holds() const {
  return key.name() == content.checkpoint.origin && content.is_signed_by(key) &&
         tree.root() == content.checkpoint.root && size() < position;
}

Result<std::optional<RecordedCheckpoint>> newest_checkpoint(Store& store) {
  const auto named = stream();
  HANDRAIL_TRY(const auto standing, store.standing({&named, 1}, {}));
  const auto version = standing.versions.front();
  if (version == 0) return std::optional<RecordedCheckpoint>();
  HANDRAIL_TRY(const auto events, store.events_of(named, version - 1, 1));
  if (events.empty()) return std::optional<RecordedCheckpoint>(); // a server that came back without it
  HANDRAIL_TRY(auto newest, RecordedCheckpoint::from(events.front()));
  if (!newest.holds()) return does_not_hold(newest);
  return std::optional(std::move(newest));
}

std::uint64_t unsigned_events(const Head& head, const std::optional<RecordedCheckpoint>& newest) {
  const auto size = newest ? newest->size() : 0;
  const auto itself = newest && newest->position <= head.position ? 1U : 0U;
  return head.position > size + itself ? head.position - size - itself : 0;
}

Result<std::optional<RecordedCheckpoint>> sign_head(Store& store, const PrivateKey& key, const CommandId& command,
                                                    Instant now, const std::function<bool()>& is_given_up) {
  HANDRAIL_TRY(const auto newest, newest_checkpoint(store));
  HANDRAIL_TRY(const auto head, store.head());
  if (unsigned_events(head, newest) == 0) return std::optional<RecordedCheckpoint>();
  HANDRAIL_TRY(const auto first, store.hashes(0, 1));
  const auto origin = origin_of(first.front());
  if (newest && newest->content.checkpoint.origin != origin) return does_not_hold(*newest);
  HANDRAIL_TRY(const auto tree, tree_at(store, head.position, newest, is_given_up));
  if (tree.size() < head.position) return std::optional<RecordedCheckpoint>();
  const Commit commit{stream(),
                      newest ? newest->version : 0,
                      command,
                      {},
                      house,
                      now,
                      {event_of({origin, tree.size(), tree.root()}, tree, key)}};
  HANDRAIL_TRY(const auto written, store.append({&commit, 1}));
  const auto& answer = written.front();
  if (!answer && answer.error().code == ErrorCode::conflict) return std::optional<RecordedCheckpoint>();
  if (!answer) return answer.error();
  HANDRAIL_TRY(auto recorded, RecordedCheckpoint::from(answer->front()));
  return std::optional(std::move(recorded));
}

} // namespace handrail::store
