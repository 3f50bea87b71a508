#include "app/scenario_command.h"

#include "core/text.h"
#include "engagement/directory.h"
#include "engagement/requirements.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace handrail::app {

namespace {

namespace eng = engagement;
using playbook::yaml::Node;

Error not_found(const Node& node, std::string message) {
  return Error{ErrorCode::not_found, std::move(message), fmt::format("{}:{}", node.place().file, node.place().line),
               ""};
}

Result<int> whole_number(const Node& node) {
  const auto number = node.as_integer();
  if (!number || *number < std::numeric_limits<int>::min() || *number > std::numeric_limits<int>::max())
    return Error{ErrorCode::invalid, fmt::format("“{}” is not a whole number", text::shortened(node.text(), 80)),
                 node.key(), "Write it in digits."};
  return static_cast<int>(*number);
}

bool is_true(const Node& node) { return node.as_boolean().value_or(false); }

/// A list of services stands in one text, as attributes are written.
std::string attribute_text(const Node& node) {
  if (node.is_scalar()) return node.text();
  std::string all;
  for (const auto& text : playbook::yaml::texts(node)) all += (all.empty() ? "" : ", ") + text;
  return all;
}

std::vector<ServiceId> services_of(const Node& node) {
  std::vector<ServiceId> services;
  for (const auto& text : playbook::yaml::texts(node)) services.emplace_back(text);
  return services;
}

std::optional<ServiceId> service_of(const Node& node) {
  return node.is_null() ? std::nullopt : std::optional(ServiceId(node.text()));
}

Result<eng::Holder> holder_of(const Node& node, const playbook::Workspace& workspace, const PersonId& actor) {
  if (node.text() == "me" && !actor.empty()) return eng::person_holder(actor);
  if (auto holder = eng::holder_named(workspace, node.text())) return *holder;
  std::vector<std::string> known;
  for (const auto& queue : workspace.queues) known.push_back(queue.name);
  for (const auto& person : workspace.people) known.push_back(person.id.text());
  const auto near = text::did_you_mean(node.text(), known);
  return not_found(node, fmt::format("nobody and no queue is called “{}”{}", text::shortened(node.text(), 80),
                                     near.empty() ? "" : fmt::format("; did you mean “{}”?", near)));
}

Result<eng::NextAction> next_action_of(const Node& node) {
  eng::NextAction next;
  next.text = node.at("text").text();
  if (!node.at("date").is_null()) {
    HANDRAIL_TRY(next.date, date_from_iso(node.at("date").text()));
  }
  if (!node.at("owner").is_null()) next.owner = PersonId(node.at("owner").text());
  return next;
}

eng::Contact contact_of(const Node& node, IdSource& ids) {
  return {ContactId(ids.next()), node.at("name").text(), node.at("kind").text(), node.at("email").text(),
          is_true(node.at("do_not_contact"))};
}

/// Reads the entries of `do`, one function for each.
class CommandReader {
public:
  CommandReader(const Node& entry, const ScenarioPlace& place) : entry_(entry), place_(place) {}

  Result<eng::Command> read() const {
    for (const auto& [key, function] : readers)
      if (entry_.key() == key) return (this->*function)();
    return not_found(entry_, fmt::format("there is no command “{}”", entry_.key()));
  }

private:
  using Reader = Result<eng::Command> (CommandReader::*)() const;
  static const std::vector<std::pair<std::string_view, Reader>> readers;

  const Node& at(std::string_view key) const { return entry_.at(key); }
  std::string next_id() const { return place_.ids.next(); }

  /// The engagement that `playbook:` names; empty when it does not.
  Result<EngagementId> engagement() const {
    if (at("playbook").is_null()) return EngagementId();
    return engagement_named(at("playbook"));
  }
  Result<EngagementId> engagement_named(const Node& node) const {
    if (const auto* found = engagement_of(place_.state, PlaybookId(node.text()))) return found->id;
    return not_found(node, fmt::format("no engagement runs the playbook “{}”", text::shortened(node.text(), 80)));
  }

