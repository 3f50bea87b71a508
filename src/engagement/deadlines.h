// By when what must have happened, of every engagement that is open: met, upcoming, due soon, or overdue. Pure, as
// `decide` is. docs/spec/rules.md, § rules-65 to § rules-69
#pragma once

#include "engagement/requirements.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::engagement {

struct Deadline {
  enum class State { met, met_late, upcoming, due_soon, overdue };

  EngagementId engagement;
  PlaybookId playbook;
  std::string step;           ///< its id
  TaskId task;                ///< the task of this playbook that must be complete; empty when it is none
  std::vector<TaskId> one_of; ///< an outcome's: one of these
  std::string what;           ///< "5101 First Contact Attempt", "the call “outreach”"
  std::string why;            ///< "within 2 business days after Tara Stone was assigned as FM"
  Date day;                   ///< the last day, in the workspace's zone
  Instant ends{};             ///< what happens from here on is late
  State state = State::upcoming;
  std::string words; ///< "due tomorrow", "overdue by 2 business days", "met on Tue 3 Mar"
  std::optional<Mark> met;
  std::vector<Instant> reminders; ///< whose time has come, oldest first; none once it is met
  std::vector<PersonId> people;   ///< whose it is
  std::string role;               ///< whose it is when none of the tenant's people has it; may be empty
  bool refuses_late = false;
  std::string otherwise;
  playbook::SourceSpan at;
  std::vector<playbook::Citation> cites;

  bool is_open() const { return state != State::met && state != State::met_late; }
};

/// "upcoming", "due soon", "overdue", "met", "met late": as scenarios and JSON write it.
std::string_view to_string(Deadline::State state);

/// The soonest first. What waits for an event that did not happen, and what is not for this tenant, is not there.
std::vector<Deadline> deadlines(const TenantState& state, const playbook::Model& model, Instant now);

/// In a sentence: "5101 First Contact Attempt was due by Wed 4 Mar 2026, within 2 business days after …".
std::string sentence(const Deadline& deadline);

/// The reason why the task of `ground` can no longer be completed. § rules-68
std::optional<Reason> refused_as_late(const playbook::DueRule& due, const Ground& ground, Deciding& deciding);

} // namespace handrail::engagement
