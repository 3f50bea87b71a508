#include "store/checkpoint/checkpoint.h"

#include "store/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace handrail::store {

namespace {

constexpr std::size_t origin_digits = 16;

Error no_checkpoint(std::string_view why) {
  return {ErrorCode::invalid, fmt::format("This is no checkpoint: {}", why), "",
          "Give the file as `handrail checkpoint --out` wrote it."};
}

/// The line that `rest` begins with, taken off it.
std::string_view take_line(std::string_view& rest) {
  const auto end = std::min(rest.find('\n'), rest.size());
  const auto line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

} // namespace

std::string origin_of(const Hash& first) { return "handrail/" + to_hex(first).substr(0, origin_digits); }

std::string signed_checkpoint(const Checkpoint& checkpoint, const PrivateKey& key) {
  return key.signed_note(fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, to_base64(checkpoint.root)),
                         checkpoint.origin);
}

Result<SignedCheckpoint> SignedCheckpoint::from(std::string_view text) {
  HANDRAIL_TRY(auto note, SignedNote::from(text));
  Checkpoint read;
  std::string_view rest = note.text; // what stands on further lines is signed too, and means nothing here
  read.origin = take_line(rest);
  if (read.origin.empty()) return no_checkpoint("its first line does not name a log");
  const auto size = take_line(rest);
  const auto [end, failure] = std::from_chars(size.data(), size.data() + size.size(), read.size);
  if (failure != std::errc() || end != size.data() + size.size() || (size.size() > 1 && size.front() == '0'))
    return no_checkpoint("its second line is not how many events there are");
  const auto root = bytes_from_base64(take_line(rest));
  if (!root || root->size() != read.root.size()) return no_checkpoint("its third line is not the root of a tree");
  std::copy(root->begin(), root->end(), read.root.begin());
  return SignedCheckpoint{std::move(read), std::move(note)};
}

} // namespace handrail::store
