// `handrail checkpoint`: what stands for the whole log, signed, to be kept elsewhere.
#include "store/checkpoint/checkpoint_stream.h"

#include "app/id_source.h"
#include "cli/stored.h"
#include "core/file.h"
#include "store/checkpoint/key_file.h"
#include "store/data_folder.h"
#include "store/postgres_store.h"
#include "store/sqlite_store.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

namespace handrail::cli {

namespace {

namespace fs = std::filesystem;

/// The newest checkpoint, and what it leaves out.
struct Newest {
  store::RecordedCheckpoint checkpoint;
  std::uint64_t unsigned_events = 0;
  std::string because; ///< why it was not signed anew; empty: it was
};

/// A log that is signed now. Without one the newest checkpoint is only read.
struct Writable {
  std::optional<store::WriterLock> lock;
  std::unique_ptr<store::Store> log;
};

Result<Writable> open_to_sign(const Arguments& arguments) {
  const store::DataFolder folder{arguments["data"]};
  Writable opened;
  if (!arguments["db"].empty()) {
    HANDRAIL_TRY(const auto address, store::postgres::Address::from(arguments["db"]));
    HANDRAIL_TRY(opened.log, store::open_postgres_store(address, store::postgres::Access::write));
    HANDRAIL_CHECK(store::check_belongs(folder, opened.log->identity()));
    return opened;
  }
  HANDRAIL_TRY(auto lock, store::WriterLock::take(folder));
  opened.lock.emplace(std::move(lock));
  HANDRAIL_TRY(opened.log, store::open_sqlite_store(folder.log(), store::sqlite::Access::write));
  return opened;
}

Result<void> sign(const Arguments& arguments) {
  HANDRAIL_TRY(const auto opened, open_to_sign(arguments));
  const auto& named = arguments["checkpoint-key"];
  const auto file = named.empty() ? store::DataFolder{arguments["data"]}.checkpoint_key() : fs::path(named);
  HANDRAIL_TRY(const auto key, store::read_or_make_key(file));
  const SystemClock clock;
  app::RandomIds ids(clock);
  HANDRAIL_TRY(const auto made, store::sign_head(*opened.log, key, CommandId(ids.next()), clock.now()));
  (void)made; // nothing new to sign, or another node was first: the newest is read below
  return {};
}

Result<Newest> newest(const Arguments& arguments) {
  { // what is not there is not made, and what is damaged is said before anything is signed
    HANDRAIL_TRY(const auto stored, open_stored(arguments));
  }
  const auto signed_now = sign(arguments);
  if (!signed_now && signed_now.error().code != ErrorCode::unavailable) return signed_now.error();
  HANDRAIL_TRY(const auto stored, open_stored(arguments));
  HANDRAIL_TRY(auto found, store::newest_checkpoint(*stored.log));
  if (!found && !signed_now) return signed_now.error();
  if (!found)
    return Error{ErrorCode::not_found, "The log is empty: there is nothing to sign yet", arguments["data"],
                 "`handrail serve` begins one."};
  HANDRAIL_TRY(const auto head, stored.log->head());
  const auto left = store::unsigned_events(head, found);
  return Newest{std::move(*found), left, signed_now ? std::string() : signed_now.error().message};
}

nlohmann::ordered_json as_json(const Newest& newest) {
  const auto& checkpoint = newest.checkpoint.content.checkpoint;
  return {{"origin", checkpoint.origin},
          {"events", checkpoint.size},
          {"root", store::to_base64(checkpoint.root)},
          {"at", to_iso(newest.checkpoint.at)},
          {"key", newest.checkpoint.key.text()},
          {"unsigned_events", newest.unsigned_events},
          {"checkpoint", newest.checkpoint.text}};
}

Result<void> print(const Arguments& arguments, const Newest& newest, Console& console) {
  const auto& checkpoint = newest.checkpoint;
  const auto& out = arguments["out"];
  if (!out.empty()) HANDRAIL_CHECK(write_file(out, checkpoint.text));
  if (arguments["format"] == "json") {
    console.out << as_json(newest).dump(2) << "\n";
    return {};
  }
  if (out.empty()) {
    console.out << checkpoint.text;
    console.err << "Key:  " << checkpoint.key.text() << "\n";
  } else {
    console.out << fmt::format("Kept in {}: the checkpoint of {}, signed {}Z\nKey:  {}\n", out,
                               counted(checkpoint.size(), "event", "events"), to_iso(checkpoint.at).substr(0, 19),
                               checkpoint.key.text());
  }
  if (!newest.because.empty() && newest.unsigned_events > 0)
    console.err << fmt::format("{} since: {}; a server that is at work signs them within a minute\n",
                               counted(newest.unsigned_events, "event is not in it", "events are not in it"),
                               newest.because);
  return {};
}

int checkpoint(const Arguments& arguments, Console& console) {
  const auto found = newest(arguments);
  if (!found) return fail(console, "checkpoint", found.error());
  const auto printed = print(arguments, *found, console);
  return printed ? int{Exit::success} : fail(console, "checkpoint", printed.error());
}

} // namespace

extern const Command checkpoint_command{
    "checkpoint",
    "Sign the log as it stands, and print that to be kept elsewhere",
    "Prints the log's newest checkpoint: how many events there are, the root of the Merkle tree over them, and a\n"
    "signature, in the form of C2SP's tlog-checkpoint. It is signed now, or, where a server is at work on the folder,\n"
    "was within the last minute. Kept elsewhere, it proves later that each of those events is there, unchanged and in\n"
    "its place: `handrail verify --checkpoint`. The public key is printed too; keep it as well.\n"
    "\n"
    "The private key is made at the first start, in checkpoint.key in the data folder, for its owner alone.",
    "  handrail checkpoint --out /elsewhere/handrail-$(date +%F).checkpoint\n"
    "  handrail checkpoint --data /srv/handrail > kept\n"
    "  handrail checkpoint --data /srv/node --db postgresql://handrail@db.example.org/handrail --format json\n",
    {data_flag(),
     db_flag(),
     {"out", "FILE", "Write the checkpoint there instead; one that is there is replaced", ""},
     checkpoint_key_flag(),
     {"format", "text|json", "How to print it", "text"}},
    {},
    checkpoint};

} // namespace handrail::cli
