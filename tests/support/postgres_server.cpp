#include "support/postgres_server.h"

#include "store/postgres_store.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <pwd.h>
#include <stdexcept>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace handrail::testing {

namespace fs = std::filesystem;

namespace {

constexpr const char* programs = "/usr/lib/postgresql/15/bin/";

/// PostgreSQL refuses to run as root: then it runs as the user that its package made.
std::vector<std::string> as_its_user(PostgresServer::Life life) {
  std::vector<std::string> words{"/usr/bin/setpriv"};
  words.emplace_back(life == PostgresServer::Life::of_the_test ? "--pdeathsig=QUIT" : "--pdeathsig=keep");
  if (::geteuid() == 0) words.insert(words.end(), {"--reuid=postgres", "--regid=postgres", "--init-groups"});
  return words;
}

int spawn(std::vector<std::string> words, const fs::path& log) {
  const int process = ::fork();
  if (process < 0) throw std::runtime_error("no process");
  if (process > 0) return process;
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::close(STDIN_FILENO);
  for (int file = 3; file < 256; ++file) ::close(file); // ctest waits for whoever holds its pipes
  ::setpgid(0, 0);
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  if (::chdir("/") == 0) ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

void run(const fs::path& folder, std::vector<std::string> program) {
  auto words = as_its_user(PostgresServer::Life::of_the_test);
  words.insert(words.end(), program.begin(), program.end());
  const auto log = folder / "log";
  int status = 0;
  ::waitpid(spawn(std::move(words), log), &status, 0);
  if (status != 0)
    throw std::runtime_error(fmt::format("{} failed: is PostgreSQL installed?\n{}", program.front(), text_of(log)));
}

/// SIGKILL to each process whose working folder is the server's data.
void kill_all_of(const fs::path& data) {
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const int process = std::atoi(entry.path().filename().c_str());
    std::error_code gone;
    if (process > 0 && fs::read_symlink(entry.path() / "cwd", gone) == data) ::kill(process, SIGKILL);
  }
}

struct Closed {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};

void execute(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, Closed> connection(PQconnectdb(url.c_str()));
  PGresult* result = PQexec(connection.get(), sql.c_str());
  const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  if (!done) throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
}

std::string url_in(const fs::path& folder, const std::string& database) {
  return fmt::format("postgresql://handrail@/{}?host={}", database, folder.string());
}

} // namespace

fs::path make_server_folder() {
  std::string name = "/tmp/handrail-pg-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made at " + name);
  if (::geteuid() == 0) {
    const auto* user = ::getpwnam("postgres"); // NOLINT(concurrency-mt-unsafe): before any thread
    if (user == nullptr) throw std::runtime_error("PostgreSQL is not installed: ./dev test installs it");
    if (::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("chown " + name);
  }
  return name;
}

// ---- the server ----------------------------------------------------------------------------------------------------

PostgresServer::PostgresServer(fs::path folder, Settings settings, Life life)
    : folder_(std::move(folder)), settings_(std::move(settings)), life_(life) {}

PostgresServer::PostgresServer(Settings settings, Life life)
    : PostgresServer(make_server_folder(), std::move(settings), life) {
  // The making of an empty cluster need not be synced: a test begins with it.
  run(folder_, {std::string(programs) + "initdb", "--pgdata=" + (folder_ / "data").string(), "--username=handrail",
                "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"});
  start();
}

PostgresServer PostgresServer::standby_of(const PostgresServer& primary, const std::string& name, Settings settings) {
  PostgresServer standby(make_server_folder(), std::move(settings), Life::of_the_test);
  run(standby.folder_, {std::string(programs) + "pg_basebackup", "--pgdata=" + (standby.folder_ / "data").string(),
                        "--dbname=" + url_in(primary.folder(), "postgres") + "&application_name=" + name,
                        "--write-recovery-conf", "--checkpoint=fast", "--no-sync"});
  standby.start();
  return standby;
}

PostgresServer::PostgresServer(PostgresServer&& other) noexcept
    : folder_(std::exchange(other.folder_, {})), settings_(std::move(other.settings_)), life_(other.life_),
      process_(std::exchange(other.process_, -1)) {}

