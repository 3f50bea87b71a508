// When something happened: what rules of time count from, and what they wait for. docs/spec/rules.md, § rules-29
#pragma once

#include "engagement/requirements.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::engagement {

/// When it happened in the engagement of `ground`, oldest first; a task of another playbook, in whichever engagement. A
/// task that is complete happened once, when it became so; a request happened when it was made.
std::vector<Mark> marks_of(const playbook::RequiredTask& task, const Ground& ground, const Deciding& deciding);
std::vector<Mark> marks_of(const playbook::RequiredMeeting& meeting, const Ground& ground, const Deciding& deciding);
std::vector<Mark> marks_of(const playbook::RequiredEmail& email, const Ground& ground, const Deciding& deciding);
std::vector<Mark> marks_of(const playbook::RequiredNote& note, const Ground& ground, const Deciding& deciding);
std::vector<Mark> marks_of(const playbook::RequiredRequest& request, const Ground& ground, const Deciding& deciding);

/// "5101 First Contact Attempt", "the call “outreach”", "the e-mail “Follow-up”", "the Environment note".
std::string name_of(const playbook::RequiredTask& task, const Ground& ground, const Deciding& deciding);
std::string name_of(const playbook::RequiredMeeting& meeting, const Ground& ground, const Deciding& deciding);
std::string name_of(const playbook::RequiredEmail& email, const Ground& ground, const Deciding& deciding);
std::string name_of(const playbook::RequiredNote& note, const Ground& ground, const Deciding& deciding);
std::string name_of(const playbook::RequiredRequest& request, const Ground& ground, const Deciding& deciding);

/// The event that a time is counted from.
struct Moment {
  std::string words;         ///< "Tara Stone was assigned as FM": completes "after …"
  std::optional<Instant> at; ///< nothing: it did not happen yet
  std::uint64_t version = 0; ///< of the tenant, after it; 0 of a date
};
Moment moment_of(const playbook::TimeEvent& event, const Ground& ground, Deciding& deciding);

} // namespace handrail::engagement
