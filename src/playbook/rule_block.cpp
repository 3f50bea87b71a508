#include "playbook/rule_block.h"

#include "core/text.h"
#include "playbook/rule_shape.h"
#include "playbook/workspace_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace handrail::playbook {

namespace {

using yaml::Node;

constexpr yaml::Limits fence_limits{.bytes = 128 * 1024, .depth = 16, .nodes = 10'000};

std::optional<Node> parse_fence(const RuleFence& fence, const yaml::Shape& shape, std::vector<Diagnostic>& findings) {
  const std::uint32_t indentation = fence.at.column > 0 ? fence.at.column - 1 : 0;
  auto root = yaml::parse(fence.text, {fence.at.file, fence.at.line, indentation}, findings, fence_limits);
  if (root && root->is_null()) {
    auto empty = yaml::finding(*root, fence.at, "rules-empty", "this rules block is empty",
                               "write a rule, or take the block away");
    empty.severity = Severity::warning;
    findings.push_back(std::move(empty));
    return std::nullopt;
  }
  if (root) yaml::check(*root, shape, findings);
  return root;
}

bool in_step(const Step& step, const TaskId& id) {
  return std::any_of(step.tasks.begin(), step.tasks.end(), [&](const Task& task) { return task.id == id; });
}

/// The rules of one step, fence by fence.
class StepCompiler {
public:
  StepCompiler(PlaybookIndex& index, Step& step, const RuleScope& scope, std::vector<Diagnostic>& findings)
      : playbook_(index.playbook), step_(step), parts_(index, scope, step.prose, step.at, findings) {}

  void fence(const Node& root) {
    if (root.find("when") != nullptr) step_condition(root);
    if (root.find("once_per") != nullptr) once_per(root);
    if (const Node* rule = root.find("outcome"); rule != nullptr && rule->is_map()) outcome(*rule);
    if (const Node* rule = root.find("choose"); rule != nullptr && rule->is_map()) choose(*rule);
    for (const Node& rule : root.at("tasks").items())
      if (rule.is_map()) task(rule);
    for (const Node& rule : root.at("forbid").items())
      if (rule.is_map()) forbid(rule);
    auto deadlines = read_deadlines(root.at("deadlines"), parts_);
    std::move(deadlines.begin(), deadlines.end(), std::back_inserter(step_.rules.deadlines));
    parts_.sentences(root.at("guidance")); // must be found, and say nothing to the engine
  }

private:
  void step_condition(const Node& root) {
    if (step_.rules.when)
      parts_.add(root, root.at("when").key_place(), "rule-twice", "this step has a “when” already",
                 "join the two with “and”");
    step_.rules.when = parts_.condition(root.at("when"));
    step_.rules.when_cites = parts_.citations(root);
    step_.rules.otherwise = root.at("otherwise").text();
  }

  void outcome(const Node& node) {
    if (step_.rules.outcome)
      parts_.add(node, node.key_place(), "rule-twice", "this step has an outcome already",
                 "put all its tasks into one list");
    OutcomeRule rule;
    rule.source = parts_.source(node, node.key_place());
    std::set<TaskId> seen;
    rule.one_of = own_tasks(node.at("one_of"), "outcome-task", "an outcome chooses among the tasks of its own step");
    seen.insert(rule.one_of.begin(), rule.one_of.end());
    if (node.at("one_of").is_sequence() && node.at("one_of").items().size() < 2)
      parts_.add(node, node.at("one_of").place(), "outcome-task", "an outcome has at least two tasks to choose from",
                 "a single task needs no outcome: put its rules under “tasks”");
    for (const Node& item : node.at("except").items()) {
      if (!item.is_scalar()) continue;
      if (seen.contains(TaskId(item.text())))
        rule.except.emplace_back(item.text());
      else
        parts_.add(item, item.place(), "outcome-task",
                   fmt::format("“{}” is not one of the outcome's tasks", text::shortened(item.text(), 60)),
                   yaml::suggestion(item.text(), yaml::texts(node.at("one_of"))));
    }
    rule.requires_ = read_requirements(node.at("requires"), parts_, true);
    rule.effects = read_effects(node.at("effects"), parts_);
    if (const Node* due = node.find("due"); due != nullptr && due->is_map()) rule.due = read_due(*due, parts_);
    step_.rules.outcome = std::move(rule);
  }

  /// Tasks that stand in this step's own table, each once.
  std::vector<TaskId> own_tasks(const Node& list, const char* code, const char* hint) {
    std::vector<TaskId> tasks;
    for (const Node& item : list.items()) {
      if (!item.is_scalar()) continue;
      const auto id = parts_.task_of_playbook(item, item.text(), item.place());
      if (!id) continue;
      if (!in_step(step_, *id))
        parts_.add(
            item, item.place(), code,
            fmt::format("the task {} stands in the table of the step “{}”", id->text(), playbook_.step_of(*id)->title),
            hint);
      else if (std::find(tasks.begin(), tasks.end(), *id) != tasks.end())
        parts_.add(item, item.place(), code, fmt::format("“{}” is in this list twice", id->text()));
      else
        tasks.push_back(*id);
    }
    return tasks;
  }

  /// § rules-70
  void choose(const Node& node) {
    ChoiceRule rule;
    rule.source = parts_.source(node, node.key_place());
    rule.of = own_tasks(node.at("of"), "choose-task", "“choose” counts the tasks of its own step");
    rule.at_least = choice_count(node.at("at_least"));
    rule.at_most = choice_count(node.at("at_most"));
    if (node.find("at_least") == nullptr && node.find("at_most") == nullptr)
      parts_.add(node, node.key_place(), "choose-count", "this says neither how many at least nor how many at most",
                 "add at_least or at_most, or both");
    if (rule.at_least && rule.at_most && *rule.at_least > *rule.at_most)
      parts_.add(node, node.at("at_most").place(), "choose-count",
                 fmt::format("at least {} and at most {} cannot both hold", *rule.at_least, *rule.at_most),
                 "exchange the two numbers");
    else if (rule.at_least && *rule.at_least > rule.of.size() && !rule.of.empty())
      parts_.add(node, node.at("at_least").place(), "choose-count",
                 fmt::format("of {} tasks, {} cannot be complete", rule.of.size(), *rule.at_least),
                 "ask for fewer, or name more tasks");
    else if (rule.at_most && *rule.at_most >= rule.of.size() && !rule.of.empty())
      parts_.add(node, node.at("at_most").place(), "choose-count",
                 fmt::format("at most {} of {} leaves nothing out", *rule.at_most, rule.of.size()),
                 "take “at_most” away, or lower it");
    rule.requires_ = read_requirements(node.at("requires"), parts_, true);
    step_.rules.choices.push_back(std::move(rule));
  }

  std::optional<std::size_t> choice_count(const Node& node) {
    if (!node.is_scalar()) return std::nullopt;
    const auto number = node.as_integer();
    if (number && *number >= 1 && *number <= static_cast<std::int64_t>(yaml::most_members))
      return static_cast<std::size_t>(*number);
    parts_.add(node, node.place(), "choose-count",
               fmt::format("“{}” is no number of tasks", text::shortened(node.text(), 60)),
               "write a whole number from 1 on, in digits");
    return std::nullopt;
  }

  /// § rules-71: the services that each task is done for.
  void once_per(const Node& root) {
    if (root.find("when") == nullptr) step_.rules.per_service_cites = parts_.citations(root);
    for (const Task& task : step_.tasks) {
      auto services = services_of(task.services.empty() ? step_.services : task.services);
      if (!services.empty()) step_.rules.per_service.emplace(task.id, std::move(services));
    }
    if (step_.rules.per_service.empty())
      parts_.add(root, root.at("once_per").key_place(), "once-per",
                 "no task of this step is for a single service, so none would be done once per service",
                 "name services in the column Services of its task table, or take “once_per” away");
  }

  /// None where one of them is a pseudo service: such a task is done once per tenant.
  std::vector<ServiceId> services_of(const std::vector<std::string>& words) const {
    std::vector<ServiceId> services;
    for (const Service& service : parts_.workspace().services)
      if (words.empty() && !service.pseudo) services.push_back(service.id);
    for (const std::string& word : words) {
      const Service* service = parts_.workspace().service(word);
      if (service == nullptr) continue; // a finding about the table says so
      if (service->pseudo) return {};
      services.push_back(service->id);
    }
    return services;
  }

  void task(const Node& node) {
    const auto id = parts_.task_of_playbook(node, node.key(), node.key_place());
    if (!id) return;
    TaskRule rule;
    rule.task = *id;
    rule.source = parts_.source(node, node.key_place());
    rule.otherwise = node.at("otherwise").text();
    rule.requires_ = read_requirements(node.at("requires"), parts_, true);
    rule.effects = read_effects(node.at("effects"), parts_);
    if (const Node* due = node.find("due"); due != nullptr && due->is_map()) rule.due = read_due(*due, parts_);
    for (const Node& item : node.at("on").items()) transition(item, rule);
    if (!in_step(step_, *id) && !cites_anything(rule))
      parts_.add(
          node, node.key_place(), "rule-task-elsewhere",
          fmt::format("the task {} stands in the table of the step “{}”", id->text(), playbook_.step_of(*id)->title),
          "move the rule there, or cite the sentence of this step that it enforces", Severity::warning);
    step_.rules.tasks.push_back(std::move(rule));
  }

  /// § rules-72: a status by its name, or all of a kind.
  void transition(const Node& item, TaskRule& rule) {
    Transition transition{item.key_place(), {}, {}};
    KnownNames known = parts_.scope().task_statuses;
    bool completes = false;
    std::optional<TaskStatus::Kind> kind;
    for (const auto& [word, meaning] : task_status_words) {
      known.names.emplace_back(word);
      if (word == item.key()) kind = meaning;
    }
    for (const TaskStatus& status : parts_.workspace().task_statuses) {
      if (status.name != item.key() && status.kind != kind) continue;
      completes = completes || status.kind == TaskStatus::Kind::complete;
      transition.statuses.push_back(status.name);
    }
    if (transition.statuses.empty()) {
      auto unknown = unknown_name(item, item.key_place(), item.key(), known, parts_.findings());
      unknown.code = "unknown-task-status";
      return parts_.add(std::move(unknown));
    }
    if (completes)
      return parts_.add(item, item.key_place(), "on-complete", fmt::format("“{}” completes the task", item.key()),
                        "what completing does stands in “effects”");
    transition.effects = read_effects(item, parts_);
    rule.on.push_back(std::move(transition));
  }

  static bool cites_anything(const TaskRule& rule) {
    const auto cites = [](const auto& part) { return !part.source.cites.empty(); };
    for (const Transition& transition : rule.on)
      if (std::any_of(transition.effects.begin(), transition.effects.end(), cites)) return true;
    return !rule.source.cites.empty() || (rule.due && !rule.due->source.cites.empty()) ||
           std::any_of(rule.requires_.begin(), rule.requires_.end(), cites) ||
           std::any_of(rule.effects.begin(), rule.effects.end(), cites);
  }

  void forbid(const Node& node) {
    ForbidRule rule;
    rule.source = parts_.source(node, node.place());
    rule.otherwise = node.at("otherwise").text();
    rule.until = read_requirements(node.at("until"), parts_, false);
    using Action = ForbidRule::Action;
    if (const Node* assign = node.find("assign"))
      holders(*assign, Action::assign, rule);
    else if (const Node* unassign = node.find("unassign"))
      holders(*unassign, Action::unassign, rule);
    else if (const Node* start = node.find("start")) {
      rule.action = Action::start;
      if (const auto playbook = parts_.playbook_named(*start)) rule.playbook = *playbook;
      step_.rules.forbids.push_back(std::move(rule));
    } else if (node.find("close") != nullptr) {
      rule.action = Action::close;
      step_.rules.forbids.push_back(std::move(rule));
    }
  }

  /// One rule for each field that is named.
  void holders(const Node& fields, ForbidRule::Action action, ForbidRule rule) {
    rule.action = action;
    for (const Node& item : fields.items()) {
      const auto field = parts_.field(item);
      if (!field) continue;
      rule.field = *field;
      rule.holder = std::nullopt;
      if (item.text() != "anyone") rule.holder = parts_.holder(item, *field, true);
      step_.rules.forbids.push_back(rule);
    }
  }

  const Playbook& playbook_;
  Step& step_;
  RuleParts parts_;
};

/// Does the fence hold nothing that acts? Such a one may stand anywhere.
bool is_guidance(const RuleFence& fence) {
  std::vector<Diagnostic> ignored;
  const auto root = yaml::parse(fence.text, {fence.at.file, fence.at.line}, ignored, fence_limits);
  return root && root->is_map() && root->items().size() == 1 && root->find("guidance") != nullptr;
}

void compile_section(Playbook& playbook, PlaybookIndex& index, const Section& section, const RuleScope& scope,
                     std::vector<Diagnostic>& findings) {
  const bool entry = section.kind == Section::Kind::key_inputs;
  const bool exit = section.kind == Section::Kind::key_outputs;
  for (const RuleFence& fence : section.rule_fences) {
    const auto& shape = entry ? entry_rules_shape() : exit ? exit_rules_shape() : guidance_rules_shape();
    if (!entry && !exit && !is_guidance(fence)) {
      findings.push_back({"rules-misplaced",
                          Severity::error,
                          fence.at,
                          "rules cannot stand here",
                          "put them under the step they belong to, under Key Inputs or under Key Outputs",
                          {},
                          {section.at}});
      continue;
    }
    const auto root = parse_fence(fence, shape, findings);
    if (!root) continue;
    const RuleParts parts(index, scope, section.prose, section.at, findings);
    parts.sentences(root->at("guidance"));
    if (!entry && !exit) continue;
    auto rules = read_requirements(root->at(entry ? "entry" : "exit"), parts, false);
    auto& all = entry ? playbook.rules.entry : playbook.rules.exit;
    all.insert(all.end(), std::make_move_iterator(rules.begin()), std::make_move_iterator(rules.end()));
  }
}

} // namespace

void compile_rules(Playbook& playbook, const RuleScope& scope, std::vector<Diagnostic>& findings) {
  PlaybookIndex index(playbook);
  for (Step& step : playbook.steps) {
    StepCompiler compiler(index, step, scope, findings);
    for (const RuleFence& fence : step.rule_fences)
      if (const auto root = parse_fence(fence, step_rules_shape(), findings)) compiler.fence(*root);
  }
  for (const Section& section : playbook.sections) compile_section(playbook, index, section, scope, findings);
}

} // namespace handrail::playbook