PostgresServer::~PostgresServer() {
  if (folder_.empty() || life_ == Life::of_its_own) return;
  if (process_ > 0) kill();
  spawn({"/bin/rm", "-rf", folder_.string()}, "/dev/null");
}

void PostgresServer::start() {
  auto words = as_its_user(life_);
  for (std::string word : {std::string(programs) + "postgres", "-D" + (folder_ / "data").string(),
                           "-k" + folder_.string(), std::string("-clisten_addresses="), std::string("-cfsync=on"),
                           std::string("-cmax_connections=200"), std::string("-cshared_buffers=64MB")})
    words.push_back(std::move(word));
  for (const auto& setting : settings_) words.push_back("-c" + setting);
  const auto log = folder_ / "log";
  process_ = spawn(std::move(words), log);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (PQping(url("postgres").c_str()) != PQPING_OK) {
    if (std::chrono::steady_clock::now() > until || ::waitpid(process_, nullptr, WNOHANG) != 0)
      throw std::runtime_error("PostgreSQL does not come up:\n" + text_of(log));
    std::this_thread::yield();
  }
}

void PostgresServer::kill() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
  kill_all_of(folder_ / "data");
}

void PostgresServer::promote() const { execute(url("postgres"), "DO $$ BEGIN PERFORM pg_promote(); END $$"); }

void PostgresServer::wait_for_standby(const std::string& name) const {
  execute(url("postgres"), fmt::format("ALTER SYSTEM SET synchronous_standby_names = '{}'", name));
  execute(url("postgres"), "DO $$ BEGIN PERFORM pg_reload_conf(); END $$");
  execute(url("postgres"), "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync') "
                           "LOOP PERFORM pg_stat_clear_snapshot(), pg_sleep(0.01); END LOOP; END $$");
}

void PostgresServer::make_database(const std::string& name) const {
  execute(url("postgres"), "CREATE DATABASE " + name);
}

std::string PostgresServer::url(const std::string& database) const { return url_in(folder_, database); }

void PostgresServer::stop(const fs::path& folder) {
  const auto running = folder / "data" / "postmaster.pid"; // gone when it has ended
  std::ifstream in(running);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  if (int process = 0; in >> process && process > 0 && ::kill(process, SIGQUIT) == 0)
    while (fs::exists(running) && ::kill(process, 0) == 0 && std::chrono::steady_clock::now() < until)
      std::this_thread::yield();
  spawn({"/bin/rm", "-rf", folder.string()}, "/dev/null"); // tens of thousands of files: nobody waits for that
}

// ---- a database ----------------------------------------------------------------------------------------------------

namespace {

/// Where ctest's fixture says that its server is; otherwise a server that lives as long as this process.
fs::path server_folder() {
  const char* said = std::getenv("HANDRAIL_POSTGRES"); // NOLINT(concurrency-mt-unsafe): nobody sets it
  std::error_code none;
  if (said != nullptr && fs::exists(said, none)) return text_of(said);
  static const PostgresServer own = [] {
    PostgresServer server;
    make_template(server);
    return server;
  }();
  return own.folder();
}

constexpr const char* template_name = "handrail_template";

} // namespace

void make_template(const PostgresServer& server) {
  execute(server.url("postgres"), fmt::format("CREATE DATABASE {}", template_name));
  const auto address = store::postgres::Address::from(server.url(template_name));
  const auto made = store::open_postgres_store(*address, store::postgres::Access::write);
  if (!made) throw std::runtime_error(to_string(made.error()));
}

TestDatabase::TestDatabase(Begins begins) {
  static std::atomic<int> count = 0;
  const auto name = fmt::format("test_{}_{}", ::getpid(), ++count);
  const auto folder = server_folder();
  const char* from = begins == Begins::with_tables ? template_name : "template0";
  execute(url_in(folder, "postgres"), fmt::format("CREATE DATABASE {} TEMPLATE {}", name, from));
  url_ = url_in(folder, name);
}

} // namespace handrail::testing
