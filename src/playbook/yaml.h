// YAML as this project reads it: a read-only tree with the place of everything in it, strict enough for untrusted
// files.
//
//   std::vector<Diagnostic> findings;
//   const auto root = yaml::parse(text, {"workspace.yaml"}, findings); // empty when the text is no YAML
//   for (const yaml::Node& role : root->at("roles").items())
//     use(role.at("id").text());
//
// Beyond YAML's own rules these are findings: anchors, aliases and tags (nothing may multiply itself), the same key
// twice, a second document, tabs in front of a line, control characters, bytes that are not UTF-8, and the limits
// below. What a document may hold is declared in yaml_shape.h, which also checks it. docs/spec/workspace.md, § yaml-1
// and following.
#pragma once

#include "playbook/diagnostic.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook::yaml {

struct Limits {
  std::size_t bytes = 1024 * 1024;
  std::size_t depth = 32;
  std::size_t nodes = 100'000;
};

/// Where the text stands: a file of its own, or a fence within a Markdown file.
struct Origin {
  std::string file;
  std::uint32_t first_line = 1;  ///< the file's line on which the text's first line stands
  std::uint32_t indentation = 0; ///< the code points that were taken off the front of each line
};

class Source; // the text and its lines, kept alive by the nodes
class Builder;

/// A value. Cheap to copy is not promised: hold it by reference.
class Node {
public:
  enum class Kind { null, scalar, sequence, map };

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_scalar() const { return kind_ == Kind::scalar; }
  bool is_sequence() const { return kind_ == Kind::sequence; }
  bool is_map() const { return kind_ == Kind::map; }

  /// A scalar's text; "" of anything else.
  const std::string& text() const { return text_; }
  /// Written in quotes or as a block (`|`, `>`): a text whatever it looks like.
  bool is_quoted() const { return quoted_; }
  /// "true" and "false" without quotes.
  std::optional<bool> as_boolean() const;
  /// Decimal digits with an optional sign, without quotes.
  std::optional<std::int64_t> as_integer() const;

  /// The members of a sequence, or the values of a map in the order they were written; none of anything else.
  const std::vector<Node>& items() const { return items_; }
  /// The key this value stands under, and where that stands; "" when it does not stand in a map.
  const std::string& key() const { return key_; }
  const SourceSpan& key_place() const { return key_place_; }
  /// The value under `key`; null when this is no map or has no such key.
  const Node* find(std::string_view key) const;
  /// The value under `key`, or a null node without a place.
  const Node& at(std::string_view key) const;

  /// Where the value stands. A null value stands where its key does.
  const SourceSpan& place() const { return place_; }
  /// Where a part of a scalar's text stands in the file; for quoted and folded texts too. Bytes of text().
  SourceSpan place_of(std::size_t offset, std::size_t length) const;
  /// The whole line of the file that `place` stands on, for the caret.
  std::string line_of(const SourceSpan& place) const;

private:
  friend class Builder;

  Kind kind_ = Kind::null;
  bool quoted_ = false;
  std::string text_, key_;
  SourceSpan place_, key_place_;
  std::size_t offset_ = 0; ///< of the value's first byte in the source
  std::vector<Node> items_;
  std::shared_ptr<const Source> source_;
};

/// The text's tree, or nothing when a finding of severity error was added. An empty text is a null node.
std::optional<Node> parse(std::string_view text, const Origin& origin, std::vector<Diagnostic>& findings,
                          const Limits& limits = {});

/// A finding at a place of the document `node` belongs to, with the line it stands on.
Diagnostic finding(const Node& node, SourceSpan place, std::string code, std::string message, std::string hint = {},
                   Severity severity = Severity::error);

} // namespace handrail::playbook::yaml
