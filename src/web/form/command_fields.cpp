#include "web/form/command_fields.h"

#include "core/text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace handrail::web {

using namespace engagement; // NOLINT(google-build-using-namespace): this file is about nothing but its commands

namespace {

constexpr std::string_view fact_prefix = "fact:";
constexpr std::string_view attribute_prefix = "attribute:";
constexpr std::string_view person_prefix = "person:";
constexpr std::string_view queue_prefix = "queue:";

std::string trimmed(const std::string& value) { return std::string(text::trimmed(value)); }

// ---- reading -----------------------------------------------------------------------------------------------------

Result<int> whole_number(const Fields& form, const std::string& name) {
  const std::string value = trimmed(form[name]);
  int number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size())
    return Error{ErrorCode::invalid, fmt::format("\"{}\" is no whole number.", text::shortened(value, 40)), name,
                 "Write it in digits, like 30."};
  return number;
}

Result<std::optional<Date>> optional_date(const Fields& form, const std::string& name) {
  const std::string value = trimmed(form[name]);
  if (value.empty()) return std::optional<Date>();
  const auto date = date_from_iso(value);
  if (!date)
    return Error{ErrorCode::invalid, fmt::format("\"{}\" is no date.", text::shortened(value, 40)), name,
                 "Write it as year-month-day, like 2027-12-31."};
  return std::optional<Date>(*date);
}

Result<Holder> holder_of(const Fields& form, const char* name = "holder") {
  const std::string& value = form[name];
  if (value.starts_with(person_prefix)) return person_holder(PersonId(value.substr(person_prefix.size())));
  if (value.starts_with(queue_prefix)) return queue_holder(value.substr(queue_prefix.size()));
  return Error{ErrorCode::invalid, "Nobody was chosen.", name, "Choose a person or a queue."};
}

std::vector<ServiceId> services_of(const Fields& form) {
  std::vector<ServiceId> services;
  for (auto& id : form.all("services"))
    if (!id.empty()) services.emplace_back(std::move(id));
  return services;
}

std::optional<ServiceId> optional_service(const Fields& form) {
  return form["service"].empty() ? std::nullopt : std::optional<ServiceId>(form["service"]);
}

std::map<std::string, std::string> attributes_of(const Fields& form) {
  std::map<std::string, std::string> attributes;
  for (const auto& [name, value] : form.entries())
    if (name.starts_with(attribute_prefix)) attributes[name.substr(attribute_prefix.size())] = trimmed(value);
  return attributes;
}

Result<NextAction> next_action_of(const Fields& form) {
  NextAction next;
  next.text = trimmed(form["next_text"]);
  HANDRAIL_TRY(next.date, optional_date(form, "next_date"));
  if (!form["next_owner"].empty()) next.owner = PersonId(form["next_owner"]);
  return next;
}

Result<NoteContent> note_of(const Fields& form) {
  NoteContent note;
  note.category = form["category"];
  note.text = trimmed(form["text"]);
  if (!trimmed(form["task"]).empty()) note.task = TaskId(trimmed(form["task"]));
  note.services = services_of(form);
  for (const auto& [name, value] : form.entries())
    if (name.starts_with(fact_prefix)) note.facts.push_back({name.substr(fact_prefix.size()), trimmed(value)});
  note.escalated = form.has("escalated");
  HANDRAIL_TRY(NextAction next, next_action_of(form));
  if (!next.text.empty() || next.date) note.next_action = std::move(next);
  note.engagement = EngagementId(form["engagement"]);
  return note;
}

Contact contact_of(const Fields& form, const std::string& id) {
  return {ContactId(form["contact"].empty() ? id : form["contact"]), trimmed(form["name"]), form["kind"],
          trimmed(form["email"]), form.has("do_not_contact")};
}

std::vector<std::string> attendees_of(const Fields& form) {
  std::vector<std::string> attendees;
  std::string_view rest = form["attendees"];
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of(",;\n"), rest.size());
    const auto name = text::trimmed(rest.substr(0, end));
    if (!name.empty()) attendees.emplace_back(name);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return attendees;
}

