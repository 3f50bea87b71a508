// `handrail rebuild`: the lists, made anew from the log.
#include "app/rebuild.h"

#include "cli/stored.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace handrail::cli {

namespace {

int rebuild(const Arguments& arguments, Console& console) {
  const store::DataFolder folder{arguments["data"]};
  const auto rebuilt = app::rebuild(folder, progress_line(console, "Replaying"));
  end_progress(console);
  if (!rebuilt) return fail(console, "rebuild", rebuilt.error());
  console.out << fmt::format("Replayed {} into {}", counted(rebuilt->position, "event", "events"),
                             counted(rebuilt->rows, "tenant", "tenants"));
  if (!rebuilt->had_read_models) {
    console.out << "; there were no whole lists to compare with\n";
  } else if (rebuilt->differences == 0) {
    console.out << ": identical to what was there\n";
  } else {
    console.out << fmt::format(": {} otherwise than before: {}{}\n",
                               counted(rebuilt->differences, "row is", "rows are"), fmt::join(rebuilt->different, ", "),
                               rebuilt->differences > rebuilt->different.size() ? ", …" : "");
  }
  return Exit::success;
}

} // namespace

extern const Command rebuild_command{"rebuild",
                                     "Make the lists anew from the log",
                                     "Replays every event into new tables, says whether they came out as the old ones "
                                     "were, and puts them in their place.\n"
                                     "The log itself is only read. The server must not be at work meanwhile. Use it "
                                     "after restoring an older log, or when\n"
                                     "`handrail verify` finds fault with the lists alone.",
                                     "  handrail rebuild\n"
                                     "  handrail rebuild --data /srv/handrail\n",
                                     {data_flag()},
                                     {},
                                     rebuild};

} // namespace handrail::cli
