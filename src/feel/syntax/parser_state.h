// The parser's inside, shared by its parts: operators (parser.cpp), values (parser_values.cpp), names
// (parser_names.cpp).
#pragma once

#include "feel/evaluation/call_nodes.h"
#include "feel/evaluation/list_nodes.h"
#include "feel/evaluation/operator_nodes.h"
#include "feel/evaluation/value_nodes.h"
#include "feel/limits.h"
#include "feel/syntax/lexer.h"
#include "feel/syntax/parser.h"
#include "feel/syntax/scope.h"
#include "feel/value/arithmetic.h"
#include "feel/value/properties.h"

#include <optional>
#include <utility>

namespace handrail::feel {

class Parser {
public:
  Parser(std::string_view source, const Names& names, Checking checking, const Type& input);
  Parsed run(Mode mode) &&;

private:
  /// Thrown at a breach of the grammar, caught in run(): what follows could only mislead.
  struct Breach {
    Problem problem;
  };
  /// Counts how deep the parser itself has gone.
  class Nesting {
  public:
    explicit Nesting(Parser& parser) : parser_(parser) {
      if (++parser_.nesting_ > 2 * limits::nesting_depth) parser_.fail_too_deep();
    }
    ~Nesting() { --parser_.nesting_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

  private:
    Parser& parser_;
  };

  // Tokens
  const Token& next() const { return tokens_[at_]; }
  bool take(std::string_view written);
  /// Takes the sign or word, or fails: `purpose` says what it would be there for.
  void expect(std::string_view written, std::string_view purpose);
  Span span_from(std::size_t first_token) const;
  Span span_of_next() const { return {next().offset, std::max<std::size_t>(next().length, 1)}; }
  /// The words between two tokens as a name: single spaces.
  std::string text_between(std::size_t first_token, std::size_t last_token) const;
  [[noreturn]] void fail(Span at, std::string message, std::string hint = "") const;
  [[noreturn]] void fail_too_deep() const;
  /// A problem that is one only under strict checking.
  void report(std::optional<Problem> problem);

  template <class Made, class... Arguments>
  NodePtr made(Arguments&&... arguments) {
    auto node = std::make_unique<Made>(std::forward<Arguments>(arguments)...);
    if (node->depth > limits::nesting_depth) fail_too_deep();
    return node;
  }

  // Slots of locals
  std::size_t new_slot();
  void release_slots(std::size_t first) { next_slot_ = first; }

  // Operators
  NodePtr expression();
  NodePtr logic(bool is_and);
  std::optional<Comparison> comparison_sign();
  NodePtr comparison();
  NodePtr arithmetic(std::size_t start, Arithmetic operation, NodePtr left, NodePtr right);
  NodePtr sum();
  NodePtr product();
  NodePtr power();
  NodePtr negation();
  NodePtr postfix();
  NodePtr path_step(std::size_t start, NodePtr base, std::optional<std::size_t> path);
  NodePtr filter(std::size_t start, NodePtr list);
  bool is_end_of_range() const;
  bool is_named_argument() const;
  NodePtr call(std::size_t start, NodePtr callee, const Builtin* builtin, const std::string& name);
  NodePtr in(std::size_t start, NodePtr value);
  Test test(bool is_in_brackets, const Type& tested);
  NodePtr unary_tests(const Type& input);
  bool is_negated_as_a_whole() const;

  // Values
  NodePtr primary();
  NodePtr word();
  NodePtr number();
  NodePtr text();
  NodePtr at_literal();
  NodePtr brackets();
  NodePtr list_or_range();
  /// From behind the `..` on; `start` is the token of the opening bracket.
  NodePtr range(std::size_t start, NodePtr from, bool start_included);
  NodePtr context();
  std::string context_key();
  NodePtr if_then_else();
  NodePtr for_return();
  NodePtr quantified(bool is_every);
  std::vector<Iteration> iterations();
  NodePtr function();
  NodePtr name();
  NodePtr named(std::size_t start, Scope::Found found);
  std::string unknown_name(bool may_have_spaces);
  NodePtr unknown(std::size_t start, const std::vector<std::size_t>& open_items);
  Type type_name();
  Type function_type();

  Tokens lexed_;
  const std::vector<Token>& tokens_ = lexed_.all;
  std::size_t at_ = 0;
  std::string_view source_;
  Checking checking_;
  Type input_;
  Scope scope_;
  std::vector<Problem> problems_;
  std::vector<std::string> paths_;
  std::optional<std::size_t> last_path_; ///< where the last name that was read stands in paths_
  std::size_t next_slot_ = 0;
  std::size_t slots_ = 0;
  std::size_t input_reads_ = 0;
  int open_ranges_ = 0; ///< ranges whose end is being read
  int nesting_ = 0;
};

} // namespace handrail::feel
