#include "playbook/yaml.h"

#include "core/text.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <stdexcept>
#include <unordered_set>
#include <utility>

namespace handrail::playbook::yaml {

/// The text, its lines, and the way from a byte of it to a place in the file.
class Source {
public:
  Source(std::string_view text, Origin origin) : text_(text), origin_(std::move(origin)) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text_.size(); ++i)
      if (text_[i] == '\n') starts_.push_back(i + 1);
  }

  const std::string& text() const { return text_; }

  SourceSpan place(std::size_t from, std::size_t to) const {
    from = std::min(from, text_.size());
    const auto line = line_index(from);
    const std::string_view row = row_of(line);
    const std::size_t start = starts_[line];
    const std::string_view before = row.substr(0, std::min(from - start, row.size()));
    const std::string_view inside = row.substr(before.size(), std::max(to, from) - from);
    return {origin_.file, origin_.first_line + static_cast<std::uint32_t>(line),
            origin_.indentation + static_cast<std::uint32_t>(text::code_points(before)) + 1,
            std::max<std::uint32_t>(1, static_cast<std::uint32_t>(text::code_points(inside)))};
  }

  std::string line(std::uint32_t file_line) const {
    const auto index = static_cast<std::size_t>(file_line) - origin_.first_line;
    if (file_line < origin_.first_line || index >= starts_.size()) return {};
    return std::string(origin_.indentation, ' ') + std::string(row_of(index));
  }

  std::size_t line_index(std::size_t offset) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    return static_cast<std::size_t>(after - starts_.begin()) - 1;
  }

  /// The end of the line that `offset` stands on, without its line end.
  std::size_t end_of_line(std::size_t offset) const {
    const auto line = line_index(offset);
    return starts_[line] + row_of(line).size();
  }

private:
  std::string_view row_of(std::size_t line) const {
    const std::size_t end = line + 1 < starts_.size() ? starts_[line + 1] - 1 : text_.size();
    std::string_view row = std::string_view(text_).substr(starts_[line], end - starts_[line]);
    if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
    return row;
  }

  std::string text_;
  Origin origin_;
  std::vector<std::size_t> starts_;
};

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// What stops the reading: caught in parse(), never seen outside.
class Stop : public std::runtime_error {
public:
  Stop(std::size_t offset, std::string code, const std::string& message, std::string hint = {})
      : std::runtime_error(message), offset_(offset), code_(std::move(code)), hint_(std::move(hint)) {}
  std::size_t offset() const { return offset_; }
  const std::string& code() const { return code_; }
  const std::string& hint() const { return hint_; }

private:
  std::size_t offset_;
  std::string code_, hint_;
};

/// The first byte of the content of the scalar that starts at `offset`: behind a quote, or below a block's header.
std::size_t content_start(std::string_view source, std::size_t offset) {
  if (offset >= source.size()) return source.size();
  if (source[offset] == '"' || source[offset] == '\'') return offset + 1;
  if (source[offset] != '|' && source[offset] != '>') return offset;
  const auto line_end = source.find('\n', offset);
  return line_end == std::string_view::npos ? source.size() : line_end + 1;
}

/// Where each byte of a scalar's text stands in the source. The two differ only in white space (folding, indentation)
/// and in escapes; from the first escape that is more than a backslash on, places are those of the escape.
std::vector<std::size_t> aligned(std::string_view text, std::string_view source, std::size_t offset, bool quoted) {
  std::vector<std::size_t> places;
  places.reserve(text.size() + 1);
  const char quote = quoted && offset < source.size() ? source[offset] : '\0';
  std::size_t at = content_start(source, offset);
  for (const char c : text) {
    if (is_blank(c)) {
      places.push_back(std::min(at, source.size()));
      if (at < source.size() && is_blank(source[at])) ++at;
      continue;
    }
    while (at < source.size() && is_blank(source[at])) ++at;
    const bool escaped = at + 1 < source.size() && source[at + 1] == c &&
                         ((quote == '"' && source[at] == '\\') || (quote == '\'' && source[at] == '\''));
    if (escaped) ++at;
    places.push_back(std::min(at, source.size()));
    if (at < source.size() && source[at] == c) ++at;
  }
  places.push_back(std::min(at, source.size()));
  return places;
}

/// The byte behind a scalar on the line it starts on.
std::size_t scalar_end(const Source& source, std::size_t offset, const std::string& text, bool quoted) {
  const std::size_t line_end = source.end_of_line(offset);
  if (quoted) {
    const auto places = aligned(text, source.text(), offset, true);
    const char first = offset < source.text().size() ? source.text()[offset] : '\0';
    if (first == '|' || first == '>') return offset + 1;
    return std::min(line_end, places.back() + 1);
  }
  return std::min(line_end, offset + text.size());
}

