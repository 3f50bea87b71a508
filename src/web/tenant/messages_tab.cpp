// E-mails that were sent or that a rule asked for, calls and meetings; and the forms to record one.
#include "web/form/form.h"
#include "web/tenant/tenant_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::web {

namespace {

std::string message_name(const playbook::Workspace& workspace, const TemplateId& id) {
  const auto* message = workspace.message(id);
  return message == nullptr || message->name.empty() ? id.text() : message->name;
}

/// The open engagements that the person sees, to say which one something belongs to.
std::vector<Option> engagement_options(const Visit& visit, const engagement::TenantState& state) {
  std::vector<Option> options;
  for (auto engagement = state.engagements.rbegin(); engagement != state.engagements.rend(); ++engagement)
    if (engagement->is_open() && seen_book(visit, *engagement) != nullptr)
      options.push_back(
          {engagement->id.text(), playbook_title(*visit.model, engagement->playbook, engagement->version)});
  return options;
}

/// Contacts by address, those who must not be contacted left out, and the kinds of contact as a whole.
std::vector<Option> recipient_options(const Visit& visit, const engagement::TenantState& state) {
  std::vector<Option> options;
  for (const auto& contact : state.contacts)
    if (!contact.do_not_contact && !contact.email.empty())
      options.push_back({contact.email, fmt::format("{} ({})", contact.name, contact.kind)});
  for (const auto& kind : visit.workspace().contact_kinds) options.push_back({kind, "everybody: " + kind});
  return options;
}

void show_forms(Visit& visit, const Tenant& tenant, View& view) {
  const auto engagements = engagement_options(visit, *tenant.state);
  std::vector<Option> messages;
  for (const auto& message : visit.workspace().templates)
    messages.push_back({message.id.text(), message.name.empty() ? message.id.text() : message.name});
  View& writing = view.add("writing");
  Form(visit, writing, "email_form", tenant.state->id, "record_email", "email")
      .choice("message", "Message", messages, visit.request.query["message"])
      .choice("to", "Sent to", recipient_options(visit, *tenant.state))
      .choice("engagement", "Belongs to", engagements, {}, engagements.empty() ? "no engagement" : "")
      .submit("Record it as sent", "primary");
  Form(visit, writing, "meeting_form", tenant.state->id, "log_meeting", "meeting")
      .choice("kind", "What", {{"call", "Call"}, {"meeting", "Meeting"}})
      .text("purpose", "Purpose", {}, true)
      .text("attendees", "Who took part", {}, true)
      .hint("Names, with commas between them.")
      .number("minutes", "Minutes", "30", true)
      .choice("engagement", "Belongs to", engagements, {}, engagements.empty() ? "no engagement" : "")
      .area("outcome", "What came of it")
      .submit("Log it", "primary");
}

Result<void> fill(Visit& visit, const Tenant& tenant, View& view) {
  const auto& state = *tenant.state;
  for (const auto& asked : state.asked_messages) {
    const bool sent = std::any_of(state.emails.begin(), state.emails.end(), [&](const auto& email) {
      return email.message == asked.message && email.engagement == asked.engagement;
    });
    View& shown = view.show("has_asked").add("asked");
    shown.set("name", message_name(visit.workspace(), asked.message))
        .set("to", asked.to)
        .show("sent", sent)
        .show("unsent", !sent);
    set_mark(shown, visit, asked.mark);
  }
  for (auto email = state.emails.rbegin(); email != state.emails.rend(); ++email)
    set_mark(view.show("has_emails")
                 .add("email")
                 .set("name", message_name(visit.workspace(), email->message))
                 .set("to", email->to),
             visit, email->mark);
  for (auto meeting = state.meetings.rbegin(); meeting != state.meetings.rend(); ++meeting) {
    View& shown = view.show("has_meetings").add("meeting");
    shown.set("kind", meeting->kind == "call" ? "Call" : "Meeting").set("purpose", meeting->purpose);
    shown.set("attendees", fmt::format("{}", fmt::join(meeting->attendees, ", ")))
        .set("minutes", duration(meeting->minutes));
    shown.set_if("outcome", meeting->outcome);
    set_mark(shown, visit, meeting->mark);
  }
  if (state.emails.empty() && state.meetings.empty() && state.asked_messages.empty()) view.show("none");
  if (!tenant.read_only) show_forms(visit, tenant, view);
  return {};
}

} // namespace

Result<Response> messages_tab(Visit& visit) { return show_tab(visit, "messages", fill); }

} // namespace handrail::web
