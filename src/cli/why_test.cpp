// The classic refusals on the sample workspace, whole, with the way out: tests/golden/why/. Read them aloud.
#include "app/demo.h"
#include "cli/command.h"
#include "support/golden.h"
#include "support/program.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace handrail::cli {
namespace {

using ::testing::HasSubstr;
using testing::matches_golden;
using testing::Ran;
using testing::run_handrail;

class Why : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    folder() = std::make_unique<testing::TemporaryFolder>();
    const auto steps = app::import_demo(data(), "workspaces/fasttrack", "tests/fixtures/why/classic_cases.yaml", {});
    ASSERT_TRUE(steps.has_value()) << to_string(steps.error());
  }
  static void TearDownTestSuite() { folder().reset(); }

  static Ran ran(std::vector<std::string> words, bool as_json = false) {
    words.insert(words.begin(), "why");
    words.insert(words.end(), {"--data", data().string(), "--at", "2026-03-03T09:00:00Z"});
    if (as_json) words.insert(words.end(), {"--format", "json"});
    return run_handrail(words);
  }
  static void expect_refusal(const std::string& golden, const std::vector<std::string>& words) {
    const Ran found = ran(words);
    EXPECT_EQ(found.status, Exit::failure) << found.err;
    EXPECT_TRUE(matches_golden("why/" + golden + ".txt", found.out));
  }

private:
  static std::unique_ptr<testing::TemporaryFolder>& folder() {
    static std::unique_ptr<testing::TemporaryFolder> one;
    return one;
  }
  static std::filesystem::path data() { return folder()->path() / "data"; }
};

TEST_F(Why, ASecondOutcome) { expect_refusal("second-outcome", {"second", "choose", "3703", "--as", "tara"}); }
TEST_F(Why, AMissingNote) { expect_refusal("missing-note", {"fresh", "choose", "3713", "--as", "tara"}); }
TEST_F(Why, ANoteWithAnotherBeginning) {
  expect_refusal("wrong-beginning", {"wrong-words", "choose", "3714", "--as", "tara"});
}
TEST_F(Why, AManagedTenant) { expect_refusal("managed-tenant", {"fresh", "choose", "3708", "--as", "tara"}); }
TEST_F(Why, LeavingBeforeTheInactiveQueue) {
  expect_refusal("leaving-too-early", {"finishing", "leave", "FM", "--as", "diego"});
}
TEST_F(Why, AnsweringWhatOneAskedFor) {
  expect_refusal("own-request", {"asked", "accept", "move_queue", "--as", "diego"});
}
TEST_F(Why, AnsweringWhatOneAskedForWithoutAColleague) {
  expect_refusal("own-request-no-colleague", {"asked", "accept", "confirm_partner", "--as", "petra"});
}
TEST_F(Why, APartnerOutsideTheirOwnTenants) {
  expect_refusal("other-partner", {"asked", "complete", "4060", "--as", "Pavel Dimitrov"});
}
TEST_F(Why, TheInputsDoNotHold) { expect_refusal("inputs", {"finishing", "complete", "4060", "--as", "diego"}); }
TEST_F(Why, AMandatoryTaskAtClosing) { expect_refusal("mandatory", {"finishing", "close", "--as", "diego"}); }
TEST_F(Why, TheLastPrimary) { expect_refusal("last-primary", {"fresh", "unassign", "FM", "tara", "--as", "rana"}); }
TEST_F(Why, SomebodyElsesTask) { expect_refusal("other-role", {"fresh", "choose", "3713", "--as", "farid"}); }
TEST_F(Why, SomebodyWhoMustNotBeContacted) {
  expect_refusal("do-not-contact", {"finishing", "email", "atu-migration-complete", "--as", "diego"});
}
TEST_F(Why, AClosedEngagement) { expect_refusal("closed", {"closed", "choose", "3711", "--as", "tara"}); }
TEST_F(Why, ClosingWithoutAnOutcome) { expect_refusal("no-outcome", {"fresh", "close", "--as", "tara"}); }
TEST_F(Why, NotAssigned) { expect_refusal("not-assigned", {"fresh", "write", "Environment", "--as", "rana"}); }
TEST_F(Why, AQueueByHand) {
  expect_refusal("queue-by-hand", {"finishing", "primary", "RM", "FTCQ Inactive EMEA", "--as", "diego"});
}

TEST_F(Why, WhatMayBeDoneSaysWhatItWouldDo) {
  const Ran found = ran({"Fjordline Ferries", "assign", "FE", "farid", "--as", "diego"});
  EXPECT_EQ(found.status, Exit::success) << found.out << found.err;
  EXPECT_THAT(found.out, HasSubstr("Diego Marchetti (FastTrack Manager) can put Farid Nazari into the FE field."));
  const Ran moved = ran({"asked", "accept", "move_queue", "--as", "ama"});
  EXPECT_TRUE(matches_golden("why/available.txt", moved.out));
}

TEST_F(Why, SaysTheSameAsJson) {
  const Ran found = ran({"fresh", "choose", "3708", "--as", "tara"}, true);
  const auto json = nlohmann::json::parse(found.out);
  EXPECT_FALSE(json["available"].get<bool>());
  EXPECT_EQ(json["denial"]["reasons"][0]["rule"], "when");
  EXPECT_EQ(json["way_out"]["verdict"], "found");
  EXPECT_EQ(json["way_out"]["steps"].back()["command"]["command"], "choose_outcome");
}

TEST_F(Why, NamesWhatWasProbablyMeant) {
  const auto refused = [](const std::vector<std::string>& words) {
    const Ran found = ran(words);
    EXPECT_EQ(found.status, Exit::usage) << found.out;
    return found.err;
  };
  EXPECT_THAT(refused({"secnd", "close", "--as", "tara"}), HasSubstr("Did you mean “second”?"));
  EXPECT_THAT(refused({"fresh", "complte", "3713", "--as", "tara"}), HasSubstr("Did you mean “complete”?"));
  EXPECT_THAT(refused({"fresh", "complete", "3731", "--as", "tara"}), HasSubstr("Did you mean “37"));
  EXPECT_THAT(refused({"fresh", "close", "--as", "tarra"}), HasSubstr("Did you mean “tara”?"));
  EXPECT_THAT(refused({"fresh", "leave", "FN", "--as", "tara"}), HasSubstr("There is RM, FM, FE"));
  EXPECT_THAT(refused({"fresh", "close"}), HasSubstr("--as is missing"));
  EXPECT_THAT(refused({"fresh", "dance", "--as", "tara"}), HasSubstr("One can ask about: complete TASK"));
}

} // namespace
} // namespace handrail::cli