NoteId note_id(const Fields& form, const std::string& id) { return NoteId(form["note"].empty() ? id : form["note"]); }

Result<Command> read_register(const Fields& form, const std::string& id) {
  return Command(RegisterTenant{
      TenantId(id), trimmed(form["name"]), trimmed(form["customer"]), services_of(form), attributes_of(form), {}, {}});
}
Result<Command> read_edit(const Fields& form, const std::string&) {
  EditTenant edit;
  if (form.has("name")) edit.name = trimmed(form["name"]);
  if (form.has("customer")) edit.customer = trimmed(form["customer"]);
  if (form.has("services")) edit.services = services_of(form);
  edit.attributes = attributes_of(form);
  return Command(std::move(edit));
}
Result<Command> read_add_contact(const Fields& form, const std::string& id) {
  return Command(AddContact{contact_of(form, id)});
}
Result<Command> read_edit_contact(const Fields& form, const std::string& id) {
  return Command(EditContact{contact_of(form, id)});
}
Result<Command> read_set_status(const Fields& form, const std::string&) { return Command(SetStatus{form["status"]}); }
Result<Command> read_set_next_action(const Fields& form, const std::string&) {
  HANDRAIL_TRY(NextAction next, next_action_of(form));
  return Command(SetNextAction{std::move(next)});
}
Result<Command> read_assign(const Fields& form, const std::string&) {
  HANDRAIL_TRY(Holder holder, holder_of(form));
  return Command(Assign{FieldId(form["field"]), std::move(holder), optional_service(form), form.has("primary")});
}
Result<Command> read_unassign(const Fields& form, const std::string&) {
  HANDRAIL_TRY(Holder holder, holder_of(form));
  return Command(Unassign{FieldId(form["field"]), std::move(holder), optional_service(form)});
}
Result<Command> read_reassign(const Fields& form, const std::string&) {
  HANDRAIL_TRY(Holder from, holder_of(form, "from"));
  HANDRAIL_TRY(Holder to, holder_of(form, "to"));
  return Command(Reassign{FieldId(form["field"]), std::move(from), std::move(to), optional_service(form)});
}
Result<Command> read_make_request(const Fields& form, const std::string& id) {
  return Command(MakeRequest{RequestId(id), form["kind"], form["queue"], trimmed(form["reason"]),
                             EngagementId(form["engagement"])});
}
Result<Command> read_answer_request(const Fields& form, const std::string&) {
  return Command(AnswerRequest{RequestId(form["request"]), form["accept"] == "true", trimmed(form["reason"])});
}
Result<Command> read_start(const Fields& form, const std::string& id) {
  return Command(StartEngagement{EngagementId(id), PlaybookId(form["playbook"])});
}
Result<Command> read_close(const Fields& form, const std::string&) {
  return Command(CloseEngagement{EngagementId(form["engagement"]), trimmed(form["reason"])});
}
Result<Command> read_set_task(const Fields& form, const std::string&) {
  SetTask set{EngagementId(form["engagement"]), TaskId(form["task"]), form["status"], {}, optional_service(form)};
  if (!trimmed(form["percent"]).empty()) {
    HANDRAIL_TRY(set.percent, whole_number(form, "percent"));
  }
  return Command(std::move(set));
}
Result<Command> read_tick(const Fields& form, const std::string&) {
  return Command(TickItem{EngagementId(form["engagement"]), ChecklistItemId(form["item"]), form["ticked"] != "false"});
}
Result<Command> read_choose_outcome(const Fields& form, const std::string&) {
  return Command(ChooseOutcome{EngagementId(form["engagement"]), TaskId(form["task"]), optional_service(form)});
}
Result<Command> read_write_note(const Fields& form, const std::string& id) {
  HANDRAIL_TRY(NoteContent content, note_of(form));
  return Command(WriteNote{note_id(form, id), std::move(content)});
}
Result<Command> read_draft_note(const Fields& form, const std::string& id) {
  HANDRAIL_TRY(NoteContent content, note_of(form));
  return Command(DraftNote{note_id(form, id), std::move(content)});
}
Result<Command> read_discard_draft(const Fields& form, const std::string&) {
  return Command(DiscardDraft{NoteId(form["note"])});
}
Result<Command> read_log_meeting(const Fields& form, const std::string& id) {
  HANDRAIL_TRY(int minutes, whole_number(form, "minutes"));
  return Command(LogMeeting{MeetingId(id), form["kind"], trimmed(form["purpose"]), attendees_of(form), minutes,
                            trimmed(form["outcome"]), EngagementId(form["engagement"])});
}
Result<Command> read_record_email(const Fields& form, const std::string& id) {
  return Command(
      RecordEmail{EmailId(id), TemplateId(form["message"]), trimmed(form["to"]), EngagementId(form["engagement"])});
}
Result<Command> read_log_time(const Fields& form, const std::string& id) {
  HANDRAIL_TRY(int minutes, whole_number(form, "minutes"));
  return Command(LogTime{TimeEntryId(id), TaskId(form["task"]), minutes, EngagementId(form["engagement"])});
}
Result<Command> read_correct_time(const Fields& form, const std::string&) {
  HANDRAIL_TRY(int minutes, whole_number(form, "minutes"));
  return Command(CorrectTime{TimeEntryId(form["entry"]), minutes, trimmed(form["reason"])});
}

