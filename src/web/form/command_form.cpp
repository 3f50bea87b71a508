#include "web/form/command_form.h"

#include "engagement/disclosure.h"
#include "engagement/state.h"
#include "web/form/command_fields.h"

#include <algorithm>
#include <set>

namespace handrail::web {

using namespace engagement; // NOLINT(google-build-using-namespace): this file is about nothing but its commands

namespace {

/// Adds the fields a person has to fill in, by the kind of command, and remembers which those are.
class Asking {
public:
  Asking(Visit& visit, Form& form) : visit_(visit), workspace_(visit.workspace()), form_(form) {}

  std::set<std::string, std::less<>> asked;
  std::string button = "Do it"; ///< what the button says when something is asked for
  bool asks = false;

  template <class Other>
  void operator()(const Other&) {}

  void operator()(const WriteNote& c) {
    if (c.content.category.empty()) {
      std::vector<Option> categories;
      for (const auto& category : workspace_.note_categories) categories.push_back({category.name, category.name});
      ask("category").choice("category", "Category", categories);
    }
    for (const auto& fact : c.content.facts)
      if (fact.value.empty())
        ask(fact_field(fact.label)).text(fact_field(fact.label), sentence_case(fact.label), {}, true);
    ask("text").area("text", "Note", c.content.text, true);
    button = "Save the note";
  }
  void operator()(const LogMeeting& c) {
    if (c.purpose.empty()) ask("purpose").text("purpose", "Purpose", {}, true);
    if (c.attendees.empty())
      ask("attendees").text("attendees", "Who took part", {}, true).hint("Names, with commas between them.");
    if (c.minutes == 0) ask("minutes").number("minutes", "Minutes", "30", true);
    if (c.outcome.empty()) ask("outcome").area("outcome", "What came of it");
    button = c.kind == "call" ? "Log the call" : "Log the meeting";
  }
  void operator()(const RecordEmail& c) {
    if (!c.to.empty()) return;
    ask("to").text("to", "Sent to", {}, true).hint("An address, or a kind of contact.");
    button = "Record it as sent";
  }
  void operator()(const Assign& c) {
    if (!c.holder.id.empty()) return;
    ask("holder").choice("holder", "Who", holder_options(visit_, c.field), {}, "Choose …");
    button = "Assign";
  }
  void operator()(const MakeRequest& c) {
    const auto* kind = workspace_.request_kind(c.kind);
    if (c.queue.empty() && kind != nullptr && kind->moves_queue)
      ask("queue").choice("queue", "Queue", queue_options(kind->field), {}, "Choose …");
    if (c.reason.empty()) ask("reason").text("reason", "Why", {}, true);
    button = "Ask";
  }
  void operator()(const AnswerRequest& c) {
    if (c.reason.empty()) ask("reason").text("reason", "Say something with it");
    button = c.accept ? "Accept" : "Decline";
  }
  void operator()(const EditTenant& c) {
    for (const auto& [id, value] : c.attributes) {
      const auto* attribute = workspace_.attribute(id);
      if (!value.empty() || attribute == nullptr) continue;
      ask(attribute_field(id));
      attribute_input(form_, workspace_, *attribute, value);
    }
    button = "Record it";
  }
  void operator()(const AddContact& c) {
    if (c.contact.name.empty()) ask("name").text("name", "Name", {}, true);
    if (c.contact.kind.empty()) ask("kind").choice("kind", "Of", plain_options(workspace_.contact_kinds));
    if (c.contact.email.empty()) ask("email").text("email", "E-mail");
    button = "Add the contact";
  }
  void operator()(const SetNextAction& c) {
    if (c.next_action.text.empty()) ask("next_text").text("next_text", "Next action", {}, true);
    if (!c.next_action.date) ask("next_date").date("next_date", "When", {}, true);
    button = "Set the next action";
  }
  void operator()(const SetStatus& c) {
    if (c.status.empty()) ask("status").choice("status", "Status", plain_options(workspace_.statuses));
    button = "Set the status";
  }
  void operator()(const LogTime& c) {
    if (c.minutes == 0) ask("minutes").number("minutes", "Minutes", "30", true);
    button = "Log the time";
  }

private:
  Form& ask(std::string name) {
    asks = true;
    asked.insert(std::move(name));
    return form_;
  }

  static std::string sentence_case(std::string words) {
    if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') words.front() -= 'a' - 'A';
    return words;
  }

  std::vector<Option> queue_options(const FieldId& id) const {
    std::vector<Option> options;
    if (const auto* field = workspace_.field(id))
      for (const auto& queue : field->queues) options.push_back({queue, queue});
    return options;
  }

  const Visit& visit_;
  const playbook::Workspace& workspace_;
  Form& form_;
};

} // namespace

void command_form(Visit& visit, View& place, std::string_view marker, const TenantId& tenant, const Command& command,
                  const std::string& id, const std::string& offer) {
  Form form(visit, place, marker, tenant, name_of(command), id);
  Asking asking(visit, form);
  std::visit(asking, command);
  const Fields known = fields_of(command);
  for (const auto& [name, value] : known.entries())
    if (!asking.asked.contains(name)) form.hidden(name, value);
  if (asking.asks)
    form.heading(offer).submit(asking.button, "primary");
  else
    form.submit(offer);
}

std::vector<Option> people_options(const Visit& visit) {
  std::vector<Option> options;
  for (const auto& person : visit.workspace().people)
    if (may_name(person, visit.workspace(), visit.person())) options.push_back({person.id.text(), person.name});
  return options;
}

std::vector<Option> holder_options(const Visit& visit, const FieldId& id) {
  std::vector<Option> options;
  const auto& workspace = visit.workspace();
  const auto* field = workspace.field(id);
  if (field == nullptr) return options;
  for (const auto& person : workspace.people) {
    const bool fits =
        field->people.empty() || std::any_of(person.roles.begin(), person.roles.end(), [&](const auto& role) {
          return std::find(field->people.begin(), field->people.end(), role) != field->people.end();
        });
    if (fits && may_name(person, workspace, visit.person()))
      options.push_back({holder_value(person_holder(person.id)), person.name});
  }
  for (const auto& queue : field->queues) options.push_back({holder_value(queue_holder(queue)), queue + " (queue)"});
  return options;
}

std::vector<Option> service_options(const playbook::Workspace& workspace) {
  std::vector<Option> options;
  for (const auto& service : workspace.services) options.push_back({service.id.text(), service.name});
  return options;
}

std::vector<Option> plain_options(const std::vector<std::string>& words) {
  std::vector<Option> options;
  for (const auto& word : words) options.push_back({word, word});
  return options;
}

void attribute_input(Form& form, const playbook::Workspace&, const playbook::TenantAttribute& attribute,
                     const std::string& value) {
  using Type = playbook::TenantAttribute::Type;
  const std::string name = attribute_field(attribute.id);
  const bool required = attribute.required;
  switch (attribute.type) {
    case Type::number: form.number(name, attribute.name, value, required); return;
    case Type::date: form.date(name, attribute.name, value, required); return;
    case Type::choice:
      form.choice(name, attribute.name, plain_options(attribute.choices), value, required ? "Choose …" : "—");
      return;
    case Type::boolean:
      form.choice(name, attribute.name, {{"true", "Yes"}, {"false", "No"}}, value, required ? "Choose …" : "—");
      return;
    case Type::text:
    case Type::services: form.text(name, attribute.name, value, required); return;
  }
}

} // namespace handrail::web
