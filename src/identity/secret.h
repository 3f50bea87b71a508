// Random secrets and their hashes: what a cookie, a link and a token carry, and what is kept of them. § identity-4
#pragma once

#include "identity/account.h"

#include <string>
#include <string_view>

namespace handrail::identity {

/// 256 random bits in letters that stand in an address, a cookie and a header as they are.
std::string new_secret();
/// 96 random bits: names something, opens nothing.
std::string new_id();

/// What is kept of a secret. One hashing is enough: nobody guesses 256 random bits.
SecretHash hash_of(std::string_view secret);

/// A secret made of another, for one purpose, from which the other cannot be told: the token of a session's forms.
std::string derived(std::string_view secret, std::string_view purpose);

/// Compared in a time that says nothing of where they differ.
bool same_secret(std::string_view one, std::string_view other);

} // namespace handrail::identity
