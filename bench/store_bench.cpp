// The table of figures, each beside its reference in the same run, and twice: as the disk is, and with 1 ms more for
// each sync. bench/README.md says how to read it.
//
//   store_bench [--tenants N] [--postgres-tenants N] [--seeded-tenants N] [--seconds S] [--folder DIR]
//               [--only PART] [--one-pass]
// Parts: raw_append, raw, engine, reading, reassignment, postgres, replay, served, long.
#include "app/bulk.h"
#include "app/seed/seeding.h"
#include "app/workspace_folder.h"
#include "engine_bed.h"
#include "figures.h"
#include "long_history.h"
#include "passes.h"
#include "postgres_rows.h"
#include "raw_sqlite.h"
#include "reading.h"
#include "reassignment.h"
#include "replay.h"
#include "served.h"
#include "store/data_folder.h"

#include "table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace {

using namespace handrail;
using namespace handrail::bench;
namespace fs = std::filesystem;

constexpr int group = 64;
constexpr int callers = 64;
constexpr std::size_t list_readers = 4;
constexpr std::size_t long_history_events = 100'000;
constexpr double http_per_second = 500;

void remove_database(const fs::path& file) {
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(file.string() + suffix);
}

// ---- the parts of a pass -------------------------------------------------------------------------------------------

void measure_raw(const Settings& settings, const std::string& name, RawSqlite::Writes writes) {
  progress(fmt::format("raw SQLite: {}", name));
  const auto file = settings.folder / "raw.db";
  {
    RawSqlite raw(file, writes, settings.tenants);
    raw.commit(group);
    std::uint64_t commands = 0;
    const auto start = bench::Clock::now();
    for (; seconds_since(start) < settings.seconds; commands += group) raw.commit(group);
    tell(name + "_per_second", static_cast<double>(commands) / seconds_since(start));
    Times single;
    const auto single_start = bench::Clock::now();
    while (seconds_since(single_start) < settings.seconds / 2) {
      const auto before = bench::Clock::now();
      raw.commit(1);
      single.add(bench::Clock::now() - before);
    }
    tell(name + "_single_us", single.at(0.5));
    tell(name + "_single_p99_us", single.at(0.99));
    for (const int rate : {1'000, 5'000}) {
      if (writes == RawSqlite::Writes::event) break;
      auto open = raw.open_loop(rate, settings.seconds);
      tell(fmt::format("raw_open_{}", rate), open);
    }
  }
  remove_database(file);
}

void measure_engine(const Settings& settings) {
  EngineBed bed(settings.folder / "data", settings.tenants);
  bed.closed_loop(callers, settings.seconds / 4); // what a server that has been up for a while has in its caches
  progress("the engine: 64 callers");
  const auto start = bench::Clock::now();
  auto many = bed.closed_loop(callers, settings.seconds);
  tell("engine_per_second", static_cast<double>(many.count()) / seconds_since(start));
  tell("engine", many);
  for (const int rate : {1'000, 5'000}) {
    progress(fmt::format("the engine: {} commands a second", rate));
    auto open = bed.open_loop(rate, settings.seconds, list_readers);
    const auto name = fmt::format("open_{}", rate);
    tell(name, open.commands);
    tell(name + "_list", open.lists);
  }
  progress("the engine: 1 caller");
  auto one = bed.closed_loop(1, settings.seconds / 2);
  tell("engine_single_us", one.at(0.5));
}

void measure_reading(const Settings& settings) {
  progress("pages");
  const store::DataFolder data{settings.folder / "data"};
  EngineBed bed(data.path, settings.tenants);
  auto pages = read_tenant_pages(bed.engine(), data.log(), settings.tenants, settings.seconds / 2);
  tell("tenant_page", pages.handrail);
  tell("tenant_page_raw", pages.by_hand);
  const auto file = settings.folder / "raw.db";
  auto view = read_saved_view(bed.engine(), file, settings.tenants, settings.seconds / 2);
  tell("saved_view", view.handrail);
  tell("saved_view_raw", view.by_hand);
  remove_database(file);
}

void measure_reassignment(const Settings& settings) {
  progress("reassigning many tenants");
  EngineBed bed(settings.folder / "data", settings.tenants);
  const auto file = settings.folder / "raw.db";
  const auto count = std::min<std::uint64_t>(settings.tenants, app::most_bulk_tenants);
  const auto took = reassign(bed.engine(), count, settings.tenants, file);
  tell("reassigned_tenants", static_cast<double>(count));
  tell("reassign_seconds", took.handrail_seconds);
  tell("reassign_raw_seconds", took.raw_seconds);
  remove_database(file);
}

