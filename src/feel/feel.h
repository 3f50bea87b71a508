// FEEL (DMN 1.5): expressions and unary tests. This is the room's front door; nothing of any domain is in here.
//
//   Compiled c = compile("tenant.seats >= 150 and tenant.managed = false", names, Mode::expression);
//   if (c.expression) { Evaluation e = evaluate(*c.expression, values, at); … e.value … }
#pragma once

#include "core/time.h"
#include "feel/names.h"
#include "feel/value.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::feel {

class Expression; // parsed, resolved, immutable; shared freely between threads

/// Something wrong in an expression, found while compiling or while evaluating. `offset` and `length` are bytes.
struct Problem {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string message; ///< what, in one sentence
  std::string hint;    ///< "did you mean …", or what to do; may be empty
};

enum class Mode { expression, unary_tests };

/// `strict`: unknown names and types that can never be right are problems of the compilation, as authors want it.
/// `lenient`: they are null with a problem when evaluated, as the standard has it; only the grammar is refused.
enum class Checking { strict, lenient };

struct Compiled {
  std::shared_ptr<const Expression> expression; ///< null when there are `problems`
  std::vector<Problem> problems;
  Type type; ///< what the expression will give, as far as it is known
};

/// Parses once and checks names and types against what is in scope.
/// For unary tests, `input` is the type of the value that is tested.
Compiled compile(std::string_view text, const Names& names, Mode mode, Checking checking = Checking::strict,
                 const Type& input = {});

/// One sub-result, for `handrail feel` and for explanations: the part of the source and what it came to.
struct TraceStep {
  std::size_t offset = 0;
  std::size_t length = 0;
  Value value;
};

struct Surroundings {
  Instant now{};                 ///< what now() and today() read
  std::string_view zone = "UTC"; ///< the IANA zone that today() is a date in
};

struct Evaluation {
  Value value;                   ///< null when something went wrong
  std::vector<Problem> problems; ///< why; empty when nothing did
};

/// Evaluates within the limits of limits.h: a hostile expression ends with a problem, never with a hang.
/// `variables` is a context with the names that were in scope; one that is missing is null and a problem.
/// `input` is the implicit `?` of unary tests. `trace`, when given, receives every sub-result in order.
Evaluation evaluate(const Expression& expression, const Value& variables, const Surroundings& surroundings,
                    const Value* input = nullptr, std::vector<TraceStep>* trace = nullptr);

/// The top-level variable paths an expression reads ("tenant.managed"), sorted: the facts an explanation lists.
std::vector<std::string> paths_read(const Expression& expression);

} // namespace handrail::feel
