// Rules of time: what they are counted from, attempts, waiting, inactivity, and deadlines. docs/spec/rules.md,
// § rules-28 and following, § rules-65 and following
#include "playbook/rule_parts.h"

#include "core/text.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace handrail::playbook {

namespace {

using yaml::Node;

constexpr std::int64_t most_attempts = 50;
constexpr std::size_t most_reminders = 10;

std::optional<Duration> read_duration(const Node& node, const RuleParts& parts, Zero zero = Zero::refused) {
  if (!node.is_scalar() || node.text().empty()) return std::nullopt; // the shape has said so
  auto read = duration_from_text(node.text(), zero);
  if (read) return *read;
  parts.add(node, node.place(), "duration", read.error().message, read.error().remedy);
  return std::nullopt;
}

/// A formula that gives a date.
std::optional<Condition> read_date(const Node& node, const RuleParts& parts) {
  auto read = parts.formula(node);
  if (!read) return std::nullopt;
  if (!feel::overlap(read->type, feel::Type::date()))
    parts.add(node, read->condition.at, "condition-type",
              fmt::format("this must be a date, and it is a {}", read->type.to_text()),
              "date(…) makes a date of a date and time");
  return std::move(read->condition);
}

std::optional<RequiredTask> read_task(const Node& id, const RuleParts& parts) {
  if (!parts.is_known(id, parts.scope().tasks)) return std::nullopt;
  for (const TaskStatus& status : parts.workspace().task_statuses)
    if (status.kind == TaskStatus::Kind::complete) return RequiredTask{TaskId(id.text()), status.name};
  return std::nullopt;
}

/// What a call, a meeting, an e-mail, a task or a request under one of these keys is; into any variant that has them.
template <class Done>
std::optional<Done> read_done(const Node& value, const RuleParts& parts) {
  const std::string& key = value.key();
  if ((key == "call" || key == "meeting") && value.is_scalar()) return Done(RequiredMeeting{key, value.text()});
  if (key == "email" && parts.is_known(value, parts.scope().templates))
    return Done(RequiredEmail{TemplateId(value.text())});
  if constexpr (std::is_constructible_v<Done, RequiredTask>)
    if (key == "task")
      if (auto task = read_task(value, parts)) return Done(std::move(*task));
  if constexpr (std::is_constructible_v<Done, RequiredRequest>)
    if (key == "request" && parts.is_known(value, parts.scope().request_kinds))
      return Done(RequiredRequest{value.text()});
  return std::nullopt;
}

std::optional<FieldId> field_named(const Node& node, const RuleParts& parts) {
  for (const AssignmentField& field : parts.workspace().fields)
    if (field.id.text() == node.text() || field.name == node.text()) return field.id;
  if (node.is_scalar()) parts.is_known(node, parts.scope().fields);
  return std::nullopt;
}

std::optional<TimeEvent> read_event(const Node& node, const RuleParts& parts) {
  if (node.is_scalar()) {
    if (node.text() == "started") return TimeEvent(EventStarted{});
    if (node.text().empty()) return std::nullopt;
    if (node.text().front() != '=') {
      parts.add(node, node.place(), "unknown-event",
                fmt::format("nothing is counted from “{}”", text::shortened(node.text(), 60)),
                "write started, {assigned: FIELD}, {task: ID}, {call: PURPOSE}, or = and a formula that gives a date");
      return std::nullopt;
    }
    auto date = read_date(node, parts);
    if (!date) return std::nullopt;
    return TimeEvent(EventDate{std::move(*date)});
  }
  for (const Node& value : node.items()) {
    if (value.key() == "assigned")
      if (auto field = field_named(value, parts)) return TimeEvent(EventAssigned{std::move(*field)});
    if (auto done = read_done<TimeEvent>(value, parts)) return done;
  }
  return std::nullopt;
}

std::optional<RequiredAttempts> read_attempts(const Node& node, const RuleParts& parts) {
  const auto at_least = node.at("at_least").as_integer();
  if (node.at("at_least").is_scalar() && (!at_least || *at_least < 1 || *at_least > most_attempts)) {
    parts.add(
        node, node.at("at_least").place(), "attempts-count",
        fmt::format("“{}” is no number from 1 to {}", text::shortened(node.at("at_least").text(), 40), most_attempts),
        "write how many must have been made: at_least: 3");
    return std::nullopt;
  }
  std::optional<Duration> apart;
  if (const Node* written = node.find("apart")) {
    apart = read_duration(*written, parts);
    if (!apart) return std::nullopt;
  }
  for (const Node& value : node.items())
    if (auto what = read_done<decltype(RequiredAttempts::what)>(value, parts); what && at_least)
      return RequiredAttempts{std::move(*what), static_cast<int>(*at_least), apart};
  return std::nullopt;
}

std::optional<RequiredInactivity> read_inactivity(const Node& node, const RuleParts& parts) {
  auto at_least = read_duration(node.is_map() ? node.at("at_least") : node, parts);
  if (!at_least) return std::nullopt;
  if (!node.is_map()) return RequiredInactivity{*at_least, std::nullopt};
  auto before = read_event(node.at("before"), parts);
  if (!before) return std::nullopt;
  return RequiredInactivity{*at_least, std::move(*before)};
}

std::vector<Duration> read_reminders(const Node& remind, const RuleParts& parts) {
  std::vector<Duration> all;
  const auto read = [&](const Node& one) {
    if (auto before = read_duration(one, parts, Zero::allowed)) all.push_back(*before);
  };
  if (remind.is_scalar()) read(remind);
  if (remind.items().size() > most_reminders)
    parts.add(remind, remind.place(), "due-time",
              fmt::format("{} reminders are more than the limit of {}", remind.items().size(), most_reminders),
              "take some away");
  else
    for (const Node& one : remind.items()) read(one);
  return all;
}

/// Deadlines are the same for everybody who looks at them. § rules-68
void expect_nobody(const Node& node, const std::optional<Condition>& condition, const RuleParts& parts) {
  if (!condition) return;
  for (const std::string& path : feel::paths_read(*condition->expression))
    if (path == "me" || path.substr(0, 3) == "me.")
      return parts.add(node, condition->at, "due-time",
                       "a deadline is the same for everybody, and “me” is nobody there",
                       "ask for something that does not depend on who looks");
}

} // namespace

