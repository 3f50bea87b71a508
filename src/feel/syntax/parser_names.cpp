// The parser's part that reads names and types.
#include "core/text.h"
#include "feel/syntax/parser_state.h"

#include <fmt/format.h>

namespace handrail::feel {

NodePtr Parser::name() {
  const std::size_t start = at_;
  Scope::Found found = scope_.find(tokens_, at_);
  if (found.what == Scope::Found::What::nothing) return unknown(start, found.open_items);
  at_ += found.tokens;
  if (found.type.kind() == Type::Kind::null) found.type = Type::any();
  if (found.what == Scope::Found::What::builtin && next().is("("))
    return call(start, nullptr, found.builtin, found.name);
  auto open_items = found.open_items;
  std::string word = found.name;
  NodePtr node = named(start, std::move(found));
  if (open_items.empty()) return node;
  return made<ItemEntryNode>(span_from(start), std::move(word), std::move(open_items), std::move(node));
}

NodePtr Parser::named(std::size_t start, Scope::Found found) {
  const Span at = span_from(start);
  switch (found.what) {
    case Scope::Found::What::variable:
      last_path_ = paths_.size();
      paths_.push_back(found.name);
      return made<VariableNode>(at, std::move(found.type), std::move(found.name), found.position);
    case Scope::Found::What::local: return made<LocalNode>(at, std::move(found.type), found.slot);
    case Scope::Found::What::item_entry:
      return made<PathNode>(at, std::move(found.type), made<LocalNode>(at, Type::any(), found.slot),
                            std::move(found.name), found.position);
    case Scope::Found::What::builtin: return made<LiteralNode>(at, Type::function(), function_of(*found.builtin));
    case Scope::Found::What::nothing: break;
  }
  fail(at, "a name is missing here");
}

/// Words up to a keyword: how a name that nothing is known of is read.
std::string Parser::unknown_name(bool may_have_spaces) {
  const std::size_t first = at_;
  if (!next().is_word()) fail(span_of_next(), "a name is missing here");
  ++at_;
  while (may_have_spaces && next().is_word() && !is_keyword(next().source)) ++at_;
  return text_between(first, at_);
}

NodePtr Parser::unknown(std::size_t start, const std::vector<std::size_t>& open_items) {
  if (is_keyword(next().source)) fail(span_of_next(), fmt::format("a value is missing before “{}”", next().source));
  std::string word = unknown_name(true);
  const Span at = span_from(start);
  if (!open_items.empty()) return made<ItemEntryNode>(at, std::move(word), open_items, nullptr);
  const std::string message = fmt::format("there is nothing called “{}” here", text::shortened(word, 60));
  const auto all = scope_.all();
  const auto meant = text::did_you_mean(word, all);
  const std::string hint = meant.empty() ? "" : fmt::format("did you mean “{}”?", meant);
  report(Problem{at.offset, at.length, message, hint});
  return made<FailureNode>(at, message, hint);
}

Type Parser::type_name() {
  const Nesting nesting(*this);
  const std::size_t start = at_;
  const auto in_angles = [&] {
    expect("<", "");
    Type type = type_name();
    expect(">", "to end the type");
    return type;
  };
  if (next().is("list")) return ++at_, next().is("<") ? Type::list(in_angles()) : Type::list();
  if (next().is("range")) return ++at_, next().is("<") ? Type::range(in_angles()) : Type::range();
  if (next().is("function")) return ++at_, next().is("<") ? function_type() : Type::function();
  if (next().is("context")) {
    ++at_;
    if (!take("<")) return Type::context();
    std::vector<Type::Entry> entries;
    while (!next().is(">")) {
      if (!entries.empty()) expect(",", "or > to end the type");
      std::string entry = context_key();
      expect(":", "and the type of the entry");
      entries.push_back({std::move(entry), type_name()});
    }
    expect(">", "to end the type");
    return Type::context(std::move(entries));
  }
  static const std::vector<std::pair<NameForm, Type>> plain = [] {
    std::vector<std::pair<NameForm, Type>> all{{NameForm::of("Any"), Type::any()},
                                               {NameForm::of("Null"), Type::null()}};
    for (const Type& type : {Type::boolean(), Type::number(), Type::string(), Type::date(), Type::time(),
                             Type::date_and_time(), Type::days_and_time_duration(), Type::years_and_months_duration()})
      all.emplace_back(NameForm::of(type.to_text()), type);
    all.emplace_back(NameForm::of("day and time duration"), Type::days_and_time_duration());
    all.emplace_back(NameForm::of("year and month duration"), Type::years_and_months_duration());
    all.emplace_back(NameForm::of("dateTime"), Type::date_and_time());
    return all;
  }();
  std::size_t longest = 0;
  Type type;
  for (const auto& [form, meant] : plain)
    if (const auto length = form.length_at(tokens_, at_); length > longest) longest = length, type = meant;
  if (longest == 0)
    fail(span_of_next(), fmt::format("“{}” is not a type", text::shortened(next().source, 40)),
         "types are Any, boolean, number, string, date, time, date and time, list<…>, context<…>, range<…>, …");
  at_ = start + longest;
  return type;
}

Type Parser::function_type() {
  expect("<", "");
  std::vector<Type::Parameter> parameters;
  while (!next().is(">") && !next().is("->")) {
    if (!parameters.empty()) expect(",", "or > to end the parameters");
    parameters.push_back({"", type_name()});
  }
  expect(">", "to end the parameters");
  expect("->", "and the type of the result");
  return Type::function(std::move(parameters), type_name());
}

} // namespace handrail::feel
