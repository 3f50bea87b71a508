#include "feel/feel.h"
#include "cli/command.h"
#include "core/file.h"
#include "core/text.h"
#include "core/zone.h"
#include "feel/value/text_form.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::cli {

namespace {

constexpr std::size_t largest_context_bytes = 60 * 1024; // it is an expression itself, and has their limit

bool is_within_character(const std::string& source, std::size_t at) {
  return at < source.size() && (static_cast<unsigned char>(source[at]) & 0xC0U) == 0x80U;
}

/// The line a problem stands on, with carets below it; of a very long one, the part around it.
void print(const feel::Problem& problem, const std::string& source, std::ostream& err) {
  constexpr std::size_t most_before = 100;
  constexpr std::size_t most_behind = 100;
  const std::size_t offset = std::min(problem.offset, source.size());
  const std::size_t line_start = offset == 0 ? 0 : source.rfind('\n', offset - 1) + 1; // npos + 1 is 0
  const std::size_t line_end = std::min(source.find('\n', offset), source.size());
  auto start = std::max(line_start, offset - std::min(offset, most_before));
  auto end = std::min(line_end, offset + most_behind);
  while (start > line_start && is_within_character(source, start)) --start;
  while (end < line_end && is_within_character(source, end)) ++end;
  const std::string_view dots_before = start > line_start ? "…" : "";
  const std::string_view dots_behind = end < line_end ? "…" : "";
  const std::size_t length = std::max<std::size_t>(std::min(problem.length, end - offset), 1);
  const std::size_t column =
      text::code_points(std::string_view(source).substr(start, offset - start)) + text::code_points(dots_before);
  const std::size_t width =
      std::max<std::size_t>(text::code_points(std::string_view(source).substr(offset, length)), 1);
  err << fmt::format("{}{}{}\n{}{}\n{}\n", dots_before, source.substr(start, end - start), dots_behind,
                     std::string(column, ' '), std::string(width, '^'), problem.message);
  if (!problem.hint.empty()) err << problem.hint << "\n";
}

void print_all(const std::vector<feel::Problem>& problems, const std::string& source, std::ostream& err) {
  for (const auto& problem : problems) print(problem, source, err);
}

/// A part of the source on one line, at most as wide as leaves room for its value.
std::string one_line(std::string_view part) {
  constexpr std::size_t widest = 60;
  std::string line;
  for (const char c : part) {
    const char shown = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    if (shown != ' ' || (!line.empty() && line.back() != ' ')) line += shown;
  }
  return text::shortened(line, widest);
}

void print(const std::vector<feel::TraceStep>& trace, const std::string& source, std::ostream& out) {
  constexpr std::size_t widest_value = 200;
  std::size_t width = 0;
  for (const auto& step : trace)
    width = std::max(width, text::code_points(one_line(source.substr(step.offset, step.length))));
  for (const auto& step : trace) {
    const std::string part = one_line(source.substr(step.offset, step.length));
    const std::string padding(width - text::code_points(part), ' ');
    out << fmt::format("  {}{}  {}\n", part, padding, text::shortened(feel::literal_form(step.value), widest_value));
  }
}

/// The value of a literal that was given on the command line or in a file; nothing when it is wrong, which is printed.
std::optional<feel::Value> literal(const std::string& source, const feel::Surroundings& surroundings,
                                   Console& console) {
  const auto compiled = feel::compile(source, feel::Names(), feel::Mode::expression);
  print_all(compiled.problems, source, console.err);
  if (!compiled.expression) return std::nullopt;
  auto evaluation = feel::evaluate(*compiled.expression, feel::Value(), surroundings);
  print_all(evaluation.problems, source, console.err);
  if (!evaluation.problems.empty()) return std::nullopt;
  return std::move(evaluation.value);
}

int run_feel(const Arguments& arguments, Console& console) {
  const auto refuse = [&](std::string_view what) {
    console.err << what << "\n";
    return Exit::usage;
  };
  feel::Surroundings surroundings;
  surroundings.now = SystemClock().now();
  if (arguments.has("now")) {
    const auto now = instant_from_iso(arguments["now"]);
    if (!now) return refuse(to_string(now.error()));
    surroundings.now = *now;
  }
  surroundings.zone = arguments["zone"];
  if (!is_known_zone(surroundings.zone)) return refuse(fmt::format("“{}” is not a time zone", surroundings.zone));

  feel::Value context = feel::Value::context({});
  if (arguments.has("context")) {
    const auto bytes = read_file(arguments["context"], largest_context_bytes);
    if (!bytes) return refuse(to_string(bytes.error()));
    const auto given = literal(*bytes, surroundings, console);
    if (!given) return refuse(fmt::format("{} cannot be read as a context", arguments["context"]));
    if (!given->is_context())
      return refuse(fmt::format("{} is no context: write {{name: value, …}}", arguments["context"]));
    context = *given;
  }
  std::optional<feel::Value> input;
  if (arguments.has("input")) {
    input = literal(arguments["input"], surroundings, console);
    if (!input) return refuse("--input cannot be read");
  }

  const std::string& source = arguments.positional.front();
  const auto mode = input ? feel::Mode::unary_tests : feel::Mode::expression;
  const auto compiled = feel::compile(source, feel::Names::of(context), mode, feel::Checking::strict,
                                      input ? feel::type_of(*input) : feel::Type());
  print_all(compiled.problems, source, console.err);
  if (!compiled.expression) return Exit::failure;
  std::vector<feel::TraceStep> trace;
  const auto evaluation =
      feel::evaluate(*compiled.expression, context, surroundings, input ? &*input : nullptr, &trace);
  print(trace, source, console.out);
  console.out << feel::literal_form(evaluation.value) << "\n";
  print_all(evaluation.problems, source, console.err);
  return evaluation.problems.empty() ? Exit::success : Exit::failure;
}

} // namespace

extern const Command feel_command{
    "feel",
    "Evaluate a FEEL expression and show how its value came about",
    "Evaluates one expression of the language that conditions in playbooks are written in (FEEL, of DMN 1.5), prints "
    "every part with its value, and the value of the whole last. What is wrong is shown under the expression, and the "
    "status is 1. With --input the expression is a cell of a decision table: tests of that value.",
    "  handrail feel '1 + 2 * 3'\n"
    "  handrail feel 'tenant.seats >= 150 and tenant.managed = false' --context tenant.json\n"
    "  handrail feel '[100..150), > 1000' --input 120\n"
    "  handrail feel 'today() + @\"P3D\"' --now 2026-03-27T09:00:00Z\n",
    {{"context", "FILE", "a context, written in FEEL or JSON, whose entries the expression may name", ""},
     {"input", "VALUE", "the value to test: the expression is then one of unary tests", ""},
     {"now", "TIME", "what now() and today() are, such as 2026-03-27T09:00:00Z (the clock's time)", ""},
     {"zone", "ZONE", "the time zone that today() is a date in", "UTC"}},
    {"EXPRESSION", "the expression", 1, 1},
    run_feel};

} // namespace handrail::cli
