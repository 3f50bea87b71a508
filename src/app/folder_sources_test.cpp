#include "app/folder_sources.h"

#include "core/file.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace handrail::app {
namespace {

namespace fs = std::filesystem;

class FolderSourcesTest : public ::testing::Test {
protected:
  FolderSourcesTest() {
    fs::create_directories(folder_.path() / "books/includes");
    put("books/a.md", "# A");
    put("books/includes/b.md", "B");
    put("secret.md", "not for the compiler");
  }
  void put(const std::string& name, const std::string& text) {
    ASSERT_TRUE(write_file(folder_.path() / name, text).has_value());
  }

  testing::TemporaryFolder folder_;
};

TEST_F(FolderSourcesTest, ReadsFilesByTheNamesItsCallerGivesThem) {
  const FolderSources sources(folder_.path() / "books", "books/");
  ASSERT_TRUE(sources.read("books/includes/b.md").has_value());
  EXPECT_EQ(*sources.read("books/includes/b.md"), "B");
  EXPECT_TRUE(sources.look_up("books/includes").has_value());
  EXPECT_EQ(sources.read("books/c.md").error().code, ErrorCode::not_found);
  EXPECT_EQ(sources.root(), "books/");
}

TEST_F(FolderSourcesTest, NeverLeavesTheFolder) {
  fs::create_symlink(folder_.path() / "secret.md", folder_.path() / "books/link.md");
  fs::create_directory_symlink(folder_.path(), folder_.path() / "books/up");
  const FolderSources sources(folder_.path() / "books", "");
  for (const char* name : {"../secret.md", "includes/../../secret.md", "link.md", "up/secret.md"}) {
    ASSERT_FALSE(sources.read(name).has_value()) << name;
    EXPECT_EQ(sources.read(name).error().code, ErrorCode::forbidden) << name;
    EXPECT_EQ(sources.look_up(name).error().code, ErrorCode::forbidden) << name;
  }
  // An absolute name is a name below the folder.
  EXPECT_EQ(sources.read("/etc/passwd").error().code, ErrorCode::not_found);
  EXPECT_EQ(sources.read(std::string("a.md\0.txt", 9)).error().code, ErrorCode::not_found);
}

TEST_F(FolderSourcesTest, FollowsALinkThatStaysInside) {
  fs::create_symlink(folder_.path() / "books/a.md", folder_.path() / "books/link.md");
  const FolderSources sources(folder_.path() / "books", "");
  ASSERT_TRUE(sources.read("link.md").has_value());
  EXPECT_EQ(*sources.read("link.md"), "# A");
}

TEST_F(FolderSourcesTest, SaysWhichFileIsTooLarge) {
  put("books/large.md", std::string(1'048'577, 'x'));
  const auto read = FolderSources(folder_.path() / "books", "").read("large.md");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::invalid);
}

TEST_F(FolderSourcesTest, FilesBelowAreSortedWithoutHiddenOnes) {
  fs::create_directories(folder_.path() / "books/.git");
  put("books/.git/c.md", "x");
  put("books/.draft.md", "x");
  put("books/notes.txt", "x");
  const auto markdown = files_below(folder_.path() / "books", {".md"});
  ASSERT_TRUE(markdown.has_value());
  EXPECT_EQ(*markdown, (std::vector<std::string>{"a.md", "includes/b.md"}));
  EXPECT_EQ(files_below(folder_.path() / "books")->size(), 3U);
  EXPECT_EQ(files_below(folder_.path() / "nowhere").error().code, ErrorCode::not_found);
}

} // namespace
} // namespace handrail::app
