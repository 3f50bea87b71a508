// The table of storage figures, each beside its reference in the same run, and twice: as the disk is, and with 1 ms
// more for each sync. bench/README.md says how to read it.
//
//   store_bench [--tenants N] [--seconds S] [--folder DIR] [--one-pass [--only raw_append|raw|engine|long]]
#include "engine_bed.h"
#include "figures.h"
#include "long_history.h"
#include "raw_sqlite.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <unistd.h>

namespace {

using namespace handrail;
using namespace handrail::bench;
namespace fs = std::filesystem;

struct Settings {
  std::uint64_t tenants = 1'000'000;
  double seconds = 5;
  fs::path folder; ///< with the tenants; made when it is empty, and then taken away at the end
  bool one_pass = false;
  std::string only; ///< "raw_append", "raw", "engine" or "long": to look at one part alone
};

constexpr int group = 64;
constexpr int callers = 64;
constexpr std::size_t list_readers = 4;
constexpr std::size_t long_history_events = 100'000;

void progress(std::string_view what) {
  if (::isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r\033[K{}", what);
}

// ---- one pass: figures by name, a line each ------------------------------------------------------------------------

void tell(const std::string& name, double figure) { fmt::print("{} {:.3f}\n", name, figure); }

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
  }
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(file.string() + suffix);
}

void measure_engine(const Settings& settings) {
  EngineBed bed(settings.folder / "data", settings.tenants);
  bed.closed_loop(callers, settings.seconds / 4); // what a server that has been up for a while has in its caches
  progress("the engine: 64 callers");
  const auto start = bench::Clock::now();
  auto many = bed.closed_loop(callers, settings.seconds);
  tell("engine_per_second", static_cast<double>(many.count()) / seconds_since(start));
  tell("engine_p50_us", many.at(0.5));
  tell("engine_p99_us", many.at(0.99));
  for (const int rate : {1'000, 5'000}) {
    progress(fmt::format("the engine: {} commands a second", rate));
    auto open = bed.open_loop(rate, settings.seconds, list_readers);
    const auto name = fmt::format("open_{}", rate);
    tell(name + "_p50_us", open.commands.at(0.5));
    tell(name + "_p99_us", open.commands.at(0.99));
    tell(name + "_p999_us", open.commands.at(0.999));
    tell(name + "_list_p50_us", open.lists.at(0.5));
    tell(name + "_list_p99_us", open.lists.at(0.99));
  }
  progress("the engine: 1 caller");
  auto one = bed.closed_loop(1, settings.seconds / 2);
  tell("engine_single_us", one.at(0.5));
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
  if (wanted("raw_append")) measure_raw(settings, "raw_append", RawSqlite::Writes::event);
  if (wanted("raw")) measure_raw(settings, "raw", RawSqlite::Writes::event_and_state);
  if (wanted("engine")) measure_engine(settings);
  if (wanted("long")) measure_long_history(settings);
  progress("");
  return 0;
}

// ---- both passes, as a table ---------------------------------------------------------------------------------------

using Figures = std::map<std::string, double>;

Figures pass(const Settings& settings, const std::string& program, bool slow_sync) {
  const auto preload =
      slow_sync ? fmt::format("LD_PRELOAD={} ", (fs::path(program).parent_path() / "libslow_sync.so").string()) : "";
  const auto command = fmt::format("{}{} --one-pass --tenants {} --seconds {} --folder {}", preload, program,
                                   settings.tenants, settings.seconds, settings.folder.string());
  Figures figures;
  FILE* output = ::popen(command.c_str(), "r");
  if (output == nullptr) std::abort();
  std::array<char, 200> name{};
  double figure = 0;
  while (std::fscanf(output, "%199s %lf", name.data(), &figure) == 2) figures[name.data()] = figure;
  if (::pclose(output) != 0) {
    fmt::print(stderr, "store_bench: a pass failed: {}\n", command);
    std::exit(1);
  }
  return figures;
}

/// `wanted`: what the ratio must be and should be, "≥ 0.8 ×".
void row(const std::string& work, const std::string& figure, const std::string& reference, double ratio,
         const std::string& wanted) {
  fmt::print("  {:<46} {:>12} {:>34} {:>9.2f} ×   {}\n", work, figure, reference, ratio, wanted);
}

void print(const std::string& title, Figures figures) {
  const auto per_second = [&](const std::string& name) { return fmt::format("{:.0f}/s", figures[name]); };
  const auto us = [&](const std::string& name) { return fmt::format("{:.0f} µs", figures[name]); };
  fmt::print("\n{}\n", title);
  row("durable commands, 64 callers", per_second("engine_per_second"),
      "event + state, 64 a commit " + per_second("raw_per_second"),
      figures["engine_per_second"] / figures["raw_per_second"], "must ≥ 0.8");
  row("", "", "events alone, 64 a commit " + per_second("raw_append_per_second"),
      figures["engine_per_second"] / figures["raw_append_per_second"], "aim ≥ 0.15");
  row("one caller, p50", us("engine_single_us"), "event + state, one commit " + us("raw_single_us"),
      figures["engine_single_us"] / figures["raw_single_us"], "must ≤ 1.3, aim ≤ 1");
  fmt::print("  64 callers waited {} (p50), {} (p99)\n", us("engine_p50_us"), us("engine_p99_us"));
  for (const auto& [rate, wanted] :
       {std::pair(1'000, "p99 must ≤ 5 ms, aim ≤ 2"), {5'000, "p99 must ≤ 8 ms, aim ≤ 3"}}) {
    const auto name = fmt::format("open_{}", rate);
    fmt::print("  {}/s whatever is answered, list readers beside: {} (p50), {} (p99), {} (p99.9)   {}\n", rate,
               us(name + "_p50_us"), us(name + "_p99_us"), us(name + "_p999_us"), wanted);
    fmt::print("    50 tenants of a list meanwhile: {} (p50), {} (p99)   p99 must ≤ 5 ms, aim ≤ 2\n",
               us(name + "_list_p50_us"), us(name + "_list_p99_us"));
  }
  fmt::print("  a tenant with {} events opens in {}, without its snapshot in {}\n", long_history_events,
             us("long_snapshot_us"), us("long_replay_us"));
  fmt::print("  one commit of SQLite alone: {} (p99)\n", us("raw_single_p99_us"));
}

int run(const Settings& settings, const std::string& program) {
  {
    const EngineBed bed(settings.folder / "data", settings.tenants, [&](std::uint64_t done) {
      progress(fmt::format("registering tenants: {} of {}", done, settings.tenants));
    });
    progress("");
  }
  fmt::print("Storage, {} tenants present\n{}\n", settings.tenants, machine(settings.folder.string()));
  print("As the disk is", pass(settings, program, false));
  print("With 1 ms more for each sync", pass(settings, program, true));
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
