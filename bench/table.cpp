#include "table.h"

#include <fmt/format.h>

#include <optional>

namespace handrail::bench {

namespace {

/// What a figure is held to, and which way is better.
struct Goal {
  std::optional<double> must{}, aim{};
  bool at_most = false;
};

class Table {
public:
  explicit Table(const Figures& figures) : figures_(figures) {}

  bool has(const std::string& name) const { return figures_.contains(name); }
  double of(const std::string& name) const {
    const auto found = figures_.find(name);
    return found == figures_.end() ? 0 : found->second;
  }
  std::string rate(const std::string& name) const { return fmt::format("{:.0f}/s", of(name)); }
  std::string time(const std::string& name) const {
    const double us = of(name);
    return us < 1'000 ? fmt::format("{:.0f} µs", us) : fmt::format("{:.1f} ms", us / 1'000);
  }
  double ratio(const std::string& figure, const std::string& reference) const {
    return of(reference) == 0 ? 0 : of(figure) / of(reference);
  }

  /// A row that is held to a ratio.
  static void row(const std::string& work, const std::string& figure, const std::string& reference, double ratio,
                  const std::optional<Goal>& goal = {}) {
    line(work, figure, reference, fmt::format("{:.2f} ×", ratio), ratio, goal, " ×");
  }
  /// A row that is held to a figure of its own.
  static void absolute(const std::string& work, const std::string& figure, const std::string& reference, double value,
                       const Goal& goal, const std::string& unit) {
    line(work, figure, reference, "", value, goal, unit);
  }
  static void note(const std::string& text) { fmt::print("    {}\n", text); }

private:
  static std::string in_words(double limit) {
    return limit >= 1'000'000 ? fmt::format("{:g} M", limit / 1'000'000) : fmt::format("{:g}", limit);
  }
  static std::string wanted(double value, const Goal& goal, const std::string& unit) {
    const auto meets = [&](double limit) { return goal.at_most ? value <= limit : value >= limit; };
    std::string text;
    for (const auto& [name, limit] : {std::pair("must", goal.must), {"aim", goal.aim}})
      if (limit)
        text += fmt::format("{}{} {} {} {}{}", text.empty() ? "" : ", ", meets(*limit) ? "✓" : "✗", name,
                            goal.at_most ? "≤" : "≥", in_words(*limit), unit);
    return text;
  }
  static void line(const std::string& work, const std::string& figure, const std::string& reference,
                   const std::string& ratio, double value, const std::optional<Goal>& goal, const std::string& unit) {
    fmt::print("  {:<50} {:>11} {:>46} {:>9}   {}\n", work, figure, reference, ratio,
               goal ? wanted(value, *goal, unit) : "");
  }

