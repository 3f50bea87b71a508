// What a page shows, as names and values: a tree that a template renders and that the same route answers as JSON.
// It holds no markup, but for values whose name ends in `_html`: those were made safe by the playbook compiler.
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handrail::web {

class View {
public:
  struct Child;

  /// A value the template prints, escaped for the place it stands in.
  View& set(std::string_view name, std::string value);
  /// A value printed as it is. The name ends in `_html`, so that template and code show what they trust.
  View& set_html(std::string_view name, std::string safe_html);
  /// A section shown once, when `shown`.
  View& show(std::string_view section, bool shown = true);
  /// A value with a section `has_<name>` around it, when it is not empty.
  View& set_if(std::string_view name, std::string value);
  /// One more repetition of a section; the reference stays good.
  View& add(std::string_view section);
  /// Another template's contents at `{{>marker}}`, with values of their own.
  View& include(std::string_view marker, std::string_view template_name);

  const std::vector<std::pair<std::string, std::string>>& values() const { return values_; }
  const std::vector<std::string>& shown() const { return shown_; }
  const std::list<Child>& children() const { return children_; }
  /// The value of that name; empty when there is none. For tests and for layouts.
  std::string value(std::string_view name) const;

private:
  std::vector<std::pair<std::string, std::string>> values_;
  std::vector<std::string> shown_;
  std::list<Child> children_; ///< a list, for references that stay good
};

struct View::Child {
  std::string name;
  std::string template_name; ///< of an include; "" for a section's repetition
  View view;
};

/// The same tree as a JSON object: values, true for shown sections, arrays for repeated ones and includes.
std::string to_json(const View& view);

} // namespace handrail::web
