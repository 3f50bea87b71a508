// What a YAML document may hold, declared once: the check of it, "did you mean", the JSON Schema and the reference
// table in the documentation all come from this declaration.
//
//   const Shape role = object("A role.", {{"id", "What rules call it.", text(), required}, {"name", "…", text()}});
//   if (check(node, role, findings)) …   // now every value is of its kind and every required key is there
#pragma once

#include "playbook/yaml.h"

#include <string>
#include <vector>

namespace handrail::playbook::yaml {

struct Key;

struct Shape {
  enum class Kind {
    text,        ///< a text of one or more characters
    name,        ///< a text or a number: a name or an id
    formula,     ///< FEEL: any scalar
    value,       ///< any scalar, also an empty text, or nothing
    boolean,     ///< true or false
    date,        ///< 2026-12-31
    word,        ///< one of `words`
    list,        ///< of members of the shape `of`
    one_or_more, ///< one member, or a list of them
    object,      ///< a map with `keys`
    map,         ///< a map from names to values of the shape `of`
    either,      ///< a scalar of the shape `of[0]`, or a list or map of the shape `of[1]`
  };
  Kind kind = Kind::text;
  std::string help;
  std::vector<std::string> words;
  std::vector<Key> keys;
  std::vector<Shape> of; ///< see Kind; of an object: the values of keys that are not in `keys`
  std::string others;    ///< what such other keys name ("an assignment field"); "" when there may be none
  std::vector<std::string> exactly_one; ///< of an object: one of these keys must be there, and only one
};

struct Key {
  std::string name;
  std::string help;
  Shape shape;
  bool required = false;
};

constexpr bool required = true;

Shape text();
Shape name();
Shape formula();
Shape value();
Shape boolean();
Shape date();
Shape word(std::vector<std::string> words);
Shape list_of(Shape member);
Shape one_or_more(Shape member);
Shape object(std::string help, std::vector<Key> keys);
Shape map_of(std::string key_means, Shape value);
Shape either(Shape scalar, Shape structure);

/// The longest text of a scalar that is read, in bytes; message bodies and prose stand in Markdown.
constexpr std::size_t longest_text = 4000;
/// The most members of one list.
constexpr std::size_t most_members = 10'000;

/// Adds a finding for everything in `node` that does not fit `shape`. True when it fits.
bool check(const Node& node, const Shape& shape, std::vector<Diagnostic>& findings);

/// The JSON Schema (draft 7, which editors' YAML support reads) of documents of this shape, indented by two, with a
/// line end.
std::string json_schema(const Shape& shape, const std::string& id, const std::string& title);

/// The texts of a list of scalars, or of one scalar; none of anything else.
std::vector<std::string> texts(const Node& node);

/// "a", "a or b", "a, b or c"; shortened after eight.
std::string alternatives(const std::vector<std::string>& words);

/// "did you mean “Engagement Management”?", or the choices when none is near; "" when there are none.
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

} // namespace handrail::playbook::yaml
