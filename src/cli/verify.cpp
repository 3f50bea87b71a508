// `handrail verify`: is what is stored what was written?
#include "app/verification.h"
#include "cli/stored.h"

#include <fmt/format.h>

namespace handrail::cli {

namespace {

void print_sound(const app::Verification& verification, bool has_read_models, std::ostream& out) {
  out << fmt::format("Sound: {} of {}, each as it was written, none missing\n",
                     counted(verification.head.position, "event", "events"),
                     counted(verification.tenants, "tenant", "tenants"));
  if (has_read_models)
    out << fmt::format("Lists: as a replay gives them, up to position {}\n", verification.read_models_at);
  else
    out << "Lists: there are none yet; `handrail serve` or `handrail rebuild` makes them\n";
  out << fmt::format("Head:  {}\n", to_text(verification.head));
}

Result<app::Verification> verified(const Arguments& arguments, Console& console, bool& has_read_models) {
  HANDRAIL_TRY(const auto known, head_from(arguments));
  HANDRAIL_TRY(const auto stored, open_stored(arguments));
  has_read_models = stored.read_models != nullptr;
  auto verification = app::verify(*stored.log, stored.read_models.get(), known, progress_line(console, "Verifying"));
  end_progress(console);
  return verification;
}

int verify(const Arguments& arguments, Console& console) {
  bool has_read_models = false;
  const auto verification = verified(arguments, console, has_read_models);
  if (!verification) return fail(console, "verify", verification.error());
  if (verification->is_sound()) {
    print_sound(*verification, has_read_models, console.out);
    return Exit::success;
  }
  for (const auto& finding : verification->findings) console.out << finding.where << ": " << finding.message << "\n";
  if (verification->more) console.out << fmt::format("… and more: only the first {} are shown\n", app::most_findings);
  console.err << "Not sound. Keep these files as they are, and restore a backup; lists alone are mended by "
                 "`handrail rebuild`.\n";
  return Exit::failure;
}

} // namespace

extern const Command verify_command{
    "verify",
    "Check that nothing stored was changed, lost or reordered",
    "Reads the whole data folder: the database files themselves, the hash chain of every tenant event by event, the\n"
    "kept texts of playbooks, the outbox, and each row of the lists against a replay. It names what it finds and "
    "exits\n"
    "with 1. A server may be at work meanwhile.\n"
    "\n"
    "The head it prints stands for the whole log. Noted elsewhere and given again with --head, it proves later that "
    "the\n"
    "log still begins with every one of those events, even against somebody who rewrote it from end to end.",
    "  handrail verify\n"
    "  handrail verify --data /srv/handrail --head 46:9a3f…\n"
    "  handrail verify --data /srv/node --db postgresql://handrail@db.example.org/handrail\n",
    {data_flag(), db_flag(), head_flag()},
    {},
    verify};

} // namespace handrail::cli
