#include "reassignment.h"

#include "app/bulk.h"
#include "figures.h"
#include "raw_sqlite.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace handrail::bench {

namespace {

const PersonId tara("tara"), ben("ben");
const FieldId field("FM");

double carried_out(app::Engine& engine, const PersonId& from, const PersonId& to, std::uint64_t count) {
  app::BulkOrder order;
  for (std::uint64_t number = 0; number < count; ++number) order.tenants.emplace_back(tenant_name(number));
  order.id = fmt::format("bench-{}", Clock::now().time_since_epoch().count());
  order.command = engagement::Reassign{field, engagement::person_holder(from), engagement::person_holder(to), {}};
  order.actor = tara;
  const auto start = Clock::now();
  const auto report = app::carry_out(engine, order);
  const double took = seconds_since(start);
  if (!report || report->progress.changed != count) {
    fmt::print(stderr, "not every tenant was reassigned: {}\n", report ? "some were refused" : report.error().message);
    std::abort();
  }
  return took;
}

double rows_written(std::uint64_t count, std::uint64_t present, const std::filesystem::path& file) {
  constexpr std::uint64_t group = 256;
  RawSqlite raw(file, RawSqlite::Writes::event_and_state, present);
  const auto start = Clock::now();
  for (std::uint64_t written = 0; written < count; written += group)
    raw.commit(static_cast<int>(std::min(group, count - written)));
  return seconds_since(start);
}

} // namespace

Reassignment reassign(app::Engine& engine, std::uint64_t count, std::uint64_t present,
                      const std::filesystem::path& file) {
  const double raw = rows_written(count, present, file);
  // There and back: what else is measured gives its commands as tara, who must hold them to be allowed to.
  const double there = carried_out(engine, tara, ben, count);
  const double back = carried_out(engine, ben, tara, count);
  return {(there + back) / 2, raw};
}

} // namespace handrail::bench
