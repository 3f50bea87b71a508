// `handrail serve`: the portal on this machine.
#include "app/engine.h"
#include "app/scenario.h"
#include "cli/command.h"
#include "core/file.h"
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

/// The signals that end the server, blocked in every thread so that one place waits for them.
sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

/// Plays the demonstration's scenario into a folder that is empty or not there. It is made beside it and moved there
/// when it is whole, so that one that was interrupted is begun anew.
Result<void> fill_with_demo(const std::filesystem::path& data, const std::string& file,
                            const std::filesystem::path& workspace, Console& console) {
  std::error_code error;
  if (std::filesystem::exists(data, error) && !std::filesystem::is_empty(data, error)) return {};
  HANDRAIL_TRY(const auto text, read_file(file, app::max_scenario_bytes));
  std::vector<playbook::Diagnostic> findings;
  const auto scenario = app::read_scenario(text, file, findings);
  if (!scenario)
    return Error{ErrorCode::invalid, findings.front().message, fmt::format("{}:{}", file, findings.front().at.line),
                 findings.front().hint};
  const std::filesystem::path unfinished = data.string() + ".unfinished";
  std::filesystem::remove_all(unfinished, error);
  {
    ManualClock clock(scenario->clock);
    app::RandomIds ids(clock);
    app::Options options;
    options.data = unfinished;
    HANDRAIL_TRY(const auto engine, app::Engine::open(options, clock, ids));
    HANDRAIL_CHECK(engine->publish(workspace));
    const auto played = app::play(*scenario, *engine, clock, [&console](std::size_t done, std::size_t all) {
      if (console.err_is_terminal)
        console.err << fmt::format("\rPlaying the demonstration: {} of {}", done, all) << std::flush;
    });
    if (console.err_is_terminal) console.err << "\n";
    if (!played.passed())
      return Error{ErrorCode::invalid, fmt::format("The demonstration stops at \"{}\".", played.failure->step),
                   fmt::format("{}:{}", file, played.failure->at.line), "`handrail test` on the file says why."};
  }
  std::filesystem::rename(unfinished, data, error);
  if (error)
    return Error{ErrorCode::unavailable,
                 fmt::format("The demonstration's data cannot be moved: {}.", error.message()),
                 data.string(),
                 {}};
  return {};
}

Result<void> serve_until_told(const Arguments& arguments, Console& console) {
  HANDRAIL_TRY(const std::uint16_t port, port_of(arguments["port"]));
  const sigset_t signals = ending_signals();
  if (arguments.has("demo"))
    HANDRAIL_CHECK(fill_with_demo(arguments["data"], arguments["demo"], arguments["workspace"], console));
  const SystemClock clock;
  app::RandomIds ids(clock);
  console.err << "Opening " << arguments["data"] << " …\n";
  app::Options options;
  options.data = arguments["data"];
  HANDRAIL_TRY(const auto engine, app::Engine::open(options, clock, ids));
  console.err << "Compiling " << arguments["workspace"] << " …\n";
  HANDRAIL_CHECK(engine->publish(arguments["workspace"]));
  HANDRAIL_TRY(const auto renderer, web::Renderer::create());
  const web::Limits limits;
  HANDRAIL_TRY(const auto server, web::Server::listen(arguments["address"], port, server_threads, limits));
  const web::Portal portal(*engine, *renderer, server->port(), limits);
  server->serve([&portal](web::RawRequest raw) { return portal.answer(std::move(raw)); });
  console.out << fmt::format("Handrail is at http://{}:{}/ (Ctrl-C ends it)\n",
                             arguments["address"] == "::1" ? "[::1]" : arguments["address"], server->port())
              << std::flush;
  int signal = 0;
  sigwait(&signals, &signal);
  console.err << "Ending: every answered command is on disk.\n";
  return {};
}

int serve(const Arguments& arguments, Console& console) {
  const auto served = serve_until_told(arguments, console);
  if (served) return Exit::success;
  console.err << "handrail serve: " << to_string(served.error()) << "\n";
  return served.error().where.starts_with("--") ? Exit::usage : Exit::failure;
}

} // namespace

extern const Command serve_command{
    "serve",
    "Serve the portal on this machine",
    "Opens the data folder, compiles the workspace and serves the portal to this machine's browser. It asks for no\n"
    "password: one chooses which of the workspace's people to act as. So it listens on loopback addresses only.\n"
    "Every answered command is on disk before its answer; the server may be ended or killed at any time.",
    "  handrail serve --workspace workspaces/fasttrack --data handrail-data\n"
    "  handrail serve --workspace workspaces/fasttrack --data /tmp/try --port 0 --demo "
    "workspaces/fasttrack/demo.yaml\n",
    {{"workspace", "DIR", "The folder with workspace.yaml and its playbooks", "workspaces/fasttrack"},
     {"data", "DIR", "Where the history and its tables are kept; made when it is not there", "handrail-data"},
     {"address", "ADDRESS", "The loopback address to listen on", "127.0.0.1"},
     {"port", "PORT", "The port to listen on; 0 for any free one", "8080"},
     {"demo", "FILE", "A scenario whose tenants are put into an empty data folder first", ""}},
    {},
    serve};

} // namespace handrail::cli