/// YAML-cpp's own words are terse; this says what usually is the cause.
std::string hint_for(std::string_view complaint) {
  const auto says = [&](std::string_view part) { return complaint.find(part) != std::string_view::npos; };
  if (says("illegal map value")) return "a text that holds “: ” must stand in quotes; or a line is indented wrongly";
  if (says("end of map") || says("end of sequence not found")) return "indent every line of a list or map alike";
  if (says("flow")) return "close every “[” and “{” that is opened";
  if (says("unknown token")) return "a text that begins with this character must stand in quotes";
  if (says("EOF in scalar")) return "close the quote";
  if (says("illegal block entry")) return "put the “-” on a line of its own, below the key";
  return {};
}

} // namespace

/// Receives the reader's events and makes the tree.
class Builder final : public YAML::EventHandler {
public:
  Builder(std::shared_ptr<const Source> source, const Limits& limits) : source_(std::move(source)), limits_(limits) {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (started_)
      throw Stop(offset_of(mark), "yaml-second-document", "a second document begins here",
                 "keep one document in a file");
    started_ = true;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    Node node = begin(mark, Node::Kind::null);
    refuse_as_key(node.offset_);
    if (!open_.empty() && open_.back().node.is_map()) node.place_ = open_.back().key->place_;
    add(std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_anchor(mark, 1); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    Node node = begin(mark, Node::Kind::scalar);
    node.quoted_ = tag == "!";
    node.text_ = value;
    node.place_ = source_->place(node.offset_, scalar_end(*source_, node.offset_, value, node.quoted_));
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::sequence);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::map);
  }
  void OnMapEnd() override { close(); }

private:
  /// A list or map that is not closed yet.
  struct Open {
    Node node;
    std::optional<Node> key;              ///< of a map: the key that waits for its value
    std::unordered_set<std::string> keys; ///< of a map: those it has, for maps with very many
  };

  static std::size_t offset_of(const YAML::Mark& mark) { return mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos); }

  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor)
      throw Stop(offset_of(mark), "yaml-anchor", "anchors (&) and aliases (*) are not read", "write the value out");
  }
  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag != "?" && tag != "!" && !tag.empty())
      throw Stop(offset_of(mark), "yaml-tag", "tags (!!) are not read", "take the tag away");
  }

  Node begin(const YAML::Mark& mark, Node::Kind kind) {
    if (++count_ > limits_.nodes)
      throw Stop(offset_of(mark), "yaml-limit", fmt::format("there are more than {} values", limits_.nodes),
                 "split the file");
    Node node;
    node.kind_ = kind;
    node.offset_ = offset_of(mark);
    node.place_ = source_->place(node.offset_, node.offset_ + 1);
    node.source_ = source_;
    return node;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    Node node = begin(mark, kind);
    refuse_as_key(node.offset_);
    if (open_.size() >= limits_.depth)
      throw Stop(node.offset_, "yaml-limit", fmt::format("lists and maps are nested more than {} deep", limits_.depth),
                 "");
    open_.push_back({std::move(node), std::nullopt, {}});
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  /// A finished value goes where it belongs: it is the root, a member, a key, or the value of the key before it.
  void add(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.is_map() && !parent.key) {
      refuse_duplicate(parent, node);
      parent.key = std::move(node);
      return;
    }
    if (parent.node.is_map()) {
      node.key_ = std::move(parent.key->text_);
      node.key_place_ = parent.key->place_;
      parent.key.reset();
    }
    parent.node.items_.push_back(std::move(node));
  }

  /// A list, a map or nothing cannot be a key.
  void refuse_as_key(std::size_t offset) const {
    if (!open_.empty() && open_.back().node.is_map() && !open_.back().key)
      throw Stop(offset, "yaml-key", "a key must be a plain text", "write the key as a word or in quotes");
  }

  static void refuse_duplicate(Open& map, const Node& key) {
    if (map.keys.insert(key.text()).second) return;
    throw Stop(key.offset_, "yaml-duplicate-key",
               fmt::format("“{}” stands here a second time; it is already on line {}", text::shortened(key.text(), 60),
                           map.node.at(key.text()).key_place().line),
               "keep one of the two");
  }

  std::shared_ptr<const Source> source_;
  Limits limits_;
  Node root_;
  std::vector<Open> open_; ///< outermost first
  std::size_t count_ = 0;
  bool started_ = false;
};

