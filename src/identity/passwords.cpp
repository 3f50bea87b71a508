#include "identity/passwords.h"

#include "core/text.h"
#include "identity/limits.h"
#include "identity/secret.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <cassert>

namespace handrail::identity {

namespace {

/// A hash takes much memory: only so many are made at once, and who comes then is told to try again.
class Turn {
public:
  explicit Turn(std::atomic<int>& at_work) : at_work_(at_work), taken_(++at_work <= limits::hashes_at_once) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { --at_work_; }
  explicit operator bool() const { return taken_; }

private:
  std::atomic<int>& at_work_;
  bool taken_;
};

Error busy() {
  return {ErrorCode::unavailable, "Several people are signing in at this moment.", "", "Try again in a second."};
}

/// Empty where there is no memory for it.
std::string made(std::string_view password, const HashingCost& cost) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const int failed = crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes,
                                           cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
  return failed == 0 ? std::string(text.data()) : std::string();
}

} // namespace

Passwords::Passwords(HashingCost cost) : cost_(cost) {
  [[maybe_unused]] const int ready = sodium_init(); // any number of times, from any thread
  assert(ready >= 0 && "libsodium has no source of randomness");
  nobodys_ = made(new_secret(), cost_);
}

Result<void> Passwords::check(std::string_view password, std::string_view name) {
  const auto length = text::is_utf8(password) ? text::code_points(password) : 0;
  if (length < limits::password_least || length > limits::password_most)
    return Error{ErrorCode::invalid,
                 fmt::format("A password has {} to {} characters.", limits::password_least, limits::password_most),
                 "password", "A few words that do not belong together are long and easy to keep in mind."};
  const auto lowered = text::lowered(password);
  const auto local = name.substr(0, name.find('@'));
  if (local.size() >= 3 && lowered.find(text::lowered(local)) != std::string::npos)
    return Error{ErrorCode::invalid, "The password has the name in it that you sign in with.", "password",
                 "Choose one that nobody guesses from your name."};
  if (lowered.find_first_not_of(lowered.front()) == std::string::npos)
    return Error{ErrorCode::invalid, "The password is one character over and over.", "password",
                 "Choose one that nobody guesses."};
  return {};
}

Result<std::string> Passwords::hash(std::string_view password) {
  const Turn turn(at_work_);
  if (!turn) return busy();
  auto text = made(password, cost_);
  if (text.empty())
    return Error{ErrorCode::unavailable, "There is not enough memory to keep a password safely.", "",
                 fmt::format("It takes {} MB for a moment.", cost_.memory_bytes >> 20)};
  return text;
}

Result<bool> Passwords::matches(std::string_view password, const std::string& hash) {
  const Turn turn(at_work_);
  if (!turn) return busy();
  const std::string& against = hash.empty() ? nobodys_ : hash;
  const bool same = crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

bool Passwords::is_outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

} // namespace handrail::identity
