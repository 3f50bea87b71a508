// `handrail notes`: searches the notes of all tenants in the terminal.
#include "cli/stored.h"
#include "store/limits.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace handrail::cli {

namespace {

using Json = nlohmann::ordered_json;
using store::NotePage;

/// The excerpt on one line; what was looked for is bold on a terminal.
std::string excerpt_of(const NotePage::Entry& entry, bool coloured) {
  std::string shown;
  for (const char c : entry.excerpt) {
    if (c == NotePage::found_begin)
      shown += coloured ? "\033[1m" : "";
    else if (c == NotePage::found_end)
      shown += coloured ? "\033[0m" : "";
    else
      shown += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  }
  return shown;
}

void print_text(const NotePage& page, Console& console) {
  for (const auto& entry : page.notes) {
    const auto& note = entry.note;
    console.out << fmt::format("{}  {}  {}  {}{}{}\n    {}\n", to_iso(note.at).substr(0, 10), plain(entry.tenant_name),
                               plain(note.author.text()), plain(note.category),
                               note.task.empty() ? "" : "  " + plain(note.task.text()),
                               note.escalated ? "  escalated" : "", excerpt_of(entry, console.out_is_terminal));
  }
  if (page.notes.empty()) console.err << "No note matches.\n";
  if (!page.next.empty()) console.err << fmt::format("There are more: --cursor {}\n", page.next);
}

void print_json(const NotePage& page, Console& console) {
  Json notes = Json::array();
  for (const auto& [note, tenant_name, excerpt] : page.notes)
    notes.push_back({{"id", note.note.text()},
                     {"tenant", note.tenant.text()},
                     {"tenant_name", tenant_name},
                     {"version", note.version},
                     {"at", to_iso(note.at)},
                     {"author", note.author.text()},
                     {"category", note.category},
                     {"task", note.task.empty() ? Json(nullptr) : Json(note.task.text())},
                     {"escalated", note.escalated},
                     {"text", note.text}});
  const Json all{{"notes", std::move(notes)}, {"next", page.next.empty() ? Json(nullptr) : Json(page.next)}};
  console.out << all.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

/// The beginning of a day, in UTC. Errors: invalid, where: the flag.
Result<std::optional<Instant>> day_of(const Arguments& arguments, const std::string& flag) {
  if (arguments[flag].empty()) return std::optional<Instant>();
  const auto date = date_from_iso(arguments[flag]);
  if (!date) return Error{ErrorCode::invalid, date.error().message, "--" + flag, "Write it as 2026-12-31."};
  return std::optional<Instant>(std::chrono::sys_days(*date));
}

Result<NotePage> found(const Arguments& arguments) {
  store::NoteQuery query;
  for (const auto& word : arguments.positional) query.text += (query.text.empty() ? "" : " ") + word;
  query.tenant = TenantId(arguments["tenant"]);
  query.category = arguments["category"];
  query.author = PersonId(arguments["author"]);
  query.task = TaskId(arguments["task"]);
  query.escalated = arguments.has("escalated");
  HANDRAIL_TRY(query.from, day_of(arguments, "from"));
  HANDRAIL_TRY(query.before, day_of(arguments, "before"));
  query.cursor = arguments["cursor"];
  HANDRAIL_TRY(query.limit, number_of(arguments, "limit", 1, store::limits::page_rows));
  HANDRAIL_TRY(const auto stored, open_stored(arguments));
  if (stored.read_models == nullptr)
    return Error{ErrorCode::not_found, "There are no lists yet", arguments["data"], "`handrail rebuild` makes them."};
  return stored.read_models->notes(query);
}

int notes(const Arguments& arguments, Console& console) {
  const auto page = found(arguments);
  if (!page) return fail(console, "notes", page.error());
  arguments["format"] == "json" ? print_json(*page, console) : print_text(*page, console);
  return Exit::success;
}

} // namespace

extern const Command notes_command{
    "notes",
    "Search the notes of all tenants",
    "Prints saved notes, newest first. Words are looked for from their beginning, in any order, without case; all "
    "must\n"
    "stand in the note. Words in quotation marks stand together. Filters narrow further. Whoever can read the data\n"
    "folder sees every note: rights are the portal's.",
    "  handrail notes budget declined\n"
    "  handrail notes '\"re-engaged customer\"' --category 'Engagement Management'\n"
    "  handrail notes --tenant lindenhof --format json\n",
    {data_flag(),
     db_flag(),
     {"tenant", "TENANT", "Only of this tenant, by its id", ""},
     {"category", "NAME", "Only of this category", ""},
     {"author", "PERSON", "Only by this person, by id", ""},
     {"task", "TASK", "Only about this task", ""},
     {"escalated", "", "Only those that are escalated", ""},
     {"from", "DATE", "Written on this day or later, in UTC", ""},
     {"before", "DATE", "Written before this day, in UTC", ""},
     {"limit", "N", "At most so many, up to 500", "50"},
     {"cursor", "CURSOR", "Go on where the page before ended", ""},
     {"format", "text|json", "How to print them", "text"}},
    {"WORDS", "What to look for; all notes where it is left out", 0, 100},
    notes};

} // namespace handrail::cli
