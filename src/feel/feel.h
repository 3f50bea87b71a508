// FEEL (DMN 1.5): expressions and unary tests. This is the room's front door; nothing of any domain is in here.
//
//   Compiled c = compile("tenant.seats >= 150 and tenant.managed = false", names, Mode::expression);
//   if (c.expression) { Evaluation e = evaluate(*c.expression, values, at); … e.value … }
#pragma once

#include "core/time.h"
#include "feel/value.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::feel {

class Expression; // parsed, resolved, immutable; shared freely between threads
class Type;       // type.h: any, number, string, boolean, date, …, list of T, context {name: T}, function
class Names;      // names.h: the names in scope at compile time with their types (names may contain spaces)

/// Something wrong in an expression, found while compiling or while evaluating. `offset` and `length` are bytes.
struct Problem {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string message; ///< what, in one sentence
  std::string hint;    ///< "did you mean …", or what to do; may be empty
};

enum class Mode { expression, unary_tests };

struct Compiled {
  std::shared_ptr<const Expression> expression; ///< null when `problems` has an error
  std::vector<Problem> problems;
};

/// Parses once and checks names and types against what is in scope.
Compiled compile(std::string_view text, const Names& names, Mode mode);

/// One sub-result, for `handrail feel` and for explanations: the part of the source and what it came to.
struct TraceStep {
  std::size_t offset = 0;
  std::size_t length = 0;
  Value value;
};

struct Surroundings {
  Instant now{};                ///< what now() and today() read
  std::string_view zone = "UTC"; ///< the IANA zone that today() is a date in
};

struct Evaluation {
  Value value;                   ///< null when something went wrong
  std::vector<Problem> problems; ///< why; empty when nothing did
};

/// Evaluates within the limits of limits.h: a hostile expression ends with a problem, never with a hang.
/// `input` is the implicit `?` of unary tests. `trace`, when given, receives every sub-result in order.
Evaluation evaluate(const Expression& expression, const Value& variables, const Surroundings& surroundings,
                    const Value* input = nullptr, std::vector<TraceStep>* trace = nullptr);

/// The top-level variable paths an expression reads ("tenant.managed"), sorted: the facts an explanation lists.
std::vector<std::string> paths_read(const Expression& expression);

} // namespace handrail::feel
