// tenants, history, verify and rebuild, on a data folder that the engine made.
#include "app/engine.h"
#include "cli/command.h"
#include "store/sqlite.h"
#include "support/golden.h"
#include "support/program.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace handrail::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::matches_golden;
using ::testing::MatchesRegex;
using ::testing::Not;
using testing::Ran;
using testing::run_handrail;

class StoredCommands : public ::testing::Test {
protected:
  StoredCommands() {
    ManualClock clock(*instant_from_iso("2026-03-02T09:00:00Z"));
    app::CountedIds ids("id");
    const auto engine = app::Engine::open({folder_.path() / "data"}, clock, ids);
    EXPECT_TRUE(engine.has_value() && (*engine)->publish(testing::small_model()).has_value());
    const auto send = [&](const std::string& tenant, engagement::Command command) {
      const auto answer =
          (*engine)->submit({TenantId(tenant), std::move(command), PersonId("tara"), CommandId(ids.next()), {}});
      EXPECT_TRUE(answer.has_value() && std::holds_alternative<app::Receipt>(*answer));
      clock.advance(std::chrono::minutes(7));
    };
    send("contoso", testing::registration("contoso", "Contoso"));
    send("fabrikam", testing::registration("fabrikam", "Fabrikam"));
    send("contoso", testing::note("n1", "They are keen.\nAnd soon: 日本"));
    send("contoso", engagement::DraftNote{NoteId("d1"), testing::note("d1", "Not for others").content});
    send("contoso", engagement::SetNextAction{{"Call Kim", *date_from_iso("2026-03-09"), {}}});
  }
  Ran ran(std::vector<std::string> words) {
    words.insert(words.end(), {"--data", (folder_.path() / "data").string()});
    return run_handrail(words);
  }

  testing::TemporaryFolder folder_;
};

TEST_F(StoredCommands, HistorySaysWhoDidWhatAndWhenOneLineAnEventWithoutDrafts) {
  const auto history = ran({"history", "contoso"});
  EXPECT_EQ(history.status, Exit::success) << history.err;
  EXPECT_THAT(history.out, Not(HasSubstr("Not for others")));
  EXPECT_TRUE(matches_golden("cli/history.txt", history.out));
  const auto json = ran({"history", "contoso", "--format", "json"});
  EXPECT_THAT(json.out, Not(HasSubstr("Not for others")));
  EXPECT_THAT(json.out, HasSubstr("note_drafted"));
}

TEST_F(StoredCommands, HistoryOfACustomerTellsWhoWasGivenRightsOnIt) {
  {
    const ManualClock clock(*instant_from_iso("2026-03-02T10:00:00Z"));
    app::CountedIds ids("later");
    const auto engine = app::Engine::open({folder_.path() / "data"}, clock, ids);
    ASSERT_TRUE(engine && (*engine)->publish(testing::small_model()));
    ASSERT_TRUE((*engine)->change_customer(
        {engagement::GrantCustomer{"Contoso Group", PersonId("ben")}, PersonId("tara"), CommandId("grant")}));
  }
  const auto history = ran({"history", "--customer", "Contoso Group"});
  EXPECT_EQ(history.status, Exit::success) << history.err;
  EXPECT_EQ(history.out,
            "     1  2026-03-02T10:00:00Z  tara         customer granted: customer Contoso Group, person ben\n");
  EXPECT_THAT(ran({"history", "--customer", "Fabrikam"}).err,
              HasSubstr("Nobody was ever given rights on the customer Fabrikam"));
  EXPECT_EQ(ran({"history"}).status, Exit::usage);
  EXPECT_EQ(ran({"history", "contoso", "--customer", "Fabrikam"}).status, Exit::usage);
}

TEST_F(StoredCommands, HistoryTellsWhatCanBeReadOfAnAlteredEventAndNamesIt) {
  const auto store_data = [&](const std::string& data) {
    using namespace store::sqlite; // NOLINT(google-build-using-namespace): two names of it
    const auto log = Database::open(folder_.path() / "data" / "log.db", Access::write, Kind{"FULL", ""});
    ASSERT_TRUE(log.has_value());
    const auto change = "UPDATE event SET data = '" + data + "' WHERE tenant = 'contoso' AND version = 2";
    ASSERT_TRUE((*log)->execute(change.c_str()).has_value());
  };
  for (const char* data :
       {R"({"note":{"kind":[],"id":7},"because":{"line":"x","file":4,"sentence":{}}})", "no JSON", "[[", "7"}) {
    store_data(data);
    const auto history = ran({"history", "contoso"});
    EXPECT_EQ(history.status, Exit::failure) << data;
    EXPECT_THAT(history.out, HasSubstr("! this event is not as it was written")) << data;
    EXPECT_THAT(history.out, HasSubstr("Call Kim")) << "what comes after it";
    EXPECT_THAT(history.err, AllOf(HasSubstr("event 2 of contoso (position 2) is not as it was written"),
                                   HasSubstr("`handrail verify`"), Not(HasSubstr("on our side"))))
        << data;
    const auto json = ran({"history", "contoso", "--format", "json"});
    EXPECT_EQ(json.status, Exit::failure);
    EXPECT_TRUE(nlohmann::json::accept(json.out)) << json.out;
  }
}

