// Golden files: what a command prints, kept whole in tests/golden/ and compared whole.
#pragma once

#include <gmock/gmock.h>

#include <string>

namespace handrail::testing {

/// Compares `actual` with tests/golden/<name>. With HANDRAIL_GOLDEN=write the file is written instead, to be read in
/// the diff before it is committed.
::testing::AssertionResult matches_golden(const std::string& name, const std::string& actual);

} // namespace handrail::testing
