// One tenant as its events left it. A value: copied, compared, and changed by `evolve` alone. What only grows is shared
// between copies, so that a long history costs a decision no more than a short one.
#pragma once

#include "core/sequence.h"
#include "engagement/events.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace handrail::engagement {

/// Who did something and when, and by which of the tenant's events.
struct Mark {
  PersonId by;
  Instant at{};
  std::uint64_t version = 0; ///< the tenant's, after that event: tells before from after where the clock does not

  bool operator==(const Mark&) const = default;
};

struct TaskState {
  struct Entry {
    std::string status;
    int percent = 0;
    Mark mark;

    bool operator==(const Entry&) const = default;
  };
  std::string status; ///< a workspace's status
  int percent = 0;
  Sequence<Entry, 8> history; ///< oldest first; the last is the present one

  bool operator==(const TaskState&) const = default;
};

struct Engagement {
  EngagementId id;
  PlaybookId playbook;
  std::string version; ///< of the playbook, pinned when it was started
  Mark started;
  std::optional<Mark> closed;
  std::string close_reason;
  std::map<TaskId, TaskState> tasks;      ///< only those that were ever set, of those done once per tenant
  std::map<ChecklistItemId, Mark> ticked; ///< only the ticked ones
  std::map<std::string, TaskId> outcomes; ///< by step: the one that was chosen
  // Of steps that are done once per service. What was done for a service stays when it leaves the tenant's scope.
  std::map<std::pair<TaskId, ServiceId>, TaskState> service_tasks;
  std::map<std::pair<std::string, ServiceId>, TaskId> service_outcomes;

  bool is_open() const { return !closed.has_value(); }
  /// Where the task stands, for a service or for the whole tenant; null when it was never set.
  const TaskState* task(const TaskId& wanted, const std::optional<ServiceId>& service = std::nullopt) const;
  /// The outcome that was chosen in a step; null when none was.
  const TaskId* outcome(const std::string& step, const std::optional<ServiceId>& service = std::nullopt) const;
  /// Was that done for this engagement: in its name, or in nobody's while it was open? § engagement-30
  bool has(const EngagementId& named, const Mark& mark) const {
    if (!named.empty()) return named == id;
    return mark.version > started.version && (!closed || mark.version < closed->version);
  }
  bool operator==(const Engagement&) const = default;
};

struct Note {
  NoteId id;
  NoteContent content;
  Mark mark;

  bool operator==(const Note&) const = default;
};

struct Meeting {
  MeetingId id;
  EngagementId engagement;
  std::string kind, purpose;
  std::vector<std::string> attendees;
  int minutes = 0;
  std::string outcome;
  Mark mark;

  bool operator==(const Meeting&) const = default;
};

struct Email {
  EmailId id;
  EngagementId engagement;
  TemplateId message;
  std::string to;
  Mark mark;

  bool operator==(const Email&) const = default;
};

/// A message that a rule asked to be sent.
struct AskedMessage {
  EngagementId engagement;
  TemplateId message;
  std::string to;
  Mark mark;

  bool operator==(const AskedMessage&) const = default;
};

struct Request {
  enum class Answer { open, accepted, declined };
  RequestId id;
  EngagementId engagement;
  std::string kind, queue, reason;
  RoleId team;
  Mark asked;
  Answer answer = Answer::open;
  std::string answer_reason;
  std::optional<Mark> answered;

  bool operator==(const Request&) const = default;
};

struct TimeEntry {
  TimeEntryId id;
  EngagementId engagement;
  TaskId task;
  int minutes = 0;
  Mark mark;
  std::vector<int> corrected_from; ///< the minutes before each correction, oldest first

  bool operator==(const TimeEntry&) const = default;
};

/// One line of the assignment log: who put whom where, and when.
struct AssignmentChange {
  enum class Kind { assigned, made_primary, no_longer_primary, unassigned };
  Kind kind = Kind::assigned;
  Assignment assignment;
  Mark mark;

  bool operator==(const AssignmentChange&) const = default;
};

struct TenantState {
  TenantId id;
  std::uint64_t version = 0; ///< how many events made it; 0: nobody registered it yet
  Instant changed{};         ///< when the newest of them happened
  std::string name, customer;
  std::vector<ServiceId> services;
  std::map<std::string, std::string> attributes;
  std::string status;
  std::optional<Mark> status_set;
  NextAction next_action;
  std::vector<Contact> contacts;
  std::vector<Assignment> assignments;
  Sequence<AssignmentChange> assignment_log;
  Sequence<Engagement, 1> engagements; ///< oldest first
  Sequence<Note> notes;                ///< saved ones, oldest first
  Sequence<Note> drafts;               ///< private to their authors
  Sequence<Meeting> meetings;
  Sequence<Email> emails;
  Sequence<AskedMessage> asked_messages;
  Sequence<Request> requests;
  Sequence<TimeEntry> time_entries;

  bool is_registered() const { return version != 0; }
  const Engagement* engagement(const EngagementId& id) const;
  const Request* request(const RequestId& id) const;
  const Contact* contact(const ContactId& id) const;
  /// The primary of a field for the whole tenant, or for a service; null when there is none.
  const Assignment* primary(const FieldId& field, const std::optional<ServiceId>& service = std::nullopt) const;
  /// The assignment of exactly this holder at exactly this level; null when there is none.
  const Assignment* assignment(const FieldId& field, const Holder& holder,
                               const std::optional<ServiceId>& service = std::nullopt) const;
  /// Does the person hold any field of the tenant, for the whole of it or a service?
  bool is_assigned(const PersonId& person) const;

  bool operator==(const TenantState&) const = default;
};

} // namespace handrail::engagement
