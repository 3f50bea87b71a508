#include "store/lists/facet_table.h"

#include <algorithm>
#include <cassert>

namespace handrail::store {

const char* const facet_tables = R"(
-- Values of filters that any tenant has; `number` stands for one in facet_chunk.
CREATE TABLE facet (
  kind   INTEGER NOT NULL,
  value  TEXT    NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (kind, value)
) STRICT, WITHOUT ROWID;
-- The place is the facet's number times 65,536 and the chunk's.
CREATE TABLE facet_chunk (
  place   INTEGER PRIMARY KEY,
  tenants BLOB NOT NULL
) STRICT;
)";

namespace {

constexpr std::uint64_t chunks_of_a_facet = 65'536;
/// More are looked up again: customers are many.
constexpr std::size_t most_known = 20'000;

std::uint64_t place_of(std::uint64_t facet, std::uint64_t chunk) { return facet * chunks_of_a_facet + chunk; }

/// Nothing when no tenant has it.
Result<std::optional<std::uint64_t>> find(sqlite::Database& database, const Facet& facet) {
  HANDRAIL_TRY(auto rows, database.query("SELECT number FROM facet WHERE kind = ? AND value = ?"));
  rows.bind(static_cast<int>(facet.kind)).bind(std::string_view(facet.value));
  HANDRAIL_TRY(const bool found, rows.next());
  return found ? std::optional(rows.natural(0)) : std::nullopt;
}

/// The words of a set that a chunk stands for; fewer in the last one.
std::span<NumberSet::Word> words_of(NumberSet& set, std::uint64_t chunk) {
  auto& all = set.words();
  const auto first = std::min<std::size_t>(chunk * facet_chunk::words, all.size());
  return std::span(all).subspan(first, std::min(facet_chunk::words, all.size() - first));
}

} // namespace

// ---- reading -------------------------------------------------------------------------------------------------------

Result<void> FacetReader::add_to(NumberSet& set, const Facet& facet) {
  HANDRAIL_TRY(const auto number, find(database_, facet));
  if (!number) return {};
  HANDRAIL_TRY(auto rows, database_.query("SELECT place, tenants FROM facet_chunk WHERE place BETWEEN ? AND ?"));
  rows.bind(place_of(*number, 0)).bind(place_of(*number, chunks_of_a_facet - 1));
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return {};
    facet_chunk::add_to(words_of(set, rows.natural(0) % chunks_of_a_facet), rows.blob(1));
  }
}

Result<void> FacetReader::keep_in(NumberSet& set, const Facet& facet) {
  HANDRAIL_TRY(const auto number, find(database_, facet));
  std::uint64_t next = 0; // the first chunk that was not looked at
  const auto clear_until = [&](std::uint64_t chunk) {
    for (; next < chunk; ++next) std::ranges::fill(words_of(set, next), 0);
  };
  if (number) {
    HANDRAIL_TRY(auto rows, database_.query("SELECT place, tenants FROM facet_chunk WHERE place BETWEEN ? AND ?"));
    rows.bind(place_of(*number, 0)).bind(place_of(*number, chunks_of_a_facet - 1));
    for (;;) {
      HANDRAIL_TRY(const bool more, rows.next());
      if (!more) break;
      const auto chunk = rows.natural(0) % chunks_of_a_facet;
      clear_until(chunk);
      facet_chunk::keep_in(words_of(set, chunk), rows.blob(1));
      next = chunk + 1;
    }
  }
  clear_until(set.words().size() / facet_chunk::words + 1);
  return {};
}

Result<std::vector<std::string>> FacetReader::values(FacetKind kind) {
  HANDRAIL_TRY(auto rows, database_.query("SELECT value FROM facet WHERE kind = ? ORDER BY value"));
  rows.bind(static_cast<int>(kind));
  std::vector<std::string> values;
  for (;;) {
    HANDRAIL_TRY(const bool more, rows.next());
    if (!more) return values;
    values.emplace_back(rows.text(0));
  }
}

Result<bool> FacetReader::has_chunk(const Facet& facet, std::uint64_t chunk, facet_chunk::Bytes tenants) {
  HANDRAIL_TRY(const auto number, find(database_, facet));
  if (!number) return false;
  HANDRAIL_TRY(auto rows, database_.query("SELECT tenants FROM facet_chunk WHERE place = ?"));
  rows.bind(place_of(*number, chunk));
  HANDRAIL_TRY(const bool found, rows.next());
  return found && std::ranges::equal(rows.blob(0), tenants);
}

