// How the portal says things: dates, people, statuses. One place, so that a catalogue can take over from here.
#pragma once

#include "core/time.h"
#include "engagement/holder.h"
#include "playbook/workspace.h"
#include "web/view/view.h"

#include <optional>
#include <string>
#include <string_view>

namespace handrail::web {

/// "12 Dec 2026"
std::string long_date(Date date);
/// Within a week as people say it ("today", "tomorrow", "in 3 days", "2 days overdue"), else "12 Dec", with the year
/// when it is another one.
std::string due_date(Date date, Date today);
/// "late", "soon" or "": the class a due date is shown in.
std::string due_tone(Date date, Date today);
/// "today", "yesterday", "Mon 2 Mar", with the year when it is another one: the head of a day in a timeline.
std::string day_heading(Date date, Date today);
/// "09:05" in an IANA zone; UTC where the zone is unknown.
std::string clock_time(Instant instant, std::string_view zone);
/// The calendar date in an IANA zone; in UTC where the zone is unknown.
Date date_in(Instant instant, std::string_view zone);
/// "12 Dec 2026, 09:05 (Europe/Lisbon)": what stands behind a short one.
std::string in_full(Instant instant, std::string_view zone);
/// "1 h 20 min"
std::string duration(int minutes);

/// "AS" for "Ana Silva": the letters on a person's disc.
std::string initials(std::string_view name);
/// The name of a person, or the id when the workspace no longer knows it.
std::string person_name(const playbook::Workspace& workspace, const PersonId& id);
std::string holder_name(const playbook::Workspace& workspace, const engagement::Holder& holder);
/// Sets `name`, `initials` or the section `queue`, and `primary`: what the holder template shows.
void set_holder(View& view, const playbook::Workspace& workspace, const engagement::Holder& holder, bool primary);

/// The icon and the tone of a task status: {"done", "is-done"}.
struct Look {
  std::string icon, tone;
};
Look task_look(playbook::TaskStatus::Kind kind);
/// The look of a tenant's status; a workspace's own words are recognised by their usual meaning.
Look status_look(std::string_view status);

/// "Call the customer" of "call the customer".
std::string capitalised(std::string words);
/// What an error says, as a sentence of its own: "There is no action “dance”."
std::string as_sentence(std::string words);

/// "1 task", "3 tasks".
std::string counted(std::size_t count, std::string_view one, std::string_view many);

} // namespace handrail::web