std::optional<Requirement> read_time_requirement(const Node& value, const RuleParts& parts, const RuleSource& source) {
  if (value.key() == "attempts" && value.is_map())
    if (auto attempts = read_attempts(value, parts)) return Requirement{source, std::move(*attempts)};
  if (value.key() == "elapsed" && value.is_map()) {
    const auto at_least = read_duration(value.at("at_least"), parts);
    auto since = read_event(value.at("since"), parts);
    if (at_least && since) return Requirement{source, RequiredElapsed{*at_least, std::move(*since)}};
  }
  if (value.key() == "inactive")
    if (auto inactive = read_inactivity(value, parts)) return Requirement{source, std::move(*inactive)};
  return std::nullopt;
}

std::optional<DueRule> read_due(const Node& node, const RuleParts& parts) {
  DueRule due;
  due.source = parts.source(node, node.key().empty() ? node.place() : node.key_place());
  due.otherwise = node.at("otherwise").text();
  due.refuse_late = node.at("late").text() == "refuse";
  due.remind = read_reminders(node.at("remind"), parts);
  expect_nobody(node.at("when"), due.source.when, parts);
  const Node* by = node.find("by");
  const Node* within = node.find("within");
  const Node* since = node.find("since");
  if (by != nullptr && (within != nullptr || since != nullptr))
    parts.add(node, by->key_place(), "due-time", "“by” names the last day, and “within” counts to it",
              "write by: and a date, or within: and since:");
  if (by != nullptr) {
    due.by = read_date(*by, parts);
    expect_nobody(*by, due.by, parts);
    if (!due.by) return std::nullopt;
    return due;
  }
  if (within == nullptr || since == nullptr) {
    parts.add(node, node.place(), "due-time", "it is not said by when",
              "write within: 2 business days and since: started, or by: and a formula that gives a date");
    return std::nullopt;
  }
  const auto length = read_duration(*within, parts, Zero::allowed);
  auto event = read_event(*since, parts);
  if (!length || !event) return std::nullopt;
  if (const auto* date = std::get_if<EventDate>(&*event)) expect_nobody(*since, date->formula, parts);
  due.within = *length;
  due.since = std::move(*event);
  return due;
}

std::vector<DeadlineRule> read_deadlines(const Node& list, const RuleParts& parts) {
  using What = decltype(DeadlineRule::what);
  std::vector<DeadlineRule> all;
  for (const Node& item : list.items()) {
    if (!item.is_map()) continue;
    auto due = read_due(item, parts);
    for (const Node& value : item.items()) {
      std::optional<What> what = read_done<What>(value, parts);
      if (value.key() == "note" && value.is_map())
        if (auto note = read_required_note(value, parts, false)) what = What(std::move(*note));
      if (what && due) all.push_back({std::move(*due), std::move(*what)});
      if (what) break;
    }
  }
  return all;
}

} // namespace handrail::playbook
