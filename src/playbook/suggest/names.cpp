#include "playbook/suggest/names.h"

#include "core/text.h"
#include "playbook/coverage/words.h"
#include "playbook/facts.h"
#include "playbook/markdown/fold.h"
#include "playbook/rule_scope.h"

#include <algorithm>
#include <array>
#include <set>

namespace handrail::playbook {

namespace {

/// " a b c " of "The A, b: C", so that whole words are found in it.
std::string framed(std::string_view text) { return " " + folded_words(text) + " "; }
bool has_words(std::string_view text, std::string_view wanted) {
  return !folded_words(wanted).empty() && framed(text).find(framed(wanted)) != std::string::npos;
}

/// How many of the words of `of` are in `text`, of a hundred.
std::size_t share_of(std::string_view of, std::string_view text) {
  const auto words = text_words(of);
  if (words.empty()) return 0;
  const auto frame = framed(text);
  const auto found = std::count_if(words.begin(), words.end(), [&](const TextWord& word) {
    return frame.find(" " + word.text + " ") != std::string::npos;
  });
  return static_cast<std::size_t>(found) * 100 / words.size();
}

/// "RM", "FM", "PSM": how fields are called where no workspace says so.
bool is_abbreviation(std::string_view word) {
  constexpr std::size_t longest = 5;
  return word.size() >= 2 && word.size() <= longest &&
         std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'A' && c <= 'Z') || c == '/'; });
}

/// The words of a text at " and ", " or " and commas.
std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> parts{""};
  for (const TextWord& word : text_words(text)) {
    const bool joins = word.text == "and" || word.text == "or";
    if (joins || (word.before == ',' && !parts.back().empty())) parts.emplace_back();
    if (joins) continue;
    const bool glued = word.from > 0 && text[word.from - 1] != ' ' && !parts.back().empty();
    if (!parts.back().empty()) parts.back() += glued ? std::string(1, text[word.from - 1]) : " ";
    parts.back() += text.substr(word.from, word.to - word.from);
  }
  std::erase(parts, "");
  return parts;
}

/// "RMs" → "RM"
std::string singular(std::string word) {
  const bool plural = word.size() > 2 && word.back() == 's' && is_abbreviation(word.substr(0, word.size() - 1));
  if (plural) word.pop_back();
  return word;
}

std::string without_article(std::string_view words) {
  for (const std::string_view article : {"the ", "a ", "an ", "your ", "any "})
    if (text::lowered(words.substr(0, article.size())) == article) return std::string(words.substr(article.size()));
  return std::string(words);
}

} // namespace

