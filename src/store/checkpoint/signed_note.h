// Texts that are signed with Ed25519, in the form of C2SP's signed-note. § storage-34
#pragma once

#include "core/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::store {

inline constexpr std::size_t most_note_bytes = std::size_t{64} << 10;
inline constexpr std::size_t most_note_signatures = 16;

/// Bytes as text and back, in the standard alphabet with padding. Errors: invalid.
std::string to_base64(std::span<const std::uint8_t> bytes);
Result<std::vector<std::uint8_t>> bytes_from_base64(std::string_view text);

/// Who a signature is checked with.
class PublicKey {
public:
  using Bytes = std::array<std::uint8_t, 32>;

  /// `name` has no space and no plus sign in it.
  PublicKey(std::string name, const Bytes& bytes);
  /// Reads "NAME+TELLING+BASE64". Errors: invalid.
  static Result<PublicKey> from(std::string_view text);

  const std::string& name() const { return name_; }
  std::string text() const;
  /// The four bytes that stand before its signatures.
  const std::array<std::uint8_t, 4>& telling() const { return telling_; }
  bool has_signed(std::string_view text, std::span<const std::uint8_t> signature) const;

  bool operator==(const PublicKey&) const = default;

private:
  std::string name_;
  Bytes bytes_;
  std::array<std::uint8_t, 4> telling_{};
};

/// Who signs. The seed is forgotten when it goes out of scope.
class PrivateKey {
public:
  using Seed = std::array<std::uint8_t, 32>;

  static PrivateKey random();
  explicit PrivateKey(const Seed& seed);
  PrivateKey(const PrivateKey&) = default;
  PrivateKey& operator=(const PrivateKey&) = default;
  ~PrivateKey();

  const Seed& seed() const { return seed_; }
  /// One key may sign under several names: that of the log is one.
  PublicKey public_key(std::string name) const;
  /// `text` ends with a line's end.
  std::string signed_note(std::string_view text, const std::string& name) const;

private:
  Seed seed_{};
  PublicKey::Bytes public_{};
};

struct NoteSignature {
  std::string name;
  std::array<std::uint8_t, 4> telling{};
  std::vector<std::uint8_t> bytes;
};

/// A note as it was read. Nobody has looked yet whether its signatures hold.
struct SignedNote {
  std::string text; ///< with the end of its last line
  std::vector<NoteSignature> signatures;

  /// Errors: invalid (no such text, larger than the limit).
  static Result<SignedNote> from(std::string_view note);
  bool is_signed_by(const PublicKey& key) const;
};

} // namespace handrail::store
