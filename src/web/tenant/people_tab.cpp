// Who works on the tenant: every assignment field with its holders, by tab; who may be put there; the log of changes;
// requests to other teams.
#include "web/command.h"
#include "web/form/command_fields.h"
#include "web/form/command_form.h"
#include "web/form/denial_view.h"
#include "web/tenant/tenant_page.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace handrail::web {

namespace {

using engagement::Assignment;
using engagement::TenantState;

/// The words for a form's id: field and holder names have letters that an id may not have.
std::string form_id(const char* what, int number) { return fmt::format("{}-{}", what, number); }

/// Why the person may not put that holder into the field, or take them out. § access-7 to § access-9
std::optional<engagement::Reason> refused_to_change(const Visit& visit, const Tenant& tenant, const FieldId& id,
                                                    const engagement::Holder& holder, bool leaves) {
  const auto* field = visit.workspace().field(id);
  if (field == nullptr) return std::nullopt; // the command itself will say so
  return engagement::refused_to_change_holder(*tenant.state, visit.workspace(), visit.person(), *field, holder, leaves);
}

/// In a line why not; opened, the reasons and the ways out.
void show_refusal(Visit& visit, View& row, const Tenant& tenant, const engagement::Denial& denial,
                  const std::string& id, const std::string& way_out = {}) {
  View& refusal = row.add("refusal").set("brief", in_brief(denial));
  const bool tried = visit.attempt != nullptr && visit.attempt->form == id;
  if (tried) visit.attempt->shown = true;
  refusal.show("open", tried || (visit.attempt != nullptr && visit.attempt->form.starts_with(id + "-way-")));
  show_denial(visit, refusal, "denial", tenant.state->id, denial, id, tried, way_out);
}

/// Leaving a seat of one's own, or taking somebody out: the form, or why not. What one has no right to is not offered
/// at each holder; the card says why.
void show_leave(Visit& visit, View& row, const Tenant& tenant, const Assignment& held, int number) {
  const std::string id = form_id("leave", number);
  const bool mine = held.holder == engagement::person_holder(visit.person().id);
  for (const auto& action : tenant.actions) {
    const auto* leave = std::get_if<engagement::Unassign>(&action.command);
    if (leave == nullptr || leave->field != held.field || leave->holder != held.holder ||
        leave->service != held.service)
      continue;
    for (const auto& line : action.preview)
      row.show("has_preview")
          .add("change")
          .set("text", line.text)
          .set("sign", line.sign == engagement::PreviewLine::Sign::plus    ? "plus"
                       : line.sign == engagement::PreviewLine::Sign::minus ? "minus"
                                                                           : "same");
    if (action.denial)
      return show_refusal(visit, row, tenant, *action.denial, id, why_address(visit, *tenant.state, action.command));
  }
  if (auto refused = refused_to_change(visit, tenant, held.field, held.holder, true)) {
    const bool has_a_way = refused->rule == engagement::RuleKind::duties; // one asks for it instead
    if (has_a_way && !tenant.read_only) show_refusal(visit, row, tenant, engagement::Denial{{std::move(*refused)}}, id);
    return;
  }
  Form form(visit, row, "form", tenant.state->id, "unassign", id);
  form.hidden("field", held.field.text()).hidden("holder", holder_value(held.holder)).inline_style();
  if (held.service) form.hidden("service", held.service->text());
  form.hidden("anchor", "people-" + std::to_string(number)).submit(mine ? "Leave" : "Remove", "quiet");
}

/// Giving the place to somebody else, where the person may do both halves of it.
void show_reassign(Visit& visit, View& row, const Tenant& tenant, const Assignment& held, int number) {
  const auto somebody = engagement::person_holder(visit.person().id);
  if (refused_to_change(visit, tenant, held.field, held.holder, true) ||
      refused_to_change(visit, tenant, held.field, somebody, false))
    return;
  const std::string id = form_id("reassign", number);
  auto others = holder_options(visit, held.field);
  std::erase_if(others, [own = holder_value(held.holder)](const Option& one) { return one.value == own; });
  View& shown = row.add("reassign").show("open", visit.attempt != nullptr && visit.attempt->form == id);
  Form form(visit, shown, "form", tenant.state->id, "reassign", id);
  form.hidden("field", held.field.text()).hidden("from", holder_value(held.holder)).hidden("anchor", "notice");
  if (held.service) form.hidden("service", held.service->text());
  form.choice("to", "To whom", others, {}, "Choose …").submit("Reassign", "primary");
}

void show_holder_row(Visit& visit, View& field, const Tenant& tenant, const Assignment& held, int number) {
  View& row = field.add("holder_row").set("id", form_id("people", number));
  set_holder(row.include("holder", "holder"), visit.workspace(), held.holder, held.primary);
  if (held.service) {
    const auto* service = visit.workspace().service(held.service->text());
    row.set_if("service", service == nullptr ? held.service->text() : service->name);
  }
  if (!held.primary && !held.service && !refused_to_change(visit, tenant, held.field, held.holder, false))
    Form(visit, row, "primary_form", tenant.state->id, "assign", form_id("primary", number))
        .hidden("field", held.field.text())
        .hidden("holder", holder_value(held.holder))
        .hidden("primary", "true")
        .inline_style()
        .submit("Make primary", "quiet");
  show_leave(visit, row, tenant, held, number);
  show_reassign(visit, row, tenant, held, number);
}

/// Returns why the person may not assign anybody to it; empty when they may.
std::string show_field(Visit& visit, View& tab, const Tenant& tenant, const playbook::AssignmentField& field,
                       int& number) {
  const auto& state = *tenant.state;
  View& shown = tab.add("field").set("name", field.name).set("id", form_id("field", number));
  bool held = false;
  for (const auto& assignment : state.assignments) {
    if (assignment.field != field.id) continue;
    held = true;
    show_holder_row(visit, shown, tenant, assignment, ++number);
  }
  if (!held) shown.show("nobody").show(field.primary_required ? "must_have" : "may_be_empty");
  // A colleague stands for all: who may assign somebody to the field may assign others of their own there.
  const auto somebody = engagement::person_holder(visit.person().id);
  if (const auto refused = refused_to_change(visit, tenant, field.id, somebody, false)) return refused->message;
  shown.show("may_assign");
  Form form(visit, shown, "assign_form", state.id, "assign", form_id("assign", ++number));
  form.hidden("field", field.id.text());
  form.choice("holder", "Who", holder_options(visit, field.id), {}, "Choose …");
  if (field.service_level) form.choice("service", "For", service_options(visit.workspace()), {}, "the whole tenant");
  form.check("primary", "Primary", !held);
  form.submit("Assign");
  const std::string own = form_id("assign", number);
  shown.show("assign_open", visit.attempt != nullptr &&
                                (visit.attempt->form == own || visit.attempt->form.starts_with(own + "-way-")));
  return {};
}

/// One line of the log, whichever history it comes from.
struct LogLine {
  const char* sign;
  std::string text;
  engagement::Mark mark;
};

LogLine line_of(const playbook::Workspace& workspace, const engagement::AssignmentChange& change) {
  using Kind = engagement::AssignmentChange::Kind;
  const auto& one = change.assignment;
  const auto* field = workspace.field(one.field);
  const char* verb = change.kind == Kind::assigned       ? ""
                     : change.kind == Kind::made_primary ? " made primary"
                     : change.kind == Kind::unassigned   ? ""
                                                         : " no longer primary";
  return {change.kind == Kind::unassigned ? "minus"
          : change.kind == Kind::assigned ? "plus"
                                          : "same",
          fmt::format("{}{} {}{}", field == nullptr ? one.field.text() : field->name,
                      change.kind == Kind::assigned && one.primary ? " ★" : "", holder_name(workspace, one.holder),
                      verb),
          change.mark};
}

/// The tenant's own changes and its customer's, newest first.
void show_log(const Visit& visit, const TenantState& state, const engagement::CustomerState& customer, View& view) {
  std::vector<LogLine> lines;
  for (const auto& change : state.assignment_log) lines.push_back(line_of(visit.workspace(), change));
  for (const auto& change : customer.log)
    lines.push_back({change.granted ? "plus" : "minus",
                     fmt::format("Customer {} {}", customer.name,
                                 holder_name(visit.workspace(), engagement::person_holder(change.person))),
                     change.mark});
  std::stable_sort(lines.begin(), lines.end(),
                   [](const LogLine& left, const LogLine& right) { return left.mark.at < right.mark.at; });
  for (auto one = lines.rbegin(); one != lines.rend(); ++one) {
    View& line = view.show("has_log").add("log").set("sign", one->sign).set("text", one->text);
    set_mark(line, visit, one->mark);
  }
}

Form customer_form(Visit& visit, View& place, const Tenant& tenant, std::string_view command, const std::string& id) {
  Form form(visit, place, "form", customer_command_path(tenant.state->id, command), id);
  form.hidden("customer", tenant.state->customer).hidden("anchor", "customer");
  return form;
}

/// § access-12: who works on the tenant by rights on its customer, and the forms of those who may give and take them.
void show_customer(Visit& visit, const Tenant& tenant, const engagement::CustomerState& customer, View& tab) {
  if (customer.name.empty()) return;
  View& view = tab.add("has_customer").set("customer", customer.name);
  const bool may_give = !engagement::refused_to_give_customer(visit.workspace(), visit.person(), customer.name);
  view.show("no_customer_holder", customer.holders.empty());
  int number = 0;
  for (const auto& held : customer.holders) {
    View& row = view.add("customer_holder");
    set_holder(row.include("holder", "holder"), visit.workspace(), engagement::person_holder(held.person), false);
    set_mark(row, visit, held.given);
    const bool mine = held.person == visit.person().id;
    const std::string id = form_id("revoke", ++number);
    if (!may_give && !mine) continue;
    customer_form(visit, row, tenant, "revoke_customer", id)
        .hidden("person", held.person.text())
        .inline_style()
        .submit(mine ? "Leave" : "Remove", "quiet");
  }
  if (!may_give) return;
  View& give = view.add("give").set("customer", customer.name);
  give.show("open", visit.attempt != nullptr && visit.attempt->form == "grant");
  customer_form(visit, give, tenant, "grant_customer", "grant")
      .choice("person", "Who", people_options(visit), {}, "Choose …")
      .hint("They read and write every tenant of the customer, also those that come later.")
      .submit("Give rights");
}

void show_requests(Visit& visit, const Tenant& tenant, View& view) {
  using Answer = engagement::Request::Answer;
  const auto& workspace = visit.workspace();
  int number = 0;
  for (auto request = tenant.state->requests.rbegin(); request != tenant.state->requests.rend(); ++request) {
    const auto* kind = workspace.request_kind(request->kind);
    const auto* team = workspace.role(request->team);
    View& shown = view.show("has_requests").add("request");
    shown.set("kind", kind == nullptr ? request->kind : kind->name)
        .set("team", team == nullptr ? request->team.text() : team->name);
    shown.set_if("queue", request->queue).set_if("reason", request->reason);
    set_mark(shown.add("asked"), visit, request->asked);
    const bool open = request->answer == Answer::open;
    shown.set("state", open ? "waiting" : request->answer == Answer::accepted ? "accepted" : "declined");
    shown.set("icon", open ? "waiting" : request->answer == Answer::accepted ? "done" : "cancelled");
    shown.set("tone", open ? "due" : request->answer == Answer::accepted ? "done" : "blocked");
    if (request->answered)
      set_mark(shown.add("answered").set_if("words", request->answer_reason), visit, *request->answered);
    if (!open) continue;
    for (const auto& action : tenant.actions) {
      const auto* answer = std::get_if<engagement::AnswerRequest>(&action.command);
      if (answer == nullptr || answer->request != request->id || action.denial) continue;
      View& way = shown.add("answer");
      command_form(visit, way, "form", tenant.state->id, action.command, form_id("answer", ++number), action.label);
    }
  }
  view.show("no_requests", tenant.state->requests.empty() && tenant.read_only.has_value());
  if (tenant.read_only) return;
  for (const auto& kind : workspace.request_kinds) {
    View& ask = view.show("has_asking").add("ask").set("name", kind.name);
    engagement::MakeRequest request;
    request.kind = kind.id;
    const std::string id = form_id("ask", ++number);
    ask.show("open", visit.attempt != nullptr && visit.attempt->form == id);
    command_form(visit, ask, "form", tenant.state->id, request, id, kind.name);
  }
}

Result<void> fill(Visit& visit, const Tenant& tenant, View& view) {
  int number = 0;
  std::string current;
  std::set<std::string> told; // once, not at every field
  View* tab = nullptr;
  for (const auto& field : visit.workspace().fields) {
    if (tab == nullptr || field.tab != current) tab = &view.add("tab").set("name", field.tab);
    current = field.tab;
    const std::string why = show_field(visit, *tab, tenant, field, number);
    if (!why.empty() && told.insert(why).second) tab->add("why_not").set("message", why);
  }
  const auto customer = visit.engine.customer(tenant.state->customer);
  show_customer(visit, tenant, *customer, view);
  show_requests(visit, tenant, view);
  show_log(visit, *tenant.state, *customer, view);
  return {};
}

} // namespace

Result<Response> people_tab(Visit& visit) { return show_tab(visit, "people", fill); }

} // namespace handrail::web
