// `handrail verify`: is what is stored, or was exported, what was written?
#include "app/history/verified.h"
#include "app/verification.h"
#include "cli/stored.h"

#include <fmt/format.h>

namespace handrail::cli {

namespace {

void print_signers(const store::Signed& checkpoints, std::ostream& out) {
  for (const auto& [key, count] : checkpoints.signers)
    out << fmt::format("Key:   {} signed {}\n", key, counted(count, "checkpoint", "checkpoints"));
}

void print_sound(const app::Verification& verification, bool has_read_models, bool has_kept, std::ostream& out) {
  out << fmt::format("Sound: {} of {}, each as it was written, none missing\n",
                     counted(verification.head.position, "event", "events"),
                     counted(verification.tenants, "tenant", "tenants"));
  if (has_read_models)
    out << fmt::format("Lists: as a replay gives them, up to position {}\n", verification.read_models_at);
  else
    out << "Lists: there are none yet; `handrail serve` or `handrail rebuild` makes them\n";
  const auto& checkpoints = verification.checkpoints;
  if (checkpoints.recorded > 0 || has_kept)
    out << fmt::format("Signed: {} in the log{}; the first {} are those that were signed\n",
                       counted(checkpoints.recorded, "checkpoint", "checkpoints"),
                       has_kept ? ", and the one that was kept" : "", counted(checkpoints.events, "event", "events"));
  print_signers(checkpoints, out);
  out << fmt::format("Head:  {}\n", to_text(verification.head));
}

void print_sound(const app::HistoryVerification& verification, bool has_kept, std::ostream& out) {
  const auto events = counted(verification.events, "event", "events");
  const auto proved = counted(verification.checkpoints.events, "event", "events");
  const char* which = has_kept ? "the checkpoint that was kept" : "a checkpoint of its own";
  if (verification.header.is_whole()) {
    out << fmt::format("Sound: {} of {}, each as it was written, none missing\n", events,
                       counted(verification.tenants, "tenant", "tenants"));
    out << fmt::format("Signed: the first {} are those that {} was signed for\n", proved, which);
    print_signers(verification.checkpoints, out);
    out << fmt::format("Head:  {}\n", to_text(verification.head));
    return;
  }
  out << fmt::format("Sound: {} of {}, each as it was written, none missing between them\n", events,
                     plain(verification.header.stream.text()));
  out << fmt::format("Signed: all are among the {} that {} was signed for\n", proved, which);
  out << "Not proved: that nothing followed the last one; the whole log's history tells\n";
}

Result<store::Noted> noted_from(const Arguments& arguments) {
  store::Noted noted;
  HANDRAIL_TRY(noted.head, head_from(arguments));
  HANDRAIL_TRY(const auto text, checkpoint_text(arguments));
  if (text) {
    HANDRAIL_TRY(noted.checkpoint, store::SignedCheckpoint::from(*text));
  }
  if (arguments.has("key"))
    for (const auto& key : arguments.flags.at("key")) {
      auto read = store::PublicKey::from(key);
      if (!read) return Error{read.error().code, read.error().message, "--key", read.error().remedy};
      noted.keys.push_back(std::move(*read));
    }
  return noted;
}

/// The exit status; what was found is printed.
int tell(const std::vector<store::Finding>& findings, bool more, std::string_view advice, Console& console) {
  for (const auto& finding : findings) console.out << plain(finding.where) << ": " << finding.message << "\n";
  if (more) console.out << fmt::format("… and more: only the first {} are shown\n", app::most_findings);
  console.err << advice;
  return Exit::failure;
}

Result<int> verify_store(const Arguments& arguments, const store::Noted& noted, Console& console) {
  HANDRAIL_TRY(const auto stored, open_stored(arguments));
  const auto verification =
      app::verify(*stored.log, stored.read_models.get(), noted, progress_line(console, "Verifying"));
  end_progress(console);
  if (!verification.is_sound())
    return tell(verification.findings, verification.more,
                "Not sound. Keep these files as they are, and restore a backup; lists alone are mended by "
                "`handrail rebuild`.\n",
                console);
  print_sound(verification, stored.read_models != nullptr, noted.checkpoint.has_value(), console.out);
  return Exit::success;
}

Result<int> verify_file(const Arguments& arguments, const store::Noted& noted, Console& console) {
  if (!arguments["db"].empty())
    return Error{ErrorCode::invalid, "A history is verified without any store", "--db", "Leave it out, or --history."};
  if (!noted.checkpoint && noted.keys.empty())
    return Error{ErrorCode::invalid, "A history alone proves nothing: whoever changes it can make it fit", "--history",
                 "Give --checkpoint with one that was kept elsewhere, or --key with a public key."};
  auto verification = app::verify_history(arguments["history"], noted, progress_line(console, "Verifying"));
  end_progress(console);
  if (!verification) return verification.error();
  if (!verification->is_sound())
    return tell(verification->findings, verification->more,
                "Not sound: this is not the history that was signed, or not all of it.\n", console);
  print_sound(*verification, noted.checkpoint.has_value(), console.out);
  return Exit::success;
}

int verify(const Arguments& arguments, Console& console) {
  const auto noted = noted_from(arguments);
  if (!noted) return fail(console, "verify", noted.error());
  const auto status =
      arguments["history"].empty() ? verify_store(arguments, *noted, console) : verify_file(arguments, *noted, console);
  return status ? *status : fail(console, "verify", status.error());
}

} // namespace

extern const Command verify_command{
    "verify",
    "Check that nothing stored was changed, lost or reordered",
    "Reads the whole data folder: the database files themselves, the hash chain of every tenant event by event, every\n"
    "signed checkpoint, the kept texts of playbooks, the outbox, and each row of the lists against a replay. It names "
    "what\n"
    "it finds and exits with 1. A server may be at work meanwhile.\n"
    "\n"
    "What was kept elsewhere proves that the log still begins with every one of those events, even against somebody "
    "who\n"
    "rewrote it from end to end: a checkpoint (`handrail checkpoint`), or a head as this command prints it.\n"
    "\n"
    "With --history it reads a file that `handrail export` wrote instead, and no store: order and content of every "
    "event,\n"
    "and that they are what the checkpoint was signed for, the last one included.",
    "  handrail verify\n"
    "  handrail verify --data /srv/handrail --checkpoint kept --key 'handrail/4f…+0a…+AZ…'\n"
    "  handrail verify --history history.jsonl --checkpoint kept\n"
    "  handrail verify --data /srv/handrail --head 46:9a3f…\n"
    "  handrail verify --data /srv/node --db postgresql://handrail@db.example.org/handrail\n",
    {data_flag(),
     db_flag(),
     checkpoint_flag("A checkpoint that was kept elsewhere, which must still hold"),
     {"key", "KEY", "The public key that was noted: no other's signature counts", "", true},
     {"history", "FILE", "An exported history, instead of a data folder", ""},
     head_flag()},
    {},
    verify};

} // namespace handrail::cli
