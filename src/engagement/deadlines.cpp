#include "engagement/deadlines.h"

#include "core/text.h"
#include "engagement/calendar.h"
#include "engagement/conditions.h"
#include "engagement/directory.h"
#include "engagement/moments.h"
#include "engagement/task_rows.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

using playbook::Duration;
using State = Deadline::State;
using Kind = playbook::TaskStatus::Kind;

/// When something is due, and what that is counted from.
struct Due {
  Date day;
  Instant ends{};
  bool to_the_hour = false;
  Moment since;
  std::string why;
};

/// The last day's end, or the very moment where hours are counted. Nothing while it is not known.
std::optional<Due> due_of(const playbook::DueRule& rule, const Ground& ground, Deciding& deciding,
                          const Calendar& calendar) {
  Due due;
  if (rule.by) {
    const auto day = judge(*rule.by, deciding, ground.engagement).value.as_date();
    if (!day) return std::nullopt;
    due.day = *day;
    due.why = fmt::format("by {}", rule.by->text);
  } else {
    due.since = moment_of(rule.since, ground, deciding);
    if (!due.since.at) return std::nullopt;
    due.to_the_hour = rule.within.unit == Duration::Unit::hours;
    due.why = fmt::format("within {} after {}", to_text(rule.within), due.since.words);
    if (due.to_the_hour) {
      due.ends = *due.since.at + std::chrono::hours(rule.within.count);
      due.day = calendar.date_of(due.ends);
      return due;
    }
    const auto day = calendar.moved(calendar.date_of(*due.since.at), rule.within);
    if (!day) return std::nullopt;
    due.day = *day;
  }
  const auto next_day = calendar.moved(due.day, {Duration::Unit::days, 1});
  if (!next_day) return std::nullopt;
  due.ends = calendar.start_of(*next_day);
  return due;
}

std::vector<Instant> reminders_of(const playbook::DueRule& rule, const Due& due, const Calendar& calendar) {
  std::vector<Instant> all;
  for (const Duration& before : rule.remind) {
    if (before.unit == Duration::Unit::hours) {
      all.push_back(due.ends - std::chrono::hours(before.count));
      continue;
    }
    if (const auto day = calendar.moved(due.day, before, -1)) all.push_back(calendar.start_of(*day));
  }
  // Without any, the business day before the last day begins to press.
  if (rule.remind.empty())
    if (const auto day = calendar.add_business_days(due.day, -1)) all.push_back(calendar.start_of(*day));
  std::sort(all.begin(), all.end());
  return all;
}

std::string counted(std::int64_t n, std::string_view one) { return fmt::format("{} {}{}", n, one, n == 1 ? "" : "s"); }

/// "2 business days", "3 days", "5 hours": how late something is, in the unit that the rule counts in. Never nothing.
std::string lateness(const playbook::DueRule& rule, const Due& due, Instant at, const Calendar& calendar) {
  const Date day = calendar.date_of(at);
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(at - due.ends).count();
  if (due.to_the_hour && hours < 48) return hours < 1 ? "less than an hour" : counted(hours, "hour");
  if (!rule.by && rule.within.unit == Duration::Unit::business_days)
    if (const auto days = calendar.business_days_between(due.day, day); days > 0) return counted(days, "business day");
  const auto days = (std::chrono::sys_days(day) - std::chrono::sys_days(due.day)).count();
  return counted(std::max<std::int64_t>(days, 1), "day");
}

/// "Wed 4 Mar", and the year where it is not this one.
std::string in_brief(Date day, Date today) {
  std::string words = Calendar::in_words(day);
  if (day.year() == today.year()) words.erase(words.rfind(' '));
  return words;
}

std::string words_of(const playbook::DueRule& rule, const Due& due, const Deadline& deadline, Instant now,
                     const Calendar& calendar) {
  const Date today = calendar.date_of(now);
  switch (deadline.state) {
    case State::met: return fmt::format("met on {}", in_brief(calendar.date_of(deadline.met->at), today));
    case State::met_late: return fmt::format("met {} late", lateness(rule, due, deadline.met->at, calendar));
    case State::overdue: return fmt::format("overdue by {}", lateness(rule, due, now, calendar));
    default: break;
  }
  const auto days = (std::chrono::sys_days(due.day) - std::chrono::sys_days(today)).count();
  const std::string time =
      due.to_the_hour ? calendar.in_words(due.ends).substr(Calendar::in_words(due.day).size()) : "";
  if (days <= 1) return fmt::format("due {}{}", days <= 0 ? "today" : "tomorrow", time);
  return fmt::format("due {}{}", in_brief(due.day, today), time);
}

