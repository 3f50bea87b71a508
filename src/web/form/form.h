// One form on a page. It remembers what it stands for: after a refusal it is shown again with what was typed, and the
// refusal stands in it.
#pragma once

#include "web/visit.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::web {

struct Option {
  std::string value, label;
};

class Form {
public:
  /// Includes the form at `marker` of `place`; it sends the command of that name for the tenant. `id` is unique on the
  /// page.
  Form(Visit& visit, View& place, std::string_view marker, const TenantId& tenant, std::string_view command,
       std::string id);
  /// A form that sends no command of a tenant: to any path of the portal.
  Form(Visit& visit, View& place, std::string_view marker, std::string action, std::string id);

  Form& hidden(std::string_view name, std::string value);
  Form& text(std::string_view name, std::string label, std::string value = {}, bool required = false);
  Form& area(std::string_view name, std::string label, std::string value = {}, bool required = false);
  Form& number(std::string_view name, std::string label, std::string value = {}, bool required = false);
  Form& date(std::string_view name, std::string label, std::string value = {}, bool required = false);
  /// With an empty first option, when `none` is not empty.
  Form& choice(std::string_view name, std::string label, const std::vector<Option>& options, std::string value = {},
               std::string none = {});
  Form& choices(std::string_view name, std::string label, const std::vector<Option>& options,
                const std::vector<std::string>& values);
  Form& check(std::string_view name, std::string label, bool checked = false);
  /// A few words under the field that was added last.
  Form& hint(std::string words);
  /// The heading above its fields.
  Form& heading(std::string words);
  /// The button. Kinds: "primary", "", "quiet", "danger".
  Form& submit(std::string label, std::string_view kind = "");
  /// A second button that sends the same fields as another command ("Keep as a draft").
  Form& also(std::string label, std::string_view command);
  /// One line instead of a block: for forms of one or two fields.
  Form& inline_style();

  /// Was it this form that was refused just now?
  bool was_refused() const { return mine_ != nullptr; }

private:
  View& field(std::string_view name, std::string label, std::string_view kind);
  Form& input(std::string_view name, std::string label, std::string value, bool required, std::string_view type);
  /// What was typed, when the form comes back; else `fallback`.
  std::string kept(std::string_view name, std::string fallback) const;

  Visit& visit_;
  TenantId tenant_;
  std::string id_;
  View* view_ = nullptr;
  View* last_ = nullptr;
  const Attempt* mine_ = nullptr;
};

/// The path and query of the page that is being made: where its forms lead back to.
std::string own_address(const Request& request);

/// `address` when it is a path of this portal without a fragment, else `fallback`: what a form says is not followed
/// elsewhere.
std::string own_address_or(const std::string& address, std::string fallback);

/// "/tenants/contoso/do/write_note"
std::string command_path(const TenantId& tenant, std::string_view command);

} // namespace handrail::web
