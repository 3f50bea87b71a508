// What people ask for. A command carries everything it needs: new things bring their ids along, so that deciding is
// pure.
//
// Where a command names an `engagement`, it may be left empty: the one open engagement that has the task (or the only
// open one) is meant, and it is an error when there are several. What is only recorded then counts for all of them.
#pragma once

#include "core/id.h"
#include "core/time.h"
#include "engagement/holder.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace handrail::engagement {

// ---- the tenant ------------------------------------------------------------------------------------------------

struct Contact {
  ContactId id;
  std::string name;
  std::string kind; ///< "customer", "partner" or "account team"
  std::string email;
  bool do_not_contact = false;

  bool operator==(const Contact&) const = default;
};

/// Attribute values are texts; deciding checks them against the workspace's types and writes them in one way
/// (numbers in digits, dates as ISO, "true" and "false", services separated by ", ").
struct RegisterTenant {
  TenantId tenant;
  std::string name, customer;
  std::vector<ServiceId> services;
  std::map<std::string, std::string> attributes;
  std::vector<Assignment> assignments;
  std::vector<Contact> contacts;
};

/// Changes only what is given; an attribute with an empty value is cleared.
struct EditTenant {
  std::optional<std::string> name, customer;
  std::optional<std::vector<ServiceId>> services;
  std::map<std::string, std::string> attributes;
};

struct AddContact {
  Contact contact;
};
/// Replaces the contact of that id.
struct EditContact {
  Contact contact;
};

struct SetStatus {
  std::string status;
};

struct NextAction {
  std::string text;
  std::optional<Date> date;
  std::optional<PersonId> owner;

  bool operator==(const NextAction&) const = default;
};
struct SetNextAction {
  NextAction next_action;
};

// ---- who works on it -------------------------------------------------------------------------------------------

struct Assign {
  FieldId field;
  Holder holder;
  std::optional<ServiceId> service;
  bool primary = false;
};
struct Unassign {
  FieldId field;
  Holder holder;
  std::optional<ServiceId> service;
};

/// Gives the place of one holder to another, who is primary where the first was.
struct Reassign {
  FieldId field;
  Holder from, to;
  std::optional<ServiceId> service;
};

/// Asks another team; `queue` where the kind of request moves the tenant to one.
struct MakeRequest {
  RequestId request;
  std::string kind, queue, reason;
  EngagementId engagement;
};
struct AnswerRequest {
  RequestId request;
  bool accept = false;
  std::string reason;
};

// ---- the playbook ----------------------------------------------------------------------------------------------

struct StartEngagement {
  EngagementId engagement;
  PlaybookId playbook;
};
struct CloseEngagement {
  EngagementId engagement;
  std::string reason;
};
/// `percent` is the share done, 0 to 100; left out, it follows the status. `service` names one of those that the task
/// is done for, where that is once per service; it may be left out where there is only one.
struct SetTask {
  EngagementId engagement;
  TaskId task;
  std::string status;
  std::optional<int> percent;
  std::optional<ServiceId> service = std::nullopt;
};
struct TickItem {
  EngagementId engagement;
  ChecklistItemId item;
  bool ticked = true;
};
/// Completes a task that is one of the outcomes of its step.
struct ChooseOutcome {
  EngagementId engagement;
  TaskId task;
  std::optional<ServiceId> service = std::nullopt;
};

// ---- what was said and done ------------------------------------------------------------------------------------

/// The answer to a question that a rule asks a note to answer (`stating`).
struct NoteFact {
  std::string label, value;

  bool operator==(const NoteFact&) const = default;
};

struct NoteContent {
  std::string category, text;
  std::optional<TaskId> task;
  std::vector<ServiceId> services;
  std::vector<NoteFact> facts;
  bool escalated = false;
  std::optional<NextAction> next_action; ///< becomes the tenant's when the note is saved
  EngagementId engagement;               ///< empty: see § engagement-30

  bool operator==(const NoteContent&) const = default;
};

/// Saves a note for good. With the id of a draft of one's own, that draft becomes the note.
struct WriteNote {
  NoteId note;
  NoteContent content;
};
/// Keeps or replaces a private draft.
struct DraftNote {
  NoteId note;
  NoteContent content;
};
struct DiscardDraft {
  NoteId note;
};

struct LogMeeting {
  MeetingId meeting;
  std::string kind; ///< "call" or "meeting"
  std::string purpose;
  std::vector<std::string> attendees;
  int minutes = 0;
  std::string outcome;
  EngagementId engagement;
};

/// Says that a message of the template was sent to a contact's address or to a kind of contact ("account team").
struct RecordEmail {
  EmailId email;
  TemplateId message;
  std::string to;
  EngagementId engagement;
};

struct LogTime {
  TimeEntryId entry;
  TaskId task;
  int minutes = 0;
  EngagementId engagement;
};
struct CorrectTime {
  TimeEntryId entry;
  int minutes = 0;
  std::string reason;
};

using Command =
    std::variant<RegisterTenant, EditTenant, AddContact, EditContact, SetStatus, SetNextAction, Assign, Unassign,
                 Reassign, MakeRequest, AnswerRequest, StartEngagement, CloseEngagement, SetTask, TickItem,
                 ChooseOutcome, WriteNote, DraftNote, DiscardDraft, LogMeeting, RecordEmail, LogTime, CorrectTime>;

/// "choose_outcome": the name of a command in routes, scenarios and JSON.
std::string_view name_of(const Command& command);

/// One line of JSON with every field of the command: what an idempotency key is compared by.
std::string to_json(const Command& command);

} // namespace handrail::engagement
