// `handrail due`: what is due and what is overdue, of one tenant or of all.
#include "app/due.h"
#include "app/id_source.h"
#include "app/workspace_folder.h"
#include "cli/stored.h"
#include "engagement/calendar.h"
#include "engagement/directory.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <map>

namespace handrail::cli {

namespace {

using Json = nlohmann::ordered_json;
using State = engagement::Deadline::State;

constexpr std::size_t most_rows = 10'000;

struct Found {
  app::DueList list;
  std::shared_ptr<const playbook::Model> model;
  Instant now{};
};

std::vector<std::string> people_of(const engagement::Deadline& deadline, const playbook::Workspace& workspace) {
  std::vector<std::string> names;
  for (const auto& person : deadline.people) names.push_back(engagement::name_of(workspace, person));
  return names;
}

/// The word in its colour on a terminal; the word itself says all.
std::string in_colour(State state, bool terminal) {
  std::string word = fmt::format("{:<9}", engagement::to_string(state));
  if (!terminal || (state != State::overdue && state != State::due_soon)) return word;
  return fmt::format("\033[{}m{}\033[0m", state == State::overdue ? "1;31" : "33", word);
}

/// The time of day only where it says something.
std::string in_words(Instant at, const engagement::Calendar& calendar) {
  const Date day = calendar.date_of(at);
  return at == calendar.start_of(day) ? engagement::Calendar::in_words(day) : calendar.in_words(at);
}

void print_text(const Found& found, Console& console) {
  const engagement::Calendar calendar(found.model->workspace);
  for (const auto& [tenant, name, one] : found.list.rows) {
    console.out << fmt::format("{} {}  {}: {}\n", in_colour(one.state, console.out_is_terminal), plain(name),
                               plain(one.what), one.words);
    const auto people = people_of(one, found.model->workspace);
    console.out << fmt::format("{:9} {}, for {}\n", "", tenant.text(),
                               !people.empty()    ? plain(engagement::listed(people))
                               : one.role.empty() ? "anybody"
                                                  : plain(one.role));
    const std::string sentence = one.cites.empty() ? one.why : fmt::format("\"{}\"", plain(one.cites.front().sentence));
    console.out << fmt::format("{:9} {}:{} {}\n", "", one.at.file, one.at.line, sentence);
    if (!one.reminders.empty())
      console.out << fmt::format("{:9} reminder of {}\n", "", in_words(one.reminders.back(), calendar));
  }
}

void print_summary(const Found& found, Console& console) {
  std::map<State, std::size_t> counts;
  std::size_t reminders = 0;
  for (const auto& row : found.list.rows)
    ++counts[row.deadline.state], reminders += row.deadline.reminders.empty() ? 0 : 1;
  if (found.list.rows.empty()) {
    console.err << "Nothing is due.\n";
    return;
  }
  console.err << fmt::format(
      "{} overdue, {} due soon, {}{}\n", counts[State::overdue], counts[State::due_soon],
      counted(reminders, "reminder", "reminders"),
      found.list.left_out == 0 ? "" : fmt::format("; {} more are not shown (--limit)", found.list.left_out));
}

Json as_json(const app::DueRow& row, const playbook::Workspace& workspace) {
  const auto& one = row.deadline;
  Json people = Json::array(), cites = Json::array(), reminders = Json::array(), one_of = Json::array();
  for (const auto& person : one.people)
    people.push_back({{"id", person.text()}, {"name", engagement::name_of(workspace, person)}});
  for (const auto& cite : one.cites)
    cites.push_back({{"sentence", cite.sentence}, {"at", fmt::format("{}:{}", cite.prose.file, cite.prose.line)}});
  for (const auto& reminder : one.reminders) reminders.push_back(to_iso(reminder));
  for (const auto& task : one.one_of) one_of.push_back(task.text());
  return {{"tenant", row.tenant.text()},
          {"name", row.name},
          {"engagement", one.engagement.text()},
          {"playbook", one.playbook.text()},
          {"task", one.task.empty() ? Json(nullptr) : Json(one.task.text())},
          {"one_of", std::move(one_of)},
          {"what", one.what},
          {"state", std::string(engagement::to_string(one.state))},
          {"words", one.words},
          {"day", to_iso(one.day)},
          {"ends", to_iso(one.ends)},
          {"why", one.why},
          {"met", one.met ? Json(to_iso(one.met->at)) : Json(nullptr)},
          {"reminders", std::move(reminders)},
          {"people", std::move(people)},
          {"role", one.role},
          {"at", fmt::format("{}:{}", one.at.file, one.at.line)},
          {"cites", std::move(cites)}};
}

void print_json(const Found& found, Console& console) {
  Json rows = Json::array();
  for (const auto& row : found.list.rows) rows.push_back(as_json(row, found.model->workspace));
  const Json all{{"at", to_iso(found.now)}, {"due", std::move(rows)}, {"left_out", found.list.left_out}};
  console.out << all.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

Result<PersonId> person_named(const std::string& name, const playbook::Workspace& workspace) {
  const auto holder = engagement::holder_named(workspace, name);
  if (holder && holder->kind == engagement::Holder::Kind::person) return PersonId(holder->id);
  return Error{ErrorCode::not_found, fmt::format("\"{}\" is nobody of the workspace", plain(name)), "--as",
               "Write a person's id or name as people.yaml has it."};
}

Result<Found> looked_up(const Arguments& arguments) {
  const SystemClock clock;
  app::RandomIds ids(clock);
  Found found;
  found.now = clock.now();
  if (!arguments["at"].empty()) {
    const auto at = instant_from_iso(arguments["at"]);
    if (!at) return Error{ErrorCode::invalid, at.error().message, "--at", at.error().remedy};
    found.now = *at;
  }
  app::DueQuery query;
  HANDRAIL_TRY(query.limit, number_of(arguments, "limit", 1, most_rows));
  query.all = arguments.has("all");
  if (!arguments.positional.empty()) query.tenant = TenantId(arguments.positional.front());
  HANDRAIL_TRY(const auto stored, open_stored(arguments));
  if (stored.read_models == nullptr)
    return Error{ErrorCode::not_found, "There are no lists yet", arguments["data"], "`handrail rebuild` makes them."};
  HANDRAIL_TRY(found.model, app::compiled_workspace(arguments["workspace"]));
  if (!arguments["as"].empty()) {
    HANDRAIL_TRY(auto person, person_named(arguments["as"], found.model->workspace));
    query.person = std::move(person);
  }
  app::ModelLibrary library(*stored.log, *stored.read_models, clock, ids);
  HANDRAIL_CHECK(library.open());
  library.look(found.model);
  HANDRAIL_TRY(found.list, app::what_is_due(*stored.log, *stored.read_models, library, found.now, query));
  return found;
}

int due(const Arguments& arguments, Console& console) {
  const auto found = looked_up(arguments);
  if (!found) return fail(console, "due", found.error());
  if (arguments["format"] == "json") {
    print_json(*found, console);
    return Exit::success;
  }
  print_text(*found, console);
  print_summary(*found, console);
  return Exit::success;
}

} // namespace

extern const Command due_command{
    "due",
    "List what is due and what is overdue",
    "Works out the deadlines that the playbooks of open engagements state, by the workspace's business days: what is\n"
    "overdue and what is due soon, the soonest first, with whose it is, the sentence, and the reminders whose time "
    "has\n"
    "come. Nothing is sent and nothing is written. Whoever can read the data folder sees every tenant.",
    "  handrail due\n"
    "  handrail due lindenhof --all\n"
    "  handrail due --as tara --at 2026-11-23T08:00:00Z --format json\n",
    {data_flag(),
     db_flag(),
     {"workspace", "DIR", "The folder with workspace.yaml and its playbooks", "workspaces/fasttrack"},
     {"as", "NAME", "Only what is this person's: an id or a name", ""},
     {"all", "", "Also what is upcoming, and what was met", ""},
     {"at", "TIME", "As it stands at this time instead of now: 2026-11-23T08:00:00Z", ""},
     {"limit", "N", "At most so many, up to 10,000", "200"},
     {"format", "text|json", "How to print them", "text"}},
    {"TENANT", "Only this tenant, by its id", 0, 1},
    due};

} // namespace handrail::cli
