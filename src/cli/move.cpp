// `handrail move`: a log carried from one database to another.
#include "app/move.h"

#include "cli/stored.h"
#include "store/data_folder.h"
#include "store/postgres_store.h"
#include "store/sqlite_copy.h"
#include "store/sqlite_store.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

namespace handrail::cli {

namespace {

namespace fs = std::filesystem;
using store::postgres::Address;

constexpr std::string_view folder_mark = "sqlite:";

/// One end of a move.
struct Place {
  std::optional<store::DataFolder> folder;
  std::optional<Address> database;

  std::string shown() const { return folder ? folder->path.string() : database->shown(); }
};

Result<Place> place_from(const std::string& text, const char* flag) {
  Place place;
  if (text.starts_with(folder_mark) && text.size() > folder_mark.size()) {
    place.folder = store::DataFolder{text.substr(folder_mark.size())};
    return place;
  }
  auto address = Address::from(text);
  if (!address)
    return Error{ErrorCode::invalid,
                 text.empty()            ? "This end of the move is not named"
                 : Address::is_one(text) ? address.error().message
                                         : "That is neither a folder nor a database",
                 flag, "Write sqlite:DIR or postgresql://USER@HOST/DATABASE."};
  place.database = std::move(*address);
  return place;
}

/// A folder that is moved from or to is nobody else's meanwhile.
struct Opened {
  std::optional<store::WriterLock> lock;
  std::unique_ptr<store::Store> log;
};

Result<Opened> open_source(const Place& place) {
  Opened opened;
  if (place.folder) {
    std::error_code failure;
    if (!fs::exists(place.folder->log(), failure))
      return Error{ErrorCode::not_found, fmt::format("There is no log {}", place.folder->log().string()), "--from", ""};
    HANDRAIL_TRY(auto lock, store::WriterLock::take(*place.folder));
    opened.lock.emplace(std::move(lock));
    HANDRAIL_TRY(opened.log, store::open_sqlite_store(place.folder->log(), store::sqlite::Access::read));
    return opened;
  }
  HANDRAIL_TRY(opened.log, store::open_postgres_store(*place.database, store::postgres::Access::read));
  return opened;
}

/// Where a log stands in its folder until all of it is there.
fs::path arriving_in(const store::DataFolder& folder) { return folder.path / "log.arriving.db"; }

Result<Opened> open_target(const Place& place, const std::string& from) {
  Opened opened;
  if (place.folder) {
    HANDRAIL_TRY(auto lock, store::WriterLock::take(*place.folder));
    opened.lock.emplace(std::move(lock));
    std::error_code failure;
    if (fs::exists(place.folder->log(), failure))
      return Error{ErrorCode::invalid, fmt::format("{} holds a log already", place.folder->path.string()), "--to",
                   "Name an empty folder."};
    HANDRAIL_TRY(opened.log, store::open_sqlite_store(arriving_in(*place.folder), store::sqlite::Access::write));
    return opened;
  }
  HANDRAIL_TRY(opened.log, store::open_arriving_postgres_store(*place.database, from));
  return opened;
}

/// From here on it is a log as any other.
Result<void> arrive(const Place& place, Opened& target) {
  target.log.reset();
  if (place.database) return store::arrive(*place.database);
  return store::sqlite::put_in_place(arriving_in(*place.folder), place.folder->log());
}

Result<app::Moved> moved(const Arguments& arguments, Console& console, std::string& to_name) {
  HANDRAIL_TRY(const auto from, place_from(arguments["from"], "--from"));
  HANDRAIL_TRY(const auto to, place_from(arguments["to"], "--to"));
  to_name = to.shown();
  HANDRAIL_TRY(const auto source, open_source(from));
  HANDRAIL_TRY(auto target, open_target(to, from.shown()));
  auto moved = app::move_log(*source.log, *target.log, progress_line(console, "Moving"));
  end_progress(console);
  if (moved) HANDRAIL_CHECK(arrive(to, target));
  return moved;
}

int move(const Arguments& arguments, Console& console) {
  std::string to_name;
  const auto result = moved(arguments, console, to_name);
  if (!result) return fail(console, "move", result.error());
  if (result->already > 0)
    console.out << fmt::format("Went on behind position {}, where a move had stopped before\n", result->already);
  console.out << fmt::format("Moved {}, {} and {} to {}; each was read there again\nHead:  {}, the same at both ends\n",
                             counted(result->head.position, "event", "events"),
                             counted(result->texts, "kept text", "kept texts"),
                             counted(result->messages, "message", "messages"), to_name, to_text(result->head));
  return Exit::success;
}

} // namespace

extern const Command move_command{
    "move",
    "Carry everything from one database to another",
    "Copies the whole log, event by event and hash for hash, with the kept texts of playbooks and what became of each\n"
    "message, and reads it all again where it went: both ends then have the same head. What is not sound is not "
    "moved.\n"
    "The other end must be empty. Nobody else may work on either; a move that was broken off is gone on with by the "
    "same\n"
    "command, and until it has ended nothing can be served from there. The end moved from is left as it is. Lists are "
    "no\n"
    "part of it: they are made anew where the log is served.",
    "  handrail move --from sqlite:handrail-data --to postgresql://handrail@db.example.org/handrail\n"
    "  handrail move --from postgresql://handrail@db.example.org/handrail --to sqlite:/srv/handrail\n",
    {{"from", "PLACE", "sqlite:DIR or postgresql://USER@HOST/DATABASE", ""}, {"to", "PLACE", "The same; empty", ""}},
    {},
    move};

} // namespace handrail::cli
