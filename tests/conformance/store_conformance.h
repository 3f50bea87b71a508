// What every store must do, whatever it stands on. A database joins by giving a way to open an empty store.
#pragma once

#include "store/read_models.h"
#include "store/store.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace handrail::testing {

/// One database under test. Opening again gives the same content: the first store is closed by then.
class StoreUnderTest {
public:
  virtual ~StoreUnderTest() = default;
  virtual Result<std::unique_ptr<store::Store>> open_store() = 0;
  virtual Result<std::unique_ptr<store::ReadModels>> open_read_models() = 0;
};

struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<StoreUnderTest>()> make;
};

/// How a failing test names its kind.
inline void PrintTo(const StoreKind& kind, std::ostream* out) { *out << kind.name; }

/// The kinds that the log's suites run on.
std::vector<StoreKind> store_kinds();
/// Those whose read models stand beside their log. A log in PostgreSQL has them in SQLite too (docs/decisions/0122).
std::vector<StoreKind> read_model_kinds();

/// A log of each kind, empty at first.
class StoreConformance : public ::testing::TestWithParam<StoreKind> {
protected:
  void SetUp() override {
    database_ = GetParam().make();
    open();
  }
  /// Closes it and opens it again.
  void open() {
    store_.reset();
    auto opened = database_->open_store();
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    store_ = std::move(*opened);
  }

  std::unique_ptr<StoreUnderTest> database_;
  std::unique_ptr<store::Store> store_;
};

/// Rows without notes, as they are applied.
inline std::vector<store::ReadModels::Change> changes_of(const std::vector<store::TenantRow>& rows) {
  std::vector<store::ReadModels::Change> changes;
  for (const auto& row : rows) changes.push_back({row});
  return changes;
}

inline std::string name_of_kind(const ::testing::TestParamInfo<StoreKind>& kind) { return kind.param.name; }

} // namespace handrail::testing
