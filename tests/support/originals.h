// The public playbooks that the dialect was learnt from. They are not part of the project: where they are absent, the
// tests that need them are skipped and say so.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

namespace handrail::testing {

/// Their folder: HANDRAIL_SEEDS, or ../shared/seeds.
std::filesystem::path originals();

/// A test of one of them, by its name without ending.
class OriginalPlaybook : public ::testing::TestWithParam<const char*> {
protected:
  void SetUp() override;
  std::filesystem::path path_;
};

} // namespace handrail::testing
