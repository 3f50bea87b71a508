// Who does what in an invented organisation: the people of the workspace, by what they may do.
#pragma once

#include "app/seed/seed_random.h"
#include "core/result.h"
#include "engagement/access.h"
#include "playbook/workspace.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace handrail::app::seed {

/// Holds pointers into itself: neither copied nor moved.
class Cast {
public:
  /// Errors: invalid (nobody may register tenants).
  static Result<std::unique_ptr<Cast>> of(const playbook::Model& model);
  Cast(const Cast&) = delete;
  Cast& operator=(const Cast&) = delete;

  const playbook::Workspace& workspace() const { return workspace_; }
  /// Null for nobody.
  const engagement::Actor* person(const PersonId& id) const;
  /// May register tenants and assign people to all of them.
  const engagement::Actor& assigner(Random& random) const { return *random.one_of(assigners_); }
  /// The people that a field takes, of the organisation itself; empty for a field of queues alone.
  const std::vector<const engagement::Actor*>& holders(const FieldId& field) const;
  /// The fields that a tenant must have a primary in.
  const std::vector<const playbook::AssignmentField*>& primary_fields() const { return primary_fields_; }
  /// Fields that people may hold beside those.
  const std::vector<const playbook::AssignmentField*>& other_fields() const { return other_fields_; }
  /// The queues that may stand in a field of a tenant of that region.
  std::vector<std::string> queues(const playbook::AssignmentField& field, const std::string& region) const;

private:
  explicit Cast(const playbook::Workspace& workspace) : workspace_(workspace) {}

  const playbook::Workspace& workspace_;
  std::map<PersonId, engagement::Actor> people_;
  std::vector<const engagement::Actor*> assigners_;
  std::map<FieldId, std::vector<const engagement::Actor*>> holders_;
  std::vector<const playbook::AssignmentField*> primary_fields_, other_fields_;
};

} // namespace handrail::app::seed
