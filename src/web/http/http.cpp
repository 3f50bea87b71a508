#include "web/http/http.h"

#include "core/control_character.h"
#include "core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace handrail::web {

namespace {

constexpr std::string_view json_suffix = ".json";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Undoes %XX, and + where a form is read. Empty when the encoding is broken.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return decoded;
}

/// Browsers send CRLF from text areas; the domain knows LF alone.
std::string with_plain_line_ends(const std::string& text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r')
      plain += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      plain += '\n';
  return plain;
}

Result<std::string> checked_text(std::string_view encoded, std::string_view where, bool plus_is_space) {
  auto decoded = percent_decoded(encoded, plus_is_space);
  if (!decoded)
    return Error{ErrorCode::invalid, "A % stands without two hexadecimal digits behind it.", std::string(where),
                 "Write a percent sign itself as %25."};
  if (!text::is_utf8(*decoded))
    return Error{ErrorCode::invalid, "The text is not UTF-8.", std::string(where), "Send it in UTF-8."};
  std::string plain = with_plain_line_ends(*decoded);
  if (text::control_character(plain, "\n\t"))
    return Error{ErrorCode::invalid, "The text has a control character in it.", std::string(where),
                 "Of those below U+0020 and from U+007F to U+009F only tab and line end are taken."};
  return plain;
}

Result<Fields> parse_fields(std::string_view encoded, std::string_view where, std::size_t limit) {
  Fields fields;
  while (!encoded.empty()) {
    const auto end = std::min(encoded.find('&'), encoded.size());
    const auto pair = encoded.substr(0, end);
    encoded.remove_prefix(std::min(end + 1, encoded.size()));
    if (pair.empty()) continue;
    if (fields.entries().size() == limit)
      return Error{ErrorCode::invalid, fmt::format("There are more than {} fields.", limit), std::string(where),
                   "Send fewer."};
    const auto equals = std::min(pair.find('='), pair.size());
    HANDRAIL_TRY(std::string name, checked_text(pair.substr(0, equals), where, true));
    HANDRAIL_TRY(std::string value, checked_text(pair.substr(std::min(equals + 1, pair.size())), name, true));
    fields.add(std::move(name), std::move(value));
  }
  return fields;
}

bool prefers_json(const std::string& accept) {
  const auto json = accept.find("application/json");
  return json != std::string::npos && json < accept.find("text/html");
}

Result<void> read_path(std::string_view encoded, Request& request) {
  HANDRAIL_TRY(request.path, checked_text(encoded, "the path", false));
  if (request.path.empty() || request.path.front() != '/')
    return Error{ErrorCode::invalid, "The path does not begin with a slash.", "the path", {}};
  if (request.path.size() > json_suffix.size() && request.path.ends_with(json_suffix)) {
    request.path.resize(request.path.size() - json_suffix.size());
    request.wants_json = true;
  }
  return {};
}

} // namespace

void Fields::add(std::string name, std::string value) { entries_.emplace_back(std::move(name), std::move(value)); }

const std::string& Fields::operator[](std::string_view name) const {
  static const std::string none;
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const auto& e) { return e.first == name; });
  return found == entries_.end() ? none : found->second;
}

bool Fields::has(std::string_view name) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry.first == name; });
}

std::vector<std::string> Fields::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : entries_)
    if (key == name) values.push_back(value);
  return values;
}

std::string Request::cookie(std::string_view name) const {
  std::string_view rest = headers["cookie"];
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    const auto pair = text::trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return percent_decoded(pair.substr(name.size() + 1), false).value_or("");
  }
  return {};
}

Result<Request> parse_request(RawRequest raw, const Limits& limits) {
  Request request;
  request.method = raw.method == "HEAD" ? "GET" : std::move(raw.method);
  request.headers = std::move(raw.headers);
  request.wants_json = prefers_json(request.headers["accept"]);
  if (raw.target.size() > limits.target_bytes)
    return Error{ErrorCode::invalid, fmt::format("The address is longer than {} bytes.", limits.target_bytes),
                 "the path", "Shorten the search."};
  const std::string_view target = raw.target;
  const auto question = std::min(target.find('?'), target.size());
  HANDRAIL_CHECK(read_path(target.substr(0, question), request));
  HANDRAIL_TRY(request.query,
               parse_fields(target.substr(std::min(question + 1, target.size())), "the query", limits.fields));
  if (request.method != "POST") return request;
  const std::string& type = request.headers["content-type"];
  if (!raw.body.empty() && !type.starts_with("application/x-www-form-urlencoded"))
    return Error{ErrorCode::invalid, fmt::format("The body is \"{}\", and only a form is read here.", type),
                 "Content-Type", "Send application/x-www-form-urlencoded."};
  HANDRAIL_TRY(request.form, parse_fields(raw.body, "the form", limits.fields));
  return request;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain)
      encoded += c;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

Response see_other(std::string location) {
  Response response;
  response.status = 303;
  response.headers.add("Location", std::move(location));
  return response;
}

int http_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid: return 400;
    case ErrorCode::not_found: return 404;
    case ErrorCode::forbidden: return 403;
    case ErrorCode::conflict: return 409;
    case ErrorCode::unavailable: return 503;
    case ErrorCode::internal: return 500;
  }
  return 500;
}

} // namespace handrail::web
