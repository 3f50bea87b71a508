#include "identity/accounts.h"

#include "core/control_character.h"
#include "core/text.h"
#include "identity/limits.h"
#include "identity/secret.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::identity {

namespace {

Result<std::string> checked_name(const std::string& typed) {
  const std::string name = text::lowered(text::trimmed(typed));
  const auto wrong = [](std::string message) {
    return Error{ErrorCode::invalid, std::move(message), "name", "An e-mail address does well."};
  };
  if (name.empty()) return wrong("An account needs a name to sign in with.");
  if (!text::is_utf8(name) || text::code_points(name) > limits::name_characters)
    return wrong(fmt::format("The name to sign in with has more than {} characters.", limits::name_characters));
  if (text::control_character(name) || name.find(' ') != std::string::npos)
    return wrong("The name to sign in with has a blank or a control character in it.");
  if (name == operator_by().name) return wrong("This name is the command line's.");
  return name;
}

Error no_account() {
  return {ErrorCode::not_found, "There is no such account.", "account", "Look it up in the list of accounts."};
}

} // namespace

By operator_by() { return {"operator", "the command line"}; }

SecurityEntry Accounts::entry(std::string what, const Account& about, const By& by, std::string detail) const {
  return {0, clock_.now(), std::move(what), about.name, by.name, by.address, std::move(detail)};
}

Result<Account> Accounts::checked(const NewAccount& wanted) const {
  Account account;
  HANDRAIL_TRY(account.name, checked_name(wanted.name));
  if (wanted.person.empty())
    return Error{ErrorCode::invalid, "An account is somebody's.", "person", "Name a person of the workspace."};
  account.id = AccountId(new_id());
  account.person = wanted.person;
  account.administrator = wanted.administrator;
  account.created = account.changed = clock_.now();
  account.revision = 1;
  return account;
}

Result<Account> Accounts::existing(const AccountId& id) {
  HANDRAIL_TRY(auto account, store_.account(id));
  if (!account) return no_account();
  return std::move(*account);
}

Result<std::optional<Account>> Accounts::named(const std::string& name) {
  return store_.named(text::lowered(text::trimmed(name)));
}

Account Accounts::changed(Account account) const {
  account.changed = clock_.now();
  ++account.revision;
  return account;
}

Result<void> Accounts::check_another_administrator(const Account& besides) {
  HANDRAIL_TRY(const auto accounts, store_.accounts());
  const bool another = std::any_of(accounts.begin(), accounts.end(), [&](const Account& account) {
    return account.id != besides.id && account.active && account.administrator && !account.password.empty();
  });
  if (another) return {};
  return Error{ErrorCode::conflict, fmt::format("{} is the only administrator.", besides.name), "account",
               "Make somebody else one first, who has chosen a password."};
}

// ---- making and handing over
// -----------------------------------------------------------------------------------------

Result<SignedIn> Accounts::create_first(const NewAccount& wanted, const std::string& password, const From& from) {
  HANDRAIL_TRY(Account account, checked(wanted));
  account.administrator = true;
  HANDRAIL_CHECK(Passwords::check(password, account.name));
  HANDRAIL_TRY(account.password, passwords_.hash(password));
  const std::string secret = new_secret();
  HANDRAIL_CHECK(store_.commit({OnlyFirst{}, account, session_of(secret, account, from),
                                entry("first_administrator", account, {account.name, from.address},
                                      fmt::format("for {}", account.person.text()))}));
  return SignedIn{secret, std::move(account)};
}

Handover Accounts::handover(const Account& account, std::vector<Write>& writes) const {
  const bool first = account.password.empty();
  Handover made{new_secret(), account, first ? Link::Kind::invitation : Link::Kind::reset, clock_.now()};
  made.expires += first ? std::chrono::microseconds(limits::invitation) : std::chrono::microseconds(limits::reset);
  writes.emplace_back(DropLinks{account.id});
  writes.emplace_back(Link{hash_of(made.secret), account.id, made.kind, made.expires});
  return made;
}

Result<Handover> Accounts::invite(const NewAccount& wanted, const By& by) {
  HANDRAIL_TRY(const Account account, checked(wanted));
  HANDRAIL_TRY(const auto accounts, store_.accounts());
  if (accounts.size() >= limits::accounts)
    return Error{ErrorCode::conflict, fmt::format("There are {} accounts, and no more are kept.", limits::accounts),
                 "name", "Give an account that is not used any more another name and person."};
  std::vector<Write> writes{account, entry("invited", account, by, fmt::format("for {}", account.person.text()))};
  auto made = handover(account, writes);
  HANDRAIL_CHECK(store_.commit(writes));
  return made;
}

Result<Handover> Accounts::reset(const AccountId& id, const By& by) {
  HANDRAIL_TRY(const Account account, existing(id));
  if (!account.active)
    return Error{ErrorCode::invalid, fmt::format("The account {} is deactivated.", account.name), "account",
                 "Activate it first."};
  std::vector<Write> writes{entry(account.password.empty() ? "invited_again" : "reset_link", account, by)};
  auto made = handover(account, writes);
  HANDRAIL_CHECK(store_.commit(writes));
  return made;
}

Result<std::optional<Handover>> Accounts::link(const std::string& secret) {
  HANDRAIL_TRY(const auto link, store_.link(hash_of(secret)));
  if (!link || link->expires <= clock_.now()) return std::optional<Handover>();
  HANDRAIL_TRY(auto account, store_.account(link->account));
  if (!account || !account->active) return std::optional<Handover>();
  return std::optional(Handover{secret, std::move(*account), link->kind, link->expires});
}

Result<SignedIn> Accounts::redeem(const std::string& secret, const std::string& password, const From& from) {
  HANDRAIL_TRY(const auto known, link(secret));
  if (!known)
    return Error{ErrorCode::not_found, "This link opens nothing: it was used, it expired, or it never was one.", "",
                 "Ask an administrator for a new one."};
  Account account = changed(known->account);
  HANDRAIL_CHECK(Passwords::check(password, account.name));
  HANDRAIL_TRY(account.password, passwords_.hash(password));
  const std::string cookie = new_secret();
  const char* what = known->kind == Link::Kind::invitation ? "invitation_taken" : "password_reset";
  HANDRAIL_CHECK(
      store_.commit({TakeLink{hash_of(secret)}, account, DropSessions{account.id, {}}, DropLinks{account.id},
                     session_of(cookie, account, from), entry(what, account, {account.name, from.address})}));
  return SignedIn{cookie, std::move(account)};
}

// ---- changing
// --------------------------------------------------------------------------------------------------------

Result<void> Accounts::set_active(const AccountId& id, bool active, const By& by) {
  const std::lock_guard lock(administering_);
  HANDRAIL_TRY(const Account before, existing(id));
  if (before.active == active) return {};
  if (!active && before.administrator) HANDRAIL_CHECK(check_another_administrator(before));
  Account after = changed(before);
  after.active = active;
  return store_.commit({after, DropSessions{id, {}}, DropTokens{id}, DropLinks{id},
                        entry(active ? "activated" : "deactivated", after, by)});
}

Result<void> Accounts::set_administrator(const AccountId& id, bool administrator, const By& by) {
  const std::lock_guard lock(administering_);
  HANDRAIL_TRY(const Account before, existing(id));
  if (before.administrator == administrator) return {};
  if (!administrator) HANDRAIL_CHECK(check_another_administrator(before));
  Account after = changed(before);
  after.administrator = administrator;
  return store_.commit(
      {after, DropSessions{id, {}}, entry(administrator ? "made_administrator" : "administrator_no_more", after, by)});
}

} // namespace handrail::identity
