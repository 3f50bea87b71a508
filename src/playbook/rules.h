// The rules of a playbook, as the compiler hands them to the engine: names resolved, conditions compiled,
// citations found. docs/spec/rules.md says what each means to an author.
#pragma once

#include "core/id.h"
#include "feel/feel.h"
#include "playbook/diagnostic.h"
#include "playbook/duration.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace handrail::playbook {

/// The sentence of the prose that a rule enforces. Both places are known, so that either edit is noticed.
struct Citation {
  std::string sentence;
  SourceSpan rule;  ///< where `cites:` stands
  SourceSpan prose; ///< where the sentence stands
};

struct Condition {
  std::string text; ///< the FEEL source
  SourceSpan at;
  std::shared_ptr<const feel::Expression> expression;
};

/// What every rule carries: where it stands, the sentences it enforces, and when it applies at all.
struct RuleSource {
  SourceSpan at;
  std::vector<Citation> cites;
  std::optional<Condition> when;
};

/// Who or what is put in an assignment field: a queue or person by name, the person acting, or a formula's result.
struct HolderByName {
  std::string name;
};
struct HolderActor {};
struct HolderByFormula {
  Condition formula;
};
using Holder = std::variant<HolderByName, HolderActor, HolderByFormula>;

// ---- requirements: what must hold ------------------------------------------------------------------------------

/// A saved note of `category` in this engagement that begins with `begins` and answers `stating`, where given.
/// `about_task`: it must carry the id of the task the rule stands on.
struct RequiredNote {
  std::string category;
  std::string begins;
  std::string stating;
  bool about_task = false;
};
/// Recorded as sent in this engagement.
struct RequiredEmail {
  TemplateId message;
};
/// "call" or "meeting"; purpose may be empty.
struct RequiredMeeting {
  std::string kind;
  std::string purpose;
};
struct RequiredCheck {
  ChecklistItemId item;
};
/// Of any engagement of the tenant.
struct RequiredTask {
  TaskId task;
  std::string status;
  std::optional<ServiceId> service = std::nullopt; ///< of a task done once per service: only for this one
};
/// Somebody (else) holds the field.
struct RequiredAssignment {
  FieldId field;
  bool primary = false;
  bool not_actor = false;       ///< and it is not the person acting
  std::optional<RoleId> role;   ///< and it is a person with this role
  std::optional<Holder> holder; ///< exactly this one, when given
};
/// A request of that kind, made in this engagement and accepted.
struct RequiredRequest {
  std::string kind;
};
/// `otherwise`: what to tell who is refused.
struct RequiredFact {
  Condition that;
  std::string otherwise;
};

/// What a time is counted from (§ rules-29): the engagement's start, an assignment, a date, or something that was done.
struct EventStarted {};
struct EventAssigned {
  FieldId field;
};
struct EventDate {
  Condition formula;
};
using TimeEvent =
    std::variant<EventStarted, EventAssigned, EventDate, RequiredTask, RequiredMeeting, RequiredEmail, RequiredRequest>;

/// So many calls, meetings or e-mails, each `apart` after the one that was counted before.
struct RequiredAttempts {
  std::variant<RequiredMeeting, RequiredEmail> what;
  int at_least = 1;
  std::optional<Duration> apart;
};
struct RequiredElapsed {
  Duration at_least;
  TimeEvent since;
};
/// Until now without `before`.
struct RequiredInactivity {
  Duration at_least;
  std::optional<TimeEvent> before;
};

/// One number of a total, and what it is called.
struct Addend {
  std::string label;
  Condition formula;
};
/// The sum of numbers agrees with another number.
struct RequiredTotal {
  std::vector<Addend> of;
  Addend equals;
  std::string otherwise;
};
/// Separation of duties: who acts is not who completed the task, or who asked for the kind of request.
struct RequiredOther {
  TaskId task;
  std::string request;
};
/// Somebody must be told, in one of these ways. Nobody has to be where there is nobody who may be told.
struct RequiredTold {
  std::string who; ///< a contact kind, or a role's name
  bool is_role = false;
  bool email = false, call = false, meeting = false;
  TemplateId message; ///< the e-mail must be this one; empty: any
};

struct Requirement {
  RuleSource source;
  std::variant<RequiredNote, RequiredEmail, RequiredMeeting, RequiredCheck, RequiredTask, RequiredAssignment,
               RequiredRequest, RequiredFact, RequiredAttempts, RequiredElapsed, RequiredInactivity, RequiredTotal,
               RequiredOther, RequiredTold>
      what;
};

