#include "store/checkpoint/key_file.h"

#include "core/file.h"
#include "store/data_folder.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace handrail::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mark = "handrail-checkpoint-key-1 ";
constexpr std::size_t most_bytes = 1024;

Error failed(const fs::path& file, std::string_view what) {
  return {ErrorCode::unavailable, fmt::format("{}: {}", what, std::generic_category().message(errno)), file.string(),
          "Look at the folder's owner and free space, or name another file with --checkpoint-key."};
}

/// On disk before it has its name, and never over another: a server that started at the same moment made that.
Result<void> make(const fs::path& file, const std::string& bytes) {
  const fs::path partial = fmt::format("{}.{}.partial", file.string(), ::getpid());
  const int made = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (made < 0) return failed(file, "The key for checkpoints cannot be made");
  const bool written =
      ::write(made, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(made) == 0;
  ::close(made);
  const bool named = written && (::link(partial.c_str(), file.c_str()) == 0 || errno == EEXIST);
  auto result = named ? Result<void>() : failed(file, "The key for checkpoints cannot be written");
  ::unlink(partial.c_str());
  return result ? sync_folder(file.parent_path()) : result;
}

} // namespace

Result<PrivateKey> read_key(const fs::path& file) {
  HANDRAIL_TRY(auto text, read_file(file, most_bytes));
  const bool is_ours = text.starts_with(mark) && text.ends_with('\n');
  auto bytes = bytes_from_base64(is_ours ? std::string_view(text).substr(mark.size(), text.size() - mark.size() - 1)
                                         : std::string_view());
  PrivateKey::Seed seed{};
  const bool is_key = bytes && bytes->size() == seed.size();
  if (is_key) std::copy(bytes->begin(), bytes->end(), seed.begin());
  sodium_memzero(text.data(), text.size());
  if (bytes) sodium_memzero(bytes->data(), bytes->size());
  if (!is_key)
    return Error{ErrorCode::invalid, "The file holds no key for checkpoints", file.string(),
                 "Put the file back that was there, or take this one away: then the next start makes a new key."};
  PrivateKey key(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

Result<PrivateKey> read_or_make_key(const fs::path& file) {
  std::error_code failure;
  if (!fs::exists(file, failure)) {
    auto text = std::string(mark) + to_base64(PrivateKey::random().seed()) + "\n";
    const auto made = make(file, text);
    sodium_memzero(text.data(), text.size());
    if (!made) return made.error();
  }
  return read_key(file);
}

} // namespace handrail::store