TEST_F(StoredCommands, HistoryOfNobodyNamesTheWayToTheList) {
  for (const char* tenant : {"nobody", "@playbooks", "\x1b[31m"}) {
    const auto history = ran({"history", tenant});
    EXPECT_EQ(history.status, Exit::failure);
    EXPECT_THAT(history.err, HasSubstr("There is no tenant "));
    EXPECT_THAT(history.err, HasSubstr("`handrail tenants` lists those there are."));
    EXPECT_THAT(history.err, Not(HasSubstr("\x1b")));
  }
}

TEST_F(StoredCommands, TenantsAreListedAndFiltered) {
  EXPECT_TRUE(matches_golden("cli/tenants.txt", ran({"tenants"}).out));
  EXPECT_TRUE(matches_golden("cli/tenants.json", ran({"tenants", "--text", "conto", "--format", "json"}).out));
  const auto none = ran({"tenants", "--region", "APJ"});
  EXPECT_EQ(none.status, Exit::success);
  EXPECT_THAT(none.out, IsEmpty());
  EXPECT_EQ(none.err, "No tenant matches.\n");
  const auto refused = ran({"tenants", "--limit", "0"});
  EXPECT_EQ(refused.status, Exit::usage);
  EXPECT_EQ(refused.err, "handrail tenants: --limit: \"0\" is no number from 1 to 500\n");
}

TEST_F(StoredCommands, VerifyPrintsTheHeadAndTakesItBack) {
  const auto first = ran({"verify"});
  EXPECT_EQ(first.status, Exit::success) << first.out;
  EXPECT_THAT(first.out, MatchesRegex("Sound: 7 events of 2 tenants, each as it was written, none missing\n"
                                      "Lists: as a replay gives them, up to position 7\nHead:  7:[0-9a-f]{64}\n"));
  const auto head = first.out.substr(first.out.find("7:"), 66);
  EXPECT_EQ(ran({"verify", "--head", head}).status, Exit::success);
  auto other = head;
  other.back() = other.back() == '0' ? '1' : '0';
  const auto refused = ran({"verify", "--head", other});
  EXPECT_EQ(refused.status, Exit::failure);
  EXPECT_EQ(refused.out, "event 5 of contoso (position 7): up to here the log is not the one whose head was noted\n");
  EXPECT_EQ(ran({"verify", "--head", "7"}).status, Exit::usage);
}

TEST_F(StoredCommands, RebuildSaysThatTheTablesAreIdentical) {
  const auto rebuilt = ran({"rebuild"});
  EXPECT_EQ(rebuilt.status, Exit::success) << rebuilt.err;
  EXPECT_EQ(rebuilt.out, "Replayed 7 events into 2 tenants: identical to what was there\n");
}

TEST_F(StoredCommands, AFolderWithoutDataIsSaidAndNotMade) {
  std::filesystem::remove_all(folder_.path() / "data");
  for (const char* command : {"tenants", "verify", "rebuild"}) {
    const auto refused = ran({command});
    EXPECT_EQ(refused.status, Exit::failure) << command;
    EXPECT_THAT(refused.err, HasSubstr("log.db (Name the data folder with --data.)")) << command;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "data"));
}

TEST_F(StoredCommands, ServeRefusesAnAddressBeforeItMakesAnything) {
  std::filesystem::remove_all(folder_.path() / "data");
  const auto refused = ran({"serve", "--address", "192.0.2.1", "--demo", "workspaces/fasttrack/demo.yaml"});
  EXPECT_EQ(refused.status, Exit::usage);
  EXPECT_THAT(refused.err, HasSubstr("\"192.0.2.1\" is not a loopback address"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "data"));
}

} // namespace
} // namespace handrail::cli
