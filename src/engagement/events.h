// What happened. Events are facts, in the past tense; the state of a tenant is all of its events, applied in order.
#pragma once

#include "core/result.h"
#include "engagement/commands.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace handrail::engagement {

struct TenantRegistered {
  TenantId tenant;
  std::string name, customer, status;
  std::vector<ServiceId> services;
  std::map<std::string, std::string> attributes;
};
struct TenantEdited {
  std::optional<std::string> name, customer;
  std::optional<std::vector<ServiceId>> services;
  std::map<std::string, std::string> attributes; ///< empty value: cleared
};
struct ContactAdded {
  Contact contact;
};
struct ContactEdited {
  Contact contact;
};
struct StatusSet {
  std::string status;
};
struct NextActionSet {
  NextAction next_action;
};

/// A new holder, or the same one made primary (or no longer). A new primary takes the place of the one before.
struct HolderAssigned {
  Assignment assignment;
};
struct HolderUnassigned {
  FieldId field;
  Holder holder;
  std::optional<ServiceId> service;
};

struct RequestMade {
  RequestId request;
  EngagementId engagement;
  std::string kind, queue, reason;
  RoleId team;
};
struct RequestAnswered {
  RequestId request;
  bool accepted = false;
  std::string reason;
};

struct EngagementStarted {
  EngagementId engagement;
  PlaybookId playbook;
  std::string version;
};
struct EngagementClosed {
  EngagementId engagement;
  std::string reason;
};
struct TaskSet {
  EngagementId engagement;
  TaskId task;
  std::string status;
  int percent = 0;
  std::optional<ServiceId> service = std::nullopt; ///< empty: the task is done once for the whole tenant
};
struct ItemTicked {
  EngagementId engagement;
  ChecklistItemId item;
  bool ticked = true;
};
struct OutcomeChosen {
  EngagementId engagement;
  std::string step;
  TaskId task;
  std::optional<ServiceId> service = std::nullopt;
};

struct NoteWritten {
  NoteId note;
  NoteContent content;
};
struct NoteDrafted {
  NoteId note;
  NoteContent content;
};
struct DraftDiscarded {
  NoteId note;
};
struct MeetingLogged {
  MeetingId meeting;
  EngagementId engagement;
  std::string kind, purpose;
  std::vector<std::string> attendees;
  int minutes = 0;
  std::string outcome;
};
struct EmailRecorded {
  EmailId email;
  EngagementId engagement;
  TemplateId message;
  std::string to;
};
/// A rule asks for a message to be sent; the mail room sends it.
struct MessageAsked {
  EngagementId engagement;
  TemplateId message;
  std::string to;
};
struct TimeLogged {
  TimeEntryId entry;
  EngagementId engagement;
  TaskId task;
  int minutes = 0;
};
struct TimeCorrected {
  TimeEntryId entry;
  int minutes = 0;
  std::string reason;
};

using Change = std::variant<TenantRegistered, TenantEdited, ContactAdded, ContactEdited, StatusSet, NextActionSet,
                            HolderAssigned, HolderUnassigned, RequestMade, RequestAnswered, EngagementStarted,
                            EngagementClosed, TaskSet, ItemTicked, OutcomeChosen, NoteWritten, NoteDrafted,
                            DraftDiscarded, MeetingLogged, EmailRecorded, MessageAsked, TimeLogged, TimeCorrected>;

/// The rule whose effect a change is.
struct Because {
  EngagementId engagement;
  TaskId task; ///< whose completion it followed; empty when it was no task's
  std::string file;
  int line = 0;
  std::string sentence; ///< the first sentence the rule cites; may be empty

  bool operator==(const Because&) const = default;
};

struct Event {
  Change change;
  std::optional<Because> because; ///< empty: the person asked for just this
};

/// An event with who did it and when: what the log keeps and `evolve` takes.
struct Happened {
  Event event;
  PersonId by;
  Instant at{};
};

/// "holder_assigned": the event's type in the log. Never changes once written.
std::string_view name_of(const Event& event);

/// The payload as one line of JSON, its keys in a fixed order: the same event is always the same text.
std::string to_json(const Event& event);

/// Errors: invalid (unknown type, malformed JSON, missing, unknown or mistyped field; says which).
Result<Event> event_from_json(std::string_view type, std::string_view json);

} // namespace handrail::engagement
