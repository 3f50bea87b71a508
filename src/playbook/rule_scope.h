// What the names in rules may refer to: the workspace's things, and those of the playbook itself.
#pragma once

#include "feel/names.h"
#include "playbook/known_names.h"
#include "playbook/playbook.h"
#include "playbook/workspace.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace handrail::playbook {

/// What the names in a playbook's rules may refer to beside the playbook itself: collected once for all rules.
struct RuleScope {
  const Workspace& workspace;
  const feel::Names& facts; ///< of facts.h
  KnownNames playbooks, tasks, fields, queues, note_categories, templates, request_kinds, task_statuses, audiences;
  KnownNames services; ///< those that are no pseudo services
  KnownNames settable; ///< the facts of a tenant that an effect may set
};

/// The scope of a workspace with these playbooks.
RuleScope rule_scope(const Workspace& workspace, const feel::Names& facts,
                     const std::vector<const Playbook*>& playbooks);

/// What the names in a playbook's rules may refer to within it, and how much of its text was searched for citations.
struct PlaybookIndex {
  explicit PlaybookIndex(const Playbook& whole);

  const Playbook& playbook;
  std::unordered_map<std::string, const ChecklistItem*> checklist; ///< by id, and by folded words
  KnownNames checklist_words{"checklist item", {}};
  KnownNames task_ids{"task", {}};
  std::size_t searched_bytes = 0;
};

/// An item's words without letter case, doubled white space and a final full stop: how they are compared.
std::string folded_item(std::string_view words);

/// The text that may be searched for all citations of a playbook together, in bytes.
inline constexpr std::size_t max_searched_bytes = 8 * 1024 * 1024;

/// The role with this id, name or other name, case aside; null for none.
const Role* role_named(const Workspace& workspace, std::string_view word);

/// The one who is meant by a message's audience: a contact kind, or a role by id, name or alias, as its name.
std::optional<std::string> audience_named(const Workspace& workspace, std::string_view word);
KnownNames audiences(const Workspace& workspace);

} // namespace handrail::playbook
