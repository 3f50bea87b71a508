#include "feel/syntax/scope.h"

#include <algorithm>
#include <array>
#include <map>

namespace handrail::feel {

namespace {

/// The names of the language's functions by their first word.
const std::multimap<std::string, std::pair<NameForm, const Builtin*>>& builtin_forms() {
  static const auto forms = [] {
    std::multimap<std::string, std::pair<NameForm, const Builtin*>> all;
    for (const auto& builtin : all_builtins()) {
      NameForm form = NameForm::of(std::string(builtin.name));
      std::string first = form.parts.front().text;
      all.emplace(std::move(first), std::pair{std::move(form), &builtin});
    }
    return all;
  }();
  return forms;
}

} // namespace

bool is_keyword(std::string_view word) {
  constexpr std::array<std::string_view, 17> keywords{"and",  "or",   "in",     "between",  "if",      "then",
                                                      "else", "for",  "return", "some",     "every",   "satisfies",
                                                      "null", "true", "false",  "function", "instance"};
  return std::find(keywords.begin(), keywords.end(), word) != keywords.end();
}

NameForm NameForm::of(std::string name) {
  NameForm form{std::move(name), {}};
  for (const auto& token : tokens_of(form.name).all)
    if (token.kind != Token::Kind::end) form.parts.push_back({std::string(token.source), token.space_before});
  return form;
}

std::size_t NameForm::length_at(const std::vector<Token>& tokens, std::size_t at) const {
  if (parts.empty() || at + parts.size() >= tokens.size() + 1) return 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Token& token = tokens[at + i];
    if (token.kind == Token::Kind::end || token.source != parts[i].text) return 0;
    if (i > 0 && token.space_before != parts[i].space_before) return 0;
  }
  if (parts.size() == 1 && is_keyword(parts.front().text)) return 0;
  return parts.size();
}

Scope::Scope(const Names& names) {
  variables_.reserve(names.all().size());
  for (const auto& entry : names.all()) variables_.push_back({NameForm::of(entry.name), entry.type});
}

Scope::Found Scope::find(const std::vector<Token>& tokens, std::size_t at) const {
  Found best;
  std::vector<std::size_t> open_items;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    for (const auto& local : level->locals) {
      const auto length = local.form.length_at(tokens, at);
      if (length <= best.tokens) continue;
      const auto what = local.entry ? Found::What::item_entry : Found::What::local;
      best = {what, length, local.form.name, local.type, local.slot, local.entry.value_or(0), nullptr, open_items};
      if (local.is_used != nullptr) *local.is_used = true;
    }
    if (level->open_item) open_items.push_back(*level->open_item);
  }
  for (std::size_t i = 0; i < variables_.size(); ++i) {
    const auto length = variables_[i].form.length_at(tokens, at);
    if (length > best.tokens)
      best = {Found::What::variable, length, variables_[i].form.name, variables_[i].type, 0, i, nullptr, open_items};
  }
  const bool may_be_called = best.type.is_any() || best.type.kind() == Type::Kind::function;
  const auto [first, last] = builtin_forms().equal_range(std::string(tokens[at].source));
  for (auto candidate = first; candidate != last; ++candidate) {
    const auto& [form, builtin] = candidate->second;
    const auto length = form.length_at(tokens, at);
    const bool is_called = length != 0 && tokens[at + length].is("(");
    // A variable "date" hides the function of that name, except where it is called and the variable cannot be.
    if (length > best.tokens || (length == best.tokens && length != 0 && is_called && !may_be_called))
      best = {Found::What::builtin,
              length,
              form.name,
              builtin->result,
              0,
              0,
              builtin,
              is_called ? std::vector<std::size_t>{} : open_items};
  }
  if (best.what == Found::What::nothing) best.open_items = std::move(open_items);
  return best;
}

void Scope::push_item(std::size_t slot, const Type& item) {
  push();
  levels_.back().locals.push_back({NameForm::of("item"), item, slot, std::nullopt, nullptr});
  const bool is_open =
      item.is_any() || item.kind() == Type::Kind::null || (item.kind() == Type::Kind::context && !item.is_detailed());
  if (is_open) levels_.back().open_item = slot;
  push(); // an entry called "item" hides the item itself
  for (std::size_t i = 0; i < item.entries().size(); ++i) {
    const auto& entry = item.entries()[i];
    levels_.back().locals.push_back({NameForm::of(entry.name), entry.type, slot, i, nullptr});
  }
}

// NOLINTNEXTLINE(readability-non-const-parameter): a name that is found is marked through it
void Scope::add(std::string name, Type type, std::size_t slot, bool* is_used) {
  levels_.back().locals.push_back({NameForm::of(std::move(name)), std::move(type), slot, std::nullopt, is_used});
}

std::vector<std::string> Scope::all() const {
  std::vector<std::string> names;
  for (const auto& level : levels_)
    for (const auto& local : level.locals) names.push_back(local.form.name);
  for (const auto& variable : variables_) names.push_back(variable.form.name);
  for (const auto& builtin : all_builtins()) names.emplace_back(builtin.name);
  return names;
}

} // namespace handrail::feel