  Result<eng::Command> registered() const {
    HANDRAIL_TRY(auto command, registration_of(entry_, TenantId(at("tenant").text()), place_.model, place_.ids));
    return eng::Command(std::move(command));
  }
  Result<eng::Command> edit() const {
    eng::EditTenant edit;
    for (const auto& value : entry_.items()) {
      if (value.key() == "name")
        edit.name = value.text();
      else if (value.key() == "customer")
        edit.customer = value.text();
      else if (value.key() == "services")
        edit.services = services_of(value);
      else
        edit.attributes[value.key()] = attribute_text(value);
    }
    return eng::Command(std::move(edit));
  }
  Result<eng::Command> add_contact() const { return eng::Command(eng::AddContact{contact_of(entry_, place_.ids)}); }
  Result<eng::Command> set_status() const { return eng::Command(eng::SetStatus{entry_.text()}); }
  Result<eng::Command> set_next_action() const {
    HANDRAIL_TRY(auto next, next_action_of(entry_));
    return eng::Command(eng::SetNextAction{std::move(next)});
  }
  Result<eng::Command> assign() const {
    HANDRAIL_TRY(auto holder, holder_of(at("holder"), place_.model.workspace, place_.actor));
    return eng::Command(
        eng::Assign{FieldId(at("field").text()), std::move(holder), service_of(at("service")), is_true(at("primary"))});
  }
  Result<eng::Command> unassign() const {
    HANDRAIL_TRY(auto holder, holder_of(at("holder"), place_.model.workspace, place_.actor));
    return eng::Command(eng::Unassign{FieldId(at("field").text()), std::move(holder), service_of(at("service"))});
  }
  Result<eng::Command> reassign() const {
    HANDRAIL_TRY(auto from, holder_of(at("from"), place_.model.workspace, place_.actor));
    HANDRAIL_TRY(auto to, holder_of(at("to"), place_.model.workspace, place_.actor));
    return eng::Command(
        eng::Reassign{FieldId(at("field").text()), std::move(from), std::move(to), service_of(at("service"))});
  }
  Result<eng::Command> request() const {
    HANDRAIL_TRY(auto where, engagement());
    return eng::Command(
        eng::MakeRequest{RequestId(next_id()), at("kind").text(), at("queue").text(), at("reason").text(), where});
  }
  Result<eng::Command> answer() const {
    const auto& requests = place_.state.requests;
    const auto found = std::find_if(requests.rbegin(), requests.rend(),
                                    [&](const eng::Request& one) { return one.kind == at("request").text(); });
    if (found == requests.rend())
      return not_found(at("request"), fmt::format("nobody asked for “{}”", text::shortened(at("request").text(), 80)));
    return eng::Command(eng::AnswerRequest{found->id, is_true(at("accept")), at("reason").text()});
  }
  Result<eng::Command> start() const {
    return eng::Command(eng::StartEngagement{EngagementId(next_id()), PlaybookId(entry_.text())});
  }
  Result<eng::Command> close() const {
    HANDRAIL_TRY(auto where, engagement_named(entry_));
    return eng::Command(eng::CloseEngagement{where, {}});
  }
  Result<eng::Command> set_task() const {
    eng::SetTask set;
    HANDRAIL_TRY(set.engagement, engagement());
    set.task = TaskId(at("task").text());
    set.status = at("status").text();
    set.service = service_of(at("service"));
    if (!at("percent").is_null()) {
      HANDRAIL_TRY(set.percent, whole_number(at("percent")));
    }
    return eng::Command(std::move(set));
  }
  Result<eng::Command> complete() const {
    HANDRAIL_TRY(auto where, engagement());
    return eng::Command(eng::SetTask{where, task(), eng::complete_status(place_.model.workspace), std::nullopt,
                                     service_of(at("service"))});
  }
  Result<eng::Command> choose_outcome() const {
    HANDRAIL_TRY(auto where, engagement());
    return eng::Command(eng::ChooseOutcome{where, task(), service_of(at("service"))});
  }
  /// The task by its id alone, or in a map.
  TaskId task() const { return TaskId(entry_.is_map() ? at("task").text() : entry_.text()); }
  Result<eng::Command> tick() const { return item(true); }
  Result<eng::Command> untick() const { return item(false); }
  Result<eng::Command> write_note() const {
    HANDRAIL_TRY(auto content, note());
    return eng::Command(eng::WriteNote{note_id(), std::move(content)});
  }
  Result<eng::Command> draft_note() const {
    HANDRAIL_TRY(auto content, note());
    return eng::Command(eng::DraftNote{note_id(), std::move(content)});
  }
  Result<eng::Command> discard_draft() const { return eng::Command(eng::DiscardDraft{NoteId(entry_.text())}); }
  Result<eng::Command> log_meeting() const {
    HANDRAIL_TRY(auto where, engagement());
    HANDRAIL_TRY(const int minutes, whole_number(at("minutes")));
    return eng::Command(eng::LogMeeting{MeetingId(next_id()), at("kind").text(), at("purpose").text(),
                                        playbook::yaml::texts(at("attendees")), minutes, at("outcome").text(), where});
  }
  Result<eng::Command> record_email() const {
    HANDRAIL_TRY(auto where, engagement());
    return eng::Command(
        eng::RecordEmail{EmailId(next_id()), TemplateId(at("template").text()), at("to").text(), where});
  }
  Result<eng::Command> log_time() const {
    HANDRAIL_TRY(auto where, engagement());
    HANDRAIL_TRY(const int minutes, whole_number(at("minutes")));
    return eng::Command(eng::LogTime{TimeEntryId(next_id()), TaskId(at("task").text()), minutes, where});
  }
  Result<eng::Command> correct_time() const {
    HANDRAIL_TRY(const int minutes, whole_number(at("minutes")));
    const auto& entries = place_.state.time_entries;
    const auto found = std::find_if(entries.rbegin(), entries.rend(),
                                    [&](const eng::TimeEntry& one) { return one.task.text() == at("task").text(); });
    if (found == entries.rend())
      return not_found(at("task"), fmt::format("no time is logged on “{}”", text::shortened(at("task").text(), 80)));
    return eng::Command(eng::CorrectTime{found->id, minutes, at("reason").text()});
  }

