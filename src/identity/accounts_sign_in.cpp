// Signing in and out, and sessions. § identity-5, § identity-6
#include "identity/accounts.h"

#include "core/control_character.h"
#include "core/text.h"
#include "identity/limits.h"
#include "identity/secret.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::identity {

namespace {

std::string name_key(const std::string& name) { return "name " + name; }
std::string address_key(const std::string& address) { return "address " + address; }

/// What somebody typed or sent, for the log: one line of a length that is known beforehand.
std::string for_log(const std::string& typed, std::size_t limit) {
  if (!text::is_utf8(typed)) return "(not UTF-8)";
  return text::shortened(text::without_control_characters(typed), limit);
}

std::string in_words(std::chrono::seconds wait) {
  if (wait.count() == 1) return "a second";
  if (wait.count() < 120) return fmt::format("{} seconds", wait.count());
  return fmt::format("{} minutes", (wait.count() + 59) / 60);
}

} // namespace

Session Accounts::session_of(const std::string& secret, const Account& account, const From& from) const {
  const auto now = clock_.now();
  return {new_id(), hash_of(secret), account.id, now, now, from.address, for_log(from.agent, limits::agent_characters)};
}

Result<void> Accounts::refuse(const std::string& name, const From& from, const char* what, const std::string& detail) {
  return store_.commit(
      {SecurityEntry{0, clock_.now(), what, for_log(name, limits::name_characters), "", from.address, detail}});
}

Result<bool> Accounts::is_right(const Account& account, const std::string& password, const From& from) {
  const std::vector<std::string> keys{name_key(account.name), address_key(from.address)};
  if (const auto wait = attempts_.begin(keys, clock_.now())) {
    HANDRAIL_CHECK(refuse(account.name, from, "sign_in_held_back", in_words(*wait)));
    return Error{ErrorCode::unavailable, "There were too many tries that failed.", "",
                 fmt::format("Try again in {}.", in_words(*wait))};
  }
  // No password is longer than the limit: what is longer is not worth the work, and is refused in its time too.
  const bool too_long = password.size() > limits::password_most * 4;
  const bool may = account.active && !too_long;
  const auto same = passwords_.matches(too_long ? "" : password, may ? account.password : "");
  if (!same) {
    attempts_.undo(keys);
    return same.error();
  }
  if (*same) attempts_.succeeded(keys.front(), keys.back());
  return *same;
}

/// The oldest session gives way; what expired goes with it.
Result<std::vector<Write>> Accounts::room_for_session(const AccountId& account) {
  const auto now = clock_.now();
  std::vector<Write> writes{DropExpired{now - limits::session, now - limits::idle, now}};
  HANDRAIL_TRY(const auto sessions, store_.sessions(account));
  for (std::size_t i = limits::sessions - 1; i < sessions.size(); ++i)
    writes.emplace_back(DropSession{sessions[i].hash});
  return writes;
}

Result<SignedIn> Accounts::sign_in(const std::string& name, const std::string& password, const From& from) {
  HANDRAIL_TRY(auto found, named(name));
  Account account = found ? std::move(*found) : Account{};
  if (!found) {
    account.name = text::lowered(text::trimmed(name)).substr(0, limits::name_characters * 4);
    account.active = false;
  }
  HANDRAIL_TRY(const bool right, is_right(account, password, from));
  if (!right) {
    HANDRAIL_CHECK(refuse(account.name, from, "sign_in_refused", ""));
    return Error{ErrorCode::forbidden, "Name and password do not belong together.", "",
                 "Try again, or ask an administrator for a link to choose another password."};
  }
  HANDRAIL_TRY(auto writes, room_for_session(account.id));
  writes.emplace_back(Unchanged{account.id, account.revision}); // neither deactivated nor given another password
  if (passwords_.is_outdated(account.password)) {
    account = changed(std::move(account));
    HANDRAIL_TRY(account.password, passwords_.hash(password));
    writes.emplace_back(account);
  }
  const std::string secret = new_secret();
  writes.emplace_back(session_of(secret, account, from));
  writes.emplace_back(entry("signed_in", account, {account.name, from.address}));
  HANDRAIL_CHECK(store_.commit(writes));
  return SignedIn{secret, std::move(account)};
}

Result<std::optional<Known>> Accounts::by_session(const std::string& secret) {
  const auto hash = hash_of(secret);
  HANDRAIL_TRY(auto session, store_.session(hash));
  const auto now = clock_.now();
  if (!session || session->begun + limits::session <= now || session->seen + limits::idle <= now)
    return std::optional<Known>();
  HANDRAIL_TRY(auto account, store_.account(session->account));
  if (!account || !account->active) return std::optional<Known>();
  if (session->seen + limits::seen_again <= now) {
    session->seen = now;
    HANDRAIL_CHECK(store_.commit({SessionSeen{hash, now}}));
  }
  return std::optional(Known{std::move(*account), std::move(*session), {}});
}

Result<void> Accounts::sign_out(const Known& known, const From& from) {
  if (!known.session) return {};
  return store_.commit(
      {DropSession{known.session->hash}, entry("signed_out", known.account, {known.account.name, from.address})});
}

Result<void> Accounts::sign_out_everywhere(const Account& account, const From& from) {
  return store_.commit(
      {DropSessions{account.id, {}}, entry("signed_out_everywhere", account, {account.name, from.address})});
}

Result<void> Accounts::end_session(const Account& account, const std::string& id, const From& from) {
  HANDRAIL_TRY(const auto sessions, store_.sessions(account.id));
  const auto found = std::find_if(sessions.begin(), sessions.end(), [&](const Session& s) { return s.id == id; });
  if (found == sessions.end())
    return Error{ErrorCode::not_found, "This session has ended.", "session", "Look at the list again."};
  return store_.commit({DropSession{found->hash}, entry("session_ended", account, {account.name, from.address},
                                                        fmt::format("{} from {}", found->id, found->address))});
}

Result<SignedIn> Accounts::change_password(const Account& known, const std::string& old, const std::string& password,
                                           const From& from) {
  HANDRAIL_TRY(const Account before, existing(known.id));
  HANDRAIL_CHECK(Passwords::check(password, before.name));
  HANDRAIL_TRY(const bool right, is_right(before, old, from));
  if (!right) {
    HANDRAIL_CHECK(refuse(before.name, from, "password_change_refused", ""));
    return Error{ErrorCode::forbidden, "That is not the password so far.", "old", "Type the one you signed in with."};
  }
  Account account = changed(before);
  HANDRAIL_TRY(account.password, passwords_.hash(password));
  const std::string secret = new_secret();
  HANDRAIL_CHECK(
      store_.commit({account, DropSessions{account.id, {}}, DropLinks{account.id}, session_of(secret, account, from),
                     entry("password_changed", account, {account.name, from.address})}));
  return SignedIn{secret, std::move(account)};
}

} // namespace handrail::identity