struct Reader {
  std::string_view name;
  Result<Command> (*read)(const Fields&, const std::string&);
};

constexpr std::array readers{
    Reader{"register_tenant", read_register},
    Reader{"edit_tenant", read_edit},
    Reader{"add_contact", read_add_contact},
    Reader{"edit_contact", read_edit_contact},
    Reader{"set_status", read_set_status},
    Reader{"set_next_action", read_set_next_action},
    Reader{"assign", read_assign},
    Reader{"unassign", read_unassign},
    Reader{"reassign", read_reassign},
    Reader{"make_request", read_make_request},
    Reader{"answer_request", read_answer_request},
    Reader{"start_engagement", read_start},
    Reader{"close_engagement", read_close},
    Reader{"set_task", read_set_task},
    Reader{"tick_item", read_tick},
    Reader{"choose_outcome", read_choose_outcome},
    Reader{"write_note", read_write_note},
    Reader{"draft_note", read_draft_note},
    Reader{"discard_draft", read_discard_draft},
    Reader{"log_meeting", read_log_meeting},
    Reader{"record_email", read_record_email},
    Reader{"log_time", read_log_time},
    Reader{"correct_time", read_correct_time},
};

// ---- writing -----------------------------------------------------------------------------------------------------

/// Collects the fields of one command; what is empty is left out.
class Writer {
public:
  Fields fields;

  void put(const char* name, const std::string& value) {
    if (!value.empty()) fields.add(name, value);
  }
  template <class Tag>
  void put(const char* name, const Id<Tag>& id) {
    put(name, id.text());
  }
  template <class T>
  void put(const char* name, const std::optional<T>& value) {
    if (value) put(name, *value);
  }
  void put(const char* name, const Holder& holder) {
    if (!holder.id.empty()) put(name, holder_value(holder));
  }
  void put(const char* name, int number) {
    if (number != 0) fields.add(name, std::to_string(number));
  }
  void put(const char* name, bool value) {
    if (value) fields.add(name, "true");
  }
  void put(const char* name, const std::vector<ServiceId>& services) {
    for (const auto& service : services) put(name, service);
  }
  void put(const std::map<std::string, std::string>& attributes) {
    for (const auto& [id, value] : attributes) fields.add(attribute_field(id), value);
  }
  void put(const NextAction& next) {
    put("next_text", next.text);
    if (next.date) put("next_date", to_iso(*next.date));
    put("next_owner", next.owner);
  }
  void put(const NoteContent& note) {
    put("category", note.category);
    put("text", note.text);
    put("task", note.task);
    put("services", note.services);
    for (const auto& fact : note.facts) fields.add(fact_field(fact.label), fact.value);
    put("escalated", note.escalated);
    if (note.next_action) put(*note.next_action);
    put("engagement", note.engagement);
  }
  void put(const Contact& contact) {
    put("contact", contact.id);
    put("name", contact.name);
    put("kind", contact.kind);
    put("email", contact.email);
    put("do_not_contact", contact.do_not_contact);
  }

