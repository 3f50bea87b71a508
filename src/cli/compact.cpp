// `handrail compact`: the files of a data folder without the room that deleted rows left.
#include "app/compaction.h"

#include "cli/stored.h"
#include "core/megabytes.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace handrail::cli {

namespace {

void print_json(const std::vector<app::Compacted>& files, std::ostream& out) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& one : files)
    all.push_back({{"file", one.file}, {"before_bytes", one.before_bytes}, {"after_bytes", one.after_bytes}});
  out << all.dump(2) << "\n";
}

int compact(const Arguments& arguments, Console& console) {
  const auto files = app::compact({arguments["data"]}, [&](const auto& file, std::uint64_t done, std::uint64_t all) {
    if (const auto line = bytes_line(console, "Packing " + file)) line(done, all);
  });
  end_progress(console);
  if (!files) return fail(console, "compact", files.error());
  if (arguments["format"] == "json") {
    print_json(*files, console.out);
    return Exit::success;
  }
  for (const auto& one : *files)
    console.out << fmt::format("{:<10} {:>10} → {:>10}\n", one.file, in_megabytes(one.before_bytes),
                               in_megabytes(one.after_bytes));
  return Exit::success;
}

} // namespace

extern const Command compact_command{
    "compact",
    "Write the files anew, without the room that is free in them",
    "Packs the log, the lists and the cache of states into new files and puts them in the old ones' place: smaller, "
    "and\n"
    "quicker to read through. The packed log is read through first and must have the old one's head. The server must "
    "not\n"
    "be at work meanwhile, and there must be room for the largest of the files once more. Ended on the way, it leaves\n"
    "everything as it was.",
    "  handrail compact\n"
    "  handrail compact --data /srv/handrail\n",
    {data_flag(), {"format", "text|json", "How to say what was done", "text"}},
    {},
    compact};

} // namespace handrail::cli
