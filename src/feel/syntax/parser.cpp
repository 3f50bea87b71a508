#include "feel/syntax/parser.h"

#include "core/text.h"
#include "feel/syntax/check.h"
#include "feel/syntax/parser_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace handrail::feel {

// ---- operators, from the weakest to the strongest ----------------------------------------------------------------

NodePtr Parser::expression() {
  const Nesting nesting(*this);
  return logic(false);
}

/// `a or b or c` when `is_and` is false, `a and b and c` below it.
NodePtr Parser::logic(bool is_and) {
  const std::string_view word = is_and ? "and" : "or";
  const std::size_t start = at_;
  std::vector<NodePtr> operands;
  do operands.push_back(is_and ? comparison() : logic(true));
  while (take(word));
  if (operands.size() == 1) return std::move(operands.front());
  for (const auto& operand : operands)
    report(check_boolean(operand->at, operand->type, fmt::format("each side of “{}”", word)));
  return made<LogicNode>(span_from(start), is_and, std::move(operands));
}

std::optional<Comparison> Parser::comparison_sign() {
  constexpr std::pair<std::string_view, Comparison> signs[] = {
      {"=", Comparison::equal},    {"!=", Comparison::not_equal}, {"<", Comparison::less},
      {"<=", Comparison::at_most}, {">", Comparison::greater},    {">=", Comparison::at_least}};
  for (const auto& [sign, operation] : signs)
    if (next().kind == Token::Kind::sign && take(sign)) return operation;
  return std::nullopt;
}

namespace {

/// The type for comparing a literal with literals: of `"a" = "b"` everybody sees that it is false, so it is no mistake.
Type among_literals(const Node& node) {
  const bool is_text = node.is_constant() && node.type.kind() == Type::Kind::string;
  return is_text ? Type::string() : node.type;
}

} // namespace

NodePtr Parser::comparison() {
  const std::size_t start = at_;
  NodePtr left = sum();
  while (true) {
    if (const auto operation = comparison_sign()) {
      NodePtr right = sum();
      const Type compared = right->is_constant() ? among_literals(*left) : left->type;
      report(check_comparison(span_from(start), *operation, compared, right->type));
      left = made<ComparisonNode>(span_from(start), *operation, std::move(left), std::move(right));
    } else if (take("between")) {
      NodePtr low = sum();
      expect("and", "between … and …");
      NodePtr high = sum();
      for (const auto* end : {low.get(), high.get()})
        report(check_comparison(end->at, Comparison::at_least, left->type, end->type));
      left = made<BetweenNode>(span_from(start), std::move(left), std::move(low), std::move(high));
    } else if (take("in")) {
      left = in(start, std::move(left));
    } else {
      return left;
    }
  }
}

NodePtr Parser::arithmetic(std::size_t start, Arithmetic operation, NodePtr left, NodePtr right) {
  const Span at = span_from(start);
  report(check_arithmetic(at, operation, left->type, right->type));
  Type type = type_of_result(operation, left->type, right->type).value_or(Type::any());
  return made<ArithmeticNode>(at, std::move(type), operation, std::move(left), std::move(right));
}

NodePtr Parser::sum() {
  const std::size_t start = at_;
  NodePtr left = product();
  while (next().is("+") || next().is("-")) {
    const auto operation = take("+") ? Arithmetic::add : (take("-"), Arithmetic::subtract);
    NodePtr right = product();
    left = arithmetic(start, operation, std::move(left), std::move(right));
  }
  return left;
}

NodePtr Parser::product() {
  const std::size_t start = at_;
  NodePtr left = power();
  while (next().is("*") || next().is("/")) {
    const auto operation = take("*") ? Arithmetic::multiply : (take("/"), Arithmetic::divide);
    NodePtr right = power();
    left = arithmetic(start, operation, std::move(left), std::move(right));
  }
  return left;
}

NodePtr Parser::power() {
  const std::size_t start = at_;
  NodePtr left = negation();
  while (take("**")) {
    NodePtr right = negation();
    left = arithmetic(start, Arithmetic::power, std::move(left), std::move(right));
  }
  return left;
}

