// feel-cases [--failures] FILE…: prints what passed per folder and in total.
#include "feel_cases.h"

#include <iostream>
#include <string_view>

int main(int argc, char** argv) {
  using namespace handrail;
  bool shows_failures = false;
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--failures")
      shows_failures = true;
    else
      files.emplace_back(argv[i]);
  }
  if (files.empty()) {
    std::cerr << "usage: feel-cases [--failures] FILE...\n";
    return 2;
  }
  feel_cases::Report report;
  for (const auto& file : files) {
    const auto read = feel_cases::run_file(file, report);
    if (!read) {
      std::cerr << to_string(read.error()) << '\n';
      return 1;
    }
  }
  if (shows_failures)
    for (const auto& failure : report.failures)
      std::cout << failure.id << (failure.is_error_flag_only ? " (error flag)" : "") << "\n  " << failure.expression
                << "\n  expected " << failure.expected << ", got " << failure.actual << "  " << failure.problems
                << '\n';
  for (const auto& [folder, tally] : report.folders) std::cout << folder << ": " << to_text(tally) << '\n';
  std::cout << to_text(report.total()) << '\n';
}