/// Everything that is due on one tenant.
class Search {
public:
  Search(const TenantState& state, const playbook::Model& model, Instant now)
      : deciding_(state, model, nobody_, now), calendar_(model.workspace) {}

  std::vector<Deadline> all() {
    for (const auto& engagement : deciding_.state().engagements) {
      if (!engagement.is_open()) continue;
      const auto* book = deciding_.model.playbook(engagement.playbook, engagement.version);
      if (book != nullptr) in_engagement(engagement, *book);
    }
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Deadline& a, const Deadline& b) { return a.ends < b.ends; });
    return std::move(found_);
  }

private:
  void in_engagement(const Engagement& engagement, const playbook::Playbook& book) {
    for (const auto& step : book.steps) {
      const bool has_any = !step.rules.deadlines.empty() || (step.rules.outcome && step.rules.outcome->due) ||
                           std::any_of(step.rules.tasks.begin(), step.rules.tasks.end(),
                                       [](const playbook::TaskRule& rule) { return rule.due.has_value(); });
      if (!has_any || !applies(step.rules.when, deciding_, engagement.id)) continue;
      for (const auto& rule : step.rules.tasks)
        if (rule.due) of_task(engagement, book, step, rule);
      if (step.rules.outcome && step.rules.outcome->due) of_outcome(engagement, book, step);
      for (const auto& rule : step.rules.deadlines) of_step(engagement, book, step, rule);
    }
  }

  void of_task(const Engagement& engagement, const playbook::Playbook& book, const playbook::Step& step,
               const playbook::TaskRule& rule) {
    if (!applies(rule.source.when, deciding_, engagement.id) || is_set_aside(engagement, book, rule.task)) return;
    if (is_another_outcome(engagement, book, rule.task)) return;
    const Ground ground{book, engagement.id, rule.task, label_of(book, rule.task)};
    Deadline deadline = begun(engagement, book, step, rule.task);
    deadline.what = ground.subject;
    add(std::move(deadline), *rule.due, ground, completed(engagement, book, rule.task), Counts::anytime);
  }

  void of_outcome(const Engagement& engagement, const playbook::Playbook& book, const playbook::Step& step) {
    const auto& outcome = *step.rules.outcome;
    if (!applies(outcome.source.when, deciding_, engagement.id)) return;
    std::vector<Mark> marks;
    if (const auto chosen = engagement.outcomes.find(step.id); chosen != engagement.outcomes.end())
      marks = completed(engagement, book, chosen->second);
    Deadline deadline = begun(engagement, book, step, {});
    deadline.one_of = outcome.one_of;
    deadline.what = fmt::format("the outcome of “{}”", step.title);
    const Ground ground{book, engagement.id, {}, deadline.what};
    add(std::move(deadline), *outcome.due, ground, marks, Counts::anytime);
  }

  void of_step(const Engagement& engagement, const playbook::Playbook& book, const playbook::Step& step,
               const playbook::DeadlineRule& rule) {
    const auto* task = std::get_if<playbook::RequiredTask>(&rule.what);
    if (task != nullptr && is_set_aside(engagement, book, task->task)) return;
    const Ground ground{book, engagement.id, {}, {}};
    Deadline deadline = begun(engagement, book, step, task == nullptr ? TaskId() : task->task);
    deadline.what = std::visit([&](const auto& what) { return name_of(what, ground, deciding_); }, rule.what);
    add(std::move(deadline), rule.due, ground, done(rule, ground), counts_of(rule));
  }

  /// When what a deadline is for was done. A request is done when it was answered.
  std::vector<Mark> done(const playbook::DeadlineRule& rule, const Ground& ground) const {
    const auto* required = std::get_if<playbook::RequiredRequest>(&rule.what);
    if (required == nullptr)
      return std::visit([&](const auto& what) { return marks_of(what, ground, deciding_); }, rule.what);
    std::vector<Mark> marks;
    const auto* engagement = deciding_.state().engagement(ground.engagement);
    for (const auto& request : deciding_.state().requests)
      if (request.kind == required->kind && request.answered && engagement->has(request.engagement, request.asked))
        marks.push_back(*request.answered);
    return marks;
  }

  Deadline begun(const Engagement& engagement, const playbook::Playbook& book, const playbook::Step& step,
                 const TaskId& task) const {
    Deadline deadline;
    deadline.engagement = engagement.id;
    deadline.playbook = book.id;
    deadline.step = step.id;
    const auto* found = book.find_task(task);
    if (found != nullptr) deadline.task = task; // one of another playbook stands on no page of this one
    std::vector<RoleId> roles;
    if (found != nullptr) roles = roles_named(deciding_.workspace, found->role);
    if (roles.empty())
      for (const auto& name : step.roles)
        for (auto& role : roles_named(deciding_.workspace, name)) roles.push_back(std::move(role));
    for (const auto& role : roles)
      deadline.role += (deadline.role.empty() ? "" : " / ") + name_of(deciding_.workspace, role);
    for (const auto& one : deciding_.state().assignments) {
      if (one.holder.kind != Holder::Kind::person) continue;
      const auto* person = deciding_.workspace.person(PersonId(one.holder.id));
      const bool has_role =
          person != nullptr &&
          (roles.empty() || std::any_of(roles.begin(), roles.end(), [&](const RoleId& role) {
             return std::find(person->roles.begin(), person->roles.end(), role) != person->roles.end();
           }));
      auto& people = deadline.people;
      if (has_role && std::find(people.begin(), people.end(), person->id) == people.end()) people.push_back(person->id);
    }
    return deadline;
  }

  /// Which of what was done counts, seen from the event that the time is counted from: a task always does; an answer
  /// only to what was asked then; all else from the day of the event on, for people write things down in any order.
  enum class Counts { anytime, from_the_day_on, afterwards };
  static Counts counts_of(const playbook::DeadlineRule& rule) {
    if (std::holds_alternative<playbook::RequiredTask>(rule.what)) return Counts::anytime;
    return std::holds_alternative<playbook::RequiredRequest>(rule.what) ? Counts::afterwards : Counts::from_the_day_on;
  }

  void add(Deadline deadline, const playbook::DueRule& rule, const Ground& ground, const std::vector<Mark>& done,
           Counts counts) {
    if (!applies(rule.source.when, deciding_, ground.engagement)) return;
    const auto due = due_of(rule, ground, deciding_, calendar_);
    if (!due) return;
    deadline.day = due->day;
    deadline.ends = due->ends;
    deadline.why = due->why;
    deadline.refuses_late = rule.refuse_late;
    deadline.otherwise = rule.otherwise;
    deadline.at = rule.source.at;
    deadline.cites = rule.source.cites;
    // Where calls are due after a call, the one before it on the same day is none of them.
    const bool is_same =
        std::any_of(done.begin(), done.end(), [&](const Mark& mark) { return mark.version == due->since.version; });
    if (is_same && counts == Counts::from_the_day_on) counts = Counts::afterwards;
    for (const Mark& mark : done)
      if (!deadline.met && (counts == Counts::anytime || !due->since.at || is_later(mark, due->since, counts)))
        deadline.met = mark;
    const auto reminders = reminders_of(rule, *due, calendar_);
    if (deadline.met)
      deadline.state = deadline.met->at < due->ends ? State::met : State::met_late;
    else if (deciding_.now >= due->ends)
      deadline.state = State::overdue;
    else if (!reminders.empty() && deciding_.now >= reminders.front())
      deadline.state = State::due_soon;
    if (!deadline.met && !rule.remind.empty())
      for (const Instant reminder : reminders)
        if (reminder <= deciding_.now) deadline.reminders.push_back(reminder);
    deadline.words = words_of(rule, *due, deadline, deciding_.now, calendar_);
    found_.push_back(std::move(deadline));
  }

  bool is_later(const Mark& mark, const Moment& event, Counts counts) const {
    if (event.version != 0 && mark.version > event.version) return true;
    const Date day = calendar_.date_of(*event.at);
    return (counts == Counts::from_the_day_on || event.version == 0) && calendar_.date_of(mark.at) >= day;
  }

  /// A task that is done once per service is completed with the last service in scope.
  std::vector<Mark> completed(const Engagement& engagement, const playbook::Playbook& book, const TaskId& task) const {
    std::vector<Mark> last;
    for (const auto& row : rows_of(book, task, deciding_.state(), deciding_.workspace)) {
      const auto* state = engagement.task(task, row);
      if (!is_complete(state, deciding_.workspace)) return {};
      Mark mark;
      for (auto entry = state->history.rbegin(); entry != state->history.rend(); ++entry) {
        if (kind_of(entry->status) != Kind::complete) break;
        mark = entry->mark;
      }
      if (last.empty() || mark.version > last.front().version) last = {mark};
    }
    return last;
  }

  bool is_set_aside(const Engagement& engagement, const playbook::Playbook& book, const TaskId& task) const {
    const auto rows = rows_of(book, task, deciding_.state(), deciding_.workspace);
    return std::all_of(rows.begin(), rows.end(), [&](const auto& row) {
      const Kind kind = kind_of(status_of(engagement.task(task, row), deciding_.workspace));
      return kind == Kind::not_required || kind == Kind::cancelled;
    });
  }

  static bool is_another_outcome(const Engagement& engagement, const playbook::Playbook& book, const TaskId& task) {
    for (const auto& step : book.steps) {
      if (!step.rules.outcome) continue;
      const auto& one_of = step.rules.outcome->one_of;
      if (std::find(one_of.begin(), one_of.end(), task) == one_of.end()) continue;
      const auto chosen = engagement.outcomes.find(step.id);
      if (chosen != engagement.outcomes.end() && chosen->second != task) return true;
    }
    return false;
  }

  Kind kind_of(const std::string& status) const {
    const auto* found = deciding_.workspace.task_status(status);
    return found == nullptr ? Kind::not_started : found->kind;
  }

  const Actor nobody_; ///< whom conditions of deadlines are read for
  Deciding deciding_;
  Calendar calendar_;
  std::vector<Deadline> found_;
};

} // namespace

