// Every limit of the engagement room, by name. docs/spec/engagement.md lists them in § engagement-40.
#pragma once

#include <cstddef>

namespace handrail::engagement::limits {

// Texts, in code points.
inline constexpr std::size_t id = 64;    ///< an id that comes with a command
inline constexpr std::size_t name = 200; ///< a tenant's, customer's, contact's name
inline constexpr std::size_t email_address = 254;
inline constexpr std::size_t attribute = 1000; ///< one attribute's value
inline constexpr std::size_t note = 20'000;
inline constexpr std::size_t fact_label = 200;
inline constexpr std::size_t fact_value = 4'000;
inline constexpr std::size_t next_action = 500;
inline constexpr std::size_t purpose = 200;  ///< of a call or meeting
inline constexpr std::size_t reason = 2'000; ///< of a request, an answer, a closing, a correction
inline constexpr std::size_t meeting_outcome = 4'000;
inline constexpr std::size_t recipients = 1'000; ///< the `to` of a recorded e-mail

// Numbers of things of one tenant.
inline constexpr std::size_t services = 200;
inline constexpr std::size_t attributes = 200;
inline constexpr std::size_t contacts = 200;
inline constexpr std::size_t assignments = 500;
inline constexpr std::size_t engagements = 500;
inline constexpr std::size_t notes = 20'000;
inline constexpr std::size_t drafts_per_author = 10;
inline constexpr std::size_t facts_per_note = 50;
inline constexpr std::size_t attendees = 100;
inline constexpr std::size_t meetings = 5'000;
inline constexpr std::size_t emails = 5'000;
inline constexpr std::size_t requests = 1'000;
inline constexpr std::size_t time_entries = 20'000;

// People who have rights on one customer.
inline constexpr std::size_t customer_holders = 200;

// Minutes of one time entry or one meeting: whole, at least one, at most a day.
inline constexpr int minutes_at_least = 1;
inline constexpr int minutes_at_most = 24 * 60;

/// Playbooks started by effects of playbooks started by effects … within one command.
inline constexpr int effect_depth = 8;

} // namespace handrail::engagement::limits
