// The parser's lower half: literals, brackets, names, and the constructs that begin with a word.
#include "core/text.h"
#include "feel/check.h"
#include "feel/parser_state.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::feel {

// ---- tokens and problems -----------------------------------------------------------------------------------------

Parser::Parser(std::string_view source, const Names& names, Checking checking, const Type& input)
    : lexed_(tokens_of(source)), source_(source), checking_(checking), input_(input), scope_(names) {}

Parsed Parser::run(Mode mode) && {
  Parsed parsed;
  parsed.problems = lexed_.problems;
  if (!parsed.problems.empty()) return parsed;
  try {
    parsed.root = mode == Mode::unary_tests ? unary_tests(input_) : expression();
    if (next().kind != Token::Kind::end)
      fail(span_of_next(), fmt::format("“{}” does not belong here", text::shortened(next().source, 40)),
           "an operator is missing before it, or something too many");
    parsed.problems = std::move(problems_);
  } catch (const Breach& breach) {
    parsed.root = nullptr;
    parsed.problems = {breach.problem};
  }
  parsed.slots = slots_;
  std::sort(paths_.begin(), paths_.end());
  paths_.erase(std::unique(paths_.begin(), paths_.end()), paths_.end());
  parsed.paths_read = std::move(paths_);
  return parsed;
}

bool Parser::take(std::string_view written) {
  if (!next().is(written)) return false;
  ++at_;
  return true;
}

void Parser::expect(std::string_view written, std::string_view purpose) {
  if (take(written)) return;
  const std::string found =
      next().kind == Token::Kind::end ? "the end" : fmt::format("“{}”", text::shortened(next().source, 40));
  fail(span_of_next(), fmt::format("“{}” is missing before {}", written, found),
       purpose.empty() ? "" : fmt::format("write {} {}", written, purpose));
}

Span Parser::span_from(std::size_t first_token) const {
  const Token& first = tokens_[first_token];
  const std::size_t end = at_ > first_token ? tokens_[at_ - 1].end() : first.end();
  return {first.offset, end - first.offset};
}

std::string Parser::text_between(std::size_t first_token, std::size_t last_token) const {
  std::string name;
  for (std::size_t i = first_token; i < last_token; ++i) {
    if (i > first_token && tokens_[i].space_before) name += ' ';
    name += tokens_[i].source;
  }
  return name;
}

void Parser::fail(Span at, std::string message, std::string hint) const {
  throw Breach{{at.offset, at.length, std::move(message), std::move(hint)}};
}

void Parser::fail_too_deep() const {
  fail(span_of_next(),
       fmt::format("brackets and operators can stand {} deep within each other at most", limits::nesting_depth),
       "make the expression simpler");
}

void Parser::report(std::optional<Problem> problem) {
  if (problem && checking_ == Checking::strict && problems_.size() < limits::problems)
    problems_.push_back(std::move(*problem));
}

std::size_t Parser::new_slot() {
  slots_ = std::max(slots_, next_slot_ + 1);
  return next_slot_++;
}

// ---- literals ----------------------------------------------------------------------------------------------------

NodePtr Parser::primary() {
  const Token& token = next();
  switch (token.kind) {
    case Token::Kind::number: return number();
    case Token::Kind::text: return text();
    case Token::Kind::word: return word();
    case Token::Kind::sign:
      if (token.is("(")) return brackets();
      if (token.is("[") || token.is("]")) return list_or_range();
      if (token.is("{")) return context();
      if (token.is("@")) return at_literal();
      break;
    case Token::Kind::end: break;
  }
  fail(span_of_next(), token.kind == Token::Kind::end ? "something is missing at the end"
                                                      : fmt::format("a value is missing before “{}”", token.source));
}

NodePtr Parser::number() {
  const std::size_t start = at_++;
  const auto value = Decimal::parse(tokens_[start].source);
  const Span at = span_from(start);
  if (value) return made<LiteralNode>(at, Type::number(), Value::number(*value));
  const std::string message = "this number is too large to be held";
  report(Problem{at.offset, at.length, message, ""});
  return made<FailureNode>(at, message);
}

NodePtr Parser::text() {
  const std::size_t start = at_++;
  const std::string& content = tokens_[start].text;
  return made<LiteralNode>(span_from(start), Type::one_of({content}), Value::string(content));
}

