#include "reassignment.h"

#include "app/bulk.h"
#include "figures.h"
#include "raw_sqlite.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace handrail::bench {

namespace {

const PersonId tara("tara"), ben("ben");
const FieldId field("FM");

double carried_out(app::Engine& engine, std::uint64_t count) {
  app::BulkOrder order;
  for (std::uint64_t number = 0; number < count; ++number) order.tenants.emplace_back(tenant_name(number));
  const auto first = engine.tenant(order.tenants.front());
  if (!first) std::abort();
  const bool is_back = (*first)->assignment(field, engagement::person_holder(ben)) != nullptr; // an earlier run's
  const auto& [from, to] = is_back ? std::pair(ben, tara) : std::pair(tara, ben);
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
  return {carried_out(engine, count), raw};
}

} // namespace handrail::bench
