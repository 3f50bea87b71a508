// What was said and done: notes and drafts, calls and meetings, e-mails, time.
#include "core/text.h"
#include "engagement/attributes.h"
#include "engagement/checks.h"
#include "engagement/directory.h"
#include "engagement/handlers.h"
#include "engagement/limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

template <class Things, class Id>
bool has(const Things& all, const Id& id) {
  return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
}

Error in_use(std::string_view what, const std::string& id) {
  return Error{ErrorCode::conflict, fmt::format("the {} {} is there already", what, id), std::string(what), ""};
}

/// A task that one of the tenant's playbooks has, or one of the workspace's. § engagement-30
Result<void> check_task(const TaskId& task, const Deciding& deciding) {
  for (const auto& engagement : deciding.state().engagements) {
    const auto* book = deciding.model.playbook(engagement.playbook, engagement.version);
    if (book != nullptr && book->find_task(task) != nullptr) return {};
  }
  std::vector<std::string> known;
  for (const auto& [id, book] : deciding.model.playbooks)
    for (const auto& step : book->steps)
      for (const auto& one : step.tasks) {
        if (one.id == task) return {};
        known.push_back(one.id.text());
      }
  return unknown("task", "task", task.text(), known, ErrorCode::not_found);
}

/// Checks a note and fills in what belongs to it: its services' ids and its engagement.
Result<NoteContent> checked(NoteContent content, Deciding& deciding, Blank text) {
  const auto& workspace = deciding.workspace;
  if (workspace.note_category(content.category) == nullptr) {
    std::vector<std::string> known;
    for (const auto& one : workspace.note_categories) known.push_back(one.name);
    return unknown("category", "note category", content.category, known);
  }
  HANDRAIL_CHECK(check_text(content.text, "text", limits::note, text));
  if (content.task && content.task->empty()) content.task.reset();
  if (content.task) HANDRAIL_CHECK(check_task(*content.task, deciding));
  HANDRAIL_TRY(content.services, checked_services(workspace, content.services));
  HANDRAIL_CHECK(check_count(content.facts.size(), "facts", limits::facts_per_note));
  for (const auto& fact : content.facts) {
    HANDRAIL_CHECK(check_line(fact.label, "facts", limits::fact_label, Blank::refused));
    HANDRAIL_CHECK(check_text(fact.value, fact.label, limits::fact_value));
  }
  if (content.next_action) HANDRAIL_CHECK(check_next_action(*content.next_action, workspace));
  HANDRAIL_TRY(content.engagement, belonging(content.engagement, content.task.value_or(TaskId()), deciding));
  return content;
}

/// § engagement-31: a saved note is there for good.
std::optional<Reason> refused_as_saved(const NoteId& id, const Deciding& deciding) {
  for (const auto& note : deciding.before.notes) {
    if (note.id != id) continue;
    Reason reason;
    reason.rule = RuleKind::permanent;
    reason.paragraph = "§ engagement-31";
    reason.message = "This note is saved: it can no longer be changed or deleted.";
    reason.facts = {{"note",
                     fmt::format("saved by {} on {}", name_of(deciding.workspace, note.mark.by),
                                 to_iso(note.mark.at).substr(0, 10)),
                     "the tenant's notes"}};
    reason.remedies = {{"Write another note that puts it right.", WriteNote{{}, note.content}}};
    reason.lasting = true;
    return reason;
  }
  return std::nullopt;
}

const Note* draft_of(const NoteId& id, const Deciding& deciding) {
  for (const auto& draft : deciding.before.drafts)
    if (draft.id == id) return &draft;
  return nullptr;
}

/// Somebody else's draft is nobody's business: its id is simply in use.
Result<void> check_own_draft(const NoteId& id, const Deciding& deciding) {
  const auto* draft = draft_of(id, deciding);
  if (draft == nullptr || draft->mark.by == deciding.actor.id) return {};
  return in_use("note", id.text());
}

bool same_word(std::string_view a, std::string_view b) {
  return text::lowered(text::trimmed(a)) == text::lowered(text::trimmed(b));
}

/// "kim@a.example; Odd Berg <odd@b.example>": each by itself, and as the address where there is one.
std::vector<std::string_view> recipients_of(std::string_view to) {
  std::vector<std::string_view> recipients;
  while (!to.empty()) {
    const auto end = std::min(to.find_first_of(",;"), to.size());
    auto one = text::trimmed(to.substr(0, end));
    if (const auto open = one.rfind('<'); open != std::string_view::npos && one.ends_with('>'))
      one = one.substr(open + 1, one.size() - open - 2);
    if (!one.empty()) recipients.push_back(one);
    to.remove_prefix(std::min(end + 1, to.size()));
  }
  return recipients;
}