void measure_replay(const Settings& settings) {
  progress("replay");
  const auto took = replay(settings.folder / "seeded", settings.folder / "replayed.db");
  tell("replay_rows_per_second", took.rows_per_second);
  tell("replay_states_per_second", took.states_per_second);
  tell("replay_lists_per_second", took.lists_per_second);
}

void measure_served(const Settings& settings) {
  progress("handrail serve");
  auto served = serve(settings.folder / "data", settings.tenants, http_per_second, settings.seconds);
  tell("served_first_page_ms", served.first_page_ms);
  tell("served_first_memory_mb", served.first_memory_mb);
  tell("served_memory_mb", served.memory_mb);
  tell("served_disk_bytes", served.disk_bytes_of_a_tenant);
  tell("http_rate", http_per_second);
  tell("http_pages", served.http.pages);
  tell("http_forms", served.http.forms);
  tell("http_failed", static_cast<double>(served.http.failed));
}

void measure_long_history(const Settings& settings) {
  progress("the engine: a long history");
  const auto folder = settings.folder / "long";
  const auto took = open_long_history(folder, long_history_events);
  tell("long_snapshot_us", std::chrono::duration<double, std::micro>(took.with_snapshot).count());
  tell("long_replay_us", std::chrono::duration<double, std::micro>(took.without).count());
  fs::remove_all(folder);
}

int measure(const Settings& settings) {
  const auto wanted = [&](std::string_view part) { return settings.only.empty() || settings.only == part; };
  if (wanted("served")) measure_served(settings); // first, so that the disk for a tenant is not that of all commands
  if (wanted("raw_append")) measure_raw(settings, "raw_append", RawSqlite::Writes::event);
  if (wanted("raw")) measure_raw(settings, "raw", RawSqlite::Writes::event_and_state);
  if (wanted("engine")) measure_engine(settings);
  if (wanted("reading")) measure_reading(settings);
  if (wanted("reassignment")) measure_reassignment(settings);
  if (wanted("postgres")) measure_postgres(settings);
  if (wanted("replay")) measure_replay(settings);
  if (wanted("long")) measure_long_history(settings);
  progress("");
  return 0;
}

// ---- both passes, as a table ---------------------------------------------------------------------------------------

/// The tenants that every pass finds: registered ones by the million, and fewer whose lives were invented.
void make_data(const Settings& settings) {
  const EngineBed bed(settings.folder / "data", settings.tenants, [&](std::uint64_t done) {
    progress(fmt::format("registering tenants: {} of {}", done, settings.tenants));
  });
  if (fs::exists(settings.folder / "seeded")) return;
  const auto model = app::compiled_workspace("workspaces/fasttrack");
  const app::SeedOptions options{settings.seeded_tenants, 1, std::chrono::sys_days(std::chrono::days(20'454))};
  const auto seeded = model ? app::seed_folder(settings.folder / "seeded", *model, options) : model.error();
  if (!seeded) {
    fmt::print(stderr, "store_bench: {} (it is started from the repository's folder)\n", to_string(seeded.error()));
    std::exit(1);
  }
}

int run(const Settings& settings, const std::string& program) {
  make_data(settings);
  progress("");
  fmt::print("{} tenants present, {} on PostgreSQL\n{}\n", settings.tenants, settings.postgres_tenants,
             machine(settings.folder.string()));
  print_table("As the disk is", pass(settings, program, false));
  print_table("With 1 ms more for each sync", pass(settings, program, true));
  fmt::print("\nAfter: {}\n", machine(settings.folder.string()));
  return 0;
}

Settings settings_from(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    const auto value = [&]() -> std::string { return i + 1 < argc ? argv[++i] : ""; };
    if (flag == "--tenants")
      settings.tenants = std::stoull(value());
    else if (flag == "--postgres-tenants")
      settings.postgres_tenants = std::stoull(value());
    else if (flag == "--seeded-tenants")
      settings.seeded_tenants = std::stoull(value());
    else if (flag == "--seconds")
      settings.seconds = std::stod(value());
    else if (flag == "--folder")
      settings.folder = value();
    else if (flag == "--only")
      settings.only = value();
    else if (flag == "--one-pass")
      settings.one_pass = true;
    else {
      fmt::print(stderr, "store_bench: {} is no flag of it\n", flag);
      std::exit(2);
    }
  }
  return settings;
}

} // namespace

int main(int argc, char** argv) {
  auto settings = settings_from(argc, argv);
  if (settings.one_pass) return measure(settings);
  const auto program = fs::read_symlink("/proc/self/exe").string();
  if (!settings.folder.empty()) return run(settings, program);
  auto made = (fs::temp_directory_path() / "handrail-bench-XXXXXX").string();
  if (::mkdtemp(made.data()) == nullptr) std::abort();
  settings.folder = made;
  const int outcome = run(settings, program);
  fs::remove_all(made);
  return outcome;
}
