// Every limit of signing in, by name. docs/spec/identity.md lists them in § identity-12.
#pragma once

#include <chrono>
#include <cstddef>

namespace handrail::identity::limits {

using namespace std::chrono_literals;

inline constexpr std::size_t name_characters = 120;
inline constexpr std::size_t password_least = 12;    ///< characters
inline constexpr std::size_t password_most = 128;    ///< characters
inline constexpr std::size_t label_characters = 80;  ///< of an API token
inline constexpr std::size_t agent_characters = 160; ///< what a browser says it is; more is cut
inline constexpr std::size_t sessions = 50;          ///< of one account; the oldest gives way
inline constexpr std::size_t tokens = 50;            ///< of one account
inline constexpr std::size_t accounts = 10'000;
inline constexpr std::size_t log_page = 200; ///< entries of the security log on a page

inline constexpr auto idle = 8h;
inline constexpr auto session = 24h * 7;
inline constexpr auto seen_again = 1min; ///< how exactly a session's and a token's last use are kept
inline constexpr auto invitation = 72h;
inline constexpr auto reset = 1h;
inline constexpr std::size_t token_days = 366;

inline constexpr int free_failures = 5;
inline constexpr auto first_pause = 1s; ///< after that many failures; each further one doubles it
inline constexpr auto longest_pause = 15min;
inline constexpr auto forgotten = 24h;            ///< without a failure
inline constexpr std::size_t remembered = 20'000; ///< names and addresses with failures
inline constexpr int hashes_at_once = 2;          ///< each takes the memory of its parameters

} // namespace handrail::identity::limits
