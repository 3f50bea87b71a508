// The pages of one tenant: its head, and the tabs under it.
#pragma once

#include "engagement/deadlines.h"
#include "engagement/possible.h"
#include "engagement/state.h"
#include "web/visit.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::web {

/// The tenant that a page is about, as the person may see it.
struct Tenant {
  std::shared_ptr<const engagement::TenantState> state;
  std::vector<engagement::Action> actions;     ///< what may be done now, and why not what may not
  std::vector<engagement::Deadline> deadlines; ///< of all open engagements, the soonest first
  std::optional<engagement::Reason> read_only; ///< why the person may only read it; empty: they may write
};

/// Makes one tab: `fill` writes into the view of the template "tab_<tab>". Whoever may not read the tenant gets the
/// page that says so.
Result<Response> show_tab(Visit& visit, std::string_view tab, Result<void> (*fill)(Visit&, const Tenant&, View&));

Result<Response> playbook_tab(Visit& visit); ///< GET /tenants/{tenant}
Result<Response> timeline_tab(Visit& visit);
Result<Response> notes_tab(Visit& visit);
Result<Response> people_tab(Visit& visit);
Result<Response> messages_tab(Visit& visit);
Result<Response> time_tab(Visit& visit);
Result<Response> details_tab(Visit& visit);
/// GET /tenants/{tenant}/why?do=complete&what=4060: may it be done now, why not, and the shortest way out.
Result<Response> why_page(Visit& visit);

/// After a command the page tells what it did, read from the history: the changes after the version that the address
/// names (`since`), at `{{>receipt}}`. `only_mine`: no others than the person's own.
Result<void> show_receipt(Visit& visit, const engagement::TenantState& state, View& view, std::string message,
                          bool only_mine);

/// May the person see that playbook at all? A partner's people see those for partners. § access-6
bool may_see(const Visit& visit, const playbook::Playbook& book);
/// The playbook that an engagement runs; null when the person may not see it, or the workspace no longer has it.
const playbook::Playbook* seen_book(const Visit& visit, const engagement::Engagement& engagement);

/// The title of a playbook, or its id when the workspace no longer has it.
std::string playbook_title(const playbook::Model& model, const PlaybookId& id, const std::string& version = {});
/// "3713 Customer Declined", wherever in the tenant's engagements the task stands.
std::string task_label(const playbook::Model& model, const engagement::TenantState& state, const TaskId& task);
/// "Ana Silva · today 09:05": who did something, and when, in the person's own zone.
void set_mark(View& view, const Visit& visit, const engagement::Mark& mark);
/// The tasks of all open engagements that the person sees, to choose one from.
std::vector<std::pair<std::string, std::string>> open_tasks(const Visit& visit, const engagement::TenantState& state);

} // namespace handrail::web
