// The facets of a tenant: every value by which lists can be narrowed. A list is an intersection of their sets
// (docs/decisions/0115-saved-views-by-sets-and-columns.md).
#pragma once

#include "store/read_models.h"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace handrail::store {

enum class FacetKind : std::uint8_t {
  region,
  status,
  customer,
  person,      ///< holds any field
  queue,       ///< stands in any field
  seat,        ///< somebody in one field: see seat_value
  field,       ///< held at all
  playbook,    ///< under way
  run,         ///< a playbook in one version, under way
  under_way,   ///< the value is empty
  closed,      ///< a playbook of which an engagement was closed
  outcome,     ///< was chosen
  service,     ///< in scope
  task_status, ///< of any service in scope
  service_status,
  beginning, ///< one or two letters that a word begins with
};

struct Facet {
  FacetKind kind = FacetKind::region;
  std::string value;

  auto operator<=>(const Facet&) const = default;
};

/// One value made of two; neither has a control character in it.
std::string pair_value(const std::string& first, const std::string& second);
/// Takes such a value apart.
std::pair<std::string, std::string> parts_of(const std::string& value);
std::string seat_value(const FieldId& field, bool queue, const std::string& holder);

/// What the change of a tenant takes from it and gives it; each in order, each once. `before` is null for a new one.
struct FacetChange {
  std::vector<Facet> taken, given;
};
FacetChange facet_change(const TenantRow* before, const TenantRow& now);

} // namespace handrail::store