// ---- writing -------------------------------------------------------------------------------------------------------

Result<std::uint64_t> FacetWriter::number_of(const Facet& facet) {
  if (const auto known = known_.find(facet); known != known_.end()) return known->second;
  HANDRAIL_TRY(auto number, find(database_, facet));
  if (!number) {
    if (!last_facet_) {
      HANDRAIL_TRY(const auto last, database_.number("SELECT facets FROM progress"));
      last_facet_ = static_cast<std::uint64_t>(last);
    }
    number = ++*last_facet_;
    HANDRAIL_TRY(auto insert, database_.query("INSERT INTO facet VALUES (?, ?, ?)"));
    HANDRAIL_CHECK(insert.bind(static_cast<int>(facet.kind)).bind(std::string_view(facet.value)).bind(*number).run());
  }
  facets_[*number] = &known_.emplace(facet, *number).first->first;
  return *number;
}

void FacetWriter::wait(std::uint64_t facet, std::uint64_t tenant, bool comes) {
  const auto offset = static_cast<std::uint16_t>(tenant % facet_chunk::numbers);
  waiting_.push_back({place_of(facet, tenant / facet_chunk::numbers), {offset, comes}});
}

Result<void> FacetWriter::change(std::uint64_t tenant, const FacetChange& change) {
  for (const auto& facet : change.taken) {
    HANDRAIL_TRY(const auto number, number_of(facet));
    wait(number, tenant, false);
  }
  for (const auto& facet : change.given) {
    HANDRAIL_TRY(const auto number, number_of(facet));
    wait(number, tenant, true);
  }
  return {};
}

Result<void> FacetWriter::write_chunk(std::uint64_t place, std::span<const facet_chunk::Change> changes) {
  std::vector<std::uint8_t> bytes;
  {
    HANDRAIL_TRY(auto before, database_.query("SELECT tenants FROM facet_chunk WHERE place = ?"));
    before.bind(place);
    HANDRAIL_TRY(const bool found, before.next());
    bytes = facet_chunk::changed(found ? before.blob(0) : facet_chunk::Bytes(), changes);
  }
  if (bytes.empty()) {
    HANDRAIL_TRY(auto remove, database_.query("DELETE FROM facet_chunk WHERE place = ?"));
    HANDRAIL_CHECK(remove.bind(place).run());
    return drop_if_empty(place / chunks_of_a_facet);
  }
  HANDRAIL_TRY(auto put, database_.query("INSERT OR REPLACE INTO facet_chunk VALUES (?, ?)"));
  return put.bind(place).bind(bytes).run();
}

/// A value that no tenant has any more is forgotten, with its number.
Result<void> FacetWriter::drop_if_empty(std::uint64_t facet) {
  {
    HANDRAIL_TRY(auto rest, database_.query("SELECT 1 FROM facet_chunk WHERE place BETWEEN ? AND ? LIMIT 1"));
    rest.bind(place_of(facet, 0)).bind(place_of(facet, chunks_of_a_facet - 1));
    HANDRAIL_TRY(const bool any, rest.next());
    if (any) return {};
  }
  const auto known = facets_.find(facet);
  assert(known != facets_.end() && "a facet was written that was not looked up");
  const auto& dropped = *known->second;
  HANDRAIL_TRY(auto remove, database_.query("DELETE FROM facet WHERE kind = ? AND value = ?"));
  HANDRAIL_CHECK(remove.bind(static_cast<int>(dropped.kind)).bind(std::string_view(dropped.value)).run());
  known_.erase(dropped);
  facets_.erase(known);
  return {};
}

Result<void> FacetWriter::write() {
  std::stable_sort(waiting_.begin(), waiting_.end(),
                   [](const Waiting& a, const Waiting& b) { return a.place < b.place; });
  std::vector<facet_chunk::Change> changes;
  for (auto one = waiting_.begin(); one != waiting_.end();) {
    changes.clear();
    const auto place = one->place;
    for (; one != waiting_.end() && one->place == place; ++one) changes.push_back(one->change);
    HANDRAIL_CHECK(write_chunk(place, changes));
  }
  waiting_.clear();
  if (known_.size() > most_known) {
    known_.clear();
    facets_.clear();
  }
  if (!last_facet_) return {};
  HANDRAIL_TRY(auto update, database_.query("UPDATE progress SET facets = ?"));
  return update.bind(*last_facet_).run();
}

void FacetWriter::forget() {
  waiting_.clear();
  known_.clear();
  facets_.clear();
  last_facet_.reset();
}

} // namespace handrail::store
