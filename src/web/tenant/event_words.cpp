#include "web/tenant/event_words.h"

#include "core/text.h"
#include "web/tenant/tenant_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

namespace handrail::web {

using namespace engagement; // NOLINT(google-build-using-namespace): this file is about nothing but its events

namespace {

constexpr std::size_t excerpt = 100;

class Telling {
public:
  Telling(const playbook::Workspace& workspace, const playbook::Model& model, const TenantState& state)
      : workspace_(workspace), model_(model), state_(state) {}

  EventWords operator()(const TenantRegistered& e) const { return {"tenants", "plus", "Registered as " + e.name}; }
  EventWords operator()(const TenantEdited& e) const {
    std::string what;
    const auto add = [&](const std::string& part) { what += (what.empty() ? "" : ", ") + part; };
    if (e.name) add("name " + *e.name);
    if (e.customer) add("customer " + *e.customer);
    if (e.services) add("services");
    for (const auto& [id, value] : e.attributes) {
      const auto* attribute = workspace_.attribute(id);
      add(fmt::format("{} {}", attribute == nullptr ? id : attribute->name, attribute_words(attribute, value)));
    }
    return {"tenants", "same", "Details: " + what};
  }
  EventWords operator()(const ContactAdded& e) const {
    return {"people", "plus", fmt::format("Contact {} ({})", e.contact.name, e.contact.kind)};
  }
  EventWords operator()(const ContactEdited& e) const { return {"people", "same", "Contact " + e.contact.name}; }
  EventWords operator()(const StatusSet& e) const { return {"flag", "same", "Status " + e.status}; }
  EventWords operator()(const NextActionSet& e) const {
    const auto& next = e.next_action;
    if (next.text.empty() && !next.date) return {"flag", "minus", "Next action cleared"};
    const std::string day = next.date ? " on " + long_date(*next.date) : "";
    return {"flag", "same", fmt::format("Next action{}{}", day, next.text.empty() ? "" : ": " + next.text)};
  }
  EventWords operator()(const HolderAssigned& e) const {
    return {"people", "plus",
            fmt::format("{}{} {}{}", field(e.assignment.field), e.assignment.primary ? " ★" : "",
                        holder_name(workspace_, e.assignment.holder), for_service(e.assignment.service))};
  }
  EventWords operator()(const HolderUnassigned& e) const {
    return {"people", "minus",
            fmt::format("{} {}{}", field(e.field), holder_name(workspace_, e.holder), for_service(e.service))};
  }
  EventWords operator()(const RequestMade& e) const {
    const auto* kind = workspace_.request_kind(e.kind);
    return {"request", "plus",
            fmt::format("Request to {}: {}{}", role(e.team), kind == nullptr ? e.kind : kind->name,
                        e.queue.empty() ? "" : " (" + e.queue + ")")};
  }
  EventWords operator()(const RequestAnswered& e) const {
    const auto* request = state_.request(e.request);
    const std::string about = request == nullptr || request->queue.empty() ? "" : " for " + request->queue;
    return {"request", e.accepted ? "plus" : "minus",
            fmt::format("Request{} {}{}", about, e.accepted ? "accepted" : "declined",
                        e.reason.empty() ? "" : ": " + text::shortened(e.reason, excerpt))};
  }
  EventWords operator()(const EngagementStarted& e) const {
    return {"playbook", "plus", "Started " + playbook_title(model_, e.playbook, e.version)};
  }
  EventWords operator()(const EngagementClosed& e) const {
    const auto* engagement = state_.engagement(e.engagement);
    return {"playbook", "minus",
            "Closed " + (engagement == nullptr ? "an engagement"
                                               : playbook_title(model_, engagement->playbook, engagement->version))};
  }
  EventWords operator()(const TaskSet& e) const {
    return {"tick", "same",
            fmt::format("{}{}: {}", task_label(model_, state_, e.task), for_service(e.service), e.status)};
  }
  EventWords operator()(const ItemTicked& e) const {
    return {"tick", e.ticked ? "plus" : "minus", (e.ticked ? "Ticked: " : "Unticked: ") + item(e)};
  }
  EventWords operator()(const OutcomeChosen& e) const {
    return {"flag", "same", "Outcome: " + task_label(model_, state_, e.task) + for_service(e.service)};
  }
  EventWords operator()(const NoteWritten& e) const { return note("note", "plus", "note", e.content); }
  EventWords operator()(const NoteDrafted& e) const { return note("note", "same", "draft", e.content); }
  EventWords operator()(const DraftDiscarded&) const { return {"note", "minus", "Draft discarded"}; }
  EventWords operator()(const MeetingLogged& e) const {
    return {"people", "plus",
            fmt::format("{}: {} ({})", e.kind == "call" ? "Call" : "Meeting", e.purpose, duration(e.minutes))};
  }
  EventWords operator()(const EmailRecorded& e) const {
    return {"mail", "plus", fmt::format("E-mail \"{}\" sent to {}", message(e.message), e.to)};
  }
  EventWords operator()(const MessageAsked& e) const {
    return {"mail", "same", fmt::format("E-mail \"{}\" to be sent to {}", message(e.message), e.to)};
  }
  EventWords operator()(const TimeLogged& e) const {
    return {"time", "plus", fmt::format("{} on {}", duration(e.minutes), task_label(model_, state_, e.task))};
  }
  EventWords operator()(const TimeCorrected& e) const {
    return {"time", "same", fmt::format("Time corrected to {}", duration(e.minutes))};
  }

private:
  std::string field(const FieldId& id) const {
    const auto* found = workspace_.field(id);
    return found == nullptr ? id.text() : found->name;
  }
  static std::string attribute_words(const playbook::TenantAttribute* attribute, const std::string& value) {
    if (value.empty()) return "cleared";
    if (attribute == nullptr || attribute->type != playbook::TenantAttribute::Type::boolean) return value;
    return value == "true" ? "yes" : "no";
  }
  std::string role(const RoleId& id) const {
    const auto* found = workspace_.role(id);
    return found == nullptr ? id.text() : found->name;
  }
  std::string message(const TemplateId& id) const {
    const auto* found = workspace_.message(id);
    return found == nullptr || found->name.empty() ? id.text() : found->name;
  }
  std::string for_service(const std::optional<ServiceId>& id) const {
    if (!id) return {};
    const auto* found = workspace_.service(id->text());
    return " for " + (found == nullptr ? id->text() : found->name);
  }
  static EventWords note(const char* icon, const char* sign, const char* what, const NoteContent& content) {
    return {icon, sign,
            fmt::format("{} {}{}: {}", content.category, what, content.task ? " about " + content.task->text() : "",
                        text::shortened(content.text, excerpt))};
  }
  std::string item(const ItemTicked& e) const {
    const auto* engagement = state_.engagement(e.engagement);
    const auto* book = engagement == nullptr ? nullptr : model_.playbook(engagement->playbook, engagement->version);
    if (book == nullptr) return e.item.text();
    for (const auto& step : book->steps)
      for (const auto& one : step.checklist)
        if (one.id == e.item) return one.text;
    for (const auto& section : book->sections)
      for (const auto& one : section.checklist)
        if (one.id == e.item) return one.text;
    return e.item.text();
  }

  const playbook::Workspace& workspace_;
  const playbook::Model& model_;
  const TenantState& state_;
};

} // namespace

EventWords event_words(const Event& event, const playbook::Workspace& workspace, const playbook::Model& model,
                       const TenantState& state) {
  return std::visit(Telling(workspace, model, state), event.change);
}

} // namespace handrail::web
