// Who may sign in, and what opens the door: the rules of accounts, sessions, links and API tokens over a store of them.
// Every change, and every refusal at the door, is a line of the security log in the same commit. docs/spec/identity.md
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "identity/account_store.h"
#include "identity/attempts.h"
#include "identity/passwords.h"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace handrail::identity {

/// Where a request came from.
struct From {
  std::string address, agent;
};

/// Who changes an account: an administrator's name, or "operator" at the command line.
struct By {
  std::string name, address;
};
By operator_by();

struct NewAccount {
  std::string name;
  PersonId person;
  bool administrator = false;
};

/// Secrets are given once, here, and kept nowhere.
struct SignedIn {
  std::string secret; ///< for the cookie
  Account account;
};
struct Handover {
  std::string secret; ///< for the link
  Account account;
  Link::Kind kind = Link::Kind::invitation;
  Instant expires;
};
struct MadeToken {
  std::string secret; ///< "hr_…"
  Token token;
};

/// Somebody whose cookie or token was looked up.
struct Known {
  Account account;
  std::optional<Session> session;
  std::optional<Token> token; ///< a program
};

class Accounts {
public:
  Accounts(AccountStore& store, const Clock& clock, HashingCost cost = {})
      : store_(store), clock_(clock), passwords_(cost) {}

  /// The first administrator, where there is no account at all. Errors: conflict, invalid, unavailable.
  Result<SignedIn> create_first(const NewAccount& wanted, const std::string& password, const From& from);

  /// Errors: forbidden (the same words and no more, whether the name, the password or the account is at fault),
  /// unavailable (too many tries: how long to wait).
  Result<SignedIn> sign_in(const std::string& name, const std::string& password, const From& from);
  Result<void> sign_out(const Known& known, const From& from);
  /// All sessions of the account; those of this browser too. § identity-5
  Result<void> sign_out_everywhere(const Account& account, const From& from);
  /// Errors: not_found (no session of this account has that id).
  Result<void> end_session(const Account& account, const std::string& id, const From& from);
  Result<std::vector<Session>> sessions(const AccountId& account) { return store_.sessions(account); }

  /// Nothing: no such session, it ended, or its account is not active.
  Result<std::optional<Known>> by_session(const std::string& secret);
  Result<std::optional<Known>> by_token(const std::string& secret);

  /// Ends every session and begins this one anew. Errors: forbidden (the old one is wrong), invalid, unavailable.
  Result<SignedIn> change_password(const Account& account, const std::string& old, const std::string& password,
                                   const From& from);

  /// Errors: invalid, conflict (the name or the person has an account).
  Result<Handover> invite(const NewAccount& wanted, const By& by);
  /// A link to choose another password; for an account without one, another invitation. What was handed out before
  /// opens nothing any more. Errors: not_found, invalid (deactivated).
  Result<Handover> reset(const AccountId& id, const By& by);
  /// Whose link it is; nothing when there is none, or it expired.
  Result<std::optional<Handover>> link(const std::string& secret);
  /// Uses the link up, sets the password, ends all sessions, signs in. Errors: not_found, invalid, conflict.
  Result<SignedIn> redeem(const std::string& secret, const std::string& password, const From& from);

  /// Deactivating ends sessions and takes tokens and links away. Errors: not_found, conflict (the last administrator).
  Result<void> set_active(const AccountId& id, bool active, const By& by);
  /// Ends the account's sessions: who has other rights signs in again. Errors: as above.
  Result<void> set_administrator(const AccountId& id, bool administrator, const By& by);

  /// Errors: invalid (no label, too long, more than the days allowed), conflict (too many).
  Result<MadeToken> make_token(const Account& account, const std::string& label, Token::Scope scope, std::size_t days,
                               const From& from);
  /// Errors: not_found.
  Result<void> revoke_token(const Account& account, const std::string& id, const From& from);
  Result<std::vector<Token>> tokens(const AccountId& account) { return store_.tokens(account); }

  Result<bool> is_empty() { return store_.is_empty(); }
  Result<std::vector<Account>> all() { return store_.accounts(); }
  Result<std::optional<Account>> named(const std::string& name);
  Result<std::vector<SecurityEntry>> security_log(std::uint64_t before, std::size_t limit) {
    return store_.security_log(before, limit);
  }

private:
  SecurityEntry entry(std::string what, const Account& about, const By& by, std::string detail = {}) const;
  Result<Account> checked(const NewAccount& wanted) const;
  Result<Account> existing(const AccountId& id);
  Result<void> check_another_administrator(const Account& besides);
  Account changed(Account account) const;
  Session session_of(const std::string& secret, const Account& account, const From& from) const;
  Handover handover(const Account& account, std::vector<Write>& writes) const;
  Result<void> refuse(const std::string& name, const From& from, const char* what, const std::string& detail);
  Result<std::vector<Write>> room_for_session(const AccountId& account);
  Result<bool> is_right(const Account& account, const std::string& password, const From& from);

  AccountStore& store_;
  const Clock& clock_;
  Passwords passwords_;
  Attempts attempts_;
  std::mutex administering_; ///< so that two who each deactivate the other leave an administrator
};

} // namespace handrail::identity
