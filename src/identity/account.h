// What is kept about who may sign in: accounts, sessions, links, API tokens, and the security log.
// docs/spec/identity.md.
#pragma once

#include "core/id.h"
#include "core/time.h"
#include "store/event.h"

#include <cstdint>
#include <optional>
#include <string>

namespace handrail::identity {

using AccountId = Id<struct AccountTag>;
/// Of a secret that is stored nowhere.
using SecretHash = store::Hash;

/// One person's way in. § identity-1
struct Account {
  AccountId id;
  std::string name;     ///< what is typed at the door, in lower case: an e-mail address, or a name
  PersonId person;      ///< of the workspace: rights come from there
  std::string password; ///< argon2id with its parameters; empty until the invitation is taken
  bool administrator = false;
  bool active = true;
  Instant created, changed;
  std::uint64_t revision = 0; ///< counts the changes: who changes an old one is refused
};

/// A browser that signed in. § identity-5
struct Session {
  std::string id; ///< names it in lists; opens nothing
  SecretHash hash{};
  AccountId account;
  Instant begun, seen;
  std::string address, agent;
};

/// A one-time link to choose a password. § identity-7
struct Link {
  enum class Kind { invitation, reset };
  SecretHash hash{};
  AccountId account;
  Kind kind = Kind::invitation;
  Instant expires;
};

/// What a program signs in with. § identity-8
struct Token {
  enum class Scope { read, write };
  std::string id; ///< names it in lists; opens nothing
  SecretHash hash{};
  AccountId account;
  std::string label;
  Scope scope = Scope::read;
  Instant created, expires;
  std::optional<Instant> used;
};

/// A line of the security log. § identity-9
struct SecurityEntry {
  std::uint64_t number = 0; ///< given when it is written
  Instant at;
  std::string what;    ///< "signed_in", "sign_in_refused" …
  std::string account; ///< whom it is about: an account's name, or what was typed
  std::string by;      ///< who did it: an account's name; "operator" for the command line; empty for nobody
  std::string address; ///< where it came from
  std::string detail;
};

} // namespace handrail::identity