  NoteId note_id() const { return NoteId(at("id").is_null() ? next_id() : at("id").text()); }

  Result<eng::NoteContent> note() const {
    eng::NoteContent content;
    content.category = at("category").text();
    content.text = at("text").text();
    if (!at("task").is_null()) content.task = TaskId(at("task").text());
    content.services = services_of(at("services"));
    for (const auto& fact : at("facts").items()) content.facts.push_back({fact.key(), fact.text()});
    content.escalated = is_true(at("escalated"));
    if (!at("next_action").is_null()) {
      HANDRAIL_TRY(content.next_action, next_action_of(at("next_action")));
    }
    HANDRAIL_TRY(content.engagement, engagement());
    return content;
  }

  /// A checklist item by its words or id, in the open engagements first.
  Result<eng::Command> item(bool ticked) const {
    const std::string wanted = text::lowered(text::trimmed(entry_.text()));
    for (const bool open : {true, false})
      for (auto one = place_.state.engagements.rbegin(); one != place_.state.engagements.rend(); ++one) {
        const auto* book = place_.model.playbook(one->playbook, one->version);
        if (one->is_open() != open || book == nullptr) continue;
        if (const auto id = item_named(*book, wanted)) return eng::Command(eng::TickItem{one->id, *id, ticked});
      }
    return not_found(entry_,
                     fmt::format("no engagement has the checklist item “{}”", text::shortened(entry_.text(), 80)));
  }
  static std::optional<ChecklistItemId> item_named(const playbook::Playbook& book, const std::string& wanted) {
    const auto find = [&](const std::vector<playbook::ChecklistItem>& items) -> std::optional<ChecklistItemId> {
      for (const auto& one : items)
        if (text::lowered(one.text) == wanted || one.id.text() == wanted) return one.id;
      return std::nullopt;
    };
    for (const auto& step : book.steps)
      if (auto id = find(step.checklist)) return id;
    for (const auto& section : book.sections)
      if (auto id = find(section.checklist)) return id;
    return std::nullopt;
  }

