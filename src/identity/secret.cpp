#include "identity/secret.h"

#include <sodium.h>

#include <array>

namespace handrail::identity {

namespace {

template <std::size_t Size>
std::string in_letters(const std::array<std::uint8_t, Size>& bytes) {
  std::string text(sodium_base64_ENCODED_LEN(Size, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), Size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back(); // the NUL that ends it
  return text;
}

template <std::size_t Size>
std::string random_letters() {
  std::array<std::uint8_t, Size> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return in_letters(bytes);
}

const std::uint8_t* bytes_of(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

} // namespace

std::string new_secret() { return random_letters<32>(); }
std::string new_id() { return random_letters<12>(); }

SecretHash hash_of(std::string_view secret) {
  SecretHash hash{};
  crypto_generichash(hash.data(), hash.size(), bytes_of(secret), secret.size(), nullptr, 0);
  return hash;
}

std::string derived(std::string_view secret, std::string_view purpose) {
  const auto key = hash_of(secret);
  std::array<std::uint8_t, 32> made{};
  // Its key is a hash of the secret; what is stored of the secret is that hash too, so the secret itself goes in as
  // well.
  const std::string message = std::string(purpose) + '\0' + std::string(secret);
  crypto_generichash(made.data(), made.size(), bytes_of(message), message.size(), key.data(), key.size());
  return in_letters(made);
}

bool same_secret(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

} // namespace handrail::identity
