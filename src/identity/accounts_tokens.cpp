// API tokens. § identity-8
#include "identity/accounts.h"

#include "core/control_character.h"
#include "core/text.h"
#include "identity/limits.h"
#include "identity/secret.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::identity {

namespace {

constexpr std::string_view prefix = "hr_"; ///< so that one that was lost in a file is found

} // namespace

Result<MadeToken> Accounts::make_token(const Account& account, const std::string& typed, Token::Scope scope,
                                       std::size_t days, const From& from) {
  const std::string label{text::trimmed(typed)};
  if (label.empty() || !text::is_utf8(label) || text::code_points(label) > limits::label_characters ||
      text::control_character(label))
    return Error{ErrorCode::invalid,
                 fmt::format("A token has a label of at most {} characters, in one line.", limits::label_characters),
                 "label", "Say which program uses it."};
  if (days < 1 || days > limits::token_days)
    return Error{ErrorCode::invalid, fmt::format("A token is good for 1 to {} days.", limits::token_days), "days",
                 "Make a new one when it has expired."};
  HANDRAIL_TRY(const auto there, store_.tokens(account.id));
  if (there.size() >= limits::tokens)
    return Error{ErrorCode::conflict, fmt::format("There are {} tokens, and no more are kept.", limits::tokens),
                 "label", "Revoke one that is not used any more."};
  MadeToken made{std::string(prefix) + new_secret(), {}};
  const auto now = clock_.now();
  made.token = {new_id(), hash_of(made.secret), account.id, label, scope, now, now + std::chrono::hours(24 * days), {}};
  HANDRAIL_CHECK(store_.commit(
      {Unchanged{account.id, account.revision}, made.token,
       entry("token_made", account, {account.name, from.address}, fmt::format("{} {}", made.token.id, label))}));
  return made;
}

Result<void> Accounts::revoke_token(const Account& account, const std::string& id, const From& from) {
  HANDRAIL_TRY(const auto tokens, store_.tokens(account.id));
  const auto found = std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) { return token.id == id; });
  if (found == tokens.end())
    return Error{ErrorCode::not_found, "There is no such token any more.", "token", "Look at the list again."};
  return store_.commit({DropToken{found->hash}, entry("token_revoked", account, {account.name, from.address},
                                                      fmt::format("{} {}", found->id, found->label))});
}

Result<std::optional<Known>> Accounts::by_token(const std::string& secret) {
  if (!secret.starts_with(prefix)) return std::optional<Known>();
  const auto hash = hash_of(secret);
  HANDRAIL_TRY(auto token, store_.token(hash));
  const auto now = clock_.now();
  if (!token || token->expires <= now) return std::optional<Known>();
  HANDRAIL_TRY(auto account, store_.account(token->account));
  if (!account || !account->active) return std::optional<Known>();
  if (!token->used || *token->used + limits::seen_again <= now) {
    token->used = now;
    HANDRAIL_CHECK(store_.commit({TokenUsed{hash, now}}));
  }
  return std::optional(Known{std::move(*account), {}, std::move(*token)});
}

} // namespace handrail::identity
