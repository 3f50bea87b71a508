// A file of cases of a FEEL suite.
#include "feel_cases/feel_cases.h"
#include "fuzz/targets.h"

namespace handrail::fuzz {

void cases(std::string_view input) {
  feel_cases::Report report;
  if (feel_cases::run_text(input, "a.jsonl", report)) feel_cases::to_text(report.total());
}

} // namespace handrail::fuzz