std::string yaml_scalar(std::string_view text) {
  constexpr std::string_view special_anywhere = ",[]{}";
  constexpr std::string_view special_in_front = "-?:#&*!|>'\"%@`=~ ";
  const auto parts = [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; };
  const bool looks_like_more = text.empty() || special_in_front.find(text.front()) != std::string_view::npos ||
                               text.find_first_of(special_anywhere) != std::string_view::npos || text.back() == ' ' ||
                               text.back() == ':' || parts(": ") || parts(" #");
  const std::array<std::string_view, 7> words{"true", "false", "null", "yes", "no", "on", "off"};
  if (!looks_like_more && std::find(words.begin(), words.end(), text::lowered(text)) == words.end())
    return std::string(text);
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

SuggestedNames::SuggestedNames(const Model* model) : model_(model) {}

std::optional<std::string> SuggestedNames::field(std::string_view written) const {
  const std::string words = without_article(written);
  if (model_ == nullptr) {
    std::string last;
    for (const auto& part : listed(words))
      for (std::size_t from = 0; from < part.size();) {
        const auto to = std::min(part.find(' ', from), part.size());
        if (const auto word = singular(part.substr(from, to - from)); is_abbreviation(word)) last = word;
        from = to + 1;
      }
    // Several words that end in an abbreviation are a name ("Partner RM"), unless the first is in lower case.
    const bool is_name = !words.empty() && words.front() >= 'A' && words.front() <= 'Z' && is_abbreviation(last);
    if (is_name && words.size() > last.size() && singular(words).ends_with(last)) return singular(words);
    if (last.empty()) return std::nullopt;
    return last;
  }
  const AssignmentField* best = nullptr;
  for (const AssignmentField& each : model_->workspace.fields)
    for (const std::string& name : {each.id.text(), each.name, each.id.text() + "s"})
      if (has_words(words, name) && (best == nullptr || each.id.text().size() > best->id.text().size())) best = &each;
  if (best == nullptr) return std::nullopt;
  return best->id.text();
}

std::vector<std::string> SuggestedNames::fields(std::string_view words) const {
  std::vector<std::string> all;
  for (const std::string& part : listed(words))
    if (auto one = field(part); one && std::find(all.begin(), all.end(), *one) == all.end()) all.push_back(*one);
  return all;
}

std::string SuggestedNames::holder(std::string_view words) const {
  const auto folded_holder = folded_words(words);
  for (const std::string_view self : {"me", "myself", "you", "yourself", "himself", "herself", "himself herself",
                                      "themselves", "your name", "my name", "his name", "his her name", "their name"})
    if (folded_holder == self) return "me";
  if (model_ == nullptr) return without_article(words);
  for (const Queue& queue : model_->workspace.queues)
    if (folded_words(queue.name) == folded_holder || has_words(words, queue.name)) return queue.name;
  for (const Person& person : model_->workspace.people)
    if (folded_words(person.name) == folded_holder) return person.name;
  return without_article(words);
}

std::string SuggestedNames::field_for(const std::string& holder, const std::string& field) const {
  if (model_ == nullptr || !is_queue(holder)) return field;
  std::vector<std::string> allowed;
  for (const AssignmentField& each : model_->workspace.fields) {
    if (std::find(each.queues.begin(), each.queues.end(), holder) == each.queues.end()) continue;
    if (each.id.text() == field) return field;
    allowed.push_back(each.id.text());
  }
  return allowed.size() == 1 ? allowed.front() : field;
}

std::optional<std::string> SuggestedNames::category(std::string_view words) const {
  if (model_ == nullptr) {
    auto name = without_article(words);
    for (const std::string_view adjective : {"last ", "closing ", "final ", "new "})
      if (text::lowered(std::string_view(name).substr(0, adjective.size())) == adjective)
        name.erase(0, adjective.size());
    if (name.empty()) return std::nullopt;
    return name;
  }
  for (const NoteCategory& each : model_->workspace.note_categories)
    if (has_words(words, each.name)) return each.name;
  return std::nullopt;
}

std::optional<std::string> SuggestedNames::category_about(std::string_view what) const {
  if (model_ != nullptr)
    for (const NoteCategory& each : model_->workspace.note_categories)
      if (has_words(each.about, what)) return each.name;
  return std::nullopt;
}

std::optional<std::string> SuggestedNames::message(std::string_view words) const {
  if (model_ == nullptr) {
    auto id = folded_words(words);
    std::replace(id.begin(), id.end(), ' ', '-');
    if (id.empty()) return std::nullopt;
    return id;
  }
  const MessageTemplate* best = nullptr;
  std::size_t best_share = 49; // half of the words, at least
  for (const MessageTemplate& each : model_->workspace.templates) {
    const auto share = std::max(share_of(words, each.name + " " + each.id.text()), share_of(each.name, words));
    if (share > best_share) best = &each, best_share = share;
  }
  if (best == nullptr) return std::nullopt;
  return best->id.text();
}

std::optional<std::string> SuggestedNames::message_to(std::string_view words) const {
  if (model_ == nullptr) return std::nullopt;
  const auto to = audience(words);
  std::vector<std::string> ids;
  for (const MessageTemplate& each : model_->workspace.templates)
    if (to && each.audience == *to) ids.push_back(each.id.text());
  if (ids.size() != 1) return std::nullopt;
  return ids.front();
}

std::optional<std::string> SuggestedNames::audience(std::string_view words) const {
  if (model_ == nullptr) return std::nullopt;
  const auto name = without_article(words);
  if (auto exact = audience_named(model_->workspace, name)) return exact;
  for (const std::string& kind : model_->workspace.contact_kinds)
    if (has_words(words, kind)) return kind;
  for (const Role& role : model_->workspace.roles) {
    if (has_words(words, role.name) || has_words(words, role.id.text())) return role.name;
    for (const std::string& alias : role.aliases)
      if (has_words(words, alias)) return role.name;
  }
  return std::nullopt;
}

const RequestKind* SuggestedNames::request_of(std::string_view team, bool moves_queue) const {
  const auto name = audience(team);
  if (!name) return nullptr;
  for (const RequestKind& kind : model_->workspace.request_kinds) {
    const Role* role = model_->workspace.role(kind.team);
    if (role != nullptr && role->name == *name && kind.moves_queue == moves_queue) return &kind;
  }
  return nullptr;
}

std::optional<std::string> SuggestedNames::one_of_queues(const std::vector<std::string>& queues) const {
  if (queues.size() == 1) return queues.front();
  if (model_ == nullptr || queues.empty()) return std::nullopt;
  const std::set<std::string> wanted(queues.begin(), queues.end());
  const auto facts = fact_names(model_->workspace, model_->tables);
  for (const Table& table : model_->tables) {
    const feel::Type* type = facts.find(table.name);
    if (type == nullptr || type->kind() != feel::Type::Kind::function) continue;
    const auto texts = type->result().texts();
    if (std::set<std::string>(texts.begin(), texts.end()) != wanted) continue;
    std::string arguments;
    for (const auto& parameter : type->parameters()) {
      if (model_->workspace.attribute(parameter.name) == nullptr) return std::nullopt;
      arguments += (arguments.empty() ? "tenant." : ", tenant.") + parameter.name;
    }
    return "= " + table.name + "(" + arguments + ")";
  }
  return std::nullopt;
}

bool SuggestedNames::is_queue(std::string_view name) const {
  return model_ != nullptr && model_->workspace.queue(name) != nullptr;
}

std::optional<std::string> SuggestedNames::task_named(std::string_view name) const {
  if (model_ == nullptr) return std::nullopt;
  for (const auto& [id, playbook] : model_->playbooks)
    for (const Step& step : playbook->steps)
      for (const Task& task : step.tasks)
        if (folded_words(task.name) == folded_words(name)) return task.id.text();
  return std::nullopt;
}

std::optional<std::string> SuggestedNames::attribute_with(std::string_view words, std::string_view choice) const {
  if (model_ == nullptr) return std::nullopt;
  for (const TenantAttribute& each : model_->workspace.attributes)
    if ((has_words(words, each.name) || has_words(words, each.id)) &&
        std::find(each.choices.begin(), each.choices.end(), choice) != each.choices.end())
      return each.id;
  return std::nullopt;
}

std::optional<std::string> SuggestedNames::service(std::string_view words) const {
  if (model_ == nullptr) return without_article(words);
  const Service* found = model_->workspace.service(without_article(words));
  if (found == nullptr) return std::nullopt;
  return found->name;
}

} // namespace handrail::playbook