// ---- effects: what completion does, all or nothing -------------------------------------------------------------

struct EffectAssign {
  FieldId field;
  Holder holder;
  bool primary = false;
};
struct EffectUnassign {
  FieldId field;
  Holder holder;
};
/// Every other holder of these fields stays: checked.
struct EffectKeep {
  std::vector<FieldId> fields;
};
/// "status", "next_action_date", a tenant attribute.
struct EffectSet {
  std::string attribute;
  Condition formula;
};
/// Asks for a message to be sent to an audience.
struct EffectSend {
  TemplateId message;
  std::string to;
};
struct EffectRequest {
  std::string kind;
  RoleId team;
  std::optional<Condition> queue;
};
struct EffectStart {
  PlaybookId playbook;
};
struct EffectTask {
  TaskId task;
  std::string status;
};
struct EffectClose {};
struct Effect {
  RuleSource source;
  std::variant<EffectAssign, EffectUnassign, EffectKeep, EffectSet, EffectSend, EffectRequest, EffectStart, EffectTask,
               EffectClose>
      what;
};

// ---- deadlines: by when ----------------------------------------------------------------------------------------

/// A time by which something must have happened: `within` so long `since` an event, or `by` a date.
struct DueRule {
  RuleSource source;
  Duration within;
  TimeEvent since;
  std::optional<Condition> by;  ///< in place of the two
  std::vector<Duration> remind; ///< so long before its end
  bool refuse_late = false;     ///< it cannot be completed afterwards; otherwise that is only tracked
  std::string otherwise;        ///< what to tell who is late; may be empty
};

/// A deadline of a step, for what is no task of its own.
struct DeadlineRule {
  DueRule due;
  std::variant<RequiredTask, RequiredMeeting, RequiredEmail, RequiredNote, RequiredRequest> what;
};

// ---- where they stand ------------------------------------------------------------------------------------------

/// What setting a task to one of these statuses does. None of them completes it.
struct Transition {
  SourceSpan at;
  std::vector<std::string> statuses;
  std::vector<Effect> effects;
};

struct TaskRule {
  TaskId task;
  RuleSource source;     ///< `when`: whether the task may be chosen at all
  std::string otherwise; ///< what to tell who is refused by `when`; may be empty
  std::vector<Requirement> requires_;
  std::vector<Effect> effects;
  std::optional<DueRule> due;
  std::vector<Transition> on;
};

/// Exactly one of several tasks may be completed in an engagement.
struct OutcomeRule {
  RuleSource source;
  std::vector<TaskId> one_of;
  std::vector<Requirement> requires_;
  std::vector<Effect> effects; ///< of each of them …
  std::vector<TaskId> except;  ///< … but not of these, which have effects of their own
  std::optional<DueRule> due;  ///< by when one of them must be chosen
};

/// At least and at most so many of several tasks are completed in an engagement.
struct ChoiceRule {
  RuleSource source;
  std::vector<TaskId> of;
  std::optional<std::size_t> at_least; ///< before the engagement closes
  std::optional<std::size_t> at_most;  ///< ever
  std::vector<Requirement> requires_;  ///< of each of them
};

/// A guard on an action other than completing a task: it is refused until all of `until` holds.
struct ForbidRule {
  enum class Action { assign, unassign, close, start };
  RuleSource source;
  Action action = Action::unassign;
  FieldId field;                ///< for assign and unassign
  std::optional<Holder> holder; ///< only when it is this one (`me`); whoever it is otherwise
  PlaybookId playbook;          ///< for start: only this one
  std::vector<Requirement> until;
  std::string otherwise;
};

struct StepRules {
  std::optional<Condition> when; ///< the step applies only then
  std::vector<Citation> when_cites;
  std::string otherwise; ///< what to tell who is refused by `when`; may be empty
  std::vector<TaskRule> tasks;
  std::optional<OutcomeRule> outcome;
  std::vector<ChoiceRule> choices;
  std::vector<ForbidRule> forbids;
  std::vector<DeadlineRule> deadlines;
  /// `once_per: service`: the step's tasks that are done for each service, and the services they are for. Tasks for
  /// pseudo services are not among them.
  std::map<TaskId, std::vector<ServiceId>> per_service;
  std::vector<Citation> per_service_cites;
};

/// Rules that stand under Key Inputs and Key Outputs.
struct PlaybookRules {
  std::vector<Requirement> entry; ///< must hold before any of its tasks completes, optional ones included
  std::vector<Requirement> exit;  ///< must hold before the engagement closes
};

} // namespace handrail::playbook
