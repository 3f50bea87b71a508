// Given an account, when somebody comes to the door, then … : on a real file, with a clock that is moved by hand.
#include "identity/accounts.h"

#include "identity/limits.h"
#include "identity/secret.h"
#include "identity/sqlite_accounts.h"
#include "store/sqlite.h"
#include "support/temporary_folder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>
#include <sys/stat.h>
#include <thread>

namespace handrail::identity {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using namespace std::chrono_literals;

const std::string password = "four words in a row";
const From desk{"192.0.2.1", "Browser at the desk"};
const From elsewhere{"203.0.113.9", "Another browser"};

class AccountsTest : public ::testing::Test {
protected:
  AccountsTest() { open(); }

  void open() {
    accounts_.reset();
    store_ = std::move(*open_accounts(file()));
    accounts_.emplace(*store_, clock_, HashingCost::for_tests());
  }
  std::filesystem::path file() const { return folder_.path() / "accounts.db"; }

  SignedIn first() { return *accounts_->create_first({"ana@example.org", PersonId("ana")}, password, desk); }
  Account bo() {
    const auto link = accounts_->invite({"bo@example.org", PersonId("bo")}, admin);
    return accounts_->redeem(link->secret, password, elsewhere)->account;
  }
  Result<SignedIn> fail_as(const std::string& name, const From& from) {
    return accounts_->sign_in(name, "not the password", from);
  }
  /// Fails until the door makes one wait; how many tries that took.
  int tries_until_held_back(const std::string& name, const From& from) {
    for (int tries = 1; tries < 100; ++tries)
      if (fail_as(name, from).error().code == ErrorCode::unavailable) return tries;
    return 100;
  }
  bool is_in(const std::string& secret) { return accounts_->by_session(secret)->has_value(); }
  std::vector<std::string> log() {
    std::vector<std::string> lines;
    for (const auto& entry : *accounts_->security_log(0, 100))
      lines.insert(lines.begin(),
                   fmt::format("{} {} by {} from {}", entry.what, entry.account, entry.by, entry.address));
    return lines;
  }