NodePtr Parser::at_literal() {
  const std::size_t start = at_++;
  if (next().kind != Token::Kind::text)
    fail(span_of_next(), "a text in quotes must follow the @", "write @\"2026-03-27\"");
  const std::string& content = tokens_[at_++].text;
  const Span at = span_from(start);
  if (const auto date = parse_date(content)) return made<LiteralNode>(at, Type::date(), Value::date(*date));
  if (const auto moment = parse_date_time(content))
    return made<LiteralNode>(at, Type::date_and_time(), Value::date_and_time(*moment));
  if (const auto time = parse_time(content)) return made<LiteralNode>(at, Type::time(), Value::time(*time));
  if (const auto span = parse_day_time_duration(content))
    return made<LiteralNode>(at, Type::days_and_time_duration(), Value::duration(*span));
  if (const auto span = parse_year_month_duration(content))
    return made<LiteralNode>(at, Type::years_and_months_duration(), Value::duration(*span));
  const std::string message = fmt::format("“{}” is no date, time or duration", text::shortened(content, 60));
  const std::string hint =
      "write it like @\"2026-03-27\", @\"09:05:00\", @\"2026-03-27T09:05:00Z\", @\"P3D\" or @\"P1Y\"";
  report(Problem{at.offset, at.length, message, hint});
  return made<FailureNode>(at, message, hint);
}

// ---- brackets ----------------------------------------------------------------------------------------------------

/// `(expression)`, `(1..5]`, `(< 5)`.
NodePtr Parser::brackets() {
  const std::size_t start = at_++;
  if (const auto operation = comparison_sign()) {
    NodePtr end = sum();
    expect(")", "to close the bracket");
    const Span at = span_from(start);
    Type type = Type::range(end->type);
    switch (*operation) {
      case Comparison::equal: return RangeNode::point(at, std::move(end));
      case Comparison::not_equal: fail(at, "“!=” can only stand behind “in”");
      case Comparison::less:
      case Comparison::at_most:
        return made<RangeNode>(at, std::move(type), nullptr, std::move(end), false, *operation == Comparison::at_most);
      case Comparison::greater:
      case Comparison::at_least:
        return made<RangeNode>(at, std::move(type), std::move(end), nullptr, *operation == Comparison::at_least, false);
    }
  }
  NodePtr inner = expression();
  if (take("..")) return range(start, std::move(inner), false);
  expect(")", "to close the bracket");
  return inner;
}

NodePtr Parser::range(std::size_t start, NodePtr from, bool start_included) {
  NodePtr to = expression();
  const bool end_included = next().is("]");
  if (!take("]") && !take(")")) expect("[", "or ), or ] to include the end of the range");
  const Span at = span_from(start);
  report(check_comparison(at, Comparison::at_most, from->type, to->type));
  Type type = Type::range(either(from->type, to->type));
  return made<RangeNode>(at, std::move(type), std::move(from), std::move(to), start_included, end_included);
}

/// `[1, 2]`, `[1..5)`, `]1..5]`.
NodePtr Parser::list_or_range() {
  const std::size_t start = at_;
  const bool start_included = next().is("[");
  ++at_;
  std::vector<NodePtr> items;
  Type element = Type::null();
  while (!start_included || !next().is("]")) {
    if (!items.empty()) expect(",", "or ] to end the list");
    NodePtr item = expression();
    if (items.empty() && take("..")) return range(start, std::move(item), start_included);
    if (!start_included) expect("..", "and the end of the range");
    element = items.empty() ? item->type : either(element, item->type);
    items.push_back(std::move(item));
  }
  expect("]", "to end the list");
  Type type = items.empty() || element.kind() == Type::Kind::null ? Type::list() : Type::list(std::move(element));
  return made<ListNode>(span_from(start), std::move(type), std::move(items));
}

std::string Parser::context_key() {
  if (next().kind == Token::Kind::text) return tokens_[at_++].text;
  const std::size_t first = at_;
  while (!next().is(":")) {
    const bool part =
        next().is_word() || next().kind == Token::Kind::number ||
        (next().kind == Token::Kind::sign && std::string_view("./-'+**").find(next().source) != std::string_view::npos);
    if (!part) fail(span_of_next(), "a name and “:” are missing here", "an entry is written name: value");
    ++at_;
  }
  if (at_ == first) fail(span_of_next(), "a name is missing before “:”");
  return text_between(first, at_);
}

NodePtr Parser::context() {
  const std::size_t start = at_++;
  const std::size_t first_slot = next_slot_;
  std::vector<ContextNode::Entry> entries;
  std::vector<Type::Entry> types;
  std::optional<std::string> twice;
  scope_.push();
  while (!next().is("}")) {
    if (!entries.empty()) expect(",", "or } to end the context");
    ContextNode::Entry entry;
    const std::size_t key_token = at_;
    entry.name = context_key();
    for (const auto& other : entries)
      if (other.name == entry.name && !twice) {
        twice = fmt::format("“{}” is there twice", entry.name);
        const Span at = span_from(key_token);
        report(Problem{at.offset, at.length, *twice, "give each entry a name of its own"});
      }
    expect(":", "behind the name of the entry");
    entry.value = expression();
    entry.slot = new_slot();
    scope_.add(entry.name, entry.value->type, entry.slot);
    types.push_back({entry.name, entry.value->type});
    entries.push_back(std::move(entry));
  }
  scope_.pop();
  release_slots(first_slot);
  expect("}", "to end the context");
  if (twice) return made<FailureNode>(span_from(start), *twice);
  return made<ContextNode>(span_from(start), Type::context(std::move(types)), std::move(entries));
}

