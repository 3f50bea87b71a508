#include "core/file.h"

#include <fmt/format.h>

#include <fstream>

namespace handrail {

namespace fs = std::filesystem;

Result<std::string> read_file(const fs::path& path, std::size_t limit_bytes) {
  std::error_code failure;
  const auto status = fs::status(path, failure);
  if (!fs::exists(status)) return Error{ErrorCode::not_found, "there is no such file", path.string(), ""};
  if (!fs::is_regular_file(status)) return Error{ErrorCode::invalid, "this is not a file", path.string(), ""};
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::unavailable, "the file cannot be opened", path.string(), "look at its permissions"};
  // One byte more than allowed tells too large from just fitting, whatever the file does meanwhile.
  std::string bytes(limit_bytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) return Error{ErrorCode::unavailable, "the file cannot be read", path.string(), ""};
  if (bytes.size() > limit_bytes)
    return Error{ErrorCode::invalid, fmt::format("the file is larger than {} bytes", limit_bytes), path.string(),
                 "split it, or check that it is the file you meant"};
  bytes.shrink_to_fit();
  return bytes;
}

Result<void> write_file(const fs::path& path, std::string_view bytes) {
  const fs::path partial = path.string() + ".partial";
  {
    std::ofstream out(partial, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    if (!out)
      return Error{ErrorCode::unavailable, "the file cannot be written", path.string(),
                   "look at free space and permissions"};
  }
  std::error_code failure;
  fs::rename(partial, path, failure);
  if (failure) return Error{ErrorCode::unavailable, failure.message(), path.string(), ""};
  return {};
}

} // namespace handrail