  const By admin{"ana@example.org", "192.0.2.1"};
  testing::TemporaryFolder folder_;
  ManualClock clock_{*instant_from_iso("2026-03-02T09:00:00Z")};
  std::unique_ptr<AccountStore> store_;
  std::optional<Accounts> accounts_;
};

// ---- the first one, and the door
// -------------------------------------------------------------------------------------

TEST_F(AccountsTest, MakesTheFirstAdministratorOnceAndSignsThemIn) {
  const auto ana = first();
  EXPECT_TRUE(ana.account.administrator);
  EXPECT_TRUE(is_in(ana.secret));
  const auto second = accounts_->create_first({"eve", PersonId("eve")}, password, elsewhere);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_THAT(*accounts_->all(), SizeIs(1));
}

TEST_F(AccountsTest, SignsInWithTheNameInAnyCaseAndTheSecretIsAnotherEachTime) {
  const auto ana = first();
  const auto again = accounts_->sign_in("  Ana@Example.org ", password, elsewhere);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_NE(again->secret, ana.secret);
  EXPECT_EQ((*accounts_->by_session(again->secret))->account.person, PersonId("ana"));
  EXPECT_THAT(*accounts_->sessions(ana.account.id), SizeIs(2));
}

TEST_F(AccountsTest, SaysTheSameOfAWrongPasswordAnUnknownNameAndADeactivatedAccount) {
  first();
  const auto gone = bo();
  ASSERT_TRUE(accounts_->set_active(gone.id, false, admin));
  const auto wrong = fail_as("ana@example.org", desk);
  const auto unknown = fail_as("nobody@example.org", desk);
  const auto deactivated = accounts_->sign_in("bo@example.org", password, desk);
  ASSERT_FALSE(wrong);
  ASSERT_FALSE(unknown);
  ASSERT_FALSE(deactivated);
  EXPECT_EQ(wrong.error(), unknown.error());
  EXPECT_EQ(wrong.error(), deactivated.error());
}

TEST_F(AccountsTest, AnInvitedAccountWithoutAPasswordIsOpenedByNone) {
  first();
  ASSERT_TRUE(accounts_->invite({"bo", PersonId("bo")}, admin));
  EXPECT_FALSE(accounts_->sign_in("bo", "", desk));
}

TEST_F(AccountsTest, KeepsNoSecretAndNoPasswordInTheFile) {
  const auto ana = first();
  const auto link = accounts_->invite({"bo", PersonId("bo")}, admin);
  const auto token = accounts_->make_token(ana.account, "script", Token::Scope::read, 30, desk);
  store_->commit({}).has_value();
  std::string bytes;
  for (const char* suffix : {"", "-wal"}) {
    std::ifstream in(file().string() + suffix, std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(in), {});
  }
  EXPECT_THAT(bytes, HasSubstr("$argon2id$")) << "the file was read";
  EXPECT_THAT(bytes, HasSubstr("ana@example.org"));
  for (const auto& secret : {password, ana.secret, link->secret, token->secret})
    EXPECT_EQ(bytes.find(secret), std::string::npos);
}

TEST_F(AccountsTest, TheFileIsItsOwnersAlone) {
  struct stat status {};
  ASSERT_EQ(::stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(AccountsTest, AHashMadeAtALowerCostIsMadeAnewWhenItsOwnerSignsIn) {
  first();
  const auto before = (*accounts_->named("ana@example.org"))->password;
  Accounts dearer(*store_, clock_, {2, 16384});
  ASSERT_TRUE(dearer.sign_in("ana@example.org", password, desk));
  EXPECT_NE((*accounts_->named("ana@example.org"))->password, before);
  EXPECT_TRUE(dearer.sign_in("ana@example.org", password, desk)) << "the new hash opens too";
}

// ---- passwords
// -------------------------------------------------------------------------------------------------------

TEST_F(AccountsTest, TakesPasswordsOf12To128CharactersWhateverTheyAreMadeOf) {
  EXPECT_FALSE(Passwords::check("elevenchars", "ana"));
  EXPECT_TRUE(Passwords::check("twelve chars", "ana"));
  EXPECT_TRUE(Passwords::check("zwölf Zeichen", "ana"));
  EXPECT_FALSE(Passwords::check("ööööö ööööö", "ana")) << "characters are counted, not bytes";
  EXPECT_TRUE(Passwords::check(std::string(127, 'x') + "y", "ana"));
  EXPECT_FALSE(Passwords::check(std::string(128, 'x') + "y", "ana"));
  EXPECT_FALSE(Passwords::check(std::string("ten bytes \xff\xfe and"), "ana"));
  EXPECT_FALSE(Passwords::check("", "ana"));
}

TEST_F(AccountsTest, RefusesAPasswordThatAnybodyGuessesFromTheName) {
  EXPECT_THAT(Passwords::check("I am ROBERTA!!", "roberta@example.org").error().message, HasSubstr("name in it"));
  EXPECT_FALSE(Passwords::check("aaaaaaaaaaaaaaaa", "roberta"));
}

// ---- lockout
// ---------------------------------------------------------------------------------------------------------

TEST_F(AccountsTest, AfterFiveFailuresTheDoorWaitsASecondAndTwiceAsLongEachFurtherTime) {
  first();
  EXPECT_EQ(tries_until_held_back("ana@example.org", desk), 6);
  for (const auto pause : {1s, 2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 512s, 900s, 900s}) {
    clock_.advance(pause - 1us);
    EXPECT_EQ(fail_as("ana@example.org", desk).error().code, ErrorCode::unavailable) << pause.count();
    clock_.advance(1us);
    EXPECT_EQ(fail_as("ana@example.org", desk).error().code, ErrorCode::forbidden) << pause.count();
  }
}

TEST_F(AccountsTest, TheRightPasswordDoesNotOpenWhileTheDoorWaitsAndOpensAfterwards) {
  first();
  tries_until_held_back("ana@example.org", desk);
  EXPECT_EQ(accounts_->sign_in("ana@example.org", password, desk).error().code, ErrorCode::unavailable);
  clock_.advance(1s);
  EXPECT_TRUE(accounts_->sign_in("ana@example.org", password, desk));
  EXPECT_EQ(tries_until_held_back("ana@example.org", elsewhere), 6) << "the name is clean again";
}

TEST_F(AccountsTest, ANameWithoutAnAccountIsHeldBackInTheSameWords) {
  first();
  const From one{"192.0.2.11", ""};
  const From other{"192.0.2.12", ""};
  EXPECT_EQ(tries_until_held_back("ana@example.org", one), tries_until_held_back("nobody@example.org", other));
  EXPECT_EQ(fail_as("ana@example.org", one).error(), fail_as("nobody@example.org", other).error());
}

TEST_F(AccountsTest, ANameIsHeldBackFromEveryAddressAndAnAddressForEveryName) {
  first();
  tries_until_held_back("ana@example.org", desk);
  EXPECT_EQ(fail_as("ana@example.org", elsewhere).error().code, ErrorCode::unavailable);
  EXPECT_EQ(fail_as("somebody.else@example.org", desk).error().code, ErrorCode::unavailable);
  EXPECT_EQ(fail_as("somebody.else@example.org", elsewhere).error().code, ErrorCode::forbidden);
}

TEST_F(AccountsTest, WhoKnowsOnePasswordDoesNotClearTheirAddressForGuessingOthers) {
  first();
  const auto other = bo();
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(fail_as("ana@example.org", desk).error().code, ErrorCode::forbidden);
    EXPECT_TRUE(accounts_->sign_in(other.name, password, desk));
  }
  EXPECT_EQ(fail_as("ana@example.org", desk).error().code, ErrorCode::forbidden);
  EXPECT_EQ(accounts_->sign_in(other.name, password, desk).error().code, ErrorCode::unavailable);
}

TEST_F(AccountsTest, ManyTriesAtOnceAreNoMoreThanOneAfterTheOther) {
  first();
  std::atomic<int> tried{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 8; ++k) {
        const auto answer = fail_as("ana@example.org", desk);
        if (!answer && answer.error().code == ErrorCode::forbidden) ++tried;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_LE(tried, limits::free_failures);
}

TEST_F(AccountsTest, FailuresOfADayAgoAreForgotten) {
  first();
  tries_until_held_back("ana@example.org", desk);
  clock_.advance(limits::forgotten + 1s);
  EXPECT_EQ(tries_until_held_back("ana@example.org", desk), 6);
}

TEST(Attempts, RememberOnlySoManyAndThoseLongestWhoFailedMost) {
  Attempts attempts;
  const Instant now{};
  for (int i = 0; i < 6; ++i) attempts.begin({"the one who tries"}, now);
  for (std::size_t i = 0; i < limits::remembered * 2; ++i) attempts.begin({std::to_string(i)}, now);
  EXPECT_TRUE(attempts.begin({"the one who tries"}, now).has_value());
}

// ---- sessions
// --------------------------------------------------------------------------------------------------------

TEST_F(AccountsTest, ASessionEndsAfterEightHoursWithoutUse) {
  const auto ana = first();
  for (int i = 0; i < 4; ++i) {
    clock_.advance(7h);
    EXPECT_TRUE(is_in(ana.secret)) << "each use begins the eight hours anew";
  }
  clock_.advance(limits::idle);
  EXPECT_FALSE(is_in(ana.secret));
}

TEST_F(AccountsTest, ASessionEndsAfterSevenDaysHoweverMuchItIsUsed) {
  const auto ana = first();
  const auto end = clock_.now() + limits::session;
  while (clock_.now() + 4h < end) {
    clock_.advance(4h);
    EXPECT_TRUE(is_in(ana.secret));
  }
  clock_.set(end);
  EXPECT_FALSE(is_in(ana.secret));
}

TEST_F(AccountsTest, SigningOutEndsThisSessionAndEverywhereEndsAll) {
  const auto one = first();
  const auto other = *accounts_->sign_in("ana@example.org", password, elsewhere);
  const auto third = *accounts_->sign_in("ana@example.org", password, elsewhere);
  ASSERT_TRUE(accounts_->sign_out(**accounts_->by_session(one.secret), desk));
  EXPECT_FALSE(is_in(one.secret));
  EXPECT_TRUE(is_in(other.secret));
  ASSERT_TRUE(accounts_->sign_out_everywhere(other.account, elsewhere));
  EXPECT_FALSE(is_in(other.secret));
  EXPECT_FALSE(is_in(third.secret));
}

TEST_F(AccountsTest, OneEndsASessionOfOnesOwnByItsIdAndNobodyElses) {
  const auto ana = first();
  const auto other = bo();
  const auto mine = (*accounts_->sessions(ana.account.id)).front();
  const auto refused = accounts_->end_session(other, mine.id, elsewhere);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::not_found);
  EXPECT_TRUE(is_in(ana.secret));
  ASSERT_TRUE(accounts_->end_session(ana.account, mine.id, desk));
  EXPECT_FALSE(is_in(ana.secret));
}

TEST_F(AccountsTest, AnotherPasswordEndsEverySessionButTheOneThatBeginsAnew) {
  const auto one = first();
  const auto other = *accounts_->sign_in("ana@example.org", password, elsewhere);
  const auto refused = accounts_->change_password(one.account, "a wrong one indeed", "five words in a row", desk);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "old");
  EXPECT_TRUE(is_in(one.secret));
  const auto renewed = accounts_->change_password(one.account, password, "five words in a row", desk);
  ASSERT_TRUE(renewed) << to_string(renewed.error());
  EXPECT_FALSE(is_in(one.secret));
  EXPECT_FALSE(is_in(other.secret));
  EXPECT_TRUE(is_in(renewed->secret));
  EXPECT_FALSE(accounts_->sign_in("ana@example.org", password, elsewhere));
  EXPECT_TRUE(accounts_->sign_in("ana@example.org", "five words in a row", elsewhere));
}

TEST_F(AccountsTest, OtherRightsEndTheSessionsTheyWereNotGivenFor) {
  first();
  const auto other = bo();
  const auto session = *accounts_->sign_in(other.name, password, desk);
  ASSERT_TRUE(accounts_->set_administrator(other.id, true, admin));
  EXPECT_FALSE(is_in(session.secret));
}

TEST_F(AccountsTest, TheOldestOfTooManySessionsGivesWay) {
  const auto ana = first();
  for (std::size_t i = 0; i < limits::sessions; ++i) {
    clock_.advance(1s);
    ASSERT_TRUE(accounts_->sign_in("ana@example.org", password, desk));
  }
  EXPECT_THAT(*accounts_->sessions(ana.account.id), SizeIs(limits::sessions));
  EXPECT_FALSE(is_in(ana.secret));
}

TEST_F(AccountsTest, TheTokenOfASessionsFormsIsItsOwnAndTellsNothingOfTheCookie) {
  const auto secret = new_secret();
  EXPECT_EQ(derived(secret, "forms"), derived(secret, "forms"));
  EXPECT_NE(derived(secret, "forms"), derived(new_secret(), "forms"));
  EXPECT_NE(derived(secret, "forms"), derived(secret, "else"));
  EXPECT_TRUE(same_secret(secret, std::string(secret)));
  EXPECT_FALSE(same_secret(secret, secret.substr(1)));
}

// ---- links
// -----------------------------------------------------------------------------------------------------------

TEST_F(AccountsTest, AnInvitationIsGoodForThreeDaysAndForOneUse) {
  first();
  const auto link = *accounts_->invite({"bo@example.org", PersonId("bo")}, admin);
  clock_.advance(limits::invitation - 1us);
  ASSERT_TRUE(accounts_->link(link.secret)->has_value());
  const auto taken = accounts_->redeem(link.secret, password, elsewhere);
  ASSERT_TRUE(taken) << to_string(taken.error());
  EXPECT_TRUE(is_in(taken->secret));
  EXPECT_FALSE(accounts_->redeem(link.secret, "another good password", elsewhere));
  EXPECT_TRUE(accounts_->sign_in("bo@example.org", password, desk));
}

TEST_F(AccountsTest, ALinkThatExpiredOpensNothing) {
  first();
  const auto invitation = *accounts_->invite({"bo@example.org", PersonId("bo")}, admin);
  clock_.advance(limits::invitation);
  EXPECT_EQ(accounts_->redeem(invitation.secret, password, elsewhere).error().code, ErrorCode::not_found);
  const auto reset = *accounts_->reset((*accounts_->named("ana@example.org"))->id, operator_by());
  EXPECT_EQ(reset.kind, Link::Kind::reset);
  clock_.advance(limits::reset);
  EXPECT_FALSE(accounts_->redeem(reset.secret, "another good password", elsewhere));
}

TEST_F(AccountsTest, ARefusedPasswordDoesNotUseTheLinkUp) {
  first();
  const auto link = *accounts_->invite({"bo@example.org", PersonId("bo")}, admin);
  EXPECT_EQ(accounts_->redeem(link.secret, "short", elsewhere).error().where, "password");
  EXPECT_TRUE(accounts_->redeem(link.secret, password, elsewhere));
}

TEST_F(AccountsTest, ANewLinkTakesThePlaceOfTheOneBefore) {
  first();
  const auto link = *accounts_->invite({"bo@example.org", PersonId("bo")}, admin);
  const auto again = *accounts_->reset(link.account.id, admin);
  EXPECT_EQ(again.kind, Link::Kind::invitation) << "there is no password yet";
  EXPECT_FALSE(accounts_->link(link.secret)->has_value());
  EXPECT_TRUE(accounts_->link(again.secret)->has_value());
}

TEST_F(AccountsTest, AResetEndsTheSessionsOfWhoKnewTheOldPassword) {
  const auto ana = first();
  const auto link = *accounts_->reset(ana.account.id, operator_by());
  EXPECT_TRUE(is_in(ana.secret)) << "nothing happens before the link is used";
  ASSERT_TRUE(accounts_->redeem(link.secret, "another good password", elsewhere));
  EXPECT_FALSE(is_in(ana.secret));
}

// ---- accounts
// --------------------------------------------------------------------------------------------------------

TEST_F(AccountsTest, OnePersonHasOneAccountAndOneNameIsOneAccounts) {
  first();
  EXPECT_EQ(accounts_->invite({"ANA@example.org", PersonId("bo")}, admin).error().where, "name");
  EXPECT_EQ(accounts_->invite({"other@example.org", PersonId("ana")}, admin).error().where, "person");
}

TEST_F(AccountsTest, RefusesNamesThatNobodyCanTypeOrThatPassForAnother) {
  for (const std::string name : {"", " ", "two words", "line\nend", "operator", "\xc2\x85"})
    EXPECT_FALSE(accounts_->invite({name, PersonId("bo")}, admin)) << name;
  EXPECT_FALSE(accounts_->invite({std::string(limits::name_characters + 1, 'x'), PersonId("bo")}, admin));
  EXPECT_TRUE(accounts_->invite({std::string(limits::name_characters, 'x'), PersonId("bo")}, admin));
}

TEST_F(AccountsTest, DeactivatingEndsSessionsTokensAndLinksAndActivatingBringsNoneBack) {
  first();
  const auto other = bo();
  const auto session = *accounts_->sign_in(other.name, password, desk);
  const auto token = *accounts_->make_token(other, "script", Token::Scope::read, 30, desk);
  const auto link = *accounts_->reset(other.id, admin);
  ASSERT_TRUE(accounts_->set_active(other.id, false, admin));
  ASSERT_TRUE(accounts_->set_active(other.id, true, admin));
  EXPECT_FALSE(is_in(session.secret));
  EXPECT_FALSE(accounts_->by_token(token.secret)->has_value());
  EXPECT_FALSE(accounts_->link(link.secret)->has_value());
  EXPECT_TRUE(accounts_->sign_in(other.name, password, desk)) << "the password is still theirs";
}

TEST_F(AccountsTest, TheLastAdministratorStays) {
  const auto ana = first();
  EXPECT_EQ(accounts_->set_active(ana.account.id, false, operator_by()).error().code, ErrorCode::conflict);
  EXPECT_EQ(accounts_->set_administrator(ana.account.id, false, admin).error().code, ErrorCode::conflict);
  ASSERT_TRUE(accounts_->invite({"new", PersonId("new"), true}, admin));
  EXPECT_FALSE(accounts_->set_active(ana.account.id, false, admin)) << "who has no password yet cannot take over";
  ASSERT_TRUE(accounts_->set_administrator(bo().id, true, admin));
  EXPECT_TRUE(accounts_->set_active(ana.account.id, false, admin));
}

TEST_F(AccountsTest, AChangeOfAnAccountAsItWasBeforeAnotherIsRefused) {
  auto account = first().account;
  ASSERT_TRUE(accounts_->change_password(account, password, "five words in a row", desk));
  ++account.revision;
  EXPECT_EQ(store_->commit({account}).error().code, ErrorCode::conflict);
}

// ---- tokens
// ----------------------------------------------------------------------------------------------------------

TEST_F(AccountsTest, ATokenOpensUntilItExpiresOrIsRevokedAndSaysWhenItWasUsedLast) {
  const auto ana = first().account;
  const auto made = *accounts_->make_token(ana, "Nightly report", Token::Scope::read, 2, desk);
  EXPECT_THAT(made.secret, ::testing::StartsWith("hr_"));
  EXPECT_EQ(made.secret.size(), 3U + 43U);
  EXPECT_FALSE(accounts_->tokens(ana.id)->front().used.has_value());
  ASSERT_TRUE(accounts_->by_token(made.secret)->has_value());
  EXPECT_EQ(accounts_->tokens(ana.id)->front().used, clock_.now());
  clock_.advance(48h - 1us);
  EXPECT_TRUE(accounts_->by_token(made.secret)->has_value());
  clock_.advance(1us);
  EXPECT_FALSE(accounts_->by_token(made.secret)->has_value());

  const auto other = *accounts_->make_token(ana, "Other", Token::Scope::write, 2, desk);
  EXPECT_FALSE(accounts_->revoke_token(bo(), other.token.id, desk)) << "nobody else's";
  ASSERT_TRUE(accounts_->revoke_token(ana, other.token.id, desk));
  EXPECT_FALSE(accounts_->by_token(other.secret)->has_value());
}

TEST_F(AccountsTest, ATokenIsNoSessionAndASessionNoToken) {
  const auto ana = first();
  const auto made = *accounts_->make_token(ana.account, "x", Token::Scope::read, 1, desk);
  EXPECT_FALSE(is_in(made.secret));
  EXPECT_FALSE(accounts_->by_token(ana.secret)->has_value());
  EXPECT_FALSE(accounts_->by_token("hr_")->has_value());
  EXPECT_FALSE(accounts_->by_token("hr_" + std::string(60'000, 'x'))->has_value());
}

TEST_F(AccountsTest, RefusesTokensWithoutALabelOrAnEnd) {
  const auto ana = first().account;
  EXPECT_FALSE(accounts_->make_token(ana, " ", Token::Scope::read, 1, desk));
  EXPECT_FALSE(accounts_->make_token(ana, "x", Token::Scope::read, 0, desk));
  EXPECT_FALSE(accounts_->make_token(ana, "x", Token::Scope::read, limits::token_days + 1, desk));
}

// ---- the log
// ---------------------------------------------------------------------------------------------------------

TEST_F(AccountsTest, EverythingAtTheDoorIsALineOfTheSecurityLog) {
  const auto ana = first();
  bo();
  ASSERT_FALSE(fail_as("nobody@example.org", elsewhere));
  ASSERT_TRUE(accounts_->sign_out_everywhere(ana.account, desk));
  EXPECT_THAT(log(), ::testing::ElementsAre("first_administrator ana@example.org by ana@example.org from 192.0.2.1",
                                            "invited bo@example.org by ana@example.org from 192.0.2.1",
                                            "invitation_taken bo@example.org by bo@example.org from 203.0.113.9",
                                            "sign_in_refused nobody@example.org by  from 203.0.113.9",
                                            "signed_out_everywhere ana@example.org by ana@example.org from 192.0.2.1"));
}

TEST_F(AccountsTest, TheSecurityLogIsOnlyAddedTo) {
  first();
  auto database = *store::sqlite::Database::open(file(), store::sqlite::Access::write, {"FULL", ""});
  EXPECT_FALSE(database->execute("DELETE FROM security"));
  EXPECT_FALSE(database->execute("UPDATE security SET what = 'nothing'"));
  EXPECT_THAT(log(), Not(IsEmpty()));
}

TEST_F(AccountsTest, HostileNamesStandInTheLogAsOneShortLine) {
  for (const std::string& name : {std::string(100'000, 'x'), std::string("a\x1b[2Jb\nc"), std::string("\xff\xfe"),
                                  std::string("'; DROP TABLE account; --"), std::string("a\0b", 3), std::string()})
    EXPECT_FALSE(
        accounts_->sign_in(name, std::string(100'000, 'p'), {"203.0.113." + std::to_string(name.size() % 250), ""}));
  for (const auto& entry : *accounts_->security_log(0, 100)) {
    EXPECT_LE(entry.account.size(), limits::name_characters * 4);
    EXPECT_EQ(entry.account.find_first_of("\n\x1b"), std::string::npos);
  }
  EXPECT_TRUE(*accounts_->is_empty());
}

// ---- the file
// --------------------------------------------------------------------------------------------------------

TEST_F(AccountsTest, AllIsThereWhenTheFileIsOpenedAgain) {
  const auto ana = first();
  open();
  EXPECT_TRUE(is_in(ana.secret));
  EXPECT_TRUE(accounts_->sign_in("ana@example.org", password, desk));
}

TEST_F(AccountsTest, AFileOfANewerProgramIsRefused) {
  {
    auto database = *store::sqlite::Database::open(file(), store::sqlite::Access::write, {"FULL", ""});
    ASSERT_TRUE(database->execute("PRAGMA user_version = 99"));
  }
  const auto opened = open_accounts(file());
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("format 99"));
}

} // namespace
} // namespace handrail::identity
