// checkpoint, export and verify: what is kept elsewhere proves a folder and an exported history, and whatever was done
// to them is found and named.
#include "app/engine.h"
#include "cli/command.h"
#include "support/files.h"
#include "support/golden.h"
#include "support/program.h"
#include "support/small_model.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <regex>

namespace handrail::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::matches_golden;
using ::testing::Not;
using testing::read_whole;
using testing::run_handrail;
using ::testing::StartsWith;

void write(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

/// A key that is always the same, so that what is signed can be compared whole.
void put_key(const fs::path& file, char letter) {
  fs::create_directories(file.parent_path());
  write(file, "handrail-checkpoint-key-1 " + std::string(42, letter) + "A=\n");
}

/// Two tenants and a few notes; the same at every run.
void fill(const fs::path& data, const std::string& ids, int from, int to, const std::string& said = "note") {
  const ManualClock clock(*instant_from_iso("2026-03-02T09:00:00Z"));
  app::CountedIds counted(ids);
  const auto engine = app::Engine::open({data}, clock, counted);
  ASSERT_TRUE(engine.has_value() && (*engine)->publish(testing::small_model()).has_value());
  const auto send = [&](const std::string& tenant, engagement::Command command, const std::string& key) {
    const auto answer = (*engine)->submit({TenantId(tenant), std::move(command), PersonId("tara"), CommandId(key), {}});
    ASSERT_TRUE(answer && std::holds_alternative<app::Receipt>(*answer));
  };
  if (from == 0)
    for (const char* tenant : {"contoso", "fabrikam"})
      send(tenant, testing::registration(tenant, tenant), std::string("register-") + tenant);
  for (int i = from; i < to; ++i)
    send(i % 3 == 0 ? "fabrikam" : "contoso", testing::note("n" + std::to_string(i), said + " " + std::to_string(i)),
         "note-" + std::to_string(i));
}

/// The last event is the checkpoint, signed at a time of its own.
std::string without_head(const std::string& text) {
  return std::regex_replace(text, std::regex("Head:  17:[0-9a-f]{64}"), "Head:  17:…");
}

class CheckpointCommands : public ::testing::Test {
protected:
  CheckpointCommands() {
    put_key(data_ + "/checkpoint.key", 'k');
    fill(data_, "id", 0, 12);
    const auto made = run_handrail({"checkpoint", "--data", data_, "--out", kept_, "--format", "json"});
    EXPECT_EQ(made.status, Exit::success) << made.err;
    const auto json = nlohmann::json::parse(made.out);
    key_ = json["key"];
    size_ = json["events"];
    EXPECT_EQ(read_whole(kept_), json["checkpoint"]);
  }
  void export_all() { ASSERT_EQ(run_handrail({"export", history_, "--data", data_}).status, Exit::success); }
  void export_contoso() {
    const auto done = run_handrail({"export", history_, "--data", data_, "--tenant", "contoso", "--checkpoint", kept_});
    ASSERT_EQ(done.status, Exit::success) << done.err;
  }
  testing::Ran verify_history() {
    return run_handrail({"verify", "--history", history_, "--checkpoint", kept_, "--key", key_});
  }
  std::vector<std::string> lines() {
    std::vector<std::string> all;
    std::ifstream in(history_);
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  }
  void write_lines(const std::vector<std::string>& all) {
    std::string bytes;
    for (const auto& line : all) bytes += line + "\n";
    write(history_, bytes);
  }
  static std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from << " in " << text;
    return text.replace(at, from.size(), to);
  }

  testing::TemporaryFolder folder_;
  const std::string data_ = folder_.path() / "data", kept_ = folder_.path() / "kept",
                    history_ = folder_.path() / "history.jsonl";
  std::string key_;
  int size_ = 0;
};

// ---- signing -------------------------------------------------------------------------------------------------------

