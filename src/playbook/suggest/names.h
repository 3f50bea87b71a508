// The names in suggested rules: as the sentence has them, or as the workspace spells them where there is one. §
// coverage-32
#pragma once

#include "feel/names.h"
#include "playbook/workspace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

/// A text as a YAML scalar that may stand within { } too: quoted where it must be.
std::string yaml_scalar(std::string_view text);

class SuggestedNames {
public:
  /// `model`: null without a workspace; every name is then taken as it is written.
  explicit SuggestedNames(const Model* model);

  bool has_workspace() const { return model_ != nullptr; }

  /// The assignment field that these words name, with articles and adjectives around it ("the new delivery FM").
  std::optional<std::string> field(std::string_view written) const;
  /// "RMs or FMs", "the Onboarding RM/PSM and Partner RM": each.
  std::vector<std::string> fields(std::string_view words) const;
  /// A queue or person; `me` for "myself" and "yourself".
  std::string holder(std::string_view words) const;
  /// The field in which a holder may stand: `field`, unless the workspace allows the holder only in others.
  std::string field_for(const std::string& holder, const std::string& field) const;
  /// A category of notes; nothing when the workspace has none of that name.
  std::optional<std::string> category(std::string_view words) const;
  /// The category that is about this ("status").
  std::optional<std::string> category_about(std::string_view what) const;
  /// A template's id; without a workspace made of the words.
  std::optional<std::string> message(std::string_view words) const;
  /// The message that an e-mail to these people is made from.
  std::optional<std::string> message_to(std::string_view words) const;
  /// A role or contact kind by its name or alias.
  std::optional<std::string> audience(std::string_view words) const;
  /// The kind of request that a team answers, one that moves the queue or one that does not.
  const RequestKind* request_of(std::string_view team, bool moves_queue) const;
  /// The formula that yields one of these queues ("= inactive_queue(tenant.region)"), or the only one there is.
  std::optional<std::string> one_of_queues(const std::vector<std::string>& queues) const;
  bool is_queue(std::string_view name) const;
  /// A task of any playbook by its name.
  std::optional<std::string> task_named(std::string_view name) const;
  /// The choice attribute that these words name and that has the choice.
  std::optional<std::string> attribute_with(std::string_view words, std::string_view choice) const;
  std::optional<std::string> service(std::string_view words) const;

private:
  const Model* model_;
};

} // namespace handrail::playbook
