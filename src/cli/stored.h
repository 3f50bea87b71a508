// What the commands that look at a data folder share: opening it, saying how far they are, and saying what failed.
#pragma once

#include "app/projector.h"
#include "cli/command.h"
#include "core/result.h"
#include "store/data_folder.h"
#include "store/read_models.h"
#include "store/store.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace handrail::cli {

/// --data, with its fallback.
Flag data_flag();

/// --db: where a node's log is.
Flag db_flag();

/// --head: a head of the log that was noted earlier.
Flag head_flag();
/// Errors: invalid, where: the flag.
Result<std::optional<store::Head>> head_from(const Arguments& arguments);
/// --checkpoint: one that was kept elsewhere. `help` says what it is for.
Flag checkpoint_flag(std::string help);
/// The file's text; nothing when it is not given. Errors: not_found, invalid, unavailable, where: the flag.
Result<std::optional<std::string>> checkpoint_text(const Arguments& arguments);
/// --checkpoint-key: where the private key is.
Flag checkpoint_key_flag();

/// "46:5f3a…"
std::string to_text(const store::Head& head);

/// A data folder, opened for reading; a server may be at work on it.
struct Stored {
  std::unique_ptr<store::Store> log;
  std::unique_ptr<store::ReadModels> read_models; ///< null when there are none
};

/// What --data and --db name. Errors: not_found (no data there), unavailable, invalid (the folder is of another log).
Result<Stored> open_stored(const Arguments& arguments);

/// A line on a terminal that is written over as the work goes on; nothing elsewhere. `what` is "Replaying".
app::Progress progress_line(Console& console, std::string what);
/// The same for something that is counted in bytes.
std::function<void(std::uint64_t done, std::uint64_t all)> bytes_line(Console& console, std::string what);
/// Takes that line away.
void end_progress(Console& console);

/// Says what failed; the exit status: 2 for a flag's value, 1 for anything else.
int fail(Console& console, std::string_view command, const Error& error);

/// A whole number from `least` to `most`. Errors: invalid, where: the flag.
Result<std::size_t> number_of(const Arguments& arguments, const std::string& flag, std::size_t least, std::size_t most);

/// One line that a terminal takes as text, whatever somebody wrote; shortened to 160 characters.
std::string plain(std::string_view text);

/// "1 event", "12,345 events"
std::string counted(std::size_t count, std::string_view one, std::string_view many);

} // namespace handrail::cli