namespace {

/// The first byte that begins no well-formed UTF-8 sequence.
std::size_t first_malformed(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t length = 1;
    while (length <= 4 && !text::is_utf8(text.substr(at, length))) ++length;
    if (length > 4) break;
    at += length;
  }
  return at;
}

/// What the reader would accept, mend or stop at silently is refused before it reads.
void check_bytes(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes)
    throw Stop(0, "yaml-limit", fmt::format("the text is larger than {} bytes", limits.bytes), "split it");
  if (!text::is_utf8(text)) {
    throw Stop(first_malformed(text), "yaml-bytes", "these bytes are not UTF-8", "save the file as UTF-8");
  }
  bool in_front = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool line_end = c == '\n' || (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n');
    if (c == '\t' && in_front) throw Stop(i, "yaml-tab", "a tab stands in front of this line", "indent with spaces");
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t' && !line_end) || c == 0x7F)
      throw Stop(i, "yaml-bytes", fmt::format("a control character (U+{:04X}) stands here", static_cast<int>(c)),
                 "delete it");
    if (c == '\n')
      in_front = true;
    else if (c != ' ' && c != '\r')
      in_front = false;
  }
}

void read(std::string_view text, Builder& builder) {
  std::istringstream stream{std::string(text)};
  YAML::Parser parser(stream);
  while (parser.HandleNextDocument(builder)) {
  }
}

Diagnostic stopped(const Source& source, std::size_t offset, std::string code, std::string message, std::string hint) {
  Diagnostic diagnostic{
      std::move(code), Severity::error, source.place(offset, offset + 1), std::move(message), std::move(hint), {}, {}};
  diagnostic.source_line = source.line(diagnostic.at.line);
  return diagnostic;
}

} // namespace

std::optional<Node> parse(std::string_view text, const Origin& origin, std::vector<Diagnostic>& findings,
                          const Limits& limits) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) text.remove_prefix(byte_order_mark.size());
  const auto source = std::make_shared<const Source>(text.substr(0, limits.bytes + 1), origin);
  try {
    check_bytes(text, limits);
    Builder builder(source, limits);
    read(source->text(), builder);
    return builder.take();
  } catch (const Stop& stop) {
    findings.push_back(stopped(*source, stop.offset(), stop.code(), stop.what(), stop.hint()));
  } catch (const YAML::Exception& error) {
    const std::size_t offset = error.mark.pos < 0 ? 0 : static_cast<std::size_t>(error.mark.pos);
    const bool at_end = offset >= source->text().size() && offset > 0;
    findings.push_back(stopped(*source, at_end ? source->text().find_last_not_of(" \r\n") : offset, "yaml-syntax",
                               "this is not YAML: " + error.msg, hint_for(error.msg)));
  }
  return std::nullopt;
}

std::optional<bool> Node::as_boolean() const {
  if (!is_scalar() || quoted_) return std::nullopt;
  if (text_ == "true") return true;
  if (text_ == "false") return false;
  return std::nullopt;
}

std::optional<std::int64_t> Node::as_integer() const {
  if (!is_scalar() || quoted_ || text_.empty()) return std::nullopt;
  std::int64_t number = 0;
  const char* end = text_.data() + text_.size();
  const auto [stop, failure] = std::from_chars(text_.data(), end, number);
  if (failure != std::errc() || stop != end) return std::nullopt;
  return number;
}

const Node* Node::find(std::string_view key) const {
  if (!is_map()) return nullptr;
  const auto found = std::find_if(items_.begin(), items_.end(), [&](const Node& item) { return item.key_ == key; });
  return found == items_.end() ? nullptr : &*found;
}

const Node& Node::at(std::string_view key) const {
  static const Node nothing;
  const Node* found = find(key);
  return found == nullptr ? nothing : *found;
}

SourceSpan Node::place_of(std::size_t offset, std::size_t length) const {
  if (!is_scalar() || source_ == nullptr) return place_;
  const auto places = aligned(text_, source_->text(), offset_, quoted_);
  const auto from = std::min(offset, places.size() - 1);
  const auto to = std::min(from + length, places.size() - 1);
  return source_->place(places[from], to > from ? places[to - 1] + 1 : places[from] + 1);
}

std::string Node::line_of(const SourceSpan& place) const { return source_ == nullptr ? "" : source_->line(place.line); }

Diagnostic finding(const Node& node, SourceSpan place, std::string code, std::string message, std::string hint,
                   Severity severity) {
  std::string line = node.line_of(place);
  return {std::move(code), severity, std::move(place), std::move(message), std::move(hint), std::move(line), {}};
}

} // namespace handrail::playbook::yaml
