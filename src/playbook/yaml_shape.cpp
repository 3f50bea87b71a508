#include "playbook/yaml_shape.h"

#include "core/text.h"
#include "core/time.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace handrail::playbook::yaml {

namespace {

using Json = nlohmann::ordered_json;

Shape of_kind(Shape::Kind kind) {
  Shape shape;
  shape.kind = kind;
  return shape;
}

/// What a person would call the value that is wanted.
std::string wanted(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::text: return "a text";
    case Shape::Kind::name: return "a name";
    case Shape::Kind::formula: return "a FEEL expression";
    case Shape::Kind::value: return "a text, a number, true, false or nothing";
    case Shape::Kind::boolean: return "true or false";
    case Shape::Kind::date: return "a date such as 2026-12-31";
    case Shape::Kind::word: return alternatives(shape.words);
    case Shape::Kind::list: return "a list";
    case Shape::Kind::one_or_more: return wanted(shape.of.front()) + " or a list";
    case Shape::Kind::object:
    case Shape::Kind::map: return "a map (“key: value” lines)";
    case Shape::Kind::either: return wanted(shape.of[0]) + ", or " + wanted(shape.of[1]);
  }
  return {};
}

std::string present(const Node& node) {
  switch (node.kind()) {
    case Node::Kind::null: return "nothing";
    case Node::Kind::scalar: return fmt::format("“{}”", text::shortened(node.text(), 40));
    case Node::Kind::sequence: return "a list";
    case Node::Kind::map: return "a map";
  }
  return {};
}

class Checker {
public:
  explicit Checker(std::vector<Diagnostic>& findings) : findings_(findings) {}

  void value(const Node& node, const Shape& shape) {
    switch (shape.kind) {
      case Shape::Kind::list: list(node, shape); return;
      case Shape::Kind::one_or_more: node.is_sequence() ? list(node, shape) : value(node, shape.of.front()); return;
      case Shape::Kind::object: object(node, shape); return;
      case Shape::Kind::map: map(node, shape); return;
      case Shape::Kind::either: value(node, node.is_map() || node.is_sequence() ? shape.of[1] : shape.of[0]); return;
      default: scalar(node, shape);
    }
  }

private:
  void add(const Node& node, const SourceSpan& at, std::string code, std::string message, std::string hint = {}) {
    findings_.push_back(finding(node, at, std::move(code), std::move(message), std::move(hint)));
  }

  void wrong_kind(const Node& node, const Shape& shape) {
    const std::string where = node.key().empty() ? "" : fmt::format("“{}” is ", text::shortened(node.key(), 60));
    add(node, node.place(), "yaml-wrong-kind",
        where.empty() ? fmt::format("{} is expected here, not {}", wanted(shape), present(node))
                      : fmt::format("{}{}, not {}", where, wanted(shape), present(node)),
        shape.help);
  }

  void scalar(const Node& node, const Shape& shape) {
    const bool may_be_empty = shape.kind == Shape::Kind::value;
    if (!node.is_scalar() && !(may_be_empty && node.is_null())) return wrong_kind(node, shape);
    if (!may_be_empty && text::trimmed(node.text()).empty()) return wrong_kind(node, shape);
    if (node.text().size() > longest_text)
      return add(node, node.place(), "yaml-limit", fmt::format("this text is longer than {} bytes", longest_text),
                 "shorten it");
    const auto known = [&] {
      return std::find(shape.words.begin(), shape.words.end(), node.text()) != shape.words.end();
    };
    if (shape.kind == Shape::Kind::boolean && !node.as_boolean()) wrong_kind(node, shape);
    if (shape.kind == Shape::Kind::date && !date_from_iso(node.text())) wrong_kind(node, shape);
    if (shape.kind == Shape::Kind::word && !known())
      add(node, node.place(), "yaml-word",
          fmt::format("“{}” is not one of {}", text::shortened(node.text(), 60), alternatives(shape.words)),
          suggestion(node.text(), shape.words));
  }

  void list(const Node& node, const Shape& shape) {
    if (!node.is_sequence()) return wrong_kind(node, shape);
    if (node.items().size() > most_members)
      return add(node, node.place(), "yaml-limit", fmt::format("this list has more than {} members", most_members),
                 "split it");
    for (const Node& member : node.items()) value(member, shape.of.front());
  }

  void map(const Node& node, const Shape& shape) {
    if (!node.is_map()) return wrong_kind(node, shape);
    for (const Node& member : node.items()) value(member, shape.of.front());
  }

  void object(const Node& node, const Shape& shape) {
    if (!node.is_map()) return wrong_kind(node, shape);
    for (const Node& member : node.items()) {
      const auto key =
          std::find_if(shape.keys.begin(), shape.keys.end(), [&](const Key& k) { return k.name == member.key(); });
      if (key != shape.keys.end())
        value(member, key->shape);
      else if (!shape.others.empty())
        value(member, shape.of.front());
      else
        unknown_key(member, shape);
    }
    for (const Key& key : shape.keys)
      if (key.required && node.find(key.name) == nullptr)
        add(node, node.place(), "yaml-missing-key", fmt::format("“{}” is missing: {}", key.name, key.help), "");
    if (!shape.exactly_one.empty()) exactly_one(node, shape);
  }

  void unknown_key(const Node& member, const Shape& shape) {
    std::vector<std::string> known;
    for (const Key& key : shape.keys) known.push_back(key.name);
    add(member, member.key_place(), "yaml-unknown-key",
        fmt::format("there is no key “{}” here", text::shortened(member.key(), 60)), suggestion(member.key(), known));
  }

