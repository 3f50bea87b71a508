#include "conformance/store_conformance.h"
#include "store/data_folder.h"
#include "store/postgres_store.h"
#include "store/sqlite_read_models.h"
#include "store/sqlite_store.h"
#include "support/postgres_server.h"
#include "support/temporary_folder.h"

namespace handrail::testing {

namespace {

class SqliteUnderTest final : public StoreUnderTest {
public:
  explicit SqliteUnderTest(const store::Tuning& tuning = {}) : tuning_(tuning) {}

  Result<std::unique_ptr<store::Store>> open_store() override {
    return store::open_sqlite_store(data_.log(), store::sqlite::Access::write);
  }
  Result<std::unique_ptr<store::ReadModels>> open_read_models() override {
    return store::open_sqlite_read_models(data_.read_models(), store::sqlite::Access::write, tuning_);
  }

private:
  TemporaryFolder folder_;
  store::DataFolder data_{folder_.path()};
  store::Tuning tuning_;
};

class PostgresUnderTest final : public StoreUnderTest {
public:
  Result<std::unique_ptr<store::Store>> open_store() override {
    HANDRAIL_TRY(const auto address, store::postgres::Address::from(database_.url()));
    return store::open_postgres_store(address, store::postgres::Access::write);
  }
  Result<std::unique_ptr<store::ReadModels>> open_read_models() override {
    return store::open_sqlite_read_models(data_.read_models(), store::sqlite::Access::write);
  }

private:
  TestDatabase database_;
  TemporaryFolder folder_;
  store::DataFolder data_{folder_.path()};
};

} // namespace

std::vector<StoreKind> store_kinds() {
  // With limits as small as this, a few hundred tenants are listed in the ways that a million are.
  constexpr store::Tuning as_if_many{6, 4, 10, 3, 20};
  return {{"Sqlite", [] { return std::make_unique<SqliteUnderTest>(); }},
          {"SqliteAsIfMany", [=] { return std::make_unique<SqliteUnderTest>(as_if_many); }},
          {"Postgres", [] { return std::make_unique<PostgresUnderTest>(); }}};
}

} // namespace handrail::testing
