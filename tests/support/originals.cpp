#include "support/originals.h"

#include <cstdlib>
#include <string>

namespace handrail::testing {

std::filesystem::path originals() {
  const char* folder = std::getenv("HANDRAIL_SEEDS");
  return folder == nullptr ? "../shared/seeds" : folder;
}

void OriginalPlaybook::SetUp() {
  path_ = originals() / (std::string(GetParam()) + ".txt");
  if (!exists(path_)) GTEST_SKIP() << "the original playbooks are not in " << path_.parent_path();
}

} // namespace handrail::testing