  const Node& entry_;
  const ScenarioPlace& place_;
};

const std::vector<std::pair<std::string_view, CommandReader::Reader>> CommandReader::readers{
    {"register", &CommandReader::registered},
    {"edit", &CommandReader::edit},
    {"add_contact", &CommandReader::add_contact},
    {"set_status", &CommandReader::set_status},
    {"set_next_action", &CommandReader::set_next_action},
    {"assign", &CommandReader::assign},
    {"unassign", &CommandReader::unassign},
    {"reassign", &CommandReader::reassign},
    {"request", &CommandReader::request},
    {"answer", &CommandReader::answer},
    {"start", &CommandReader::start},
    {"close", &CommandReader::close},
    {"set_task", &CommandReader::set_task},
    {"complete", &CommandReader::complete},
    {"choose_outcome", &CommandReader::choose_outcome},
    {"tick", &CommandReader::tick},
    {"untick", &CommandReader::untick},
    {"write_note", &CommandReader::write_note},
    {"draft_note", &CommandReader::draft_note},
    {"discard_draft", &CommandReader::discard_draft},
    {"log_meeting", &CommandReader::log_meeting},
    {"record_email", &CommandReader::record_email},
    {"log_time", &CommandReader::log_time},
    {"correct_time", &CommandReader::correct_time},
};

constexpr std::string_view registration_keys[] = {"tenant", "name", "customer", "services", "fields", "contacts"};

} // namespace

std::optional<eng::CustomerCommand> customer_command_of(const Node& entry, const PersonId& actor) {
  const auto& customer = entry.at("customer").text();
  const auto& named = entry.at("person").text();
  const PersonId person = named == "me" ? actor : PersonId(named);
  if (entry.key() == "grant_customer") return eng::GrantCustomer{customer, person};
  if (entry.key() == "revoke_customer") return eng::RevokeCustomer{customer, person};
  return std::nullopt;
}

Result<eng::Command> command_of(const Node& entry, const ScenarioPlace& place) {
  return CommandReader(entry, place).read();
}

Result<eng::RegisterTenant> registration_of(const Node& tenant, const TenantId& id, const playbook::Model& model,
                                            IdSource& ids) {
  eng::RegisterTenant command;
  command.tenant = id;
  command.name = tenant.at("name").text();
  command.customer = tenant.at("customer").text();
  command.services = services_of(tenant.at("services"));
  for (const auto& value : tenant.items())
    if (std::find(std::begin(registration_keys), std::end(registration_keys), value.key()) ==
        std::end(registration_keys))
      command.attributes[value.key()] = attribute_text(value);
  for (const auto& field : tenant.at("fields").items())
    for (const auto& one : field.items()) {
      HANDRAIL_TRY(auto holder, holder_of(one.at("holder"), model.workspace, {}));
      command.assignments.push_back(
          {FieldId(field.key()), std::move(holder), service_of(one.at("service")), is_true(one.at("primary"))});
    }
  for (const auto& one : tenant.at("contacts").items()) command.contacts.push_back(contact_of(one, ids));
  return command;
}

const eng::Engagement* engagement_of(const eng::TenantState& state, const PlaybookId& playbook) {
  const eng::Engagement* newest = nullptr;
  for (const auto& one : state.engagements) {
    if (one.playbook != playbook) continue;
    if (one.is_open()) return &one;
    newest = &one;
  }
  return newest;
}

} // namespace handrail::app
