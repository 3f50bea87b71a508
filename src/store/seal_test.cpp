// What a seal says of a file, and when it says nothing. § storage-39
#include "store/seal.h"

#include "core/file.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace handrail::store {
namespace {

namespace fs = std::filesystem;

class Seal : public ::testing::Test {
protected:
  Seal() {
    EXPECT_TRUE(write_file(file_, "what the lists say").has_value());
    seal();
  }
  void seal() const { const Sealing ends(file_); }
  bool is_trusted() const {
    const auto broken = break_seal(file_);
    EXPECT_TRUE(broken.has_value()) << to_string(broken.error());
    return broken && *broken;
  }

  testing::TemporaryFolder folder_;
  fs::path file_ = folder_.path() / "read.db";
};

TEST_F(Seal, AFileThatNobodyWroteToSinceIsTrustedOnce) {
  EXPECT_TRUE(fs::exists(seal_of(file_)));
  EXPECT_TRUE(is_trusted());
  EXPECT_FALSE(fs::exists(seal_of(file_)));
  EXPECT_FALSE(is_trusted()) << "it may have been written since";
  seal();
  EXPECT_TRUE(is_trusted());
}

TEST_F(Seal, AWriteOfTheSameLengthBreaksItHoweverSoonItComes) {
  for (int i = 0; i < 200; ++i) {
    {
      std::fstream other(file_, std::ios::in | std::ios::out);
      other.seekp(5).put('X');
    }
    ASSERT_FALSE(is_trusted());
    seal();
  }
}

TEST_F(Seal, AnotherFileInItsPlaceIsNotTrusted) {
  fs::copy_file(file_, folder_.path() / "copy");
  fs::last_write_time(folder_.path() / "copy", fs::last_write_time(file_));
  fs::rename(folder_.path() / "copy", file_);
  EXPECT_FALSE(is_trusted());
}

TEST_F(Seal, WhatStillHasAWriteAheadLogIsNeitherSealedNorTrusted) {
  ASSERT_TRUE(write_file(file_.string() + "-wal", "pages").has_value());
  EXPECT_FALSE(is_trusted());
  seal();
  EXPECT_FALSE(fs::exists(seal_of(file_)));
}

TEST_F(Seal, AFileThatIsNotThereIsNotSealed) {
  ASSERT_TRUE(is_trusted());
  fs::remove(file_);
  seal();
  EXPECT_FALSE(fs::exists(seal_of(file_)));
  EXPECT_FALSE(is_trusted());
}

} // namespace
} // namespace handrail::store
