// One command for many tenants: each is decided by the rules as if it had come alone, and has its own history.
// § bulk-1 to § bulk-5
#pragma once

#include "app/engine.h"
#include "core/result.h"
#include "engagement/commands.h"
#include "store/read_models.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace handrail::app {

inline constexpr std::size_t most_bulk_tenants = 100'000;

struct BulkOrder {
  /// 1 to 64 characters. Given again with the same order, it does what is still to be done, and nothing twice.
  std::string id;
  engagement::Command
      command; ///< one that names no other thing of a tenant than its fields and playbooks; see § bulk-2
  std::vector<TenantId> tenants;
  PersonId actor;
};

/// How far it is, and how it went so far.
struct BulkProgress {
  std::size_t all = 0, done = 0;
  std::size_t changed = 0;   ///< or would be
  std::size_t unchanged = 0; ///< all was so already
  std::size_t refused = 0;   ///< by a rule or a right
  std::size_t failed = 0;    ///< it made no sense there, or could not be written
};

struct BulkReport {
  /// What one tenant was not changed for.
  struct Exception {
    TenantId tenant;
    bool refused = false; ///< else it failed
    std::string reason;   ///< the first of the denial's, or the error's words
    std::string where;    ///< "completion.md:88": the rule's line, or a paragraph of the house's

    bool operator==(const Exception&) const = default;
  };
  static constexpr std::size_t most_exceptions = 1'000;

  BulkProgress progress;
  bool stopped = false;              ///< before it came to the end
  std::vector<Exception> exceptions; ///< the first of them, in the order of the tenants
  std::vector<TenantId> changed;     ///< in the order of the tenants
};

/// Told now and then; answers whether to go on.
using BulkTold = std::function<bool(const BulkProgress&)>;

/// The tenants that a list has for a reader, in its order. Errors: invalid (more than `most_bulk_tenants`), as
/// Engine::tenants.
Result<std::vector<TenantId>> tenants_in(Engine& engine, store::TenantQuery query, const PersonId& reader);

/// Is it an order at all? Errors: invalid (§ bulk-2).
Result<void> check(const BulkOrder& order);

/// What the order would do now; nothing is written. Errors: invalid (§ bulk-2).
Result<BulkReport> preview(Engine& engine, const BulkOrder& order, const BulkTold& told = {});

/// Does it. What came before it stopped stays done. Errors: invalid (§ bulk-2).
Result<BulkReport> carry_out(Engine& engine, const BulkOrder& order, const BulkTold& told = {});

} // namespace handrail::app
