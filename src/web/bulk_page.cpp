#include "web/bulk_page.h"

#include "app/tenant_filters.h"
#include "engagement/calendar.h"
#include "web/form/command_fields.h"
#include "web/form/command_form.h"
#include "web/layout.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <array>

namespace handrail::web {

namespace {

using app::BulkReport;

/// So many tenants are decided for a preview: it is a page that somebody waits for.
constexpr std::size_t most_previewed = 1'000;
constexpr std::size_t most_shown = 50;
/// Of a list's filters in a form, beside fields of the command that have the same names.
constexpr std::string_view filter_prefix = "of.";

struct BulkAction {
  const char* what;
  const char* command; ///< its name in routes
  const char* label;
};
constexpr std::array actions{BulkAction{"reassign", "reassign", "Reassign a place"},
                             BulkAction{"assign", "assign", "Assign somebody"},
                             BulkAction{"unassign", "unassign", "Take somebody out"},
                             BulkAction{"status", "set_status", "Set the status"},
                             BulkAction{"next", "set_next_action", "Set the next action"},
                             BulkAction{"start", "start_engagement", "Start a playbook"}};

Result<const BulkAction*> action_asked(const Fields& form) {
  for (const auto& action : actions)
    if (form["what"] == action.what) return &action;
  return Error{ErrorCode::invalid, "It was not said what is to be done", "what",
               "Choose it below the list of tenants."};
}

/// The tenants that a form means: those ticked, all of a list, or those that an order changed.
Result<std::vector<TenantId>> tenants_asked(Visit& visit) {
  const auto& form = visit.request.form;
  if (form["scope"] == "all") {
    app::FilterValues values;
    for (const auto& filter : app::tenant_filters())
      values[filter.name] = form[std::string(filter_prefix) + filter.name];
    HANDRAIL_TRY(auto query, app::tenant_query(values, visit.workspace(), visit.today));
    return app::tenants_in(visit.engine, std::move(query), visit.person().id);
  }
  if (form["scope"] == "order") {
    HANDRAIL_TRY(auto standing, visit.orders.find(form["changed_by"]));
    if (standing.order.actor == visit.person().id) return std::move(standing.report.changed);
  }
  std::vector<TenantId> tenants;
  for (auto& id : form.all("tenant")) tenants.emplace_back(std::move(id));
  if (!tenants.empty()) return tenants;
  return Error{ErrorCode::invalid, "No tenant was chosen", "tenant", "Tick those you mean, or take all of the list."};
}

void show_fields(const Visit& visit, Form& form, const BulkAction& action) {
  const auto& workspace = visit.workspace();
  const auto& sent = visit.request.form;
  const std::string_view what = action.what;
  const auto fields = [&] {
    std::vector<Option> options;
    for (const auto& field : workspace.fields) options.push_back({field.id.text(), field.name});
    return options;
  };
  const auto holders = [&] {
    auto options = people_options(visit);
    for (auto& option : options) option.value = holder_value(engagement::person_holder(PersonId(option.value)));
    for (const auto& queue : workspace.queues)
      options.push_back({holder_value(engagement::queue_holder(queue.name)), queue.name});
    return options;
  };
  if (what == "reassign" || what == "assign" || what == "unassign")
    form.choice("field", "Field", fields(), sent["field"]);
  if (what == "reassign") {
    form.choice("from", "From", holders(), sent["from"], "Choose …");
    form.choice("to", "To", holders(), sent["to"], "Choose …");
  } else if (what == "assign" || what == "unassign") {
    form.choice("holder", "Who", holders(), sent["holder"], "Choose …");
    if (what == "assign") form.check("primary", "As primary", sent.has("primary"));
  } else if (what == "status") {
    form.choice("status", "Status", plain_options(workspace.statuses), sent["status"]);
  } else if (what == "next") {
    form.text("next_text", "Next action", sent["next_text"], true).date("next_date", "When", sent["next_date"]);
    form.choice("next_owner", "Whose", people_options(visit), sent["next_owner"], "nobody's yet");
  } else {
    std::vector<Option> books;
    for (const auto& [id, book] : visit.model->playbooks)
      if (!engagement::refused_playbook(*book, workspace, visit.person())) books.push_back({id.text(), book->title});
    form.choice("playbook", "Playbook", books, sent["playbook"]);
  }
}

/// What says again which tenants are meant.
void keep_scope(const Visit& visit, Form& form) {
  for (const auto& [name, value] : visit.request.form.entries()) {
    const bool of_scope = name == "what" || name == "scope" || name == "tenant" || name == "changed_by" ||
                          name.starts_with(filter_prefix);
    if (of_scope && !value.empty()) form.hidden(name, value);
  }
}

std::string in_words(const Visit& visit, const engagement::Command& command) {
  const auto& workspace = visit.workspace();
  const auto field = [&](const FieldId& id) {
    const auto* found = workspace.field(id);
    return found == nullptr ? id.text() : found->name;
  };
  if (const auto* c = std::get_if<engagement::Reassign>(&command))
    return fmt::format("Reassign {} from {} to {}", field(c->field), holder_name(workspace, c->from),
                       holder_name(workspace, c->to));
  if (const auto* c = std::get_if<engagement::Assign>(&command))
    return fmt::format("Put {} into {}{}", holder_name(workspace, c->holder), field(c->field),
                       c->primary ? " as primary" : "");
  if (const auto* c = std::get_if<engagement::Unassign>(&command))
    return fmt::format("Take {} out of {}", holder_name(workspace, c->holder), field(c->field));
  if (const auto* c = std::get_if<engagement::SetStatus>(&command))
    return fmt::format("Set the status to {}", c->status);
  if (const auto* c = std::get_if<engagement::SetNextAction>(&command))
    return fmt::format("Set the next action to “{}”", c->next_action.text);
  const auto* start = std::get_if<engagement::StartEngagement>(&command);
  const auto* book = start == nullptr ? nullptr : visit.model->playbook(start->playbook, {});
  return fmt::format("Start {}", book == nullptr ? "a playbook" : book->title);
}

void show_report(View& view, const BulkReport& report, bool done) {
  const auto& progress = report.progress;
  const auto line = [&](const char* sign, std::size_t count, const char* one, const char* many) {
    if (count > 0)
      view.add("line")
          .set("sign", sign)
          .set("text", fmt::format("{} {}", counted(count, "tenant", "tenants"), count == 1 ? one : many));
  };
  line("plus", progress.changed, done ? "was changed" : "would be changed", done ? "were changed" : "would be changed");
  line("same", progress.unchanged, "is so already", "are so already");
  line("minus", progress.refused, "is refused by a rule or a right", "are refused by rules or rights");
  line("minus", progress.failed, "is not meant by it", "are not meant by it");
  for (std::size_t i = 0; i < report.exceptions.size() && i < most_shown; ++i) {
    const auto& one = report.exceptions[i];
    view.show("has_exceptions")
        .add("exception")
        .set("tenant", one.tenant.text())
        .set("href", "/tenants/" + percent_encoded(one.tenant.text()))
        .set("reason", as_sentence(one.reason))
        .set_if("where", one.refused ? one.where : "");
  }
  const auto all = progress.refused + progress.failed;
  if (all > most_shown) view.set_if("more_exceptions", fmt::format("and {} more", all - most_shown));
}

/// The command of the form, or none while something of it is still to be chosen.
Result<engagement::Command> command_asked(const Visit& visit, const BulkAction& action) {
  return command_from_fields(action.command, visit.request.form, visit.page_key);
}

Result<void> show_preview(Visit& visit, View& view, engagement::Command command, std::vector<TenantId> tenants) {
  const auto all = tenants.size();
  if (all > most_previewed) {
    tenants.resize(most_previewed);
    view.set_if("looked_at", fmt::format("Looked at the first {} of {} tenants.", most_previewed, all));
  }
  const app::BulkOrder order{visit.page_key, std::move(command), std::move(tenants), visit.person().id};
  HANDRAIL_TRY(const auto report, app::preview(visit.engine, order));
  view.set("words", in_words(visit, order.command));
  show_report(view, report, false);
  view.show("nothing", report.progress.changed == 0 && all <= most_previewed);
  if (report.progress.changed == 0 && all <= most_previewed) return {};
  Form confirm(visit, view, "confirm", "/bulk/do", "bulk-do");
  keep_scope(visit, confirm);
  const auto fields = fields_of(order.command);
  for (const auto& [name, value] : fields.entries()) confirm.hidden(name, value);
  confirm.hidden("order", visit.page_key);
  confirm.submit(all <= most_previewed
                     ? fmt::format("Do it for {}", counted(report.progress.changed, "tenant", "tenants"))
                     : fmt::format("Do it for all {} tenants", all),
                 "primary");
  return {};
}

/// A reassignment is taken back by the opposite one, on the tenants that it changed.
void show_undo(Visit& visit, View& view, const app::BulkOrders::Standing& standing) {
  const auto* reassign = std::get_if<engagement::Reassign>(&standing.order.command);
  if (reassign == nullptr || standing.under_way || standing.report.changed.empty()) return;
  Form form(visit, view, "undo", "/bulk", "bulk-undo");
  form.hidden("what", "reassign").hidden("scope", "order").hidden("changed_by", standing.order.id);
  form.hidden("field", reassign->field.text());
  form.hidden("from", holder_value(reassign->to)).hidden("to", holder_value(reassign->from));
  form.inline_style().submit("Take it back …");
}

Result<app::BulkOrders::Standing> own_order(Visit& visit) {
  HANDRAIL_TRY(auto standing, visit.orders.find(visit.parameter("order")));
  if (standing.order.actor == visit.person().id) return standing;
  return Error{ErrorCode::not_found, "There is no such order of yours", "order", ""};
}

} // namespace

std::vector<std::pair<std::string, std::string>> bulk_actions() {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& action : actions) all.emplace_back(action.what, action.label);
  return all;
}

