#include "store/chain.h"

#include <fmt/format.h>
#include <sodium.h>

#include <cassert>

namespace handrail::store {

namespace {

/// blake2b over fields that each carry their length, so that no two different lists of fields encode alike.
class Digest {
public:
  Digest() { crypto_generichash_init(&state_, nullptr, 0, sizeof(Hash)); }

  Digest& add(std::uint64_t number) {
    std::array<unsigned char, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(number >> (8 * i));
    crypto_generichash_update(&state_, bytes.data(), bytes.size());
    return *this;
  }
  Digest& add(std::string_view text) {
    add(text.size());
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return *this;
  }
  Digest& add(const Hash& hash) {
    crypto_generichash_update(&state_, hash.data(), hash.size());
    return *this;
  }
  Hash finish() {
    Hash hash{};
    crypto_generichash_final(&state_, hash.data(), hash.size());
    return hash;
  }

private:
  crypto_generichash_state state_{};
};

} // namespace

Hash hash_of(std::string_view bytes) {
  Hash hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                     nullptr, 0);
  return hash;
}

Hash fingerprint(std::span<const std::string_view> texts) {
  Digest digest;
  for (const auto text : texts) digest.add(text);
  return digest.finish();
}

Hash chained(const StoredEvent& event, const Hash& before) {
  // § storage-3: the fields in this order. Another order or another field is another format: a new first word.
  return Digest()
      .add(std::string_view("handrail event 1"))
      .add(before)
      .add(event.position)
      .add(event.tenant.text())
      .add(event.version)
      .add(event.command.text())
      .add(event.request)
      .add(event.actor.text())
      .add(static_cast<std::uint64_t>(event.at.time_since_epoch().count()))
      .add(event.type)
      .add(event.data)
      .add(std::uint64_t{event.message ? 1U : 0U})
      .finish();
}

Head advanced(const Head& head, const StoredEvent& event) {
  return {event.position, Digest().add(std::string_view("handrail head 1")).add(head.hash).add(event.hash).finish()};
}

std::string to_hex(const Hash& hash) {
  std::string hex;
  for (const auto byte : hash) hex += fmt::format("{:02x}", byte);
  return hex;
}

Result<Hash> hash_from_hex(std::string_view hex) {
  Hash hash{};
  std::size_t length = 0;
  const char* end = nullptr;
  const int failed = sodium_hex2bin(hash.data(), hash.size(), hex.data(), hex.size(), nullptr, &length, &end);
  if (failed != 0 || length != hash.size() || end != hex.data() + hex.size())
    return Error{ErrorCode::invalid,
                 fmt::format("\"{}\" is no hash: a hash is {} hexadecimal digits", hex.substr(0, 80), 2 * hash.size()),
                 "", ""};
  return hash;
}

std::string name_of(const StoredEvent& event) {
  return fmt::format("event {} of {} (position {})", event.version, event.tenant.text(), event.position);
}

std::vector<Finding> ChainCheck::next(const StoredEvent& event) {
  std::vector<Finding> findings;
  const auto report = [&](std::string message) { findings.push_back({name_of(event), std::move(message)}); };

  const Position expected = head_.position + 1;
  if (event.position == expected + 1)
    report(fmt::format("position {} before it is missing", expected));
  else if (event.position < expected)
    report(fmt::format("position {} should stand where it stands", expected));
  else if (event.position != expected)
    report(fmt::format("positions {} to {} before it are missing", expected, event.position - 1));

  auto& last = last_[event.tenant];
  if (event.version != last.version + 1)
    report(fmt::format("event {} of the tenant should follow event {}, this is event {}", last.version + 1,
                       last.version, event.version));
  else if (chained(event, last.hash) != event.hash)
    report("its content is not what was hashed when it was written, or the event before it was changed");

  last = {event.version, event.hash};
  head_ = advanced(head_, event);
  return findings;
}

std::vector<Finding> ChainCheck::finish(const Head& stored) const {
  if (stored == head_) return {};
  if (stored.position > head_.position)
    return {
        {"the log's end", fmt::format("the last events are missing: the log ends at position {}, and its head says {}",
                                      head_.position, stored.position)}};
  return {{"the log's end", "its head does not stand for the events before it: an event, or the head, was changed"}};
}

} // namespace handrail::store
