// Who or what stands in an assignment field: a person, or a queue that customers wait in.
#pragma once

#include "core/id.h"

#include <compare>
#include <optional>
#include <string>

namespace handrail::engagement {

struct Holder {
  enum class Kind { person, queue };
  Kind kind = Kind::person;
  std::string id; ///< a person's id, or a queue's name

  auto operator<=>(const Holder&) const = default;
};

inline Holder person_holder(const PersonId& id) { return {Holder::Kind::person, id.text()}; }
inline Holder queue_holder(std::string name) { return {Holder::Kind::queue, std::move(name)}; }

/// One holder in one field, for the whole tenant or for one service.
struct Assignment {
  FieldId field;
  Holder holder;
  std::optional<ServiceId> service; ///< empty: the whole tenant
  bool primary = false;             ///< at most one of a field and level

  bool operator==(const Assignment&) const = default;
};

} // namespace handrail::engagement