Result<Response> bulk_page(Visit& visit) {
  HANDRAIL_TRY(const auto* action, action_asked(visit.request.form));
  HANDRAIL_TRY(auto tenants, tenants_asked(visit));
  View view;
  view.set("label", action->label).set("count", counted(tenants.size(), "tenant", "tenants"));
  auto command = command_asked(visit, *action);
  const bool asked_before = visit.request.form["form"] == "bulk-fields";
  Attempt attempt;
  if (!command && asked_before) {
    attempt = {"bulk-fields", visit.request.form, {}, command.error()};
    visit.attempt = &attempt;
  }
  Form form(visit, view, "fields", "/bulk", "bulk-fields");
  keep_scope(visit, form);
  show_fields(visit, form, *action);
  form.submit("Show what it would do", command ? "" : "primary");
  const bool chosen = asked_before || visit.request.form["scope"] == "order";
  if (command && chosen)
    HANDRAIL_CHECK(show_preview(visit, view.add("preview"), std::move(*command), std::move(tenants)));
  return respond(visit, {action->label, "bulk", "tenants", std::move(view)});
}

Result<Response> do_bulk(Visit& visit) {
  HANDRAIL_TRY(const auto* action, action_asked(visit.request.form));
  HANDRAIL_TRY(auto tenants, tenants_asked(visit));
  HANDRAIL_TRY(auto command, command_asked(visit, *action));
  const auto& sent = visit.request.form["order"];
  const std::string id = sent.empty() ? visit.page_key : sent;
  auto words = in_words(visit, command);
  const auto begun =
      visit.orders.begin({id, std::move(command), std::move(tenants), visit.person().id}, std::move(words));
  if (!begun && begun.error().code != ErrorCode::conflict) return begun.error(); // sent twice, it is under way
  return see_other("/bulk/" + percent_encoded(id));
}

Result<Response> bulk_order_page(Visit& visit) {
  HANDRAIL_TRY(const auto standing, own_order(visit));
  View view;
  const auto& progress = standing.report.progress;
  view.set("words", standing.what).set("done", std::to_string(progress.done)).set("all", std::to_string(progress.all));
  view.show(standing.under_way ? "under_way" : "ended").show("stopped", standing.report.stopped);
  show_report(view, standing.report, true);
  if (standing.under_way)
    Form(visit, view, "stop", fmt::format("/bulk/{}/stop", percent_encoded(standing.order.id)), "bulk-stop")
        .inline_style()
        .submit("Stop");
  show_undo(visit, view, standing);
  HANDRAIL_TRY(auto page, respond(visit, {standing.what, "bulk_order", "tenants", std::move(view)}));
  if (standing.under_way && !visit.request.wants_json) // to an address without a fragment, else browsers stay
    page.headers.add("Refresh", "1; url=/bulk/" + percent_encoded(standing.order.id));
  return page;
}

Result<Response> stop_bulk(Visit& visit) {
  HANDRAIL_TRY(const auto standing, own_order(visit));
  visit.orders.stop(standing.order.id);
  return see_other("/bulk/" + percent_encoded(standing.order.id));
}

} // namespace handrail::web
