// Reads and runs cases of the public DMN suite (literal expressions), one JSON object a line.
#pragma once

#include "core/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::feel_cases {

struct Tally {
  int passed = 0, all = 0;
  int non_null_passed = 0, non_null = 0;
  int errors_right = 0; ///< of `all`: a problem was reported exactly where one must be

  void add(const Tally& other);
};

struct Failure {
  std::string id; ///< "0072-feel-in/number_001"
  std::string expression;
  std::string expected;
  std::string actual;
  std::string problems;
  bool is_error_flag_only = false;
};

struct Report {
  std::map<std::string, Tally> folders;
  std::vector<Failure> failures;

  Tally total() const;
};

/// Adds the cases of a text to the report; `file` is what errors call it. Errors: invalid when a line is no case.
Result<void> run_text(std::string_view text, const std::string& file, Report& report);
/// The same of a file. Errors: those of reading it, too.
Result<void> run_file(const std::filesystem::path& path, Report& report);

/// "all P/N non-null P/N errors P/N"
std::string to_text(const Tally& tally);

} // namespace handrail::feel_cases
