// `handrail why TENANT ACTION …`: may this person do this now, why not, and what is the way out.
#include "app/asked_action.h"
#include "app/customers.h"
#include "app/model_library.h"
#include "app/tenant_history.h"
#include "app/workspace_folder.h"
#include "cli/stored.h"
#include "core/text.h"
#include "engagement/explanation.h"

#include <fmt/format.h>

namespace handrail::cli {

namespace {

/// What a question is answered from.
struct Looked {
  engagement::TenantState state;
  std::shared_ptr<const playbook::Model> model;
  engagement::Actor actor;
};

/// By id, else by name, case aside; of several of a name the id must be given.
Result<TenantId> tenant_named(const Stored& stored, const std::string& word, const std::string& data) {
  const TenantId id(word);
  HANDRAIL_TRY(const auto first, stored.log->events_of(id, 0, 1));
  if (!first.empty() && app::is_tenant(id)) return id;
  if (stored.read_models == nullptr)
    return Error{ErrorCode::not_found, fmt::format("There is no tenant with the id “{}”", text::shortened(word, 80)),
                 data, "There are no lists to look for names in; `handrail rebuild` makes them."};
  constexpr std::size_t most = 500;
  store::TenantQuery query;
  query.limit = most;
  HANDRAIL_TRY(const auto all, stored.read_models->tenants(query));
  query.text = word;
  HANDRAIL_TRY(const auto found, stored.read_models->tenants(query));
  std::vector<TenantId> fitting;
  for (const auto& row : found.tenants)
    if (text::lowered(row.name) == text::lowered(word)) fitting.push_back(row.id);
  if (fitting.empty() && found.tenants.size() == 1 && !word.empty()) fitting.push_back(found.tenants.front().id);
  if (fitting.size() == 1) return fitting.front();
  if (fitting.size() > 1)
    return Error{ErrorCode::invalid,
                 fmt::format("{} tenants are called “{}”: {} and {}", fitting.size(), text::shortened(word, 80),
                             fitting[0].text(), fitting[1].text()),
                 data, "Give the id."};
  std::vector<std::string> known;
  for (const auto& row : all.tenants) {
    known.push_back(row.id.text());
    known.push_back(row.name);
  }
  const auto near = text::did_you_mean(word, known);
  return Error{ErrorCode::not_found, fmt::format("There is no tenant “{}”", text::shortened(word, 80)), data,
               near.empty() ? "`handrail tenants` lists those there are." : fmt::format("Did you mean “{}”?", near)};
}

Result<Looked> look(const Arguments& arguments, const Clock& clock) {
  HANDRAIL_TRY(const auto stored, open_stored(arguments));
  HANDRAIL_TRY(const auto tenant, tenant_named(stored, arguments.positional.front(), arguments["data"]));
  Looked looked;
  HANDRAIL_TRY(looked.state, app::replayed(*stored.log, tenant));
  HANDRAIL_TRY(auto model, app::compiled_workspace(arguments["workspace"]));
  if (stored.read_models == nullptr) {
    looked.model = std::move(model);
    HANDRAIL_TRY(looked.actor, app::person_asked(looked.model->workspace, arguments["as"]));
    return looked;
  }
  app::RandomIds ids(clock);
  app::ModelLibrary library(*stored.log, *stored.read_models, clock, ids);
  HANDRAIL_CHECK(library.open());
  library.look(std::move(model));
  HANDRAIL_TRY(looked.model, library.model_for(looked.state));
  const auto& workspace = looked.model->workspace;
  HANDRAIL_TRY(const auto named, app::person_asked(workspace, arguments["as"]));
  app::Customers customers(*stored.log, *stored.read_models, clock);
  HANDRAIL_CHECK(customers.open());
  HANDRAIL_TRY(looked.actor, customers.actor(workspace, named.id)); // with the rights given on whole customers
  return looked;
}

Result<engagement::Explanation> answered(const Arguments& arguments) {
  const SystemClock clock;
  Instant now = clock.now();
  if (arguments.has("at")) {
    const auto given = instant_from_iso(arguments["at"]);
    if (!given) return Error{ErrorCode::invalid, given.error().message, "--at", given.error().remedy};
    now = *given;
  }
  HANDRAIL_TRY(const auto looked, look(arguments, clock));
  const std::vector<std::string> words(arguments.positional.begin() + 1, arguments.positional.end());
  HANDRAIL_TRY(const auto command, app::asked_action(words, looked.state, *looked.model, looked.actor));
  return engagement::explained(looked.state, *looked.model, command, looked.actor, now);
}

int why(const Arguments& arguments, Console& console) {
  if (arguments["as"].empty()) {
    console.err << "handrail why: --as is missing: say who would do it, by id or name\n";
    return Exit::usage;
  }
  const auto explanation = answered(arguments);
  if (!explanation) {
    console.err << fmt::format("handrail why: {}\n", to_string(explanation.error()));
    return Exit::usage;
  }
  console.out << (arguments["format"] == "json" ? engagement::to_json(*explanation) + "\n"
                                                : engagement::to_text(*explanation));
  return explanation->denial ? Exit::failure : Exit::success;
}

} // namespace

extern const Command why_command{
    "why",
    "Say whether somebody may do something now, why not, and the way out",
    "Asks the rules about one action of one person on one tenant, and changes nothing. Where it may be done, says "
    "what\n"
    "it would do; where not, gives every reason (the rule with file and line, the sentence it enforces, the facts it\n"
    "read) and the shortest sequence of things that people who may do them can do to make it possible.\n"
    "TENANT is an id or a name. The actions: complete TASK, choose TASK, close [PLAYBOOK], start PLAYBOOK, leave "
    "FIELD,\n"
    "assign FIELD WHO, primary FIELD WHO, unassign FIELD WHO, ask KIND [QUEUE], accept KIND, decline KIND, tick ITEM,\n"
    "email TEMPLATE [WHOM], write CATEGORY. The status is 0 where it may be done, 1 where it is refused, and 2 where\n"
    "the question makes no sense.",
    "  handrail why fjordline complete 4060 --as diego\n"
    "  handrail why \"Fjordline Ferries\" leave FM --as \"Tara Okonkwo\"\n"
    "  handrail why fjordline assign RM \"FTCQ Inactive EMEA\" --as diego --format json\n",
    {{"as", "NAME", "Who would do it: a person's id or name", ""},
     {"workspace", "DIR", "The folder with workspace.yaml and its playbooks", "workspaces/fasttrack"},
     data_flag(),
     db_flag(),
     {"at", "TIME", "When it would be done, such as 2026-03-27T09:00:00Z (the clock's time)", ""},
     {"format", "text|json", "How to print it", "text"}},
    {"TENANT", "The tenant, and after it the action: complete 4060", 2, 4},
    why};

} // namespace handrail::cli
