// The functions of the language: their names, parameters and bodies. The bodies stand in builtins_*.cpp by family.
#pragma once

#include "feel/evaluation/run.h"
#include "feel/type.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace handrail::feel {

/// What a parameter takes. A lone value is taken for a list, and a list of one for its item, where that fits.
enum class Takes {
  anything, ///< null included
  value,    ///< anything but null
  boolean,
  number,
  string,
  date,
  time,
  date_and_time,
  duration,
  number_or_duration,
  list,
  context,
  range,
  function,
  date_or_date_and_time, ///< and a date is left as it is
};

struct BuiltinParameter {
  std::string_view name;
  Takes takes = Takes::anything;
  bool optional = false; ///< may be left out, and may be null
};

/// One call: the arguments in the order of the parameters, null where an optional one was left out.
class Call {
public:
  Call(Run& run, Span at, std::vector<Value>& arguments) : run_(run), at_(at), arguments_(arguments) {}

  const Value& operator[](std::size_t index) const { return arguments_[index]; }
  std::size_t count() const { return arguments_.size(); }
  Run& run() const { return run_; }
  Span at() const { return at_; }
  Value fail(std::string message, std::string hint = "") const {
    return run_.fail(at_, std::move(message), std::move(hint));
  }

private:
  Run& run_;
  Span at_;
  std::vector<Value>& arguments_;
};

enum class Arity {
  exact,
  list_or_items, ///< one list, or any number of its items: sum([1, 2]) and sum(1, 2)
  with_rest,     ///< the last parameter takes all that follow, and is given them as a list: append(list, 1, 2)
};

struct BuiltinSignature {
  std::vector<BuiltinParameter> parameters;
  Value (*body)(const Call&) = nullptr;
  Arity arity = Arity::exact;
};

struct Builtin {
  std::string_view name;
  Type result;
  std::vector<BuiltinSignature> signatures; ///< the first that fits is called
};

/// Null when the language has none of that name.
const Builtin* find_builtin(std::string_view name);
const std::vector<Builtin>& all_builtins();
/// The function as a value.
Value function_of(const Builtin& builtin);

/// A named argument has its name, a positional one an empty one.
struct GivenArgument {
  std::string_view name;
  Value value;
};
Value call_builtin(Run& run, Span at, const Builtin& builtin, std::vector<GivenArgument> arguments);

/// Can a call with these types ever fit? Empty when it can, else what is wrong with it.
std::string mismatch(const Builtin& builtin, const std::vector<std::pair<std::string, Type>>& arguments);

/// The signature that a call with so many arguments was probably meant for: messages speak of it.
const BuiltinSignature& meant_signature(const Builtin& builtin, std::size_t arguments);

/// "abs(n)", "substring(string, start position, [length])": for messages.
std::string signature_text(const Builtin& builtin, const BuiltinSignature& signature);

// The families, each from its own file.
std::vector<Builtin> conversion_builtins();
std::vector<Builtin> string_builtins();
std::vector<Builtin> list_builtins();
std::vector<Builtin> number_builtins();
std::vector<Builtin> temporal_builtins();
std::vector<Builtin> context_builtins();
std::vector<Builtin> range_builtins();

} // namespace handrail::feel
