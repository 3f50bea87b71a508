#include "app/history/file.h"

#include "store/chain.h"
#include "store/checkpoint/signed_note.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>

namespace handrail::app {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t format = 1;
constexpr std::size_t deepest = 2;
constexpr std::size_t most_keys = 16;

Error no_history(std::string message) {
  return {ErrorCode::invalid, std::move(message), "", "Give the file as `handrail export` wrote it."};
}

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// Does the text open no more brackets than any of our lines does? Looked at before it is read.
bool is_shallow(std::string_view line) {
  std::size_t depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_text && c == '\\')
      ++i;
    else if (c == '"')
      in_text = !in_text;
    else if (!in_text && (c == '{' || c == '[') && ++depth > deepest)
      return false;
    else if (!in_text && (c == '}' || c == ']') && depth > 0)
      --depth;
  }
  return true;
}

/// Takes the members of an object one after the other. What is missing, or of another kind, is nothing: the line that
/// is made of it again is another one.
class Members {
public:
  explicit Members(std::string_view line) {
    if (is_shallow(line)) json_ = Json::parse(line, nullptr, false);
  }
  std::string text(const char* name) const {
    const auto* member = find(name);
    return member != nullptr && member->is_string() ? member->get<std::string>() : std::string();
  }
  std::uint64_t number(const char* name) const {
    const auto* member = find(name);
    return member != nullptr && member->is_number_unsigned() ? member->get<std::uint64_t>() : 0;
  }
  std::int64_t integer(const char* name) const {
    const auto* member = find(name);
    return member != nullptr && member->is_number_integer() ? member->get<std::int64_t>() : 0;
  }
  bool flag(const char* name) const {
    const auto* member = find(name);
    return member != nullptr && member->is_boolean() && member->get<bool>();
  }
  store::Hash hash(const char* name) const {
    const auto hash = store::hash_from_hex(text(name));
    return hash ? *hash : store::Hash{};
  }
  std::vector<std::string> texts(const char* name, std::size_t most) const {
    std::vector<std::string> all;
    const auto* member = find(name);
    if (member == nullptr || !member->is_array() || member->size() > most) return all;
    for (const auto& item : *member) all.push_back(item.is_string() ? item.get<std::string>() : std::string());
    return all;
  }

private:
  const Json* find(const char* name) const {
    if (!json_.is_object()) return nullptr;
    const auto found = json_.find(name);
    return found == json_.end() ? nullptr : &*found;
  }
  Json json_;
};

} // namespace

std::string to_line(const HistoryHeader& header) {
  Json json{{"handrail_history", format}, {"origin", header.origin}};
  if (!header.is_whole()) json["stream"] = header.stream.text();
  json["events"] = header.events;
  if (!header.is_whole()) {
    json["checkpoint"] = header.checkpoint;
    json["keys"] = header.keys;
  }
  return dumped(json);
}

std::string to_line(const store::StoredEvent& event, const store::InclusionPath* path) {
  Json json{{"position", event.position},
            {"tenant", event.tenant.text()},
            {"version", event.version},
            {"command", event.command.text()},
            {"request", store::to_hex(event.request)},
            {"actor", event.actor.text()},
            {"at", event.at.time_since_epoch().count()},
            {"type", event.type},
            {"data", event.data},
            {"message", event.message},
            {"hash", store::to_hex(event.hash)}};
  if (path != nullptr) {
    auto hashes = Json::array();
    for (const auto& hash : *path) hashes.push_back(store::to_hex(hash));
    json["path"] = std::move(hashes);
  }
  return dumped(json);
}

Result<HistoryHeader> header_from(std::string_view line) {
  const Members members(line);
  const auto known = members.number("handrail_history");
  if (known > format)
    return no_history(fmt::format("It is a history of format {}, and this program knows format {}", known, format));
  HistoryHeader header{members.text("origin"), TenantId(members.text("stream")), members.number("events"),
                       members.text("checkpoint"), members.texts("keys", most_keys)};
  if (to_line(header) != line) return no_history("Its first line is not that of a history");
  return header;
}

Result<HistoryEntry> entry_from(std::string_view line, bool has_path) {
  const Members members(line);
  HistoryEntry entry{{members.number("position"), TenantId(members.text("tenant")), members.number("version"),
                      CommandId(members.text("command")), members.hash("request"), PersonId(members.text("actor")),
                      Instant(std::chrono::microseconds(members.integer("at"))), members.text("type"),
                      members.text("data"), members.flag("message"), members.hash("hash")},
                     {}};
  for (const auto& text : members.texts("path", store::most_path_hashes)) {
    const auto hash = store::hash_from_hex(text);
    entry.path.push_back(hash ? *hash : store::Hash{});
  }
  if (to_line(entry.event, has_path ? &entry.path : nullptr) != line)
    return no_history("This line is not an event as `handrail export` writes one");
  return entry;
}

Result<HistoryReader> HistoryReader::open(const std::filesystem::path& file) {
  std::error_code failure;
  if (!std::filesystem::exists(file, failure))
    return Error{ErrorCode::not_found, "There is no such file", file.string(), ""};
  if (!std::filesystem::is_regular_file(file, failure)) return no_history("This is not a file: " + file.string());
  HistoryReader reader(file);
  if (!reader.in_) return Error{ErrorCode::unavailable, "The file cannot be opened", file.string(), ""};
  HANDRAIL_TRY(const auto line, reader.next());
  auto header = header_from(line);
  if (!header) return Error{header.error().code, header.error().message, file.string(), header.error().remedy};
  reader.header_ = std::move(*header);
  return reader;
}

Result<std::string> HistoryReader::next() {
  std::string line;
  auto* buffer = in_.rdbuf();
  ++line_;
  for (;;) {
    const auto byte = buffer->sbumpc();
    if (byte == std::ifstream::traits_type::eof()) {
      if (line.empty()) return line;
      return no_history(fmt::format("Line {} has no end: the file was cut off there", line_));
    }
    if (byte == '\n') break;
    if (line.size() == most_line_bytes)
      return no_history(fmt::format("Line {} is longer than {} bytes", line_, most_line_bytes));
    line += static_cast<char>(byte);
  }
  if (line.empty()) return no_history(fmt::format("Line {} is empty", line_));
  return line;
}

} // namespace handrail::app
