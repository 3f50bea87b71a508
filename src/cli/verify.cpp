// `handrail verify`: is what is stored what was written?
#include "app/verification.h"
#include "cli/stored.h"
#include "store/chain.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace handrail::cli {

namespace {

/// "46:5f3a…", as verify prints it.
Result<std::optional<store::Head>> head_from(const std::string& text) {
  if (text.empty()) return std::optional<store::Head>();
  const auto colon = text.find(':');
  store::Head head;
  const auto [end, error] = std::from_chars(text.data(), text.data() + std::min(colon, text.size()), head.position);
  const auto hash = store::hash_from_hex(colon == std::string::npos ? "" : std::string_view(text).substr(colon + 1));
  if (error != std::errc() || end != text.data() + colon || !hash)
    return Error{ErrorCode::invalid, fmt::format("\"{}\" is no head of a log", text), "--head",
                 "Give it as an earlier verify printed it: position, colon, hash."};
  head.hash = *hash;
  return std::optional(head);
}

void print_sound(const app::Verification& verification, bool has_read_models, std::ostream& out) {
  out << fmt::format("Sound: {} of {}, each as it was written, none missing\n",
                     counted(verification.head.position, "event", "events"),
                     counted(verification.tenants, "tenant", "tenants"));
  if (has_read_models)
    out << fmt::format("Lists: as a replay gives them, up to position {}\n", verification.read_models_at);
  else
    out << "Lists: there are none yet; `handrail serve` or `handrail rebuild` makes them\n";
  out << fmt::format("Head:  {}:{}\n", verification.head.position, store::to_hex(verification.head.hash));
}

Result<app::Verification> verified(const Arguments& arguments, Console& console, bool& has_read_models) {
  HANDRAIL_TRY(const auto known, head_from(arguments["head"]));
  const store::DataFolder folder{arguments["data"]};
  HANDRAIL_TRY(const auto stored, open_stored(folder));
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
    "  handrail verify --data /srv/handrail --head 46:9a3f…\n",
    {data_flag(), {"head", "POSITION:HASH", "A head noted earlier, which the log must still contain", ""}},
    {},
    verify};

} // namespace handrail::cli
