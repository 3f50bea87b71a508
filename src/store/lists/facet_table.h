// The sets of the facets, in tables of SQLite: which tenants have each.
#pragma once

#include "core/result.h"
#include "store/lists/facet_chunk.h"
#include "store/lists/facets.h"
#include "store/lists/number_set.h"
#include "store/sqlite.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace handrail::store {

/// The statements that make the tables.
extern const char* const facet_tables;

/// Reads sets. Used by one thread, on a connection that reads one state of the file.
class FacetReader {
public:
  explicit FacetReader(sqlite::Database& database) : database_(database) {}

  /// Adds the tenants of the facet to the set.
  Result<void> add_to(NumberSet& set, const Facet& facet);
  /// Leaves in the set only those that have the facet.
  Result<void> keep_in(NumberSet& set, const Facet& facet);
  /// The values of a kind that any tenant has, byte by byte in order.
  Result<std::vector<std::string>> values(FacetKind kind);
  /// Is that chunk of the facet's set just so?
  Result<bool> has_chunk(const Facet& facet, std::uint64_t chunk, facet_chunk::Bytes tenants);

private:
  sqlite::Database& database_;
};

/// Gathers the changes of a transaction and writes each chunk once. Used by the writer.
class FacetWriter {
public:
  explicit FacetWriter(sqlite::Database& database) : database_(database) {}

  /// Changes that are written with the next `write`.
  Result<void> change(std::uint64_t tenant, const FacetChange& change);
  Result<void> write();
  /// Forgets what was gathered and what is known of the tables: the transaction was given up, or all was cleared.
  void forget();

private:
  struct Waiting {
    std::uint64_t place = 0;
    facet_chunk::Change change;
  };

  void wait(std::uint64_t facet, std::uint64_t tenant, bool comes);
  Result<std::uint64_t> number_of(const Facet& facet);
  Result<void> write_chunk(std::uint64_t place, std::span<const facet_chunk::Change> changes);
  Result<void> drop_if_empty(std::uint64_t facet);

  sqlite::Database& database_;
  std::vector<Waiting> waiting_;
  std::map<Facet, std::uint64_t> known_; ///< the numbers of facets used lately; all those of what waits
  std::unordered_map<std::uint64_t, const Facet*> facets_; ///< the same by number
  std::optional<std::uint64_t> last_facet_;                ///< the highest number given out
};

} // namespace handrail::store