/// The contacts that a recipient means, when none of them may be contacted.
std::vector<std::string> blocked_by(std::string_view recipient, const std::vector<Contact>& contacts) {
  std::vector<std::string> blocked;
  for (const auto& contact : contacts) {
    if (!same_word(contact.email, recipient) && !same_word(contact.kind, recipient) &&
        !same_word(contact.name, recipient))
      continue;
    if (!contact.do_not_contact) return {};
    blocked.push_back(contact.name);
  }
  return blocked;
}

/// The e-mail goes to somebody who asked not to be contacted. § engagement-33
std::optional<Reason> refused_recipient(const std::string& to, const Deciding& deciding) {
  std::vector<std::string> blocked;
  for (const auto recipient : recipients_of(to))
    for (auto& name : blocked_by(recipient, deciding.before.contacts))
      if (std::find(blocked.begin(), blocked.end(), name) == blocked.end()) blocked.push_back(std::move(name));
  if (blocked.empty()) return std::nullopt;
  Reason reason;
  reason.rule = RuleKind::contact;
  reason.paragraph = "§ engagement-33";
  reason.message = fmt::format("{} must not be contacted.", listed(blocked));
  reason.facts = {{"do not contact", listed(blocked), "the tenant's contacts"}};
  Contact corrected = *std::find_if(deciding.before.contacts.begin(), deciding.before.contacts.end(),
                                    [&](const auto& one) { return one.do_not_contact && one.name == blocked.front(); });
  corrected.do_not_contact = false;
  reason.remedies = {
      {"Write to somebody else.", {}},
      {fmt::format("If {} may be written to again, correct the contact.", corrected.name), EditContact{corrected}}};
  return reason;
}

std::optional<Reason> refused_here(const Deciding& deciding) {
  return refused_to_write(deciding.before, deciding.workspace, deciding.actor);
}

} // namespace

Verdict handle(const WriteNote& command, Deciding& deciding) {
  if (auto reason = refused_here(deciding)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_id(command.note.text(), "note"));
  if (auto reason = refused_as_saved(command.note, deciding)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_own_draft(command.note, deciding));
  HANDRAIL_CHECK(check_count(deciding.before.notes.size() + 1, "notes", limits::notes));
  HANDRAIL_TRY(auto content, checked(command.content, deciding, Blank::refused));
  deciding.add(NoteWritten{command.note, content});
  if (content.next_action && *content.next_action != deciding.before.next_action)
    deciding.add(NextActionSet{*content.next_action});
  return allowed();
}

Verdict handle(const DraftNote& command, Deciding& deciding) {
  if (auto reason = refused_here(deciding)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_id(command.note.text(), "note"));
  if (auto reason = refused_as_saved(command.note, deciding)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_own_draft(command.note, deciding));
  HANDRAIL_TRY(auto content, checked(command.content, deciding, Blank::allowed));
  const auto* present = draft_of(command.note, deciding);
  if (present != nullptr && present->content == content) return allowed();
  const auto& drafts = deciding.before.drafts;
  const auto own = std::count_if(drafts.begin(), drafts.end(),
                                 [&](const Note& draft) { return draft.mark.by == deciding.actor.id; });
  if (present == nullptr && static_cast<std::size_t>(own) >= limits::drafts_per_author)
    return Error{ErrorCode::invalid,
                 fmt::format("you keep {} drafts on this tenant, and {} is the limit", own, limits::drafts_per_author),
                 "note", "Save or discard one of them first."};
  deciding.add(NoteDrafted{command.note, std::move(content)});
  return allowed();
}

Verdict handle(const DiscardDraft& command, Deciding& deciding) {
  if (auto reason = refused_here(deciding)) return refused(std::move(*reason));
  if (auto reason = refused_as_saved(command.note, deciding)) return refused(std::move(*reason));
  const auto* draft = draft_of(command.note, deciding);
  if (draft == nullptr || draft->mark.by != deciding.actor.id)
    return Error{ErrorCode::not_found, fmt::format("you have no draft {}", command.note.text()), "note", ""};
  deciding.add(DraftDiscarded{command.note});
  return allowed();
}

