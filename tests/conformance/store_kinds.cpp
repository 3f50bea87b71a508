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
    return Error{ErrorCode::internal, "There are no read models in PostgreSQL", "", ""};
  }

private:
  TestDatabase database_;
};

} // namespace

std::vector<StoreKind> read_model_kinds() {
  // With limits as small as this, a few hundred tenants are listed in the ways that a million are.
  constexpr store::Tuning as_if_many{6, 4, 10, 3, 20};
  return {{"Sqlite", [] { return std::make_unique<SqliteUnderTest>(); }},
          {"SqliteAsIfMany", [=] { return std::make_unique<SqliteUnderTest>(as_if_many); }}};
}

std::vector<StoreKind> store_kinds() {
  return {{"Sqlite", [] { return std::make_unique<SqliteUnderTest>(); }},
          {"Postgres", [] { return std::make_unique<PostgresUnderTest>(); }}};
}

} // namespace handrail::testing
