// `handrail backup` and `handrail restore`: the log as one file elsewhere, and back.
#include "app/backup.h"

#include "cli/stored.h"
#include "core/megabytes.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace handrail::cli {

namespace {

void print(const Arguments& arguments, const std::string& file, const app::LogCopy& copy, std::string_view did,
           Console& console) {
  if (arguments["format"] == "json") {
    console.out << nlohmann::ordered_json{{"file", file},
                                          {"bytes", copy.bytes},
                                          {"events", copy.head.position},
                                          {"tenants", copy.tenants},
                                          {"head", to_text(copy.head)}}
                       .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                << "\n";
    return;
  }
  console.out << fmt::format("{} {} of {} ({}): each as it was written, none missing\n", did,
                             counted(copy.head.position, "event", "events"), counted(copy.tenants, "tenant", "tenants"),
                             in_megabytes(copy.bytes));
  console.out << fmt::format("Head:  {}\n", to_text(copy.head));
}

app::CopyProgress progress_of(Console& console) {
  return {bytes_line(console, "Copying"), progress_line(console, "Checking")};
}

int backup(const Arguments& arguments, Console& console) {
  const store::DataFolder from{arguments.positional.front()};
  const auto& to = arguments.positional.back();
  const auto copy = app::backup(from, to, progress_of(console));
  end_progress(console);
  if (!copy) return fail(console, "backup", copy.error());
  print(arguments, to, *copy, "Backed up", console);
  return Exit::success;
}

Result<app::LogCopy> restored(const Arguments& arguments, Console& console) {
  HANDRAIL_TRY(const auto known, head_from(arguments));
  return app::restore(arguments.positional.front(), {arguments.positional.back()}, known, progress_of(console));
}

int restore(const Arguments& arguments, Console& console) {
  const auto copy = restored(arguments, console);
  end_progress(console);
  if (!copy) return fail(console, "restore", copy.error());
  const auto log = store::DataFolder{arguments.positional.back()}.log().string();
  print(arguments, log, *copy, "Restored", console);
  console.err << "Next: handrail serve makes the lists from it.\n";
  return Exit::success;
}

const Flag format_flag{"format", "text|json", "How to say what was done", "text"};

} // namespace

extern const Command backup_command{
    "backup",
    "Copy everything that happened into one file",
    "Copies the log of a data folder into a file, as it stands at one moment; a server may be at work on it and waits "
    "for\n"
    "nothing. The copy is read through before it counts: every event's hash and place, the head, the kept texts. Only "
    "then\n"
    "is there a FILE; what fails on the way leaves none. Lists are not in it: they are made from the log.\n"
    "\n"
    "Keep the head that is printed elsewhere than the file: `handrail restore --head` proves with it that nothing was\n"
    "changed or cut off meanwhile.",
    "  handrail backup handrail-data /backup/handrail-$(date +%F).db\n"
    "  handrail backup /srv/handrail /backup/today.db --format json\n",
    {format_flag},
    {"DATA FILE", "The data folder, and the file to make", 2, 2},
    backup};

extern const Command restore_command{
    "restore",
    "Put a backup into a new data folder",
    "Reads a backup through, copies it into a data folder that holds nothing yet, and reads the copy through again. A "
    "file\n"
    "that is no log, that a newer Handrail wrote, or that is not as it was written is refused; nothing is ever "
    "written\n"
    "over. The lists are made from it when `handrail serve` starts.",
    "  handrail restore /backup/today.db /srv/handrail\n"
    "  handrail restore /backup/today.db handrail-data --head 46:9a3f…\n",
    {head_flag(), format_flag},
    {"FILE DATA", "The backup, and the data folder to make", 2, 2},
    restore};

} // namespace handrail::cli