  void exactly_one(const Node& node, const Shape& shape) {
    const Node* first = nullptr;
    for (const Node& member : node.items()) {
      if (std::find(shape.exactly_one.begin(), shape.exactly_one.end(), member.key()) == shape.exactly_one.end())
        continue;
      if (first != nullptr)
        add(member, member.key_place(), "yaml-two-keys",
            fmt::format("“{}” and “{}” cannot stand in one item", first->key(), member.key()),
            "begin a new “- ” item for the second");
      first = &member;
    }
    const bool typing_error = std::any_of(node.items().begin(), node.items().end(), [&](const Node& member) {
      return std::none_of(shape.keys.begin(), shape.keys.end(),
                          [&](const Key& key) { return key.name == member.key(); });
    });
    if (first == nullptr && !typing_error)
      add(node, node.place(), "yaml-missing-key",
          fmt::format("this item says nothing: {} is needed", alternatives(shape.exactly_one)), "");
  }

  std::vector<Diagnostic>& findings_;
};

Json schema_of(const Shape& shape) {
  Json schema = Json::object();
  if (!shape.help.empty()) schema["description"] = shape.help;
  switch (shape.kind) {
    case Shape::Kind::text: schema["type"] = "string"; break;
    case Shape::Kind::name: schema["type"] = {"string", "integer"}; break;
    case Shape::Kind::formula: schema["type"] = {"string", "boolean", "number"}; break;
    case Shape::Kind::value: schema["type"] = {"string", "boolean", "number", "null"}; break;
    case Shape::Kind::boolean: schema["type"] = "boolean"; break;
    case Shape::Kind::date: schema["type"] = "string", schema["format"] = "date"; break;
    case Shape::Kind::word: schema["enum"] = shape.words; break;
    case Shape::Kind::list: schema["type"] = "array", schema["items"] = schema_of(shape.of.front()); break;
    case Shape::Kind::one_or_more:
      schema["anyOf"] = {schema_of(shape.of.front()), Json{{"type", "array"}, {"items", schema_of(shape.of.front())}}};
      break;
    case Shape::Kind::either: schema["anyOf"] = {schema_of(shape.of[0]), schema_of(shape.of[1])}; break;
    case Shape::Kind::map:
      schema["type"] = "object";
      schema["additionalProperties"] = schema_of(shape.of.front());
      break;
    case Shape::Kind::object: {
      schema["type"] = "object";
      Json required_keys = Json::array();
      for (const Key& key : shape.keys) {
        Json property = schema_of(key.shape);
        property["description"] = key.help;
        schema["properties"][key.name] = std::move(property);
        if (key.required) required_keys.push_back(key.name);
      }
      if (!required_keys.empty()) schema["required"] = std::move(required_keys);
      if (shape.others.empty())
        schema["additionalProperties"] = false;
      else
        schema["additionalProperties"] = schema_of(shape.of.front());
      for (const auto& one : shape.exactly_one) schema["oneOf"].push_back({{"required", {one}}});
      break;
    }
  }
  return schema;
}

} // namespace

Shape text() { return of_kind(Shape::Kind::text); }
Shape name() { return of_kind(Shape::Kind::name); }
Shape formula() { return of_kind(Shape::Kind::formula); }
Shape value() { return of_kind(Shape::Kind::value); }
Shape boolean() { return of_kind(Shape::Kind::boolean); }
Shape date() { return of_kind(Shape::Kind::date); }

Shape word(std::vector<std::string> words) {
  Shape shape = of_kind(Shape::Kind::word);
  shape.words = std::move(words);
  return shape;
}

Shape list_of(Shape member) {
  Shape shape = of_kind(Shape::Kind::list);
  shape.of.push_back(std::move(member));
  return shape;
}

Shape one_or_more(Shape member) {
  Shape shape = of_kind(Shape::Kind::one_or_more);
  shape.of.push_back(std::move(member));
  return shape;
}

Shape object(std::string help, std::vector<Key> keys) {
  Shape shape = of_kind(Shape::Kind::object);
  shape.help = std::move(help);
  shape.keys = std::move(keys);
  return shape;
}

Shape map_of(std::string key_means, Shape value) {
  Shape shape = of_kind(Shape::Kind::map);
  shape.others = std::move(key_means);
  shape.of.push_back(std::move(value));
  return shape;
}

Shape either(Shape scalar, Shape structure) {
  Shape shape = of_kind(Shape::Kind::either);
  shape.of.push_back(std::move(scalar));
  shape.of.push_back(std::move(structure));
  return shape;
}

bool check(const Node& node, const Shape& shape, std::vector<Diagnostic>& findings) {
  const std::size_t before = findings.size();
  Checker(findings).value(node, shape);
  return findings.size() == before;
}

std::string json_schema(const Shape& shape, const std::string& id, const std::string& title) {
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"$id", id}, {"title", title}};
  schema.update(schema_of(shape));
  return schema.dump(2) + "\n";
}

std::vector<std::string> texts(const Node& node) {
  std::vector<std::string> all;
  if (node.is_scalar()) all.push_back(node.text());
  if (node.is_sequence())
    for (const Node& member : node.items())
      if (member.is_scalar()) all.push_back(member.text());
  return all;
}

std::string alternatives(const std::vector<std::string>& words) {
  constexpr std::size_t shown = 8;
  const std::size_t count = std::min(words.size(), shown);
  std::string list;
  for (std::size_t i = 0; i < count; ++i) {
    const bool last = i + 1 == count && words.size() <= shown;
    if (i > 0) list += last ? " or " : ", ";
    list += words[i];
  }
  if (words.size() > shown) list += fmt::format(" … ({} in all)", words.size());
  return list;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::string_view near = text::did_you_mean(word, known);
  if (!near.empty()) return fmt::format("did you mean “{}”?", near);
  return known.empty() ? "" : "there is " + alternatives(known);
}

} // namespace handrail::playbook::yaml
