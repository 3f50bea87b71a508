// Evaluation of function literals and of calls: of the language's functions, the host's, and the expression's own.
#include "feel/evaluation/call_nodes.h"
#include "feel/evaluation/expression.h"
#include "feel/functions/builtin.h"
#include "feel/names.h"
#include "feel/value/compare.h"

#include "core/text.h"

#include <fmt/format.h>

namespace handrail::feel {

namespace {

/// The value as a parameter of that type takes it: a list of one for its item, an item for a list of it.
std::optional<Value> coerced(const Value& value, const Type& type) {
  if (value.is_null() || is_instance(value, type)) return value;
  if (type.kind() == Type::Kind::list && is_instance(value, type.element())) return Value::list({value});
  if (value.is_list() && value.as_list().size() == 1 && is_instance(value.as_list().front(), type))
    return value.as_list().front();
  if (type.kind() == Type::Kind::date_and_time && value.kind() == Value::Kind::date)
    return Value::date_and_time({value.as_calendar_date(), {0, Zone{0, ""}}});
  return std::nullopt;
}

std::string name_of(const Function& function) { return function.name.empty() ? "this function" : function.name; }

/// Named arguments in the order of the parameters. False when one is missing or unknown; it is reported.
bool put_in_order(Run& run, Span at, const Function& function, const std::vector<std::string_view>& names,
                  std::vector<Value>& values) {
  if (values.size() != function.parameters.size()) {
    run.fail(at, fmt::format("{} takes {} argument{}, and here are {}", name_of(function), function.parameters.size(),
                             function.parameters.size() == 1 ? "" : "s", values.size()));
    return false;
  }
  if (names.empty() || names.front().empty()) return true;
  std::vector<Value> ordered;
  for (const auto& parameter : function.parameters) {
    const auto found = std::find(names.begin(), names.end(), parameter.name);
    if (found == names.end()) {
      run.fail(at, fmt::format("{} needs “{}”", name_of(function), parameter.name));
      return false;
    }
    ordered.push_back(values[static_cast<std::size_t>(found - names.begin())]);
  }
  values = std::move(ordered);
  return true;
}

Value call_closure(Run& run, Span at, const Closure& closure, std::vector<Value> arguments) {
  if (!run.enter(at)) {
    run.leave();
    return {};
  }
  run.set_call(at);
  std::vector<Value> locals = closure.locals;
  locals.resize(closure.node->slots());
  std::move(arguments.begin(), arguments.end(),
            locals.begin() + static_cast<std::ptrdiff_t>(closure.node->first_slot()));
  Value result;
  {
    const Run::Frame frame(run, *closure.expression, closure.variables, std::move(locals));
    result = closure.node->body().value(run);
  }
  run.leave();
  return result;
}

} // namespace

Value call(Run& run, Span at, const Function& function, std::vector<Value> arguments) {
  if (function.builtin != nullptr) {
    std::vector<GivenArgument> given;
    given.reserve(arguments.size());
    for (auto& argument : arguments) given.push_back({"", std::move(argument)});
    return call_builtin(run, at, *function.builtin, std::move(given));
  }
  if (!put_in_order(run, at, function, {}, arguments)) return {};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& parameter = function.parameters[i];
    auto fitting = coerced(arguments[i], parameter.type);
    if (!fitting) {
      const Type given = type_of(arguments[i]);
      const bool alike = given.kind() == parameter.type.kind(); // then what is within them differs
      return run.fail(
          at, fmt::format(
                  "{} needs {} as “{}”, and this is {}", name_of(function),
                  alike ? text::shortened(parameter.type.to_text(), 60) : std::string(kind_text(parameter.type.kind())),
                  parameter.name, alike ? text::shortened(given.to_text(), 60) : std::string(kind_text(given.kind()))));
    }
    arguments[i] = std::move(*fitting);
  }
  if (function.closure) return call_closure(run, at, *function.closure, std::move(arguments));
  if (!run.spend(at)) return {};
  auto result = function.body(arguments, run.surroundings());
  if (!result) return run.fail(at, result.error().message, result.error().remedy);
  return std::move(*result);
}

Value FunctionNode::evaluate(Run& run) const {
  Function function;
  function.parameters = parameters_;
  function.result = body_->type;
  auto closure = std::make_shared<Closure>();
  closure->expression = run.expression().shared_from_this();
  closure->node = this;
  closure->variables = run.variables();
  closure->locals.assign(run.locals().begin(), run.locals().begin() + static_cast<std::ptrdiff_t>(first_slot_));
  std::uint32_t depth_of_locals = 0;
  for (const auto& local : closure->locals) depth_of_locals = std::max(depth_of_locals, local.depth());
  function.depth = depth_of_locals + 1;
  if (function.depth > limits::value_depth)
    return run.fail(at, fmt::format("functions can remember each other {} deep at most", limits::value_depth));
  if (!run.reserve(at, sizeof(Closure) + first_slot_ * sizeof(Value))) return {};
  function.closure = std::move(closure);
  return Value::function(std::move(function));
}

bool CallNode::is_constant() const {
  return builtin_ != nullptr && builtin_->name != "now" && builtin_->name != "today" &&
         std::all_of(arguments_.begin(), arguments_.end(), [](const Argument& a) { return a.value->is_constant(); });
}

Value CallNode::evaluate(Run& run) const {
  if (builtin_ != nullptr) {
    std::vector<GivenArgument> given;
    given.reserve(arguments_.size());
    for (const auto& argument : arguments_) given.push_back({argument.name, Operand(*argument.value, run).take()});
    return call_builtin(run, at, *builtin_, std::move(given));
  }
  const Operand callee(*callee_, run);
  if (!callee->is_function()) return run.fail(at, fmt::format("{} cannot be called", kind_text(*callee)));
  // A copy on purpose: what the arguments do may put another value where the callee lies.
  const Value keeps_it_alive = *callee; // NOLINT(performance-unnecessary-copy-initialization)
  const Function& function = keeps_it_alive.as_function();
  std::vector<std::string_view> names;
  std::vector<Value> values;
  for (const auto& argument : arguments_) {
    names.push_back(argument.name);
    values.push_back(Operand(*argument.value, run).take());
  }
  if (function.builtin != nullptr) {
    std::vector<GivenArgument> given;
    for (std::size_t i = 0; i < names.size(); ++i) given.push_back({names[i], std::move(values[i])});
    return call_builtin(run, at, *function.builtin, std::move(given));
  }
  if (!put_in_order(run, at, function, names, values)) return {};
  return call(run, at, function, std::move(values));
}

} // namespace handrail::feel
