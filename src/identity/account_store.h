// Where accounts are kept: reads, and changes that are made whole or not at all. What they mean stands in accounts.h.
#pragma once

#include "core/result.h"
#include "identity/account.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace handrail::identity {

/// Nothing is written unless there is no account yet.
struct OnlyFirst {};
/// Nothing is written when the account was changed since.
struct Unchanged {
  AccountId account;
  std::uint64_t revision = 0;
};
struct DropSession {
  SecretHash hash{};
};
/// All sessions of an account but one.
struct DropSessions {
  AccountId account;
  SecretHash but{};
};
/// A use of a session or a token: the last one is kept.
struct SessionSeen {
  SecretHash hash{};
  Instant at;
};
struct TokenUsed {
  SecretHash hash{};
  Instant at;
};
/// Uses a link up; nothing is written when it is gone already.
struct TakeLink {
  SecretHash hash{};
};
struct DropLinks {
  AccountId account;
};
struct DropToken {
  SecretHash hash{};
};
struct DropTokens {
  AccountId account;
};
/// Sessions begun before `begun` or not seen since `seen`, links and tokens that expired before `expired`.
struct DropExpired {
  Instant begun, seen, expired;
};

/// One step of a change. An `Account` is made (revision 1) or takes the place of the revision before its own.
using Write = std::variant<OnlyFirst, Unchanged, Account, Session, DropSession, DropSessions, SessionSeen, Link,
                           TakeLink, DropLinks, Token, TokenUsed, DropToken, DropTokens, DropExpired, SecurityEntry>;

class AccountStore {
public:
  virtual ~AccountStore() = default;

  /// All steps in their order, or none; on disk when this returns. Errors: conflict (the name or the person has an
  /// account, somebody else changed the account first, a link is used up, there is an account already), unavailable.
  virtual Result<void> commit(const std::vector<Write>& writes) = 0;

  virtual Result<bool> is_empty() = 0;
  virtual Result<std::optional<Account>> account(const AccountId& id) = 0;
  virtual Result<std::optional<Account>> named(const std::string& name) = 0;
  /// All of them by name.
  virtual Result<std::vector<Account>> accounts() = 0;
  virtual Result<std::optional<Session>> session(const SecretHash& hash) = 0;
  /// The latest first.
  virtual Result<std::vector<Session>> sessions(const AccountId& account) = 0;
  virtual Result<std::optional<Link>> link(const SecretHash& hash) = 0;
  virtual Result<std::optional<Token>> token(const SecretHash& hash) = 0;
  /// The latest first.
  virtual Result<std::vector<Token>> tokens(const AccountId& account) = 0;
  /// The latest first; those before `before` where it is not 0.
  virtual Result<std::vector<SecurityEntry>> security_log(std::uint64_t before, std::size_t limit) = 0;
};

} // namespace handrail::identity