std::string_view to_string(State state) {
  switch (state) {
    case State::met: return "met";
    case State::met_late: return "met late";
    case State::upcoming: return "upcoming";
    case State::due_soon: return "due soon";
    case State::overdue: return "overdue";
  }
  return "";
}

std::vector<Deadline> deadlines(const TenantState& state, const playbook::Model& model, Instant now) {
  return Search(state, model, now).all();
}

std::string sentence(const Deadline& deadline) {
  if (!deadline.otherwise.empty() && deadline.state == State::overdue) return deadline.otherwise;
  std::string what = deadline.what;
  if (!what.empty() && what.front() >= 'a' && what.front() <= 'z')
    what.front() = static_cast<char>(what.front() - 'a' + 'A');
  const bool past = deadline.state == State::overdue || !deadline.is_open();
  return fmt::format("{} {} due on {}, {}.", what, past ? "was" : "is", Calendar::in_words(deadline.day), deadline.why);
}

std::optional<Reason> refused_as_late(const playbook::DueRule& rule, const Ground& ground, Deciding& deciding) {
  if (!rule.refuse_late || !applies(rule.source.when, deciding, ground.engagement)) return std::nullopt;
  const Calendar calendar(deciding.workspace);
  const auto due = due_of(rule, ground, deciding, calendar);
  if (!due || deciding.now < due->ends) return std::nullopt;
  const std::string day = due->to_the_hour ? calendar.in_words(due->ends) : Calendar::in_words(due->day);
  Reason reason;
  reason.rule = RuleKind::due;
  reason.at = rule.source.at;
  reason.cites = rule.source.cites;
  reason.message = rule.otherwise.empty() ? fmt::format("{} can no longer be completed: it was due on {}, {}.",
                                                        ground.subject, day, due->why)
                                          : rule.otherwise;
  reason.facts = {{"due", day, due->why}};
  if (due->since.at)
    reason.facts.push_back({due->since.words, calendar.in_words(*due->since.at), "the tenant's history"});
  reason.facts.push_back({"late by", lateness(rule, *due, deciding.now, calendar), "the workspace's calendar"});
  for (const auto& status : deciding.workspace.task_statuses)
    if (status.kind == Kind::not_required && reason.remedies.empty())
      reason.remedies = {{fmt::format("Set {} to {}, and say in a note what happened.", ground.subject, status.name),
                          SetTask{ground.engagement, ground.task, status.name, std::nullopt}}};
  return reason;
}

} // namespace handrail::engagement
