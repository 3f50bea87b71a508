#include "web/view/words.h"

#include "core/text.h"
#include "core/zone.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

namespace handrail::web {

namespace {

constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

int days_between(Date from, Date to) {
  return static_cast<int>((std::chrono::sys_days(to) - std::chrono::sys_days(from)).count());
}

/// "12 Dec", and the year where it is not this one.
std::string short_date(Date date, Date today) {
  const auto text =
      fmt::format("{} {}", static_cast<unsigned>(date.day()), months.at(static_cast<unsigned>(date.month()) - 1));
  return date.year() == today.year() ? text : fmt::format("{} {}", text, static_cast<int>(date.year()));
}

/// The wall clock in a zone, as if it were UTC; UTC itself where nobody knows the zone.
Instant wall_clock(Instant instant, std::string_view zone) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
  return instant + std::chrono::seconds(offset_at_utc(zone, seconds).value_or(0));
}

} // namespace

std::string long_date(Date date) {
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), months.at(static_cast<unsigned>(date.month()) - 1),
                     static_cast<int>(date.year()));
}

std::string due_date(Date date, Date today) {
  const int days = days_between(today, date);
  if (days == 0) return "today";
  if (days == 1) return "tomorrow";
  if (days == -1) return "1 day overdue";
  if (days > 1 && days <= 7) return fmt::format("in {} days", days);
  if (days < -1 && days >= -7) return fmt::format("{} days overdue", -days);
  return days < 0 ? "overdue since " + short_date(date, today) : short_date(date, today);
}

std::string due_tone(Date date, Date today) {
  const int days = days_between(today, date);
  return days < 0 ? "late" : days <= 1 ? "soon" : "";
}

std::string day_heading(Date date, Date today) {
  const int days = days_between(date, today);
  if (days == 0) return "Today";
  if (days == 1) return "Yesterday";
  const std::chrono::weekday weekday{std::chrono::sys_days(date)};
  return fmt::format("{} {}", weekdays.at(weekday.c_encoding()), short_date(date, today));
}

std::string clock_time(Instant instant, std::string_view zone) {
  const Instant local = wall_clock(instant, zone);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(local - std::chrono::floor<std::chrono::days>(local));
  return fmt::format("{:02}:{:02}", minutes.count() / 60, minutes.count() % 60);
}

Date date_in(Instant instant, std::string_view zone) {
  return Date(std::chrono::floor<std::chrono::days>(wall_clock(instant, zone)));
}

std::string in_full(Instant instant, std::string_view zone) {
  return fmt::format("{}, {} ({})", long_date(date_in(instant, zone)), clock_time(instant, zone), zone);
}

std::string duration(int minutes) {
  if (minutes < 60) return fmt::format("{} min", minutes);
  return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60) : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string initials(std::string_view name) {
  std::string first, last;
  bool at_start = true;
  for (std::size_t i = 0; i < name.size();) {
    std::size_t length = 1;
    while (i + length < name.size() && (static_cast<unsigned char>(name[i + length]) & 0xC0U) == 0x80U) ++length;
    const auto letter = name.substr(i, length);
    if (at_start && letter != " ") (first.empty() ? first : last) = letter;
    at_start = letter == " " || letter == "-";
    i += length;
  }
  return first + last;
}

std::string person_name(const playbook::Workspace& workspace, const PersonId& id) {
  const auto* person = workspace.person(id);
  return person == nullptr ? id.text() : person->name;
}

std::string holder_name(const playbook::Workspace& workspace, const engagement::Holder& holder) {
  return holder.kind == engagement::Holder::Kind::queue ? holder.id : person_name(workspace, PersonId(holder.id));
}

void set_holder(View& view, const playbook::Workspace& workspace, const engagement::Holder& holder, bool primary) {
  const std::string name = holder_name(workspace, holder);
  view.set("holder", name).show("primary", primary);
  if (holder.kind == engagement::Holder::Kind::queue)
    view.show("queue");
  else
    view.set_if("initials", initials(name));
}

Look task_look(playbook::TaskStatus::Kind kind) {
  using Kind = playbook::TaskStatus::Kind;
  switch (kind) {
    case Kind::not_started: return {"open", ""};
    case Kind::not_required: return {"skipped", "is-off"};
    case Kind::in_progress: return {"active", "is-active"};
    case Kind::complete: return {"done", "is-done"};
    case Kind::waiting: return {"waiting", "is-waiting"};
    case Kind::warning: return {"warning", "is-warning"};
    case Kind::blocked: return {"blocked", "is-blocked"};
    case Kind::cancelled: return {"cancelled", "is-off"};
  }
  return {"open", ""};
}

Look status_look(std::string_view status) {
  const std::string word = text::lowered(status);
  const auto has = [&](std::string_view part) { return word.find(part) != std::string::npos; };
  if (has("block") || has("risk")) return {has("block") ? "blocked" : "warning", has("block") ? "blocked" : "due"};
  if (has("watch") || has("hold") || has("pause")) return {"waiting", "due"};
  if (has("complete") || has("done")) return {"done", "done"};
  if (has("inactive") || has("closed")) return {"skipped", ""};
  if (has("active")) return {"active", "accent"};
  return {"open", ""};
}

std::string capitalised(std::string words) {
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') words.front() -= 'a' - 'A';
  return words;
}

std::string as_sentence(std::string words) {
  constexpr std::string_view ends = ".!?:";
  words = capitalised(std::move(words));
  if (!words.empty() && ends.find(words.back()) == std::string_view::npos && !words.ends_with("…")) words += '.';
  return words;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

} // namespace handrail::web
