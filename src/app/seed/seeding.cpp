#include "app/seed/seeding.h"

#include "app/id_source.h"
#include "app/model_library.h"
#include "app/new_data.h"
#include "app/seed/cast.h"
#include "app/seed/organisation.h"
#include "app/seed/ways.h"
#include "store/data_folder.h"
#include "store/postgres_store.h"
#include "store/sqlite_read_models.h"
#include "store/sqlite_store.h"

#include <fmt/format.h>

#include <span>
#include <system_error>

namespace handrail::app {

namespace {

using store::DataFolder;
using store::sqlite::Access;

/// Ids that look like all others, and are the same in each run.
class SeededIds final : public IdSource {
public:
  SeededIds(const Clock& clock, seed::Random& random) : clock_(clock), random_(random) {}
  std::string next() override {
    const auto high = random_.bits();
    return ulid(clock_.now(), high, random_.bits());
  }

private:
  const Clock& clock_;
  seed::Random& random_;
};

Result<void> check(store::Store& log, const SeedOptions& options) {
  if (options.tenants == 0 || options.tenants > most_seed_tenants)
    return Error{ErrorCode::invalid, fmt::format("An organisation has 1 to {} tenants", most_seed_tenants), "--tenants",
                 ""};
  HANDRAIL_TRY(const auto head, log.head());
  if (head.position == 0) return {};
  return Error{ErrorCode::conflict, fmt::format("There are {} events already", head.position), "",
               "Name an empty database; one in which a seeding was broken off has to be made anew."};
}

/// Nobody is to be written to.
Result<void> deliver_all(store::Store& log, Instant at) {
  constexpr std::size_t page = 1'000;
  for (;;) {
    HANDRAIL_TRY(const auto waiting, log.outbox(0, page));
    if (waiting.empty()) return {};
    HANDRAIL_CHECK(log.acknowledge(waiting, at));
  }
}

Error has_data(const std::filesystem::path& data) {
  return {ErrorCode::conflict, fmt::format("{} has data already", data.string()), "--data", "Name an empty folder."};
}

Result<Seeded> seed_opened_folder(const DataFolder& folder, std::shared_ptr<const playbook::Model> model,
                                  const SeedOptions& options, const SeedProgress& progress) {
  HANDRAIL_TRY(const auto lock, store::WriterLock::take(folder));
  HANDRAIL_TRY(const auto log, store::open_sqlite_store(folder.log(), Access::write));
  HANDRAIL_TRY(const auto lists, store::open_sqlite_read_models(folder.read_models(), Access::write));
  return seed_log(*log, *lists, std::move(model), options, progress);
}

} // namespace

Result<Seeded> seed_log(store::Store& log, store::ReadModels& lists, std::shared_ptr<const playbook::Model> model,
                        const SeedOptions& options, const SeedProgress& progress) {
  HANDRAIL_CHECK(check(log, options));
  seed::Random random(options.seed);
  ManualClock clock(options.end - seed_span);
  SeededIds ids(clock, random);
  ModelLibrary library(log, lists, clock, ids);
  HANDRAIL_CHECK(library.open());
  HANDRAIL_TRY(const auto cast, seed::Cast::of(*model));
  HANDRAIL_CHECK(library.publish(model));
  seed::Ways ways(*model, *cast);
  const seed::World world{*model, *cast, ways, random, ids};
  seed::Organisation organisation(world, clock, options, log, lists);
  HANDRAIL_CHECK(organisation.live(progress));
  HANDRAIL_CHECK(deliver_all(log, options.end));
  auto seeded = organisation.result();
  HANDRAIL_TRY(seeded.head, log.head());
  HANDRAIL_CHECK(lists.apply({}, seeded.head.position));
  return seeded;
}

Result<Seeded> seed_folder(const std::filesystem::path& data, std::shared_ptr<const playbook::Model> model,
                           const SeedOptions& options, const SeedProgress& progress) {
  const DataFolder folder{data};
  HANDRAIL_CHECK(store::check_belongs(folder, {}));
  std::error_code failure;
  if (std::filesystem::exists(folder.read_models(), failure)) return has_data(data);
  Seeded seeded;
  const auto fill = [&](const DataFolder& made) -> Result<void> {
    HANDRAIL_TRY(seeded, seed_opened_folder(made, model, options, progress));
    return {};
  };
  HANDRAIL_TRY(const bool made, make_data(data, fill));
  if (!made) return has_data(data);
  return seeded;
}

Result<Seeded> seed_database(const std::string& database, const std::filesystem::path& data,
                             std::shared_ptr<const playbook::Model> model, const SeedOptions& options,
                             const SeedProgress& progress) {
  HANDRAIL_TRY(const auto address, store::postgres::Address::from(database));
  const DataFolder folder{data};
  std::error_code failure;
  for (const auto& file : {folder.log(), folder.read_models(), folder.follows()})
    if (std::filesystem::exists(file, failure)) return has_data(data);
  HANDRAIL_TRY(const auto lock, store::WriterLock::take(folder));
  auto log = store::open_arriving_postgres_store(address, "handrail seed");
  if (!log) {
    auto error = std::move(log).error();
    if (error.where.starts_with("--")) error.where = "--db"; // as the user of a seeding named it
    return error;
  }
  HANDRAIL_CHECK(check(**log, options));
  HANDRAIL_CHECK(store::belong_to(folder, (*log)->identity()));
  HANDRAIL_TRY(const auto lists, store::open_sqlite_read_models(folder.read_models(), Access::write));
  HANDRAIL_TRY(auto seeded, seed_log(**log, *lists, std::move(model), options, progress));
  HANDRAIL_CHECK(store::arrive(address));
  return seeded;
}

} // namespace handrail::app
