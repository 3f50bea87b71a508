// A believable organisation of any size: invented tenants whose lives are decided by the rules of a workspace. §
// storage-32
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "playbook/workspace.h"
#include "store/read_models.h"
#include "store/store.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace handrail::app {

inline constexpr std::size_t most_seed_tenants = 10'000'000;
/// So long before the end the organisation begins.
inline constexpr auto seed_span = std::chrono::days(3 * 365);

struct SeedOptions {
  std::size_t tenants = 1'000;
  std::uint64_t seed = 1; ///< the same seed, tenants, end and workspace give the same log, to the hash of its head
  Instant end{};          ///< the present day of the organisation
};

struct Seeded {
  store::Head head;
  std::size_t tenants = 0;
  std::size_t commands = 0; ///< accepted
  std::size_t refused = 0;  ///< tried, and refused by a rule: they left nothing
};

/// Called now and then: tenants registered, of how many.
using SeedProgress = std::function<void(std::size_t done, std::size_t all)>;

/// Appends the organisation to an empty log, in the order of time, through `decide`, and makes its lists. The messages
/// that its rules ask for count as delivered at its end: nobody is written to.
/// Errors: invalid (no tenants, too many, or a workspace in which nobody may register any), conflict (the log has
/// events), unavailable.
Result<Seeded> seed_log(store::Store& log, store::ReadModels& lists, std::shared_ptr<const playbook::Model> model,
                        const SeedOptions& options, const SeedProgress& progress = {});

/// Into a new data folder, which appears whole or not at all. Errors: as of `seed_log`; conflict (the folder has data).
Result<Seeded> seed_folder(const std::filesystem::path& data, std::shared_ptr<const playbook::Model> model,
                           const SeedOptions& options, const SeedProgress& progress = {});

/// Into an empty database, with the lists in a node's new folder. Until all is there nobody else can open the database;
/// what was broken off has to be dropped. Errors: as of `seed_log`; conflict (the database has a log, the folder has
/// data), invalid (no address).
Result<Seeded> seed_database(const std::string& database, const std::filesystem::path& data,
                             std::shared_ptr<const playbook::Model> model, const SeedOptions& options,
                             const SeedProgress& progress = {});

} // namespace handrail::app
