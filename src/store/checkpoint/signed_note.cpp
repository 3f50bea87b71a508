#include "store/checkpoint/signed_note.h"

#include "core/text.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

namespace handrail::store {

namespace {

constexpr std::uint8_t ed25519 = 1; ///< the kind of key, as signed-note numbers them
constexpr std::string_view dash = "\xE2\x80\x94 ";

Error no_note(std::string message) {
  return {ErrorCode::invalid, "This is no signed note: " + std::move(message), "",
          "Give the file as `handrail checkpoint --out` wrote it."};
}
Error no_key(std::string_view text) {
  return {ErrorCode::invalid, fmt::format("\"{}\" is no public key", text.substr(0, 160)), "",
          "Give it as `handrail checkpoint` printed it: NAME+TELLING+BASE64."};
}

bool is_name(std::string_view name) {
  return !name.empty() && text::is_utf8(name) &&
         std::none_of(name.begin(), name.end(), [](char c) { return c == '+' || (c >= 0 && c <= ' ') || c == '\x7f'; });
}

/// What tells keys apart: the beginning of a hash over the name, the kind and the key.
std::array<std::uint8_t, 4> telling_of(std::string_view name, const PublicKey::Bytes& key) {
  std::string bytes(name);
  bytes += '\n';
  bytes += static_cast<char>(ed25519);
  bytes.append(key.begin(), key.end());
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  std::array<std::uint8_t, 4> first{};
  std::copy_n(hash.begin(), first.size(), first.begin());
  return first;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Result<NoteSignature> signature_from(std::string_view line) {
  if (!line.starts_with(dash)) return no_note("a line after the empty one is no signature");
  line.remove_prefix(dash.size());
  const auto space = line.find(' ');
  const auto bytes = bytes_from_base64(space == std::string_view::npos ? "" : line.substr(space + 1));
  NoteSignature signature;
  if (!bytes || bytes->size() <= signature.telling.size() || !is_name(line.substr(0, space)))
    return no_note("a signature is a dash, a name, and base64");
  signature.name = line.substr(0, space);
  const auto end = bytes->begin() + static_cast<std::ptrdiff_t>(signature.telling.size());
  std::copy(bytes->begin(), end, signature.telling.begin());
  signature.bytes.assign(end, bytes->end());
  return signature;
}

} // namespace

std::string to_base64(std::span<const std::uint8_t> bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back(); // the zero that ends a text in C
  return text;
}

Result<std::vector<std::uint8_t>> bytes_from_base64(std::string_view text) {
  std::vector<std::uint8_t> bytes(text.size());
  std::size_t length = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length, &end,
                                       sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0 || end != text.data() + text.size())
    return Error{ErrorCode::invalid, fmt::format("\"{}\" is no base64", text.substr(0, 80)), "", ""};
  bytes.resize(length);
  return bytes;
}

// ---- keys ----------------------------------------------------------------------------------------------------------

PublicKey::PublicKey(std::string name, const Bytes& bytes)
    : name_(std::move(name)), bytes_(bytes), telling_(telling_of(name_, bytes_)) {}

Result<PublicKey> PublicKey::from(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos || text.size() > most_note_bytes) return no_key(text);
  const auto decoded = bytes_from_base64(text.substr(second + 1));
  Bytes bytes{};
  if (!decoded || decoded->size() != bytes.size() + 1 || decoded->front() != ed25519 || !is_name(text.substr(0, first)))
    return no_key(text);
  std::copy(decoded->begin() + 1, decoded->end(), bytes.begin());
  PublicKey key(std::string(text.substr(0, first)), bytes);
  if (key.text() != text) return no_key(text);
  return key;
}

std::string PublicKey::text() const {
  std::vector<std::uint8_t> kind_and_key{ed25519};
  kind_and_key.insert(kind_and_key.end(), bytes_.begin(), bytes_.end());
  return fmt::format("{}+{:02x}{:02x}{:02x}{:02x}+{}", name_, telling_[0], telling_[1], telling_[2], telling_[3],
                     to_base64(kind_and_key));
}

bool PublicKey::has_signed(std::string_view text, std::span<const std::uint8_t> signature) const {
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(signature.data(), bytes_of(text), text.size(), bytes_.data()) == 0;
}

PrivateKey PrivateKey::random() {
  Seed seed{};
  randombytes_buf(seed.data(), seed.size());
  PrivateKey key(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

PrivateKey::PrivateKey(const Seed& seed) : seed_(seed) {
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_seed_keypair(public_.data(), secret.data(), seed_.data());
  sodium_memzero(secret.data(), secret.size());
}

PrivateKey::~PrivateKey() { sodium_memzero(seed_.data(), seed_.size()); }

PublicKey PrivateKey::public_key(std::string name) const { return {std::move(name), public_}; }

std::string PrivateKey::signed_note(std::string_view text, const std::string& name) const {
  PublicKey::Bytes again{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_seed_keypair(again.data(), secret.data(), seed_.data());
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(text), text.size(), secret.data());
  sodium_memzero(secret.data(), secret.size());
  const auto telling = telling_of(name, public_);
  std::vector<std::uint8_t> both(telling.begin(), telling.end());
  both.insert(both.end(), signature.begin(), signature.end());
  return fmt::format("{}\n{}{} {}\n", text, dash, name, to_base64(both));
}

// ---- notes ---------------------------------------------------------------------------------------------------------

Result<SignedNote> SignedNote::from(std::string_view note) {
  if (note.size() > most_note_bytes) return no_note(fmt::format("it is larger than {} bytes", most_note_bytes));
  if (!text::is_utf8(note)) return no_note("it is not UTF-8");
  if (std::any_of(note.begin(), note.end(), [](char c) { return c >= 0 && c < ' ' && c != '\n'; }))
    return no_note("it has control characters");
  const auto split = note.rfind("\n\n");
  if (split == std::string_view::npos || !note.ends_with('\n'))
    return no_note("it has no empty line with signatures after it, or does not end with a line's end");
  SignedNote read{std::string(note.substr(0, split + 1)), {}};
  for (auto rest = note.substr(split + 2); !rest.empty();) {
    const auto end = rest.find('\n');
    HANDRAIL_TRY(auto signature, signature_from(rest.substr(0, end)));
    if (read.signatures.size() == most_note_signatures)
      return no_note(fmt::format("it has more than {} signatures", most_note_signatures));
    read.signatures.push_back(std::move(signature));
    rest.remove_prefix(end + 1);
  }
  if (read.signatures.empty()) return no_note("nobody has signed it");
  return read;
}

bool SignedNote::is_signed_by(const PublicKey& key) const {
  return std::any_of(signatures.begin(), signatures.end(), [&](const NoteSignature& one) {
    return one.name == key.name() && one.telling == key.telling() && key.has_signed(text, one.bytes);
  });
}

} // namespace handrail::store
