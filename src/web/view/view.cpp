#include "web/view/view.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cassert>

namespace handrail::web {

namespace {

nlohmann::ordered_json json_of(const View& view) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& [name, value] : view.values()) object[name] = value;
  for (const auto& section : view.shown())
    if (!section.starts_with("has_")) object[section] = true;
  for (const auto& child : view.children()) object[child.name].push_back(json_of(child.view));
  return object;
}

} // namespace

View& View::set(std::string_view name, std::string value) {
  assert(!name.ends_with("_html") && "a value that is printed unescaped is set with set_html");
  values_.emplace_back(name, std::move(value));
  return *this;
}

View& View::set_html(std::string_view name, std::string safe_html) {
  assert(name.ends_with("_html") && "the name of a value that is printed unescaped says so");
  values_.emplace_back(name, std::move(safe_html));
  return *this;
}

View& View::show(std::string_view section, bool shown) {
  if (shown) shown_.emplace_back(section);
  return *this;
}

View& View::set_if(std::string_view name, std::string value) {
  if (value.empty()) return *this;
  show("has_" + std::string(name));
  return set(name, std::move(value));
}

View& View::add(std::string_view section) {
  children_.push_back({std::string(section), {}, {}});
  return children_.back().view;
}

View& View::include(std::string_view marker, std::string_view template_name) {
  children_.push_back({std::string(marker), std::string(template_name), {}});
  return children_.back().view;
}

std::string View::value(std::string_view name) const {
  const auto found = std::find_if(values_.begin(), values_.end(), [&](const auto& v) { return v.first == name; });
  return found == values_.end() ? std::string() : found->second;
}

std::string to_json(const View& view) { return json_of(view).dump(2) + "\n"; }

} // namespace handrail::web