Verdict handle(const LogMeeting& command, Deciding& deciding) {
  if (auto reason = refused_here(deciding)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_id(command.meeting.text(), "meeting"));
  if (has(deciding.before.meetings, command.meeting)) return in_use("meeting", command.meeting.text());
  if (command.kind != "call" && command.kind != "meeting")
    return unknown("kind", "kind of meeting", command.kind, {"call", "meeting"});
  HANDRAIL_CHECK(check_line(command.purpose, "purpose", limits::purpose, Blank::refused));
  HANDRAIL_CHECK(check_count(command.attendees.size(), "attendees", limits::attendees));
  for (const auto& attendee : command.attendees)
    HANDRAIL_CHECK(check_line(attendee, "attendees", limits::name, Blank::refused));
  HANDRAIL_CHECK(check_minutes(command.minutes, "minutes"));
  HANDRAIL_CHECK(check_text(command.outcome, "outcome", limits::meeting_outcome));
  HANDRAIL_CHECK(check_count(deciding.before.meetings.size() + 1, "meetings", limits::meetings));
  HANDRAIL_TRY(auto engagement, belonging(command.engagement, {}, deciding));
  deciding.add(MeetingLogged{command.meeting, std::move(engagement), command.kind, command.purpose, command.attendees,
                             command.minutes, command.outcome});
  return allowed();
}

Verdict handle(const RecordEmail& command, Deciding& deciding) {
  if (auto reason = refused_here(deciding)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_id(command.email.text(), "email"));
  if (has(deciding.before.emails, command.email)) return in_use("e-mail", command.email.text());
  HANDRAIL_CHECK(check_line(command.to, "to", limits::recipients, Blank::refused));
  HANDRAIL_CHECK(check_count(deciding.before.emails.size() + 1, "e-mails", limits::emails));
  if (deciding.workspace.message(command.message) == nullptr) {
    std::vector<std::string> known;
    for (const auto& one : deciding.workspace.templates) known.push_back(one.id.text());
    return unknown("template", "message template", command.message.text(), known);
  }
  if (auto reason = refused_recipient(command.to, deciding)) return refused(std::move(*reason));
  HANDRAIL_TRY(auto engagement, belonging(command.engagement, {}, deciding));
  deciding.add(EmailRecorded{command.email, std::move(engagement), command.message, command.to});
  return allowed();
}

Verdict handle(const LogTime& command, Deciding& deciding) {
  if (auto reason = refused_here(deciding)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_id(command.entry.text(), "entry"));
  if (has(deciding.before.time_entries, command.entry)) return in_use("time entry", command.entry.text());
  HANDRAIL_CHECK(check_minutes(command.minutes, "minutes"));
  HANDRAIL_CHECK(check_count(deciding.before.time_entries.size() + 1, "time entries", limits::time_entries));
  HANDRAIL_TRY(const auto* engagement, deciding.engagement(command.engagement, command.task));
  HANDRAIL_TRY(const auto* book, deciding.book_of(*engagement));
  if (book->find_task(command.task) == nullptr)
    return Error{ErrorCode::not_found, fmt::format("{} has no task {}", book->title, command.task.text()), "task", ""};
  if (auto reason = refused_playbook(*book, deciding.workspace, deciding.actor)) return refused(std::move(*reason));
  deciding.add(TimeLogged{command.entry, engagement->id, command.task, command.minutes});
  return allowed();
}

Verdict handle(const CorrectTime& command, Deciding& deciding) {
  if (auto reason = refused_here(deciding)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_minutes(command.minutes, "minutes"));
  HANDRAIL_CHECK(check_text(command.reason, "reason", limits::reason));
  for (const auto& entry : deciding.before.time_entries) {
    if (entry.id != command.entry) continue;
    if (entry.mark.by != deciding.actor.id) {
      Reason reason;
      reason.rule = RuleKind::access;
      reason.paragraph = "§ engagement-34";
      const std::string author = name_of(deciding.workspace, entry.mark.by);
      reason.message = fmt::format("{} logged this time, and only they can correct it.", author);
      reason.facts = {{"logged by", author, "the time entry"}};
      reason.remedies = {{fmt::format("Ask {} to correct it.", author), {}}};
      reason.lasting = true;
      return refused(std::move(reason));
    }
    if (entry.minutes != command.minutes) deciding.add(TimeCorrected{command.entry, command.minutes, command.reason});
    return allowed();
  }
  return Error{ErrorCode::not_found, fmt::format("{} has no time entry {}", deciding.before.name, command.entry.text()),
               "entry", ""};
}

} // namespace handrail::engagement
