#include "playbook/rule_parts.h"

#include "core/text.h"
#include "playbook/facts.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <unordered_set>

namespace handrail::playbook {

namespace {

using yaml::Node;

/// The words of a text, lowered, without punctuation: to find the sentence that was probably meant.
std::unordered_set<std::string> words_of(std::string_view text) {
  std::unordered_set<std::string> words;
  std::string word;
  for (const char c : text::lowered(text) + " ") {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (letter)
      word += c;
    else if (!word.empty())
      words.insert(std::move(word)), word.clear();
  }
  return words;
}

/// The share of the wanted words that are in `candidate`.
double likeness(const std::unordered_set<std::string>& wanted, std::string_view candidate) {
  const auto found = words_of(candidate);
  const auto shared =
      std::count_if(wanted.begin(), wanted.end(), [&](const auto& word) { return found.contains(word); });
  return wanted.empty() ? 0 : static_cast<double>(shared) / static_cast<double>(std::max(wanted.size(), found.size()));
}

/// The prose's sentences: it is cut at line feeds (which part blocks) and behind `. `, `: ` and `; `.
std::vector<Stretch> sentences(const std::string& prose) {
  std::vector<Stretch> all;
  std::size_t from = 0;
  for (std::size_t i = 0; i < prose.size(); ++i) {
    const bool stop = prose[i] == '\n' ||
                      (prose[i] == ' ' && i > 0 && (prose[i - 1] == '.' || prose[i - 1] == ':' || prose[i - 1] == ';'));
    if (!stop) continue;
    if (i > from) all.push_back({from, i});
    from = i + 1;
  }
  if (prose.size() > from) all.push_back({from, prose.size()});
  return all;
}

/// Are the fields of `field` open to a holder of these roles? Nobody is kept out of a field that names no roles.
bool may_hold(const Person& person, const AssignmentField& field) {
  return field.people.empty() || std::any_of(person.roles.begin(), person.roles.end(), [&](const RoleId& role) {
           return std::find(field.people.begin(), field.people.end(), role) != field.people.end();
         });
}

} // namespace

std::optional<Formula> read_formula(const Node& node, const feel::Names& facts, std::vector<Diagnostic>& findings) {
  if (!node.is_scalar()) return std::nullopt; // the shape has said so
  const std::string& written = node.text();
  std::size_t skipped = 0;
  if (!written.empty() && written.front() == '=') skipped = written.find_first_not_of(' ', 1);
  if (skipped == std::string::npos) skipped = written.size();
  const std::string text = written.substr(skipped);
  auto compiled = feel::compile(text, facts, feel::Mode::expression);
  for (const feel::Problem& problem : compiled.problems)
    findings.push_back(yaml::finding(node,
                                     node.place_of(problem.offset + skipped, std::max<std::size_t>(1, problem.length)),
                                     "condition", problem.message, problem.hint));
  if (!compiled.expression) return std::nullopt;
  return Formula{{text, node.place_of(skipped, text.size()), std::move(compiled.expression)}, compiled.type};
}

Diagnostic citation_missing(const Node& node, const std::string& sentence, const Prose& prose,
                            const SourceSpan& heading) {
  constexpr double near = 0.4;
  constexpr std::size_t longest_searched = 64 * 1024; // bytes; no step that people read is longer
  const auto wanted = words_of(sentence);
  double best = 0;
  Stretch nearest;
  const bool can_be_searched = prose.text().size() <= longest_searched;
  for (const Stretch& stretch : can_be_searched ? sentences(prose.text()) : std::vector<Stretch>{}) {
    const double alike =
        likeness(wanted, std::string_view(prose.text()).substr(stretch.from, stretch.to - stretch.from));
    if (alike > best) best = alike, nearest = stretch;
  }
  auto missing = yaml::finding(node, node.place(), "cites-not-found",
                               fmt::format("the text does not say “{}”", text::shortened(sentence, 80)),
                               "cite the words as they stand in the text above the rule");
  if (best >= near) {
    const std::string says = prose.text().substr(nearest.from, nearest.to - nearest.from);
    missing.hint = fmt::format("the text says “{}”; bring the two together", text::shortened(says, 160));
    missing.related.push_back(prose.span(nearest.from, nearest.to));
  } else {
    missing.related.push_back(heading);
  }
  return missing;
}

void RuleParts::add(const Node& node, const SourceSpan& at, std::string code, std::string message, std::string hint,
                    Severity severity) const {
  findings_.push_back(yaml::finding(node, at, std::move(code), std::move(message), std::move(hint), severity));
}

RuleSource RuleParts::source(const Node& rule, SourceSpan at) const {
  RuleSource source;
  source.at = std::move(at);
  source.cites = citations(rule);
  source.when = condition(rule.at("when"));
  return source;
}

std::vector<Citation> RuleParts::citations(const Node& rule) const { return sentences(rule.at("cites")); }

std::vector<Citation> RuleParts::sentences(const Node& cited) const {
  std::vector<Citation> all;
  cite(cited, all);
  for (const Node& sentence : cited.items()) cite(sentence, all);
  return all;
}

void RuleParts::cite(const Node& sentence, std::vector<Citation>& all) const {
  if (!sentence.is_scalar()) return;
  index_.searched_bytes += prose_.text().size();
  if (index_.searched_bytes > max_searched_bytes)
    return add(sentence, sentence.place(), "rules-limit", "this playbook cites more than can be looked for",
               "split the playbook, or its steps");
  if (const auto prose = find_sentence(prose_, sentence.text()))
    all.push_back({sentence.text(), sentence.place(), *prose});
  else if (findings_.size() < most_suggestions)
    add(citation_missing(sentence, sentence.text(), prose_, heading_));
  else
    add(sentence, sentence.place(), "cites-not-found",
        fmt::format("the text does not say “{}”", text::shortened(sentence.text(), 80)));
}

std::optional<Condition> RuleParts::condition(const Node& node) const {
  auto read = formula(node);
  if (!read) return std::nullopt;
  if (!feel::overlap(read->type, feel::Type::boolean()))
    add(node, read->condition.at, "condition-type",
        fmt::format("a condition is true or false; this is a {}", read->type.to_text()), "compare it with something");
  return std::move(read->condition);
}

std::optional<FieldId> RuleParts::field(const Node& holder) const {
  for (const AssignmentField& field : scope_.workspace.fields)
    if (field.id.text() == holder.key() || field.name == holder.key()) return field.id;
  auto unknown = unknown_name(holder, holder.key_place(), holder.key(), scope_.fields, findings_);
  if (holder.key().find(')') != std::string::npos)
    unknown.hint = "a formula with a comma must stand in quotes between { and }";
  else if (!text::did_you_mean(holder.key(), {"primary"}).empty())
    unknown.hint = "did you mean “primary”?";
  add(std::move(unknown));
  return std::nullopt;
}

bool RuleParts::queue_may_stand(const Node& node, const std::string& queue, const AssignmentField& field) const {
  if (std::find(field.queues.begin(), field.queues.end(), queue) != field.queues.end()) return true;
  std::vector<std::string> others;
  for (const AssignmentField& other : scope_.workspace.fields)
    if (std::find(other.queues.begin(), other.queues.end(), queue) != other.queues.end())
      others.push_back(other.id.text());
  add(node, node.place(), "holder-not-allowed",
      fmt::format("the queue “{}” may not stand in the field {}", queue, field.id.text()),
      others.empty() ? "no field's “queues” has it" : "it may stand in " + yaml::alternatives(others));
  return false;
}

bool RuleParts::person_may_stand(const Node& node, const Person& person, const AssignmentField& field) const {
  if (may_hold(person, field)) return true;
  std::vector<std::string> roles;
  for (const RoleId& role : field.people) roles.push_back(role.text());
  add(node, node.place(), "holder-not-allowed",
      fmt::format("{} may not stand in the field {}", person.name, field.id.text()),
      "it is for people with the role " + yaml::alternatives(roles));
  return false;
}

std::optional<Holder> RuleParts::holder_formula(const Node& node, const AssignmentField& field) const {
  auto read = formula(node);
  if (!read) return std::nullopt;
  if (!feel::overlap(read->type, feel::Type::string()))
    add(node, read->condition.at, "condition-type",
        fmt::format("a holder is a name, a text; this is a {}", read->type.to_text()), "");
  for (const std::string& name : read->type.texts())
    if (scope_.workspace.queue(name) != nullptr && !queue_may_stand(node, name, field)) break;
  return HolderByFormula{std::move(read->condition)};
}

std::optional<Holder> RuleParts::holder(const Node& node, const FieldId& field_id, bool anybody) const {
  const AssignmentField* field = scope_.workspace.field(field_id);
  if (field == nullptr || !node.is_scalar() || node.text().empty()) return std::nullopt;
  const std::string& name = node.text();
  if (name == "me") return HolderActor{};
  if (name.front() == '=') return holder_formula(node, *field);
  if (scope_.workspace.queue(name) != nullptr) {
    if (!queue_may_stand(node, name, *field)) return std::nullopt;
    return HolderByName{name};
  }
  KnownNames known{"queue or person", field->queues};
  for (const Person& person : scope_.workspace.people) {
    if (person.name == name || person.id.text() == name) {
      if (!person_may_stand(node, person, *field)) return std::nullopt;
      return HolderByName{person.name};
    }
    if (may_hold(person, *field)) known.names.push_back(person.name);
  }
  for (const char* word : {"me", "anyone", "somebody else"})
    if (anybody || std::string_view(word) == "me") known.names.emplace_back(word);
  auto unknown = unknown_name(node, node.place(), name, known, findings_);
  unknown.code = "unknown-holder";
  findings_.push_back(std::move(unknown));
  return std::nullopt;
}

std::optional<RoleId> RuleParts::role(const Node& node) const {
  if (!node.is_scalar()) return std::nullopt;
  if (const Role* role = role_named(scope_.workspace, node.text())) return role->id;
  KnownNames known{"role", {}};
  for (const Role& role : scope_.workspace.roles) known.names.push_back(role.id.text());
  add(unknown_name(node, node.place(), node.text(), known, findings_));
  return std::nullopt;
}

std::optional<TaskId> RuleParts::task_of_playbook(const Node& node, const std::string& id,
                                                  const SourceSpan& place) const {
  if (index_.task_ids.has(id)) return TaskId(id);
  auto unknown = unknown_name(node, place, id, index_.task_ids, findings_);
  unknown.message = fmt::format("no task table of this playbook has the task “{}”", text::shortened(id, 60));
  if (scope_.tasks.has(id)) unknown.hint = "it is a task of another playbook: its rules stand there";
  add(std::move(unknown));
  return std::nullopt;
}

std::optional<PlaybookId> RuleParts::playbook_named(const Node& node) const {
  if (!expect_known(node, scope_.playbooks, findings_)) return std::nullopt;
  return PlaybookId(node.text());
}

std::optional<std::string> RuleParts::status(const Node& node) const {
  if (!is_known(node, scope_.task_statuses)) return std::nullopt;
  return node.text();
}

std::optional<ServiceId> RuleParts::service(const Node& node) const {
  if (!node.is_scalar()) return std::nullopt;
  const Service* found = scope_.workspace.service(node.text());
  if (found != nullptr && !found->pseudo) return found->id;
  auto unknown = unknown_name(node, node.place(), node.text(), scope_.services, findings_);
  if (found != nullptr) unknown.message = fmt::format("“{}” is done once per tenant", found->name);
  findings_.push_back(std::move(unknown));
  return std::nullopt;
}

std::optional<Condition> RuleParts::number(const Node& node) const {
  auto read = formula(node);
  if (!read) return std::nullopt;
  if (!feel::overlap(read->type, feel::Type::number()))
    add(node, read->condition.at, "condition-type",
        fmt::format("a total is made of numbers; this is a {}", read->type.to_text()));
  return std::move(read->condition);
}

std::optional<Formula> RuleParts::formula_or_choice(const Node& node, const std::vector<std::string>& choices) const {
  if (!node.is_scalar() || std::find(choices.begin(), choices.end(), node.text()) == choices.end())
    return formula(node);
  const std::string text = text_literal(node.text());
  auto compiled = feel::compile(text, scope_.facts, feel::Mode::expression);
  return Formula{{text, node.place(), std::move(compiled.expression)}, compiled.type};
}

} // namespace handrail::playbook