NodePtr Parser::negation() {
  const Nesting nesting(*this);
  const std::size_t start = at_;
  NodePtr operand;
  if (take("-")) {
    operand = negation();
    Type type = operand->type;
    report(check_arithmetic(span_from(start), Arithmetic::subtract, type, type));
    operand = made<NegationNode>(span_from(start), std::move(type), std::move(operand));
  } else {
    operand = postfix();
  }
  while (next().is("instance") && tokens_[at_ + 1].is("of")) {
    at_ += 2;
    const Type wanted = type_name();
    operand = made<InstanceOfNode>(span_from(start), std::move(operand), wanted);
  }
  return operand;
}

// ---- what follows a value: paths, filters, calls -----------------------------------------------------------------

NodePtr Parser::postfix() {
  const std::size_t start = at_;
  NodePtr node = primary();
  std::optional<std::size_t> path; // only a name begins one
  if (dynamic_cast<const VariableNode*>(node.get()) != nullptr) path = last_path_;
  while (true) {
    if (take(".")) {
      node = path_step(start, std::move(node), path);
    } else if (next().is("[") && !is_end_of_range()) {
      path.reset();
      node = filter(start, std::move(node));
    } else if (next().is("(")) {
      path.reset();
      node = call(start, std::move(node), nullptr, "");
    } else {
      return node;
    }
  }
}

/// In `[1..10[` the last bracket ends the range: no filter can begin with what stands behind it.
bool Parser::is_end_of_range() const {
  const Token& behind = tokens_[at_ + 1];
  const bool begins_value = behind.kind == Token::Kind::sign
                                ? behind.is("(") || behind.is("[") || behind.is("{") || behind.is("@") || behind.is("-")
                                : behind.kind != Token::Kind::end;
  constexpr std::array<std::string_view, 9> operators{"and",  "or",     "in",        "between", "then",
                                                      "else", "return", "satisfies", "instance"};
  return open_ranges_ > 0 &&
         (!begins_value || std::find(operators.begin(), operators.end(), behind.source) != operators.end());
}

NodePtr Parser::path_step(std::size_t start, NodePtr base, std::optional<std::size_t> path) {
  Type owner = base->type.kind() == Type::Kind::list ? base->type.element() : base->type;
  const bool is_open = owner.is_any() || owner.kind() == Type::Kind::null ||
                       (owner.kind() == Type::Kind::context && !owner.is_detailed());
  const auto& known = owner.kind() == Type::Kind::context ? owner.entries() : properties_of(owner.kind());
  std::size_t position = 0, tokens = 0;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const auto length = NameForm::of(known[i].name).length_at(tokens_, at_);
    if (length > tokens) tokens = length, position = i;
  }
  const std::size_t first = at_;
  Type type;
  std::string name;
  if (tokens != 0) {
    at_ += tokens;
    name = known[position].name;
    type = known[position].type;
    if (type.kind() == Type::Kind::null) type = Type::any();
  } else {
    name = unknown_name(is_open);
    report(check_entry(span_from(first), base->type, name));
  }
  if (path) paths_[*path] += "." + name;
  if (base->type.kind() == Type::Kind::list) type = Type::list(std::move(type));
  return made<PathNode>(span_from(start), std::move(type), std::move(base), std::move(name), position);
}

NodePtr Parser::filter(std::size_t start, NodePtr list) {
  expect("[", "");
  const Type item = list->type.kind() == Type::Kind::list ? list->type.element() : list->type;
  const std::size_t slot = new_slot();
  new_slot(); // the one behind an item's has all the items
  scope_.push_item(slot, item);
  NodePtr condition = expression();
  scope_.pop_item();
  release_slots(slot);
  expect("]", "to close the filter");
  Type type;
  if (condition->type.kind() == Type::Kind::number)
    type = item;
  else if (condition->type.kind() == Type::Kind::boolean)
    type = Type::list(item);
  else if (!condition->type.is_any())
    report(check_boolean(condition->at, condition->type, "a filter"));
  return made<FilterNode>(span_from(start), std::move(type), std::move(list), std::move(condition), slot);
}

/// Does a named argument begin here: words and then a colon?
bool Parser::is_named_argument() const {
  std::size_t ahead = at_;
  while (tokens_[ahead].is_word()) ++ahead;
  return ahead > at_ && tokens_[ahead].is(":");
}

