#include "feel/evaluation/run.h"

#include <fmt/format.h>

namespace handrail::feel {

Value Run::fail(Span at, std::string message, std::string hint) {
  if (is_exhausted_ || problems_.size() >= limits::problems) return {};
  if (expression_ != outermost_) at = call_;
  problems_.push_back({at.offset, at.length, std::move(message), std::move(hint)});
  return {};
}

bool Run::reserve(Span at, std::size_t bytes) {
  if (bytes <= bytes_left_) {
    bytes_left_ -= bytes;
    return true;
  }
  return exhausted(at, "the expression needs too much memory");
}

bool Run::exhausted(Span at, std::string message) {
  fail(at, std::move(message), "make it simpler, or work on fewer items");
  is_exhausted_ = true;
  steps_left_ = 0;
  bytes_left_ = 0;
  return false;
}

Value Run::list(Span at, std::vector<Value> items) {
  if (items.size() > limits::list_items)
    return fail(at, fmt::format("a list can have {} items at most", limits::list_items));
  Value list = Value::list(std::move(items));
  if (list.depth() > limits::value_depth)
    return fail(at, fmt::format("lists can stand {} deep within each other at most", limits::value_depth));
  return list;
}

Value Run::context(Span at, std::vector<std::pair<std::string, Value>> entries) {
  if (entries.size() > limits::list_items)
    return fail(at, fmt::format("a context can have {} entries at most", limits::list_items));
  Value context = Value::context(std::move(entries));
  if (context.depth() > limits::value_depth)
    return fail(at, fmt::format("contexts can stand {} deep within each other at most", limits::value_depth));
  return context;
}

Value Run::string(Span at, std::string text) {
  if (text.size() > limits::string_bytes)
    return fail(at, fmt::format("a text can have {} bytes at most", limits::string_bytes));
  if (!reserve(at, text.size())) return {};
  return Value::string(std::move(text));
}

Run::Frame::Frame(Run& run, const Expression& expression, const Value& variables, std::vector<Value> locals)
    : run_(run), expression_(run.expression_), variables_(run.variables_), locals_(std::move(run.locals_)),
      trace_(run.trace_), outer_call_(run.call_) {
  if (&expression != run.outermost_) run.trace_ = nullptr; // its offsets would point into another text
  run.expression_ = &expression;
  run.variables_ = &variables;
  run.locals_ = std::move(locals);
}

Run::Frame::~Frame() {
  run_.expression_ = expression_;
  run_.variables_ = variables_;
  run_.locals_ = std::move(locals_);
  run_.trace_ = trace_;
  run_.call_ = outer_call_;
}

} // namespace handrail::feel
