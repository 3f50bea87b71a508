#include "feel_cases.h"

#include "core/file.h"
#include "core/text.h"
#include "feel/feel.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace handrail::feel_cases {

namespace {

using feel::Value;
using nlohmann::json;

constexpr std::size_t largest_file_bytes = 64 * 1024 * 1024;
constexpr std::size_t deepest_brackets = 200; ///< of a line: its lists and contexts are read one within the other

/// How deep the brackets of a line stand within each other, those in texts aside.
std::size_t nesting_of(std::string_view line) {
  std::size_t depth = 0, deepest = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (in_text && line[i] == '\\')
      ++i;
    else if (line[i] == '"')
      in_text = !in_text;
    else if (!in_text && (line[i] == '[' || line[i] == '{'))
      deepest = std::max(deepest, ++depth);
    else if (!in_text && (line[i] == ']' || line[i] == '}') && depth > 0)
      --depth;
  }
  return deepest;
}

/// "2026-03-27" and the like: an at-literal reads them all.
Value temporal(const std::string& text) {
  const auto compiled = feel::compile("@\"" + text + "\"", feel::Names(), feel::Mode::expression);
  return compiled.expression ? feel::evaluate(*compiled.expression, Value(), {}).value
                             : Value::string("unreadable: " + text);
}

Value value_of(const json& value) {
  const std::string type = value.at("t");
  if (type == "null" || !value.contains("v") || value["v"].is_null()) return {};
  const json& content = value["v"];
  if (type == "boolean") return Value::boolean(content.is_boolean() ? content.get<bool>() : content == "true");
  if (type == "string") return Value::string(content);
  if (type == "decimal" || type == "double") {
    const auto number = feel::Decimal::parse(content.get<std::string>());
    return number ? Value::number(*number) : Value();
  }
  if (type == "list") {
    std::vector<Value> items;
    for (const auto& item : content) items.push_back(value_of(item));
    return Value::list(std::move(items));
  }
  if (type == "ctx") {
    std::vector<std::pair<std::string, Value>> entries;
    for (const auto& [name, entry] : content.items()) entries.emplace_back(name, value_of(entry));
    return Value::context(std::move(entries));
  }
  if (type == "dateTime") {
    const auto moment = feel::parse_date_time(content.get<std::string>());
    return moment ? Value::date_and_time(*moment) : Value();
  }
  return temporal(content);
}

bool is_near(feel::Decimal a, feel::Decimal b) {
  const auto apart = feel::Decimal::subtract(a, b);
  return apart && apart->absolute() <= *feel::Decimal::parse("0.00000001");
}

bool is_expected(const Value& actual, const Value& expected) {
  if (actual.kind() != expected.kind()) return false;
  if (actual.is_number()) return is_near(actual.as_number(), expected.as_number());
  if (actual.is_list()) {
    const auto& a = actual.as_list();
    const auto& b = expected.as_list();
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), is_expected);
  }
  if (actual.is_context()) {
    const auto& wanted = expected.as_context().entries();
    return actual.as_context().entries().size() == wanted.size() &&
           std::all_of(wanted.begin(), wanted.end(), [&](const auto& entry) {
             const Value* found = actual.as_context().find(entry.first);
             return found != nullptr && is_expected(*found, entry.second);
           });
  }
  return actual.to_text() == expected.to_text();
}

/// One case: its inputs, and its decisions as they are needed.
class Case {
public:
  explicit Case(const json& content) : content_(content) {
    for (const auto& [name, value] : content.at("inputs").items()) inputs_.emplace_back(name, value_of(value));
  }

