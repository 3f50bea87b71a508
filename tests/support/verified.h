// A data folder at rest, held against itself. Only for tests that link the room `app`.
#pragma once

#include "app/verification.h"
#include "store/data_folder.h"
#include "store/sqlite_read_models.h"
#include "store/sqlite_store.h"

#include <gtest/gtest.h>

#include <optional>

namespace handrail::testing {

/// What `handrail verify` finds in the folder. Fails the test when it cannot be opened.
inline app::Verification verified(const store::DataFolder& data, const std::optional<store::Head>& known = {}) {
  const auto log = store::open_sqlite_store(data.log(), store::sqlite::Access::read);
  const auto models = store::open_sqlite_read_models(data.read_models(), store::sqlite::Access::read);
  if (log && models) return app::verify(**log, models->get(), known);
  ADD_FAILURE() << to_string(log ? models.error() : log.error());
  return {};
}

/// Nothing is wrong in the folder, and its lists show the whole log.
inline void expect_sound(const store::DataFolder& data) {
  const auto verification = verified(data);
  for (const auto& finding : verification.findings) ADD_FAILURE() << finding.where << ": " << finding.message;
  EXPECT_EQ(verification.read_models_at, verification.head.position);
}

} // namespace handrail::testing
