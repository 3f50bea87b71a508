// What is told when a database cannot be used, and that nothing of it is changed.
#include "store/postgres_store.h"
#include "support/postgres_server.h"

#include <gmock/gmock.h>
#include <libpq-fe.h>

namespace handrail::testing {
namespace {

using namespace store;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Error refused(const std::string& url, postgres::Access access = postgres::Access::write) {
  const auto address = postgres::Address::from(url);
  if (!address) return address.error();
  const auto opened = open_postgres_store(*address, access);
  EXPECT_FALSE(opened.has_value()) << url;
  return opened ? Error{} : opened.error();
}

void run(const TestDatabase& database, const char* sql) {
  PGconn* connection = PQconnectdb(database.url().c_str());
  PGresult* result = PQexec(connection, sql);
  EXPECT_EQ(PQresultStatus(result), PGRES_COMMAND_OK) << PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
}

TEST(Address, RefusesWhatIsNoneAndSaysHowOneIsWritten) {
  for (const auto* text : {"", "handrail-data", "mysql://host/db", "postgresql:/host"}) {
    const auto error = refused(text);
    EXPECT_EQ(error.code, ErrorCode::invalid) << text;
    EXPECT_THAT(error.remedy, HasSubstr("postgresql://USER@HOST:PORT/DATABASE"));
  }
  EXPECT_THAT(refused("postgresql://" + std::string(5000, 'x')).message, HasSubstr("longer than 4096 bytes"));
  EXPECT_THAT(refused("postgresql://host/db?nonsense=1").message, HasSubstr("nonsense"));
}

TEST(Address, NeverShowsThePassword) {
  const auto address = postgres::Address::from("postgresql://tara:s3cret@one,two:5433/handrail?connect_timeout=1");
  ASSERT_TRUE(address.has_value());
  EXPECT_EQ(address->shown(), "postgresql://one,two/handrail");
  for (const auto* url : {"postgresql://tara:s3cret@127.0.0.1:1/handrail", "postgresql://tara:s3cret@host:nonsense/x",
                          "postgresql://tara:s3cret%zz@host/x"}) {
    const auto error = refused(url);
    EXPECT_THAT(to_string(error), Not(HasSubstr("s3cret"))) << url;
  }
}

TEST(Database, ThatCannotBeReachedIsUnavailableAndNamed) {
  const auto error = refused("postgresql://tara@127.0.0.1:1/handrail");
  EXPECT_EQ(error.code, ErrorCode::unavailable);
  EXPECT_THAT(error.message,
              AllOf(HasSubstr("postgresql://127.0.0.1/handrail cannot be reached"), HasSubstr("refused")));
}

TEST(Database, WithoutTablesIsMadeByTheFirstThatWritesAndNotFoundByWhoeverReads) {
  const TestDatabase database(TestDatabase::Begins::with_nothing);
  EXPECT_EQ(refused(database.url(), postgres::Access::read).code, ErrorCode::not_found);
  const auto address = *postgres::Address::from(database.url());
  EXPECT_TRUE(open_postgres_store(address, postgres::Access::write).has_value());
  EXPECT_TRUE(open_postgres_store(address, postgres::Access::read).has_value());
}

TEST(Database, OfANewerFormatIsRefusedAndLeftAsItIs) {
  const TestDatabase database;
  run(database, "UPDATE handrail.log SET format = 99");
  for (const auto access : {postgres::Access::write, postgres::Access::read}) {
    const auto error = refused(database.url(), access);
    EXPECT_EQ(error.code, ErrorCode::invalid);
    EXPECT_THAT(error.message, HasSubstr("has format 99, and this program knows formats up to"));
  }
}

TEST(Database, WithSomebodyElsesTablesInItsSchemaIsRefused) {
  const TestDatabase database(TestDatabase::Begins::with_nothing);
  run(database, "CREATE SCHEMA handrail CREATE TABLE invoices (number integer)");
  const auto error = refused(database.url());
  EXPECT_EQ(error.code, ErrorCode::invalid);
  EXPECT_THAT(error.message, HasSubstr("tables that are not Handrail's"));
}

TEST(Database, OpenedForReadingCannotBeWritten) {
  const TestDatabase database;
  const auto address = *postgres::Address::from(database.url());
  auto connection = postgres::Connection::open(address, postgres::Access::read);
  ASSERT_TRUE(connection.has_value());
  const auto written = (*connection)->query("DELETE FROM event");
  ASSERT_FALSE(written.has_value());
  EXPECT_THAT(written.error().message, HasSubstr("read-only"));
}

TEST(Connection, GivesBackWhatItWasGivenOfEveryType) {
  const TestDatabase database;
  auto connection = *postgres::Connection::open(*postgres::Address::from(database.url()), postgres::Access::write);
  const std::uint8_t bytes[] = {0, 255, 7};
  const std::vector<std::string> texts{"", "Grüße", "'quoted' {\"and\"} \\ , NULL"};
  postgres::Parameters given;
  given.add(std::int64_t{-5}).add(true).add(std::string_view("日本")).add(std::span<const std::uint8_t>(bytes));
  given.add_each(texts, [](const std::string& text) { return std::string_view(text); });
  const auto rows = connection->query("SELECT $1, $2, $3, $4, named.* FROM unnest($5) named (text)", given);
  ASSERT_TRUE(rows.has_value()) << to_string(rows.error());
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ(rows->integer(0, 0), -5);
  EXPECT_TRUE(rows->flag(0, 1));
  EXPECT_EQ(rows->text(0, 2), "日本");
  EXPECT_TRUE(std::ranges::equal(rows->blob(0, 3), bytes));
  for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(rows->text(i, 4), texts[i]);
}

TEST(Connection, GoesOnAfterAStatementThatFailed) {
  const TestDatabase database;
  auto connection = *postgres::Connection::open(*postgres::Address::from(database.url()), postgres::Access::write);
  const auto failed = connection->query("SELECT 1 / 0");
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(connection->state(), "22012");
  EXPECT_FALSE(connection->is_broken());
  EXPECT_FALSE(connection->query("SELECT no_such_column FROM event").has_value());
  EXPECT_TRUE(connection->query("SELECT 1 / 1").has_value());
}

} // namespace
} // namespace handrail::testing