  feel::Evaluation decide(const std::string& name, std::size_t depth = 0) {
    constexpr std::size_t deepest = 50;
    if (depth > deepest) return {{}, {{0, 0, "too many decisions require each other", ""}}};
    // What it finds here while it is being decided, it requires itself.
    const auto [known, is_new] = decided_.emplace(name, feel::Evaluation{{}, {{0, 0, "it requires itself", ""}}});
    if (!is_new) return known->second;
    const json& decision = content_.at("decisions").at(name);
    auto values = inputs_;
    std::vector<feel::Problem> problems;
    for (const auto& required : decision.at("req")) {
      auto sub = decide(required, depth + 1);
      values.emplace_back(required, sub.value);
      problems.insert(problems.end(), sub.problems.begin(), sub.problems.end());
    }
    auto evaluation = evaluated(decision.at("text"), Value::context(std::move(values)));
    evaluation.problems.insert(evaluation.problems.end(), problems.begin(), problems.end());
    return known->second = std::move(evaluation);
  }

private:
  static feel::Evaluation evaluated(const std::string& text, const Value& values) {
    auto compiled = feel::compile(text, feel::Names::of(values), feel::Mode::expression, feel::Checking::lenient);
    if (!compiled.expression) return {{}, std::move(compiled.problems)};
    feel::Surroundings surroundings;
    surroundings.now = Instant{std::chrono::hours{24 * 365 * 56}}; // a fixed day: no case depends on which
    return feel::evaluate(*compiled.expression, values, surroundings);
  }

  const json& content_;
  std::vector<std::pair<std::string, Value>> inputs_;
  std::map<std::string, feel::Evaluation> decided_;
};

void run_case(const json& content, Report& report) {
  const std::string id = content.at("id");
  Tally& tally = report.folders[id.substr(0, id.find('/'))];
  Case test(content);
  ++tally.all;
  bool passed = true, non_null = false, flags_right = true;
  for (const auto& result : content.at("results")) {
    const std::string name = result.at("name");
    const Value expected = value_of(result.at("expected"));
    const auto evaluation = test.decide(name);
    const bool right = is_expected(evaluation.value, expected);
    const bool flag_right = evaluation.problems.empty() != result.value("error", false);
    non_null = non_null || !expected.is_null();
    passed = passed && right;
    flags_right = flags_right && flag_right;
    if (right && flag_right) continue;
    report.failures.push_back({id, content.at("decisions").at(name).at("text"), expected.to_text(),
                               evaluation.value.to_text(),
                               evaluation.problems.empty() ? "" : evaluation.problems.front().message, right});
  }
  tally.passed += passed ? 1 : 0;
  tally.non_null += non_null ? 1 : 0;
  tally.non_null_passed += passed && non_null ? 1 : 0;
  tally.errors_right += flags_right ? 1 : 0;
}

} // namespace

void Tally::add(const Tally& other) {
  passed += other.passed;
  all += other.all;
  non_null_passed += other.non_null_passed;
  non_null += other.non_null;
  errors_right += other.errors_right;
}

Tally Report::total() const {
  Tally sum;
  for (const auto& [folder, tally] : folders) sum.add(tally);
  return sum;
}

Result<void> run_text(std::string_view text, const std::string& file, Report& report) {
  std::size_t number = 0;
  const auto no_case = [&](std::string_view why) {
    return Error{ErrorCode::invalid, fmt::format("this line is not a case: {}", why),
                 fmt::format("{}:{}", file, number),
                 "A line is one JSON object with id, inputs, decisions and results."};
  };
  while (!text.empty()) {
    ++number;
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (text::trimmed(line).empty()) continue;
    if (nesting_of(line) > deepest_brackets)
      return no_case(fmt::format("its brackets stand more than {} deep within each other", deepest_brackets));
    try {
      run_case(json::parse(line), report);
    } catch (const json::exception& problem) {
      return no_case(problem.what());
    }
  }
  return {};
}

Result<void> run_file(const std::filesystem::path& path, Report& report) {
  HANDRAIL_TRY(const std::string bytes, read_file(path, largest_file_bytes));
  return run_text(bytes, path.string(), report);
}

std::string to_text(const Tally& tally) {
  return fmt::format("all {}/{} non-null {}/{} errors {}/{}", tally.passed, tally.all, tally.non_null_passed,
                     tally.non_null, tally.errors_right, tally.all);
}

} // namespace handrail::feel_cases
