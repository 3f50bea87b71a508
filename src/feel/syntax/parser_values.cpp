// The parser's lower half: literals, brackets, and the constructs that begin with a word.
#include "core/text.h"
#include "feel/syntax/check.h"
#include "feel/syntax/parser_state.h"

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
  const std::string hint = R"(write it like @"2026-03-27", @"09:05:00", @"2026-03-27T09:05:00Z", @"P3D" or @"P1Y")";
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
  ++open_ranges_;
  NodePtr to = expression();
  --open_ranges_;
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

} // namespace handrail::feel
