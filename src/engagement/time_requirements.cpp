#include "engagement/time_requirements.h"

#include "engagement/calendar.h"
#include "engagement/directory.h"
#include "engagement/moments.h"
#include "engagement/work.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

using playbook::Duration;

constexpr std::size_t most_told_attempts = 10;

/// A day for what is counted by days, and a time of day with it for what is counted by hours.
std::string when(Instant at, const Duration& length, const Calendar& calendar) {
  return length.unit == Duration::Unit::hours ? calendar.in_words(at) : Calendar::in_words(calendar.date_of(at));
}

/// "calls “outreach”", "e-mails “Follow-up”"
std::string plural(const decltype(playbook::RequiredAttempts::what)& what, const Deciding& deciding) {
  if (const auto* meeting = std::get_if<playbook::RequiredMeeting>(&what))
    return meeting->purpose.empty() ? meeting->kind + "s" : fmt::format("{}s “{}”", meeting->kind, meeting->purpose);
  const auto& id = std::get<playbook::RequiredEmail>(what).message;
  const auto* message = deciding.workspace.message(id);
  return fmt::format("e-mails “{}”", message == nullptr || message->name.empty() ? id.text() : message->name);
}

Command attempt(const decltype(playbook::RequiredAttempts::what)& what, const Ground& ground,
                const Deciding& deciding) {
  if (const auto* meeting = std::get_if<playbook::RequiredMeeting>(&what)) {
    LogMeeting log;
    log.kind = meeting->kind;
    log.purpose = meeting->purpose;
    log.engagement = ground.engagement;
    return log;
  }
  RecordEmail record;
  record.message = std::get<playbook::RequiredEmail>(what).message;
  record.engagement = ground.engagement;
  if (const auto* message = deciding.workspace.message(record.message)) record.to = message->audience;
  return record;
}

std::string ordinal(std::size_t n) {
  const std::size_t last = n % 10, last_two = n % 100;
  const bool teen = last_two >= 11 && last_two <= 13;
  return fmt::format("{}{}", n, teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

/// The attempts of an engagement, and which of them count.
struct Counted {
  std::size_t number = 0;
  std::optional<Instant> next_from; ///< the next one counts from here on; nothing: any time
  std::vector<FactRead> facts;
};

Counted counted(const playbook::RequiredAttempts& required, const std::vector<Mark>& marks, const Calendar& calendar,
                const Deciding& deciding) {
  Counted counted;
  for (const Mark& mark : marks) {
    const std::string from = fmt::format("logged by {}", name_of(deciding.workspace, mark.by));
    const std::string at = calendar.in_words(mark.at);
    if (counted.next_from && mark.at < *counted.next_from) {
      counted.facts.push_back({at,
                               fmt::format("does not count: the next one counts from {} on",
                                           when(*counted.next_from, *required.apart, calendar)),
                               from});
      continue;
    }
    counted.facts.push_back({at, fmt::format("counts as the {}", ordinal(++counted.number)), from});
    if (!required.apart) continue;
    const auto next = calendar.after(mark.at, *required.apart);
    counted.next_from = next ? *next : Instant::max();
  }
  return counted;
}

} // namespace

std::optional<MissingTime> missing_attempts(const playbook::RequiredAttempts& required, const Ground& ground,
                                            const Deciding& deciding) {
  const Calendar calendar(deciding.workspace);
  const auto marks = std::visit([&](const auto& what) { return marks_of(what, ground, deciding); }, required.what);
  Counted count = counted(required, marks, calendar, deciding);
  if (count.number >= static_cast<std::size_t>(required.at_least)) return std::nullopt;

  const std::string what = plural(required.what, deciding);
  MissingTime missing;
  missing.needs = fmt::format("{} {}", required.at_least, what);
  if (required.apart) missing.needs += fmt::format(", each at least {} after the one before", to_text(*required.apart));
  missing.needs += fmt::format("; {} so far", count.number == 0   ? std::string("none counts")
                                              : count.number == 1 ? std::string("1 counts")
                                                                  : fmt::format("{} count", count.number));
  missing.facts = {{what, marks.empty() ? "none" : std::to_string(marks.size()), "this engagement"}};
  const std::size_t told = std::min(count.facts.size(), most_told_attempts);
  missing.facts.insert(missing.facts.end(), count.facts.end() - static_cast<std::ptrdiff_t>(told), count.facts.end());
  if (count.next_from && deciding.now < *count.next_from)
    missing.remedies = {
        {fmt::format("Make the next one on {} or later.", when(*count.next_from, *required.apart, calendar)),
         {},
         false,
         count.next_from}};
  else
    missing.remedies = {{"Make the next one now, and log it.", attempt(required.what, ground, deciding)}};
  return missing;
}

std::optional<MissingTime> missing_time(const playbook::RequiredElapsed& required, const Ground& ground,
                                        Deciding& deciding) {
  const Calendar calendar(deciding.workspace);
  const Moment since = moment_of(required.since, ground, deciding);
  MissingTime missing;
  missing.needs = fmt::format("{} to have passed after {}", to_text(required.at_least), since.words);
  if (!since.at) {
    missing.needs += ", and that has not happened yet";
    missing.facts = {{since.words, "not yet", "this engagement"}};
    missing.remedies = {{"That comes first; the time is counted from then on.", {}}};
    return missing;
  }
  const auto holds_from = calendar.after(*since.at, required.at_least);
  if (holds_from && deciding.now >= *holds_from) return std::nullopt;
  missing.facts = {{since.words, calendar.in_words(*since.at), "the tenant's history"}};
  if (holds_from)
    missing.remedies = {
        {fmt::format("Wait until {}.", when(*holds_from, required.at_least, calendar)), {}, false, *holds_from}};
  return missing;
}

std::optional<MissingTime> missing_inactivity(const playbook::RequiredInactivity& required, const Ground& ground,
                                              Deciding& deciding) {
  const Calendar calendar(deciding.workspace);
  Instant until = deciding.now;
  std::optional<Moment> before;
  if (required.before) {
    before = moment_of(*required.before, ground, deciding);
    if (before->at) until = *before->at;
  }
  const auto last = last_work(deciding.state(), nullptr, [&](const Mark& mark) {
    if (!before || !before->at) return true;
    return before->version != 0 ? mark.version < before->version : mark.at < until;
  });
  const auto rested_from = last ? calendar.after(last->mark.at, required.at_least) : Result<Instant>(Instant::min());
  if (rested_from && until >= *rested_from) return std::nullopt;

  MissingTime missing;
  missing.needs = fmt::format("{} without work on the tenant", to_text(required.at_least));
  if (before) missing.needs += fmt::format(" before {}", before->words);
  missing.needs +=
      fmt::format("; the last was {} on {}", last->what, Calendar::in_words(calendar.date_of(last->mark.at)));
  missing.facts = {
      {"the last work", last->what,
       fmt::format("{}, {}", name_of(deciding.workspace, last->mark.by), calendar.in_words(last->mark.at))}};
  if (before && before->at)
    missing.facts.push_back({before->words, calendar.in_words(*before->at), "the tenant's history"});
  if (rested_from)
    missing.remedies = {{fmt::format("{} {}, if nobody works on it until then.",
                                     before ? "Begin anew on" : "It counts as inactive from",
                                     when(*rested_from, required.at_least, calendar)),
                         {},
                         false,
                         before ? std::nullopt : std::optional(*rested_from)}};
  return missing;
}

} // namespace handrail::engagement