TEST_F(CheckpointCommands, WhatIsSignedIsPrintedWholeWithTheKey) {
  const auto printed = run_handrail({"checkpoint", "--data", data_});
  EXPECT_EQ(printed.out, read_whole(kept_)) << "nothing new was there to sign";
  EXPECT_EQ(printed.err, "Key:  " + key_ + "\n");
  EXPECT_THAT(printed.out, AllOf(StartsWith("handrail/"), HasSubstr("\n" + std::to_string(size_) + "\n")));
  fill(data_, "later", 12, 14);
  const auto later = run_handrail({"checkpoint", "--data", data_, "--out", kept_});
  EXPECT_THAT(later.out, HasSubstr("the checkpoint of " + std::to_string(size_ + 3) + " events"));
}

TEST_F(CheckpointCommands, TheKeyIsItsOwnersAlone) {
  const fs::path key = data_ + "/checkpoint.key";
  fs::remove(key);
  fill(data_, "later", 12, 13);
  const auto made = run_handrail({"checkpoint", "--data", data_});
  ASSERT_EQ(made.status, Exit::success) << made.err;
  EXPECT_THAT(made.err, Not(HasSubstr(key_))) << "a new key";
  EXPECT_EQ(fs::status(key).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(run_handrail({"verify", "--data", data_}).status, Exit::success) << "two keys may sign one log";
  const auto foreign = run_handrail({"verify", "--data", data_, "--key", key_});
  EXPECT_EQ(foreign.status, Exit::failure);
  EXPECT_THAT(foreign.out, HasSubstr("event 2 of @checkpoints"));
  EXPECT_THAT(foreign.out, HasSubstr("the key that was noted has not signed it"));
}

TEST_F(CheckpointCommands, AKeyElsewhereIsUsedAndOneThatIsNoneIsRefused) {
  const std::string elsewhere = folder_.path() / "elsewhere.key";
  put_key(elsewhere, 'j');
  fill(data_, "later", 12, 13);
  const auto made = run_handrail({"checkpoint", "--data", data_, "--checkpoint-key", elsewhere});
  ASSERT_EQ(made.status, Exit::success) << made.err;
  EXPECT_THAT(made.err, Not(HasSubstr(key_)));
  write(elsewhere, "handrail-checkpoint-key-1 short\n");
  const auto refused = run_handrail({"checkpoint", "--data", data_, "--checkpoint-key", elsewhere});
  EXPECT_EQ(refused.status, Exit::failure);
  EXPECT_THAT(refused.err, HasSubstr("The file holds no key for checkpoints"));
}

TEST_F(CheckpointCommands, BesideAServerTheNewestIsPrintedAndWhatItLeavesOutIsSaid) {
  const SystemClock clock;
  app::RandomIds ids(clock);
  const auto engine = app::Engine::open({data_}, clock, ids);
  ASSERT_TRUE(engine.has_value());
  EXPECT_EQ(run_handrail({"checkpoint", "--data", data_}).out, read_whole(kept_));
  ASSERT_TRUE((*engine)->publish(testing::small_model()).has_value());
  ASSERT_TRUE((*engine)
                  ->submit({TenantId("contoso"), testing::note("x", "x"), PersonId("tara"), CommandId("x"), {}})
                  .has_value());
  const auto beside = run_handrail({"checkpoint", "--data", data_});
  EXPECT_EQ(beside.status, Exit::success);
  EXPECT_EQ(beside.out, read_whole(kept_));
  EXPECT_THAT(beside.err, HasSubstr("1 event is not in it since: The data folder is in use by process"));
}

TEST_F(CheckpointCommands, OfAFolderThatIsNotThereNothingIsMade) {
  const std::string none = folder_.path() / "none";
  const auto refused = run_handrail({"checkpoint", "--data", none});
  EXPECT_EQ(refused.status, Exit::failure);
  EXPECT_FALSE(fs::exists(none));
}

// ---- a whole log ---------------------------------------------------------------------------------------------------

TEST_F(CheckpointCommands, AnUntouchedFolderAndItsHistoryAreSound) {
  const auto folder = run_handrail({"verify", "--data", data_, "--checkpoint", kept_, "--key", key_});
  EXPECT_EQ(folder.status, Exit::success) << folder.out;
  EXPECT_TRUE(matches_golden("cli/verify_kept.txt", without_head(folder.out)));
  export_all();
  const auto history = verify_history();
  EXPECT_EQ(history.status, Exit::success) << history.out;
  EXPECT_TRUE(matches_golden("cli/verify_history.txt", without_head(history.out)));
  EXPECT_EQ(run_handrail({"verify", "--history", history_, "--checkpoint", kept_}).status, Exit::success);
  EXPECT_EQ(run_handrail({"verify", "--history", history_, "--key", key_}).status, Exit::success);
  EXPECT_EQ(fs::status(history_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(CheckpointCommands, AHistoryThatWentOnStillContainsWhatWasSigned) {
  fill(data_, "later", 12, 30);
  export_all();
  const auto sound = verify_history();
  EXPECT_EQ(sound.status, Exit::success) << sound.out;
  EXPECT_THAT(sound.out, HasSubstr("the first " + std::to_string(size_) + " events are those"));
}

TEST_F(CheckpointCommands, EachAttackOnAHistoryIsFoundAndTheFirstBadEventIsNamed) {
  export_all();
  const auto whole = lines();
  const auto told = [&](std::vector<std::string> changed) {
    write_lines(changed);
    const auto found = verify_history();
    EXPECT_EQ(found.status, Exit::failure);
    return found.out;
  };
  std::string all;
  auto changed = whole;
  changed[7] = replaced(changed[7], "note 2", "nope 2");
  all += "A changed byte:\n" + told(changed);

  changed = whole;
  std::swap(changed[6], changed[7]);
  all += "\nTwo events swapped:\n" + told(changed);

  changed = whole;
  changed.erase(changed.begin() + 9);
  all += "\nAn event taken out:\n" + told(changed);

  changed = whole;
  changed.insert(changed.begin() + 9, changed[9]);
  all += "\nAn event repeated:\n" + told(changed);

  changed = whole;
  changed.resize(12);
  all += "\nThe end cut off:\n" + told(changed);

  changed.front() = replaced(changed.front(), "\"events\":" + std::to_string(whole.size() - 1), "\"events\":11");
  all += "\nThe end cut off, and the file made to fit:\n" + told(changed);

  changed = whole;
  changed[7] = changed[7].substr(0, changed[7].size() / 2);
  all += "\nA line cut:\n" + told(changed);

  changed = whole;
  changed[7] = replaced(changed[7], "{\"position\"", "{\"position\":1,\"position\"");
  all += "\nA member twice:\n" + told(changed);

  changed = whole;
  changed[7] = replaced(changed[7], "\"version\":", "\"version\": ");
  all += "\nA blank:\n" + told(changed);
  EXPECT_TRUE(matches_golden("cli/verify_attacks.txt", all));
}

/// Every event as another log has it that somebody made with other contents, hashes and all.
TEST_F(CheckpointCommands, AHistoryMadeAnewFromEndToEndIsFoundByTheCheckpoint) {
  const std::string forged = folder_.path() / "forged";
  put_key(forged + "/checkpoint.key", 'f');
  fill(forged, "id", 0, 12, "another note");
  ASSERT_EQ(run_handrail({"checkpoint", "--data", forged}).status, Exit::success);
  ASSERT_EQ(run_handrail({"export", history_, "--data", forged}).status, Exit::success);
  const auto found = verify_history();
  EXPECT_EQ(found.status, Exit::failure);
  EXPECT_THAT(found.out,
              AllOf(HasSubstr("(position 17): a checkpoint: the key that was noted has not signed it"),
                    HasSubstr("positions 1 to 16: the checkpoint that was kept was signed for other events")));
  const auto without_key = run_handrail({"verify", "--history", history_, "--checkpoint", kept_});
  EXPECT_EQ(without_key.status, Exit::failure);
  EXPECT_THAT(without_key.out, HasSubstr("no key that the log names has signed it"));
}

TEST_F(CheckpointCommands, ACheckpointThatWasChangedProvesNothing) {
  export_all();
  write(kept_, replaced(read_whole(kept_), "\n" + std::to_string(size_) + "\n", "\n3\n"));
  const auto found = verify_history();
  EXPECT_EQ(found.status, Exit::failure);
  EXPECT_THAT(found.out, HasSubstr("the checkpoint that was kept: the key that was noted has not signed it"));
}

// ---- one tenant ----------------------------------------------------------------------------------------------------

TEST_F(CheckpointCommands, ATenantsHistoryProvesItselfWithoutTheOthers) {
  export_contoso();
  const auto sound = verify_history();
  EXPECT_EQ(sound.status, Exit::success) << sound.out;
  EXPECT_TRUE(matches_golden("cli/verify_tenant.txt", sound.out));
  EXPECT_THAT(read_whole(history_), Not(HasSubstr("fabrikam")));
  EXPECT_EQ(run_handrail({"verify", "--history", history_, "--key", key_}).status, Exit::success);
}

TEST_F(CheckpointCommands, EachAttackOnATenantsHistoryIsFound) {
  export_contoso();
  const auto whole = lines();
  const auto told = [&](std::vector<std::string> changed) {
    write_lines(changed);
    const auto found = verify_history();
    EXPECT_EQ(found.status, Exit::failure);
    return found.out;
  };
  std::string all;
  auto changed = whole;
  changed[4] = replaced(changed[4], "note 2", "nope 2");
  all += "A changed byte:\n" + told(changed);

  changed = whole;
  changed.erase(changed.begin() + 4);
  all += "\nAn event taken out:\n" + told(changed);

  changed = whole;
  std::swap(changed[4], changed[5]);
  all += "\nTwo events swapped:\n" + told(changed);

  changed = whole;
  changed.back() = replaced(changed.back(), "\"path\":[\"", "\"path\":[\"" + std::string(64, '0') + "\",\"");
  all += "\nAnother path:\n" + told(changed);

  changed = whole;
  changed.pop_back();
  all += "\nThe end cut off:\n" + told(changed);

  changed = whole;
  changed.front() = replaced(changed.front(), "\"stream\":\"contoso\"", "\"stream\":\"fabrikam\"");
  all += "\nAnother tenant's:\n" + told(changed);
  EXPECT_TRUE(matches_golden("cli/verify_tenant_attacks.txt", all));
}

TEST_F(CheckpointCommands, ATenantsHistoryForAnotherCheckpointSaysWhatToDo) {
  fill(data_, "later", 12, 20);
  ASSERT_EQ(run_handrail({"checkpoint", "--data", data_}).status, Exit::success);
  ASSERT_EQ(run_handrail({"export", history_, "--data", data_, "--tenant", "contoso"}).status, Exit::success);
  const auto refused = verify_history();
  EXPECT_EQ(refused.status, Exit::failure);
  EXPECT_THAT(refused.err, HasSubstr("Export it again with `--checkpoint` and the one that was kept"));
  fs::remove(history_);
  export_contoso(); // for the older one
  EXPECT_EQ(verify_history().status, Exit::success);
}

/// What an earlier Handrail exported is proved by every later one.
TEST(KeptHistories, OfEveryReleasedFormatAreStillProved) {
  const std::string key = "handrail/5140d2ce14070ce3+02e15910+Adfhom8sEhapb9hLv5XTIWlD0opsXpFGm2YRqHaApDPL";
  for (const char* history : {"format-1.jsonl", "format-1-tenant.jsonl"}) {
    const auto ran = run_handrail({"verify", "--history", std::string("tests/fixtures/history/") + history,
                                   "--checkpoint", "tests/fixtures/history/format-1.checkpoint", "--key", key});
    EXPECT_EQ(ran.status, Exit::success) << ran.out << ran.err;
  }
}

// ---- what is asked for wrongly -------------------------------------------------------------------------------------

TEST_F(CheckpointCommands, WhatIsMissingOrNoneIsSaid) {
  export_all();
  const auto status_of = [](const std::vector<std::string>& words, const std::string& says) {
    const auto ran = run_handrail(words);
    EXPECT_THAT(ran.err, HasSubstr(says));
    return ran.status;
  };
  EXPECT_EQ(status_of({"verify", "--history", history_}, "A history alone proves nothing"), Exit::usage);
  EXPECT_EQ(status_of({"verify", "--history", history_, "--key", "a+b+c"}, "is no public key"), Exit::usage);
  EXPECT_EQ(status_of({"verify", "--history", history_, "--checkpoint", history_}, "This is no signed note"),
            Exit::usage);
  write(folder_.path() / "large", std::string(1 << 20, 'a'));
  EXPECT_EQ(status_of({"verify", "--checkpoint", folder_.path() / "large"}, "larger than"), Exit::usage);
  EXPECT_EQ(status_of({"verify", "--history", kept_, "--checkpoint", kept_}, "not that of a history"), Exit::failure);
  EXPECT_EQ(status_of({"verify", "--history", data_, "--checkpoint", kept_}, "This is not a file"), Exit::failure);
  EXPECT_EQ(status_of({"verify", "--history", data_ + "/none", "--checkpoint", kept_}, "There is no such file"),
            Exit::failure);
  EXPECT_EQ(status_of({"export", history_, "--data", data_}, "nothing is written over it"), Exit::failure);
  EXPECT_EQ(status_of({"export", folder_.path() / "a", "--data", data_, "--checkpoint", kept_}, "when it is verified"),
            Exit::usage);
  EXPECT_EQ(status_of({"export", folder_.path() / "a", "--data", data_, "--tenant", "nobody"}, "there is no event"),
            Exit::failure);
  EXPECT_EQ(status_of({"export", folder_.path() / "none" / "a", "--data", data_}, "cannot be written"), Exit::failure);
  EXPECT_FALSE(fs::exists(folder_.path() / "a"));
}

TEST_F(CheckpointCommands, HostileHistoriesAreRefusedWithoutHarm) {
  export_all();
  const auto header = lines().front() + "\n";
  const auto out_of = [&](const std::string& bytes) {
    write(history_, bytes);
    const auto ran = verify_history();
    EXPECT_EQ(ran.status, Exit::failure);
    return ran.out + ran.err;
  };
  EXPECT_THAT(out_of(""), HasSubstr("not that of a history"));
  EXPECT_THAT(out_of("\n"), HasSubstr("Line 1 is empty"));
  EXPECT_THAT(out_of(std::string("\0\xff\xfe\n\n\n", 6)), HasSubstr("not that of a history"));
  EXPECT_THAT(out_of(std::string((std::size_t{8} << 20) + 1, '[')), HasSubstr("Line 1 is longer than 8388608 bytes"));
  EXPECT_THAT(out_of(header + std::string(std::size_t{4} << 20, '[') + "\n"), HasSubstr("line 2: This line is not"));
  EXPECT_THAT(out_of(header + std::string(std::size_t{9} << 20, 'a')), HasSubstr("Line 2 is longer than"));
  EXPECT_THAT(out_of(header + "{\"position\":18446744073709551616}\n"), HasSubstr("line 2: This line is not"));
  EXPECT_THAT(out_of(header + "null\n"), HasSubstr("line 2: This line is not"));
  EXPECT_THAT(out_of(header), HasSubstr("the last ones are missing"));
  EXPECT_THAT(out_of(R"({"handrail_history":2,"origin":"a","events":1})"
                     "\n"),
              HasSubstr("format 2"));
}

} // namespace
} // namespace handrail::cli
