// `handrail seed`: an invented organisation of any size.
#include "app/seed/seeding.h"
#include "app/workspace_folder.h"
#include "cli/stored.h"

#include <fmt/format.h>

#include <limits>

namespace handrail::cli {

namespace {

app::SeedProgress tenants_line(Console& console) {
  if (!console.err_is_terminal) return {};
  return [&console](std::size_t done, std::size_t all) {
    console.err << fmt::format("\r\033[KMaking tenants: {} of {}", done, all) << std::flush;
  };
}

Result<app::SeedOptions> options_from(const Arguments& arguments) {
  app::SeedOptions options;
  HANDRAIL_TRY(options.tenants, number_of(arguments, "tenants", 1, app::most_seed_tenants));
  HANDRAIL_TRY(options.seed, number_of(arguments, "seed", 0, std::numeric_limits<std::size_t>::max()));
  const auto until = date_from_iso(arguments["until"]);
  const auto is_near = until && until->year() >= std::chrono::year(2000) && until->year() < std::chrono::year(2100);
  if (!is_near)
    return Error{ErrorCode::invalid, fmt::format("\"{}\" is no date from 2000-01-01 to 2099-12-31", arguments["until"]),
                 "--until", "Write it as 2026-01-01."};
  options.end = std::chrono::sys_days(*until);
  return options;
}

Result<app::Seeded> seeded(const Arguments& arguments, Console& console) {
  HANDRAIL_TRY(const auto options, options_from(arguments));
  HANDRAIL_TRY(auto model, app::compiled_workspace(arguments["workspace"]));
  auto made =
      arguments["db"].empty()
          ? app::seed_folder(arguments["data"], std::move(model), options, tenants_line(console))
          : app::seed_database(arguments["db"], arguments["data"], std::move(model), options, tenants_line(console));
  end_progress(console);
  return made;
}

int seed(const Arguments& arguments, Console& console) {
  const auto made = seeded(arguments, console);
  if (!made) return fail(console, "seed", made.error());
  console.out << fmt::format(
      "Made {} with {} of {}; {} tried and refused by a rule\nHead:  {}\n", counted(made->tenants, "tenant", "tenants"),
      counted(made->head.position, "event", "events"), counted(made->commands, "command", "commands"),
      counted(made->refused, "more was", "more were"), to_text(made->head));
  return Exit::success;
}

} // namespace

extern const Command seed_command{
    "seed",
    "Make an invented organisation of any size",
    "Invents tenants of a workspace and what three years have brought them: who holds them, notes, calls, playbooks\n"
    "worked through. Each command is decided by the workspace's own rules, in the order of time, so that the log is "
    "as\n"
    "any other and `handrail verify` finds it sound. No message is sent: those that rules ask for count as delivered.\n"
    "\n"
    "The same workspace, number of tenants, --seed and --until give the same log, to the hash of its head. The "
    "folder,\n"
    "or the database that --db names, must be empty; with --db, the folder has the lists of the first node. A folder\n"
    "appears whole or not at all; a database cannot be served from until all is there.",
    "  handrail seed --tenants 1000 --workspace workspaces/fasttrack --data /tmp/thousand\n"
    "  handrail seed --tenants 1000000 --seed 7 --workspace workspaces/fasttrack --data /srv/node-1 --db "
    "postgresql://handrail@db.example.org/handrail\n",
    {{"tenants", "N", "How many, 1 to 10,000,000", "1000"},
     {"workspace", "DIR", "The folder with workspace.yaml and its playbooks", "workspaces/fasttrack"},
     {"data", "DIR", "Where to put it; empty, or not there yet", "handrail-data"},
     {"db", "URL", "The empty PostgreSQL that gets the log instead, as postgresql://handrail@db.example.org/handrail",
      ""},
     {"seed", "NUMBER", "Another number makes another organisation", "1"},
     {"until", "DATE", "Its present day", "2026-01-01"}},
    {},
    seed};

} // namespace handrail::cli