  const Figures& figures_;
};

void print_commands(const Table& of) {
  Table::row("durable commands, 64 callers", of.rate("engine_per_second"),
             "event + state, 64 a commit " + of.rate("raw_per_second"), of.ratio("engine_per_second", "raw_per_second"),
             Goal{0.8});
  Table::row("", "", "events alone, 64 a commit " + of.rate("raw_append_per_second"),
             of.ratio("engine_per_second", "raw_append_per_second"), Goal{{}, 0.15});
  Table::row("one caller, p50", of.time("engine_single_us"), "event + state, one commit " + of.time("raw_single_us"),
             of.ratio("engine_single_us", "raw_single_us"), Goal{1.3, 1, true});
  Table::note(fmt::format("64 callers waited {} (p50), {} (p99)", of.time("engine_p50_us"), of.time("engine_p99_us")));
}

void print_open_loop(const Table& of) {
  for (const auto& [rate, goal] : {std::pair(1'000, Goal{5, 2, true}), {5'000, Goal{8, 3, true}}}) {
    const auto name = fmt::format("open_{}", rate), raw = fmt::format("raw_open_{}", rate);
    Table::absolute(fmt::format("{}/s whatever is answered, p99", rate), of.time(name + "_p99_us"),
                    "SQLite alone, one writer " + of.time(raw + "_p99_us"), of.of(name + "_p99_us") / 1'000, goal,
                    " ms");
    Table::row("", "", "", of.ratio(name + "_p99_us", raw + "_p99_us"));
    Table::note(fmt::format("p50 {}, SQLite alone {}; p99.9 {}, SQLite alone {}", of.time(name + "_p50_us"),
                            of.time(raw + "_p50_us"), of.time(name + "_p999_us"), of.time(raw + "_p999_us")));
    Table::absolute("    50 rows of a saved view meanwhile, p99", of.time(name + "_list_p99_us"),
                    "p50 " + of.time(name + "_list_p50_us"), of.of(name + "_list_p99_us") / 1'000, Goal{5, 2, true},
                    " ms");
  }
}

void print_reading(const Table& of) {
  Table::row("a tenant page's data, p50", of.time("tenant_page_p50_us"),
             "the same rows by hand " + of.time("tenant_page_raw_p50_us"),
             of.ratio("tenant_page_p50_us", "tenant_page_raw_p50_us"), Goal{1.3, {}, true});
  Table::row("50 rows of a saved view, p50", of.time("saved_view_p50_us"),
             "one index made for it, by hand " + of.time("saved_view_raw_p50_us"),
             of.ratio("saved_view_p50_us", "saved_view_raw_p50_us"));
}

void print_reassignment(const Table& of) {
  Table::row(fmt::format("reassign {:.0f} tenants, one order", of.of("reassigned_tenants")),
             fmt::format("{:.1f} s", of.of("reassign_seconds")),
             fmt::format("as many raw rows {:.1f} s", of.of("reassign_raw_seconds")),
             of.ratio("reassign_seconds", "reassign_raw_seconds"), Goal{3, 1.5, true});
}

void print_postgres(const Table& of) {
  Table::row("PostgreSQL: durable commands, 32 callers", of.rate("postgres_per_second"),
             "one-statement commits, 32 connections " + of.rate("raw_postgres_single_per_second"),
             of.ratio("postgres_per_second", "raw_postgres_single_per_second"), Goal{1});
  Table::row("", "", "statements for 64 each, 1 connection " + of.rate("raw_postgres_batched_per_second"),
             of.ratio("postgres_per_second", "raw_postgres_batched_per_second"), Goal{{}, 0.6});
  Table::row("    two nodes, 16 callers each", of.rate("postgres_nodes_per_second"),
             "one node " + of.rate("postgres_per_second"),
             of.ratio("postgres_nodes_per_second", "postgres_per_second"));
  Table::note(fmt::format("32 callers waited {} (p50), {} (p99); of two nodes {} and {}", of.time("postgres_p50_us"),
                          of.time("postgres_p99_us"), of.time("postgres_nodes_p50_us"),
                          of.time("postgres_nodes_p99_us")));
}

void print_checklist(const Table& of) {
  if (of.has("dbos_steps_per_second"))
    Table::row("a checklist of 10 steps, 32 callers, steps", of.rate("checklist_steps_per_second"),
               "DBOS on the same PostgreSQL " + of.rate("dbos_steps_per_second"),
               of.ratio("checklist_steps_per_second", "dbos_steps_per_second"), Goal{10, 25});
  else
    Table::note(fmt::format("a checklist of 10 steps, 32 callers: {} steps; DBOS is not installed (bench/peers/dbos)",
                            of.rate("checklist_steps_per_second")));
}

void print_replay(const Table& of) {
  Table::absolute("replay: events into tenants' states", of.rate("replay_states_per_second"),
                  "reading the rows " + of.rate("replay_rows_per_second"), of.of("replay_states_per_second"),
                  Goal{500'000, 2'000'000}, "/s");
  Table::row("    and into lists", of.rate("replay_lists_per_second"),
             "reading the rows " + of.rate("replay_rows_per_second"),
             of.ratio("replay_lists_per_second", "replay_rows_per_second"));
}

void print_served(const Table& of) {
  const auto ms = [&](const std::string& name) { return fmt::format("{:.0f} ms", of.of(name)); };
  const auto mb = [&](const std::string& name) { return fmt::format("{:.0f} MB", of.of(name)); };
  Table::absolute("handrail serve: start to first page", ms("served_first_page_ms"), "its files not in memory",
                  of.of("served_first_page_ms"), Goal{200, 50, true}, " ms");
  Table::absolute("    memory, at most", mb("served_memory_mb"), "after the first page " + mb("served_first_memory_mb"),
                  of.of("served_memory_mb"), Goal{400, 150, true}, " MB");
  Table::absolute("    disk for a tenant", fmt::format("{:.0f} B", of.of("served_disk_bytes")), "log and lists",
                  of.of("served_disk_bytes"), Goal{1'024, 700, true}, " B");
  Table::note(fmt::format("over HTTP, {:.0f}/s: pages {} (p50), {} (p99); forms {} (p50), {} (p99); {:.0f} failed",
                          of.of("http_rate"), of.time("http_pages_p50_us"), of.time("http_pages_p99_us"),
                          of.time("http_forms_p50_us"), of.time("http_forms_p99_us"), of.of("http_failed")));
}

} // namespace

void print_table(const std::string& title, const Figures& figures) {
  fmt::print("\n{}\n", title);
  const Table of(figures);
  const bool has_commands = of.has("engine_per_second");
  if (has_commands) print_commands(of);
  if (has_commands) print_open_loop(of);
  if (of.has("tenant_page_p50_us")) print_reading(of);
  if (of.has("reassign_seconds")) print_reassignment(of);
  if (of.has("postgres_per_second")) print_postgres(of);
  if (of.has("checklist_steps_per_second")) print_checklist(of);
  if (of.has("replay_states_per_second")) print_replay(of);
  if (of.has("served_memory_mb")) print_served(of);
  if (of.has("long_snapshot_us"))
    Table::note(fmt::format("a tenant with 100,000 events opens in {}, without its snapshot in {}",
                            of.time("long_snapshot_us"), of.time("long_replay_us")));
  if (of.has("raw_single_p99_us"))
    Table::note("one commit of SQLite alone: " + of.time("raw_single_p99_us") + " (p99)");
}

} // namespace handrail::bench
