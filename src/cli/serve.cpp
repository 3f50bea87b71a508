// `handrail serve`: the portal on this machine.
#include "app/demo.h"
#include "app/engine.h"
#include "cli/stored.h"
#include "web/http/server.h"
#include "web/routes.h"

#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <filesystem>
#include <pthread.h>

namespace handrail::cli {

namespace {

constexpr int server_threads = 4;

Result<std::uint16_t> port_of(const std::string& text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port > 65535)
    return Error{ErrorCode::invalid, fmt::format("\"{}\" is no port.", text), "--port",
                 "Give a number from 0 to 65535."};
  return static_cast<std::uint16_t>(port);
}

/// The signals that the server listens to, blocked in every thread so that one place waits for them.
sigset_t awaited_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP); // compile the workspace again
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

/// --demo: an empty data folder begins with the scenario's tenants.
Result<void> begin_with_demo(const Arguments& arguments, Console& console) {
  if (arguments["demo"].empty()) return {};
  if (!arguments["db"].empty())
    return Error{ErrorCode::invalid, "A demonstration is put into a folder with a log of its own", "--demo",
                 "Serve it from a folder, and carry it into the database with `handrail move`."};
  HANDRAIL_TRY(const auto steps,
               app::import_demo(arguments["data"], arguments["workspace"], arguments["demo"],
                                [&console](std::size_t done, std::size_t all) {
                                  if (console.err_is_terminal)
                                    console.err
                                        << fmt::format("\r\033[KPlaying the demonstration: step {} of {}", done, all)
                                        << std::flush;
                                }));
  if (console.err_is_terminal) console.err << "\r\033[K";
  if (steps > 0) console.err << fmt::format("Played {} steps of {}\n", steps, arguments["demo"]);
  return {};
}

/// A workspace that does not compile changes nothing: the one before is served on.
void reload(app::Engine& engine, const std::string& workspace, Console& console) {
  const auto published = engine.publish(workspace);
  if (published)
    console.out << "Reloaded " << workspace << "\n" << std::flush;
  else
    console.err << fmt::format("handrail serve: {} was not reloaded, and is served as it was: {}\n", workspace,
                               to_string(published.error()))
                << std::flush;
}

Result<void> serve_until_told(const Arguments& arguments, Console& console) {
  HANDRAIL_TRY(const std::uint16_t port, port_of(arguments["port"]));
  const web::Limits limits;
  // First of all: an address that is refused, or a port that is taken, leaves no data folder behind.
  HANDRAIL_TRY(auto listening, web::Server::listen(arguments["address"], port, server_threads, limits));
  const sigset_t signals = awaited_signals();
  const SystemClock clock;
  app::RandomIds ids(clock);
  HANDRAIL_CHECK(begin_with_demo(arguments, console));
  console.err << "Opening " << arguments["data"] << " …\n";
  app::Options options;
  options.data = arguments["data"];
  options.database = arguments["db"];
  options.checkpoints.emplace();
  options.checkpoints->key_file = arguments["checkpoint-key"];
  options.checkpoints->failed = [&console](const Error& error) {
    console.err << "handrail serve: no checkpoint was signed: " + to_string(error) + "\n" << std::flush;
  };
  HANDRAIL_TRY(const auto engine, app::Engine::open(options, clock, ids));
  console.err << "Compiling " << arguments["workspace"] << " …\n";
  HANDRAIL_CHECK(engine->publish(arguments["workspace"]));
  HANDRAIL_TRY(const auto renderer, web::Renderer::create());
  const web::Portal portal(*engine, *renderer, listening->port(), limits);
  const auto server = std::move(listening); // ends before what it serves
  server->serve([&portal](web::RawRequest raw) { return portal.answer(std::move(raw)); });
  console.out << fmt::format("Handrail is at http://{}:{}/ (Ctrl-C ends it)\n",
                             arguments["address"] == "::1" ? "[::1]" : arguments["address"], server->port())
              << std::flush;
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) reload(*engine, arguments["workspace"], console);
  console.err << "Ending: every answered command is on disk.\n";
  return {};
}

int serve(const Arguments& arguments, Console& console) {
  const auto served = serve_until_told(arguments, console);
  if (served) return Exit::success;
  console.err << "handrail serve: " << to_string(served.error()) << "\n";
  const bool misused = served.error().code == ErrorCode::invalid && served.error().where.starts_with("--");
  return misused ? Exit::usage : Exit::failure; // a port that is taken was asked for rightly
}

} // namespace

extern const Command serve_command{
    "serve",
    "Serve the portal on this machine",
    "Opens the data folder, compiles the workspace and serves the portal to this machine's browser. It asks for no\n"
    "password: one chooses which of the workspace's people to act as. So it listens on loopback addresses only.\n"
    "Every answered command is on disk before its answer; the server may be ended or killed at any time.\n"
    "\n"
    "With --db, the log is in PostgreSQL, where other servers may write to it too; the data folder then has this "
    "one's\n"
    "lists, which it makes from the log, and each server needs one of its own. The password may stand in PGPASSWORD\n"
    "or in ~/.pgpass, where other users of the machine do not see it.\n"
    "\n"
    "Told SIGHUP, it compiles the workspace again and serves that from then on, without ending. A workspace that does\n"
    "not compile is refused, and the one before stays. Engagements under way keep the playbook they began with.",
    "  handrail serve --workspace workspaces/fasttrack --data handrail-data\n"
    "  handrail serve --workspace workspaces/fasttrack --data /tmp/try --port 0 --demo "
    "workspaces/fasttrack/demo.yaml\n"
    "  handrail serve --workspace workspaces/fasttrack --data /srv/node-1 --db "
    "postgresql://handrail@db.example.org/handrail\n"
    "  kill -HUP $(pgrep -f 'handrail serve')    # after an edit of the workspace\n",
    {{"workspace", "DIR", "The folder with workspace.yaml and its playbooks", "workspaces/fasttrack"},
     {"data", "DIR", "Where the history and its tables are kept; made when it is not there", "handrail-data"},
     {"db", "URL", "The PostgreSQL that has the log, as postgresql://handrail@db.example.org/handrail", ""},
     {"address", "ADDRESS", "The loopback address to listen on", "127.0.0.1"},
     {"port", "PORT", "The port to listen on; 0 for any free one", "8080"},
     checkpoint_key_flag(),
     {"demo", "FILE", "A scenario whose tenants are put into an empty data folder first", ""}},
    {},
    serve};

} // namespace handrail::cli
