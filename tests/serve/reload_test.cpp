// The workspace is edited while the program serves it: SIGHUP brings the edit in, or says why not and goes on as
// before. § portal-13
#include "support/child.h"
#include "support/http_client.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace handrail::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

constexpr auto patience = 60s;

class ReloadTest : public ::testing::Test {
protected:
  void SetUp() override {
    fs::copy("workspaces/fasttrack", workspace_, fs::copy_options::recursive);
    server_.emplace(std::vector<std::string>{HANDRAIL_PROGRAM, "serve", "--workspace", workspace_.string(), "--data",
                                             (folder_.path() / "data").string(), "--port", "0"},
                    Child::Hears::output_and_errors);
    const auto line = server_->line_with("http://127.0.0.1:", patience);
    ASSERT_TRUE(line.has_value()) << "the server did not come up";
    port_ = static_cast<std::uint16_t>(std::atoi(line->c_str() + line->find("127.0.0.1:") + 10));
  }
  /// The file's first `from` becomes `to`.
  void edit(const fs::path& file, const std::string& from, const std::string& to) {
    std::ifstream in(workspace_ / file);
    std::string text(std::istreambuf_iterator<char>(in), {});
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    std::ofstream(workspace_ / file) << text.replace(at, from.size(), to);
  }
  std::string page(const std::string& path) {
    const auto answer = get(port_, path, "tara");
    return answer ? answer->body : "no answer";
  }

  TemporaryFolder folder_;
  fs::path workspace_ = folder_.path() / "workspace";
  std::optional<Child> server_;
  std::uint16_t port_ = 0;
};

TEST_F(ReloadTest, ServesTheWorkspaceAsItStandsAfterAHangUpAndKeepsTheOldOneWhereItDoesNotCompile) {
  ASSERT_NO_FATAL_FAILURE(edit("people.yaml", "Tara Okonkwo", "Tara Renamed"));
  EXPECT_THAT(page("/who"), HasSubstr("Tara Okonkwo")) << "an edit alone changes nothing";
  server_->tell(SIGHUP);
  EXPECT_TRUE(server_->line_with("Reloaded " + workspace_.string(), patience).has_value());
  EXPECT_THAT(page("/who"), HasSubstr("Tara Renamed"));

  ASSERT_NO_FATAL_FAILURE(edit("people.yaml", "Tara Renamed", "Tara Again"));
  ASSERT_NO_FATAL_FAILURE(edit("workspace.yaml", "roles:", "rolls:"));
  server_->tell(SIGHUP);
  const auto refused = server_->line_with("was not reloaded, and is served as it was", patience);
  ASSERT_TRUE(refused.has_value());
  EXPECT_THAT(*refused, HasSubstr("people.yaml:5:")) << "the place of the first mistake";
  EXPECT_THAT(page("/who"), HasSubstr("Tara Renamed")) << "nothing of a refused workspace is served";

  ASSERT_NO_FATAL_FAILURE(edit("workspace.yaml", "rolls:", "roles:"));
  server_->tell(SIGHUP);
  EXPECT_TRUE(server_->line_with("Reloaded", patience).has_value());
  EXPECT_THAT(page("/who"), HasSubstr("Tara Again"));
  EXPECT_THAT(page("/who"), Not(HasSubstr("Tara Renamed")));
}

} // namespace
} // namespace handrail::testing