NodePtr Parser::call(std::size_t start, NodePtr callee, const Builtin* builtin, const std::string& name) {
  expect("(", "");
  std::vector<Argument> arguments;
  std::vector<std::pair<std::string, Type>> types;
  bool some_named = false, some_not = false;
  while (!next().is(")")) {
    if (!arguments.empty()) expect(",", "or ) to end the arguments");
    Argument argument;
    if (is_named_argument()) {
      const std::size_t first = at_;
      while (!next().is(":")) ++at_;
      argument.name = text_between(first, at_);
      expect(":", "");
    }
    (argument.name.empty() ? some_not : some_named) = true;
    argument.value = expression();
    types.emplace_back(argument.name, argument.value->type);
    arguments.push_back(std::move(argument));
  }
  expect(")", "to end the arguments");
  const Span at = span_from(start);
  if (some_named && some_not) fail(at, "arguments have either all names or none");
  Type type;
  if (builtin != nullptr) {
    type = builtin->result;
    const std::string problem = mismatch(*builtin, types);
    if (!problem.empty())
      report(Problem{at.offset, at.length, problem,
                     fmt::format("write {}", signature_text(*builtin, meant_signature(*builtin, types.size())))});
  } else {
    type = callee->type.result();
    report(check_call(at, callee->type, name, types));
  }
  return made<CallNode>(at, std::move(type), builtin, std::move(callee), std::move(arguments));
}

// ---- tests -------------------------------------------------------------------------------------------------------

Test Parser::test(bool is_in_brackets, const Type& tested) {
  Test made_test;
  const std::size_t reads_before = input_reads_;
  made_test.operation = comparison_sign();
  made_test.value = made_test.operation || !is_in_brackets ? sum() : expression();
  made_test.reads_input = !made_test.operation && input_reads_ != reads_before;
  const Node& value = *made_test.value;
  if (made_test.operation)
    report(check_comparison(value.at, *made_test.operation, tested, value.type));
  else if (!made_test.reads_input)
    report(check_match(value.at, tested, value.type));
  return made_test;
}

/// What stands behind `in`: one test, or several in brackets.
NodePtr Parser::in(std::size_t start, NodePtr value) {
  std::vector<Test> tests;
  const Type tested = among_literals(*value);
  if (!next().is("(")) {
    tests.push_back(test(false, tested));
    return made<InNode>(span_from(start), std::move(value), std::move(tests), false);
  }
  const std::size_t bracket = at_;
  ++at_;
  tests.push_back(test(true, tested));
  if (!tests.front().operation && take("..")) {
    tests.front().value = range(bracket, std::move(tests.front().value), false);
  } else {
    while (take(",")) tests.push_back(test(true, tested));
    expect(")", "to end the tests");
  }
  return made<InNode>(span_from(start), std::move(value), std::move(tests), false);
}

NodePtr Parser::unary_tests(const Type& input) {
  const std::size_t start = at_;
  if (next().kind == Token::Kind::end || (next().is("-") && tokens_[at_ + 1].kind == Token::Kind::end)) {
    if (take("-")) return made<InNode>(span_from(start), nullptr, std::vector<Test>{}, false);
    return made<InNode>(Span{}, nullptr, std::vector<Test>{}, false);
  }
  const bool is_negated = is_negated_as_a_whole();
  if (is_negated) at_ += 2;
  std::vector<Test> tests;
  do tests.push_back(test(true, input));
  while (take(","));
  if (is_negated) expect(")", "to end not(…)");
  return made<InNode>(span_from(start), nullptr, std::move(tests), is_negated);
}

/// Is it `not(…)` from the first word to the last bracket?
bool Parser::is_negated_as_a_whole() const {
  if (!next().is("not") || !tokens_[at_ + 1].is("(")) return false;
  int open = 0;
  for (std::size_t i = at_ + 1; i + 1 < tokens_.size(); ++i) {
    if (tokens_[i].is("(")) ++open;
    if (tokens_[i].is(")") && --open == 0) return i + 2 == tokens_.size();
  }
  return false;
}

Parsed parse(std::string_view source, const Names& names, Mode mode, Checking checking, const Type& input) {
  return Parser(source, names, checking, input).run(mode);
}

} // namespace handrail::feel
