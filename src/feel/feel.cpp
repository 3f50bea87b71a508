#include "feel/feel.h"

#include "core/text.h"
#include "feel/evaluation/expression.h"
#include "feel/limits.h"
#include "feel/syntax/parser.h"

#include <fmt/format.h>

namespace handrail::feel {

Compiled compile(std::string_view text, const Names& names, Mode mode, Checking checking, const Type& input) {
  if (text.size() > limits::source_bytes)
    return {nullptr,
            {{0, 1, fmt::format("an expression can have {} bytes at most", limits::source_bytes), "make it shorter"}},
            {}};
  if (!text::is_utf8(text)) return {nullptr, {{0, 1, "this is not UTF-8 text", "save it as UTF-8"}}, {}};
  auto expression = std::make_shared<Expression>();
  expression->source = text;
  Parsed parsed = parse(expression->source, names, mode, checking, input);
  if (!parsed.problems.empty() || parsed.root == nullptr) return {nullptr, std::move(parsed.problems), {}};
  expression->root = std::move(parsed.root);
  expression->slots = parsed.slots;
  expression->type = expression->root->type;
  expression->paths_read = std::move(parsed.paths_read);
  Type type = expression->type;
  return {std::move(expression), {}, std::move(type)};
}

Evaluation evaluate(const Expression& expression, const Value& variables, const Surroundings& surroundings,
                    const Value* input, std::vector<TraceStep>* trace) {
  Run run(expression, variables, surroundings, input, trace);
  run.set_locals(expression.slots);
  Value value = expression.root->value(run);
  return {std::move(value), run.take_problems()};
}

std::vector<std::string> paths_read(const Expression& expression) { return expression.paths_read; }

} // namespace handrail::feel
