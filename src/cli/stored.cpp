#include "cli/stored.h"

#include "core/control_character.h"
#include "core/file.h"
#include "core/megabytes.h"
#include "core/text.h"
#include "store/chain.h"
#include "store/checkpoint/checkpoint.h"
#include "store/postgres_store.h"
#include "store/sqlite_read_models.h"
#include "store/sqlite_store.h"

#include <fmt/format.h>

#include <charconv>

namespace handrail::cli {

namespace {

std::string in_groups(std::size_t number) {
  auto digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

} // namespace

Flag data_flag() { return {"data", "DIR", "Where the history and its tables are kept", "handrail-data"}; }

Flag head_flag() { return {"head", "POSITION:HASH", "A head noted earlier, which the log must still contain", ""}; }

Result<std::optional<store::Head>> head_from(const Arguments& arguments) {
  const auto& text = arguments["head"];
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

Flag checkpoint_flag(std::string help) { return {"checkpoint", "FILE", std::move(help), ""}; }

Flag checkpoint_key_flag() {
  return {"checkpoint-key", "FILE", "The private key that checkpoints are signed with, instead of the data folder's",
          ""};
}

Result<std::optional<std::string>> checkpoint_text(const Arguments& arguments) {
  const auto& file = arguments["checkpoint"];
  if (file.empty()) return std::optional<std::string>();
  auto text = read_file(file, store::most_note_bytes);
  if (!text) return Error{text.error().code, file + ": " + text.error().message, "--checkpoint", ""};
  if (auto read = store::SignedCheckpoint::from(*text); !read)
    return Error{read.error().code, file + ": " + read.error().message, "--checkpoint", read.error().remedy};
  return std::optional(std::move(*text));
}

std::string to_text(const store::Head& head) { return fmt::format("{}:{}", head.position, store::to_hex(head.hash)); }

Flag db_flag() { return {"db", "URL", "The PostgreSQL that has the log, where the folder is a node's", ""}; }

Result<Stored> open_stored(const Arguments& arguments) {
  using store::sqlite::Access;
  const store::DataFolder folder{arguments["data"]};
  Stored stored;
  if (arguments["db"].empty()) {
    HANDRAIL_CHECK(store::check_belongs(folder, {}));
    HANDRAIL_TRY(stored.log, store::open_sqlite_store(folder.log(), Access::read));
  } else {
    HANDRAIL_TRY(const auto address, store::postgres::Address::from(arguments["db"]));
    HANDRAIL_TRY(stored.log, store::open_postgres_store(address, store::postgres::Access::read));
    HANDRAIL_CHECK(store::check_belongs(folder, stored.log->identity()));
  }
  auto models = store::open_sqlite_read_models(folder.read_models(), Access::read);
  if (models)
    stored.read_models = std::move(*models);
  else if (models.error().code != ErrorCode::not_found)
    return std::move(models).error();
  return stored;
}

app::Progress progress_line(Console& console, std::string what) {
  if (!console.err_is_terminal) return {};
  return [&console, what = std::move(what)](store::Position done, store::Position all) {
    console.err << fmt::format("\r\033[K{} {} of {} events", what, in_groups(done), in_groups(all)) << std::flush;
  };
}

std::function<void(std::uint64_t done, std::uint64_t all)> bytes_line(Console& console, std::string what) {
  if (!console.err_is_terminal) return {};
  return [&console, what = std::move(what)](std::uint64_t done, std::uint64_t all) {
    console.err << fmt::format("\r\033[K{} {} of {}", what, in_megabytes(done), in_megabytes(all)) << std::flush;
  };
}

void end_progress(Console& console) {
  if (console.err_is_terminal) console.err << "\r\033[K" << std::flush;
}

int fail(Console& console, std::string_view command, const Error& error) {
  console.err << fmt::format("handrail {}: {}\n", command, to_string(error));
  return error.where.starts_with("--") ? Exit::usage : Exit::failure;
}

Result<std::size_t> number_of(const Arguments& arguments, const std::string& flag, std::size_t least,
                              std::size_t most) {
  const auto& text = arguments[flag];
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= least && number <= most) return number;
  return Error{ErrorCode::invalid, fmt::format("\"{}\" is no number from {} to {}", text, least, most), "--" + flag,
               ""};
}

std::string plain(std::string_view text) {
  constexpr std::size_t excerpt = 160;
  return text::shortened(text::without_control_characters(text), excerpt);
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", in_groups(count), count == 1 ? one : many);
}

} // namespace handrail::cli
