// The notes of all tenants, in SQLite, and the index of their words (docs/decisions/0123-notes-by-one-index.md).
#pragma once

#include "core/result.h"
#include "store/read_models.h"
#include "store/sqlite.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace handrail::store {

/// The statements that make the tables.
extern const char* const note_tables;
/// Those that empty them.
extern const char* const note_tables_cleared;

/// Errors: invalid (a cursor that is none), unavailable.
Result<NotePage> found_notes(sqlite::Database& database, const NoteQuery& query);

/// Those of the tenant with that number; see ReadModels::notes_after.
Result<std::vector<NoteRow>> notes_of(sqlite::Database& database, std::uint64_t tenant, Version after,
                                      std::size_t limit);

/// Adds those that are not there yet; all are of the tenant with that number.
Result<void> put_notes(sqlite::Database& database, std::uint64_t tenant, std::span<const NoteRow> notes);

} // namespace handrail::store
