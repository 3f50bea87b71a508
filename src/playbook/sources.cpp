#include "playbook/sources.h"

#include <algorithm>
#include <vector>

namespace handrail::playbook {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// `%20` and its like decoded, backslashes turned.
std::string decoded(std::string_view path) {
  std::string result;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '%' && i + 2 < path.size() && hex_digit(path[i + 1]) >= 0 && hex_digit(path[i + 2]) >= 0) {
      result += static_cast<char>(hex_digit(path[i + 1]) * 16 + hex_digit(path[i + 2]));
      i += 2;
    } else {
      result += path[i] == '\\' ? '/' : path[i];
    }
  }
  return result;
}

} // namespace

Result<std::string> MemorySources::read(const std::string& path) const {
  if (path.substr(0, 2) == ".." || path.substr(0, 1) == "/")
    return Error{ErrorCode::forbidden, "this is outside the root", path, ""};
  const auto found = files_.find(path);
  if (found == files_.end()) return Error{ErrorCode::not_found, "there is no such file", path, ""};
  return found->second;
}

Result<void> MemorySources::look_up(const std::string& path) const {
  auto found = read(path);
  if (found || found.error().code == ErrorCode::forbidden) return found ? Result<void>{} : Result<void>{found.error()};
  const auto inside = files_.lower_bound(path + "/");
  if (inside != files_.end() && inside->first.substr(0, path.size() + 1) == path + "/") return {};
  return found.error();
}

std::string source_line(const Sources& sources, const SourceSpan& at) {
  if (!at.is_somewhere()) return {};
  const auto text = sources.read(at.file);
  if (!text) return {};
  std::string_view rest = *text;
  for (std::uint32_t line = 1; line < at.line; ++line) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  return std::string(rest);
}

std::string resolved_path(const std::string& file, std::string_view relative, const std::string& root) {
  const auto wanted = decoded(relative);
  std::string all;
  if (wanted.substr(0, 2) == "~/")
    all = root + wanted.substr(2);
  else if (wanted.substr(0, 1) == "/")
    all = wanted;
  else
    all = file.substr(0, file.rfind('/') + 1) + wanted;

  const bool is_absolute = all.substr(0, 1) == "/";
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= all.size();) {
    const auto end = std::min(all.find('/', at), all.size());
    const auto part = all.substr(at, end - at);
    if (part == ".." && !parts.empty() && parts.back() != "..")
      parts.pop_back();
    else if (part == ".." ? !is_absolute : !part.empty() && part != ".")
      parts.push_back(part);
    at = end + 1;
  }
  std::string resolved = is_absolute ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) resolved += (i == 0 ? "" : "/") + parts[i];
  return resolved;
}

} // namespace handrail::playbook
