// The examples of the standard in tests/fixtures/feel/standard.txt, one by one.
#include "feel/feel.h"

#include "core/file.h"
#include "core/text.h"
#include "feel/value/text_form.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace handrail::feel {
namespace {

struct Example {
  std::size_t line = 0;
  std::string expression, value; ///< the value as an expression, or "error"
};

void PrintTo(const Example& example, std::ostream* out) { *out << example.expression; }

std::vector<Example> examples() {
  constexpr std::size_t largest_bytes = 1U << 20U;
  constexpr std::string_view arrow = "⇒";
  const auto text = read_file("tests/fixtures/feel/standard.txt", largest_bytes);
  std::vector<Example> all;
  std::size_t line = 0;
  for (std::string_view rest = text ? std::string_view(*text) : ""; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto written = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++line;
    if (written.empty() || written.front() == '#') continue;
    const auto at = written.rfind(arrow);
    if (at == std::string_view::npos) continue; // counted below
    all.push_back({line, std::string(text::trimmed(written.substr(0, at))),
                   std::string(text::trimmed(written.substr(at + arrow.size())))});
  }
  return all;
}

struct Found {
  std::string value, problem;
};

Found evaluated(const std::string& text) {
  const auto compiled = compile(text, Names(), Mode::expression, Checking::lenient);
  if (!compiled.expression) return {"null", compiled.problems.front().message};
  Surroundings surroundings;
  surroundings.now = *instant_from_iso("2026-03-27T23:30:00Z");
  const auto evaluation = evaluate(*compiled.expression, Value::context({}), surroundings);
  return {literal_form(evaluation.value), evaluation.problems.empty() ? "" : evaluation.problems.front().message};
}

class Standard : public ::testing::TestWithParam<Example> {};

TEST_P(Standard, HoldsTheExample) {
  const auto& [line, expression, value] = GetParam();
  const Found found = evaluated(expression);
  SCOPED_TRACE("tests/fixtures/feel/standard.txt:" + std::to_string(line) + ": " + expression);
  if (value == "error") {
    EXPECT_EQ(found.value, "null");
    EXPECT_NE(found.problem, "");
    return;
  }
  const Found wanted = evaluated(value);
  EXPECT_EQ(found.value, wanted.value);
  EXPECT_EQ(found.problem, "");
  EXPECT_EQ(wanted.problem, "") << value;
}

INSTANTIATE_TEST_SUITE_P(Line, Standard, ::testing::ValuesIn(examples()),
                         [](const auto& each) { return std::to_string(each.param.line); });

} // namespace
} // namespace handrail::feel
