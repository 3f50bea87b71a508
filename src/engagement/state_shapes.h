// The fields of a tenant's state, for whoever walks over all of it: state_codec.cpp and state_size.cpp.
// Inside the engagement room only.
#pragma once

#include "engagement/shapes.h"
#include "engagement/state.h"

namespace handrail::engagement::codec {

template <>
struct Shape<Mark> {
  static constexpr auto fields =
      std::tuple(field("by", &Mark::by), field("at", &Mark::at), field("version", &Mark::version));
};
template <>
struct Shape<TaskState::Entry> {
  static constexpr auto fields =
      std::tuple(field("status", &TaskState::Entry::status), field("percent", &TaskState::Entry::percent),
                 field("mark", &TaskState::Entry::mark));
};
template <>
struct Shape<TaskState> {
  static constexpr auto fields = std::tuple(field("status", &TaskState::status), field("percent", &TaskState::percent),
                                            field("history", &TaskState::history));
};
template <>
struct Shape<Engagement> {
  static constexpr auto fields = std::tuple(
      field("id", &Engagement::id), field("playbook", &Engagement::playbook), field("version", &Engagement::version),
      field("started", &Engagement::started), field("closed", &Engagement::closed),
      field("close_reason", &Engagement::close_reason), field("tasks", &Engagement::tasks),
      field("ticked", &Engagement::ticked), field("outcomes", &Engagement::outcomes),
      field("service_tasks", &Engagement::service_tasks), field("service_outcomes", &Engagement::service_outcomes));
};
template <>
struct Shape<Note> {
  static constexpr auto fields =
      std::tuple(field("id", &Note::id), field("content", &Note::content), field("mark", &Note::mark));
};
template <>
struct Shape<Meeting> {
  static constexpr auto fields = std::tuple(
      field("id", &Meeting::id), field("engagement", &Meeting::engagement), field("kind", &Meeting::kind),
      field("purpose", &Meeting::purpose), field("attendees", &Meeting::attendees), field("minutes", &Meeting::minutes),
      field("outcome", &Meeting::outcome), field("mark", &Meeting::mark));
};
template <>
struct Shape<Email> {
  static constexpr auto fields =
      std::tuple(field("id", &Email::id), field("engagement", &Email::engagement), field("message", &Email::message),
                 field("to", &Email::to), field("mark", &Email::mark));
};
template <>
struct Shape<AskedMessage> {
  static constexpr auto fields =
      std::tuple(field("engagement", &AskedMessage::engagement), field("message", &AskedMessage::message),
                 field("to", &AskedMessage::to), field("mark", &AskedMessage::mark));
};
template <>
struct Shape<Request> {
  static constexpr auto fields =
      std::tuple(field("id", &Request::id), field("engagement", &Request::engagement), field("kind", &Request::kind),
                 field("queue", &Request::queue), field("reason", &Request::reason), field("team", &Request::team),
                 field("asked", &Request::asked), field("answer", &Request::answer),
                 field("answer_reason", &Request::answer_reason), field("answered", &Request::answered));
};
template <>
struct Shape<TimeEntry> {
  static constexpr auto fields =
      std::tuple(field("id", &TimeEntry::id), field("engagement", &TimeEntry::engagement),
                 field("task", &TimeEntry::task), field("minutes", &TimeEntry::minutes),
                 field("mark", &TimeEntry::mark), field("corrected_from", &TimeEntry::corrected_from));
};
template <>
struct Shape<AssignmentChange> {
  static constexpr auto fields =
      std::tuple(field("kind", &AssignmentChange::kind), field("assignment", &AssignmentChange::assignment),
                 field("mark", &AssignmentChange::mark));
};
template <>
struct Shape<TenantState> {
  static constexpr auto fields = std::tuple(
      field("id", &TenantState::id), field("version", &TenantState::version), field("changed", &TenantState::changed),
      field("name", &TenantState::name), field("customer", &TenantState::customer),
      field("services", &TenantState::services), field("attributes", &TenantState::attributes),
      field("status", &TenantState::status), field("status_set", &TenantState::status_set),
      field("next_action", &TenantState::next_action), field("contacts", &TenantState::contacts),
      field("assignments", &TenantState::assignments), field("assignment_log", &TenantState::assignment_log),
      field("engagements", &TenantState::engagements), field("notes", &TenantState::notes),
      field("drafts", &TenantState::drafts), field("meetings", &TenantState::meetings),
      field("emails", &TenantState::emails), field("asked_messages", &TenantState::asked_messages),
      field("requests", &TenantState::requests), field("time_entries", &TenantState::time_entries));
};

} // namespace handrail::engagement::codec
