#include "core/file.h"

#include <gtest/gtest.h>

#include <unistd.h>

namespace handrail {
namespace {

namespace fs = std::filesystem;

class File : public ::testing::Test {
protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  const fs::path folder_ = fs::path(::testing::TempDir()) / ("handrail-file-test-" + std::to_string(::getpid()));
};

TEST_F(File, ReadsWhatWasWrittenByteForByte) {
  const std::string bytes("a\0\r\n\xFF", 5);
  ASSERT_TRUE(write_file(folder_ / "x", "longer than what follows"));
  ASSERT_TRUE(write_file(folder_ / "x", bytes));
  const auto read = read_file(folder_ / "x", 5);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, bytes);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1); // nothing is left beside it
}

TEST_F(File, RefusesWhatIsLargerThanTheLimitByOneByte) {
  ASSERT_TRUE(write_file(folder_ / "x", "123456"));
  const auto read = read_file(folder_ / "x", 5);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::invalid);
  EXPECT_EQ(read.error().message, "the file is larger than 5 bytes");
}

TEST_F(File, TellsAFileThatIsNotThereFromAFolder) {
  EXPECT_EQ(read_file(folder_ / "none", 5).error().code, ErrorCode::not_found);
  EXPECT_EQ(read_file(folder_, 5).error().code, ErrorCode::invalid);
  EXPECT_EQ(write_file(folder_ / "none" / "x", "1").error().code, ErrorCode::unavailable);
}

} // namespace
} // namespace handrail