  void operator()(const RegisterTenant& c) {
    put("name", c.name);
    put("customer", c.customer);
    put("services", c.services);
    put(c.attributes);
  }
  void operator()(const EditTenant& c) {
    put("name", c.name);
    put("customer", c.customer);
    if (c.services) put("services", *c.services);
    put(c.attributes);
  }
  void operator()(const AddContact& c) { put(c.contact); }
  void operator()(const EditContact& c) { put(c.contact); }
  void operator()(const SetStatus& c) { put("status", c.status); }
  void operator()(const SetNextAction& c) { put(c.next_action); }
  void operator()(const Assign& c) {
    put("field", c.field);
    put("holder", c.holder);
    put("service", c.service);
    put("primary", c.primary);
  }
  void operator()(const Unassign& c) {
    put("field", c.field);
    put("holder", c.holder);
    put("service", c.service);
  }
  void operator()(const Reassign& c) {
    put("field", c.field);
    put("from", c.from);
    put("to", c.to);
    put("service", c.service);
  }
  void operator()(const MakeRequest& c) {
    put("kind", c.kind);
    put("queue", c.queue);
    put("reason", c.reason);
    put("engagement", c.engagement);
  }
  void operator()(const AnswerRequest& c) {
    put("request", c.request);
    fields.add("accept", c.accept ? "true" : "false");
    put("reason", c.reason);
  }
  void operator()(const StartEngagement& c) { put("playbook", c.playbook); }
  void operator()(const CloseEngagement& c) {
    put("engagement", c.engagement);
    put("reason", c.reason);
  }
  void operator()(const SetTask& c) {
    put("engagement", c.engagement);
    put("task", c.task);
    put("status", c.status);
    if (c.percent) fields.add("percent", std::to_string(*c.percent));
    put("service", c.service);
  }
  void operator()(const TickItem& c) {
    put("engagement", c.engagement);
    put("item", c.item);
    fields.add("ticked", c.ticked ? "true" : "false");
  }
  void operator()(const ChooseOutcome& c) {
    put("engagement", c.engagement);
    put("task", c.task);
    put("service", c.service);
  }
  void operator()(const WriteNote& c) {
    put("note", c.note);
    put(c.content);
  }
  void operator()(const DraftNote& c) {
    put("note", c.note);
    put(c.content);
  }
  void operator()(const DiscardDraft& c) { put("note", c.note); }
  void operator()(const LogMeeting& c) {
    put("kind", c.kind);
    put("purpose", c.purpose);
    put("attendees", fmt::format("{}", fmt::join(c.attendees, ", ")));
    put("minutes", c.minutes);
    put("outcome", c.outcome);
    put("engagement", c.engagement);
  }
  void operator()(const RecordEmail& c) {
    put("message", c.message);
    put("to", c.to);
    put("engagement", c.engagement);
  }
  void operator()(const LogTime& c) {
    put("task", c.task);
    put("minutes", c.minutes);
    put("engagement", c.engagement);
  }
  void operator()(const CorrectTime& c) {
    put("entry", c.entry);
    put("minutes", c.minutes);
    put("reason", c.reason);
  }
};

} // namespace

Result<Command> command_from_fields(std::string_view name, const Fields& form, const std::string& id) {
  for (const auto& reader : readers)
    if (reader.name == name) return reader.read(form, id);
  return Error{ErrorCode::not_found, fmt::format("There is no command \"{}\".", text::shortened(name, 40)), "the path",
               "docs/spec/portal.md lists them."};
}

Fields fields_of(const Command& command) {
  Writer writer;
  std::visit(writer, command);
  return std::move(writer.fields);
}

std::string holder_value(const Holder& holder) {
  return std::string(holder.kind == Holder::Kind::queue ? queue_prefix : person_prefix) + holder.id;
}

std::string fact_field(std::string_view label) { return std::string(fact_prefix) + std::string(label); }
std::string attribute_field(std::string_view id) { return std::string(attribute_prefix) + std::string(id); }

} // namespace handrail::web
