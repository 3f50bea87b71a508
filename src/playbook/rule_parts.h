// The parts rules are made of: conditions, citations, holders, requirements and effects, each read from its YAML and
// held against the workspace. docs/spec/rules.md
#pragma once

#include "feel/type.h"
#include "playbook/diagnostic.h"
#include "playbook/playbook.h"
#include "playbook/rule_scope.h"
#include "playbook/rules.h"
#include "playbook/workspace.h"
#include "playbook/yaml.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::playbook {

/// A formula and what is known of its result.
struct Formula {
  Condition condition;
  feel::Type type;
};

/// Compiles a formula; its problems become findings at their place in the file. One leading `=` is left out.
std::optional<Formula> read_formula(const yaml::Node& node, const feel::Names& facts,
                                    std::vector<Diagnostic>& findings);

/// Reads the parts of rules that stand at one place of a playbook.
class RuleParts {
public:
  /// `prose` is what the rules there may cite; `heading` is its place.
  RuleParts(PlaybookIndex& index, const RuleScope& scope, const Prose& prose, SourceSpan heading,
            std::vector<Diagnostic>& findings)
      : index_(index), scope_(scope), prose_(prose), heading_(std::move(heading)), findings_(findings) {}

  const PlaybookIndex& index() const { return index_; }
  const RuleScope& scope() const { return scope_; }
  const Workspace& workspace() const { return scope_.workspace; }

  /// Of `when` and `cites` in a rule's map.
  RuleSource source(const yaml::Node& rule, SourceSpan at) const;
  std::vector<Citation> citations(const yaml::Node& rule) const;
  /// Of a sentence, or a list of them.
  std::vector<Citation> sentences(const yaml::Node& cited) const;
  /// A formula that is true or false; nothing, with a finding, for any other, and nothing for a missing node.
  std::optional<Condition> condition(const yaml::Node& node) const;
  std::optional<Formula> formula(const yaml::Node& node) const { return read_formula(node, scope_.facts, findings_); }
  /// One of the choices may stand as it is, without the quotes that FEEL puts around texts.
  std::optional<Formula> formula_or_choice(const yaml::Node& node, const std::vector<std::string>& choices) const;

  /// The field that a holder's key names.
  std::optional<FieldId> field(const yaml::Node& holder) const;
  /// Nothing where a finding was added. `anybody`: `anyone` and `somebody else` are suggested too.
  std::optional<Holder> holder(const yaml::Node& node, const FieldId& field, bool anybody) const;
  /// A role by its id, name or another name of it.
  std::optional<RoleId> role(const yaml::Node& node) const;
  bool queue_may_stand(const yaml::Node& node, const std::string& queue, const AssignmentField& field) const;

  std::optional<TaskId> task_of_playbook(const yaml::Node& node, const std::string& id, const SourceSpan& place) const;
  std::optional<PlaybookId> playbook_named(const yaml::Node& node) const;
  std::optional<std::string> status(const yaml::Node& node) const;
  /// A service that is no pseudo service, by its name, id or alias.
  std::optional<ServiceId> service(const yaml::Node& node) const;
  /// A formula whose result is a number.
  std::optional<Condition> number(const yaml::Node& node) const;

  const std::vector<Diagnostic>& findings() const { return findings_; }
  bool is_known(const yaml::Node& node, const KnownNames& known) const { return expect_known(node, known, findings_); }
  void add(Diagnostic finding) const { findings_.push_back(std::move(finding)); }
  void add(const yaml::Node& node, const SourceSpan& at, std::string code, std::string message, std::string hint = {},
           Severity severity = Severity::error) const;

private:
  void cite(const yaml::Node& sentence, std::vector<Citation>& all) const;
  std::optional<Holder> holder_formula(const yaml::Node& node, const AssignmentField& field) const;
  bool person_may_stand(const yaml::Node& node, const Person& person, const AssignmentField& field) const;

  PlaybookIndex& index_;
  const RuleScope& scope_;
  const Prose& prose_;
  SourceSpan heading_;
  std::vector<Diagnostic>& findings_;
};

/// The items of a `requires`, `until`, `entry` or `exit`. `about_task`: they stand on a task or an outcome, so that a
/// note can be about it.
std::vector<Requirement> read_requirements(const yaml::Node& list, const RuleParts& parts, bool about_task);
/// Those of the items that are of time: `attempts`, `elapsed`, `inactive`. Nothing for any other, or after a finding.
std::optional<Requirement> read_time_requirement(const yaml::Node& value, const RuleParts& parts,
                                                 const RuleSource& source);
/// A `due` of a task or an outcome, or the time of an item of `deadlines`. Nothing after a finding.
std::optional<DueRule> read_due(const yaml::Node& node, const RuleParts& parts);
/// The items of `deadlines`.
std::vector<DeadlineRule> read_deadlines(const yaml::Node& list, const RuleParts& parts);
/// A note, held against the workspace's categories.
std::optional<RequiredNote> read_required_note(const yaml::Node& note, const RuleParts& parts, bool about_task);
/// The items of an `effects`.
std::vector<Effect> read_effects(const yaml::Node& list, const RuleParts& parts);

/// The finding for a sentence that does not stand in the prose: at the rule, with the nearest sentence and its place.
Diagnostic citation_missing(const yaml::Node& node, const std::string& sentence, const Prose& prose,
                            const SourceSpan& heading);

} // namespace handrail::playbook
