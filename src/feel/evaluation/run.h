// One evaluation under way: the values in scope, the problems so far, and what is left of the limits.
#pragma once

#include "feel/feel.h"
#include "feel/limits.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace handrail::feel {

/// A stretch of the source, in bytes.
struct Span {
  std::size_t offset = 0;
  std::size_t length = 0;
};

class Run {
public:
  Run(const Expression& expression, const Value& variables, const Surroundings& surroundings, const Value* input,
      std::vector<TraceStep>* trace)
      : expression_(&expression), variables_(&variables), input_(input), surroundings_(surroundings), trace_(trace) {}

  const Surroundings& surroundings() const { return surroundings_; }
  const Expression& expression() const { return *expression_; }
  const Value& variables() const { return *variables_; }
  const Value* input() const { return input_; }
  Value& local(std::size_t slot) { return locals_[slot]; }
  const std::vector<Value>& locals() const { return locals_; }
  bool is_traced() const { return trace_ != nullptr; }

  /// Reports, and gives the null that stands for the failure.
  Value fail(Span at, std::string message, std::string hint = "");
  /// Counts work. False when the limit is reached: whoever loops must stop then.
  bool spend(Span at, std::uint64_t steps = 1) {
    if (steps <= steps_left_) {
      steps_left_ -= steps;
      return true;
    }
    return exhausted(at, "the expression takes too many steps");
  }
  /// Counts memory that is about to be used.
  bool reserve(Span at, std::size_t bytes);
  bool enter(Span at) {
    if (++depth_ <= limits::evaluation_depth) return spend(at);
    return exhausted(at, "functions and brackets stand too deep within each other");
  }
  void leave() { --depth_; }
  /// A list or context, when it is within the limits; else null and a problem.
  Value list(Span at, std::vector<Value> items);
  Value context(Span at, std::vector<std::pair<std::string, Value>> entries);
  Value string(Span at, std::string text);
  void record(Span at, const Value& value) {
    if (trace_ != nullptr && trace_->size() < limits::trace_steps) trace_->push_back({at.offset, at.length, value});
  }

  /// How many problems there are: a caller that tries one way and then another can tell whether the first failed.
  std::size_t problem_count() const { return problems_.size(); }
  std::vector<Problem> take_problems() { return std::move(problems_); }

  /// While a function of another expression runs, its names, locals and source are the ones in force.
  class Frame {
  public:
    Frame(Run& run, const Expression& expression, const Value& variables, std::vector<Value> locals);
    ~Frame();
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

  private:
    Run& run_;
    const Expression* expression_;
    const Value* variables_;
    std::vector<Value> locals_;
    std::vector<TraceStep>* trace_;
    Span outer_call_;
  };
  friend class Frame;

  void set_locals(std::size_t count) { locals_.resize(count); }
  void set_call(Span at) { call_ = at; }

private:
  bool exhausted(Span at, std::string message);

  const Expression* expression_;
  const Value* variables_;
  const Value* input_;
  const Surroundings& surroundings_;
  std::vector<Value> locals_;
  std::vector<TraceStep>* trace_;
  std::vector<Problem> problems_;
  std::uint64_t steps_left_ = limits::steps;
  std::size_t bytes_left_ = limits::total_bytes;
  int depth_ = 0;
  bool is_exhausted_ = false;
  const Expression* outermost_ = expression_; ///< only its source can be pointed into
  Span call_;                                 ///< where it called out, while another's function runs
};

} // namespace handrail::feel