// ---- what begins with a word -------------------------------------------------------------------------------------

NodePtr Parser::word() {
  const std::size_t start = at_;
  if (scope_.find(tokens_, at_).tokens > 1) return name(); // a name may begin with "for" or "in"
  const auto literal = [&](Type type, Value value) {
    ++at_;
    return made<LiteralNode>(span_from(start), std::move(type), std::move(value));
  };
  if (next().is("null")) return literal(Type::null(), Value());
  if (next().is("true")) return literal(Type::boolean(), Value::boolean(true));
  if (next().is("false")) return literal(Type::boolean(), Value::boolean(false));
  if (next().is("if")) return if_then_else();
  if (next().is("for")) return for_return();
  if (next().is("some")) return quantified(false);
  if (next().is("every")) return quantified(true);
  if (next().is("function") && tokens_[at_ + 1].is("(")) return function();
  if (next().is("?")) {
    ++at_;
    ++input_reads_;
    return made<InputNode>(span_from(start), input_);
  }
  return name();
}

NodePtr Parser::if_then_else() {
  const std::size_t start = at_++;
  NodePtr condition = expression();
  report(check_boolean(condition->at, condition->type, "a condition"));
  expect("then", "and the value for when the condition holds");
  NodePtr then = expression();
  expect("else", "and the value for when the condition does not hold");
  NodePtr otherwise = expression();
  Type type = either(then->type, otherwise->type);
  return made<IfNode>(span_from(start), std::move(type), std::move(condition), std::move(then), std::move(otherwise));
}

/// `x in list, y in 1..5`: the names are in scope of what follows, until the caller pops them.
std::vector<Iteration> Parser::iterations() {
  std::vector<Iteration> all;
  do {
    const std::size_t first = at_;
    while (next().is_word() && !next().is("in")) ++at_;
    if (at_ == first) fail(span_of_next(), "a name is missing here", "write name in list");
    std::string variable = text_between(first, at_);
    expect("in", "and the list to go through");
    Iteration iteration;
    iteration.domain = expression();
    Type item = iteration.domain->type;
    if (take("..")) {
      iteration.end = expression();
    } else if (item.kind() == Type::Kind::list || item.kind() == Type::Kind::range) {
      item = item.element();
    }
    iteration.slot = new_slot();
    scope_.add(std::move(variable), std::move(item), iteration.slot);
    all.push_back(std::move(iteration));
  } while (take(","));
  return all;
}

NodePtr Parser::for_return() {
  const std::size_t start = at_++;
  const std::size_t first_slot = next_slot_;
  bool reads_partial = false;
  scope_.push();
  auto loops = iterations();
  const std::size_t partial_slot = new_slot();
  scope_.push();
  scope_.add("partial", Type::list(), partial_slot, &reads_partial);
  expect("return", "and what each round gives");
  NodePtr body = expression();
  scope_.pop();
  scope_.pop();
  release_slots(first_slot);
  Type type = Type::list(body->type);
  return made<ForNode>(span_from(start), std::move(type), std::move(loops), std::move(body),
                       reads_partial ? std::optional(partial_slot) : std::nullopt);
}

NodePtr Parser::quantified(bool is_every) {
  const std::size_t start = at_++;
  const std::size_t first_slot = next_slot_;
  scope_.push();
  auto loops = iterations();
  expect("satisfies", "and the condition");
  NodePtr condition = expression();
  report(check_boolean(condition->at, condition->type, "what follows “satisfies”"));
  scope_.pop();
  release_slots(first_slot);
  return made<QuantifiedNode>(span_from(start), is_every, std::move(loops), std::move(condition));
}

NodePtr Parser::function() {
  const std::size_t start = at_;
  at_ += 2;
  const std::size_t first_slot = next_slot_;
  const std::size_t slots_outside = std::exchange(slots_, next_slot_);
  std::vector<Type::Parameter> parameters;
  scope_.push();
  while (!next().is(")")) {
    if (!parameters.empty()) expect(",", "or ) to end the parameters");
    const std::size_t first = at_;
    while (next().is_word()) ++at_;
    if (at_ == first) fail(span_of_next(), "the name of a parameter is missing here");
    std::string parameter = text_between(first, at_);
    Type type = take(":") ? type_name() : Type::any();
    scope_.add(parameter, type, new_slot());
    parameters.push_back({std::move(parameter), std::move(type)});
  }
  expect(")", "to end the parameters");
  if (next().is("external")) fail(span_of_next(), "functions of other languages cannot be called");
  NodePtr body = expression();
  scope_.pop();
  const std::size_t slots = std::exchange(slots_, slots_outside);
  release_slots(first_slot);
  Type type = Type::function(parameters, body->type);
  return made<FunctionNode>(span_from(start), std::move(type), std::move(parameters), first_slot, slots,
                            std::move(body));
}

// ---- names and types ---------------------------------------------------------------------------------------------

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
