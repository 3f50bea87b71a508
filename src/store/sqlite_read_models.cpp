#include "store/sqlite_read_models.h"

#include "store/lists/column_table.h"
#include "store/lists/consistency.h"
#include "store/lists/facet_table.h"
#include "store/lists/note_table.h"
#include "store/lists/request_table.h"
#include "store/lists/tenant_search.h"
#include "store/lists/tenant_sequence.h"
#include "store/lists/tenant_table.h"
#include "store/lists/text_index.h"
#include "store/query_check.h"
#include "store/seal.h"
#include "store/sqlite_checkpoints.h"
#include "store/tenant_order.h"
#include "store/tenant_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <mutex>

namespace handrail::store {

namespace {

using sqlite::Database;

constexpr const char* progress_table = R"(
CREATE TABLE progress (
  only     INTEGER PRIMARY KEY CHECK (only = 1),
  position INTEGER NOT NULL,
  facets   INTEGER NOT NULL -- the highest number given to one
) STRICT;
INSERT INTO progress VALUES (1, 0, 0);
)";

/// There are no migrations: a file of another format is thrown away and replayed.
std::string made_tables() {
  std::string tables;
  for (const char* statements :
       {tenant_tables, text_index_tables, facet_tables, column_table, request_tables, note_tables, progress_table})
    tables += statements;
  return tables;
}

constexpr const sqlite::Kind& kind = read_models_kind;
const sqlite::Schema& schema() {
  static const std::string tables = made_tables();
  static const char* const format[] = {tables.c_str()};
  static const sqlite::Schema made{0x48525235, "read model", format}; // "HRR5"
  return made;
}

/// What is read at once, so that all of it is of one state.
Result<sqlite::Transaction> snapshot(Database& database) { return sqlite::Transaction::begin(database, "BEGIN"); }

class SqliteReadModels final : public ReadModels {
public:
  SqliteReadModels(const std::filesystem::path& file, std::unique_ptr<Database> writer, const Tuning& tuning)
      : sealing_(writer == nullptr ? std::filesystem::path() : file), tuning_(tuning), writer_(std::move(writer)),
        readers_(file, kind) {
    if (writer_ == nullptr) return;
    facets_.emplace(*writer_);
    columns_.emplace(*writer_);
    checkpointer_.emplace(file, kind, *writer_, writing_);
  }

  Result<Position> position() override;
  using ReadModels::apply;
  Result<void> apply(std::span<const Change> changes, const Settled& settled) override;
  Result<void> clear() override;
  Result<TenantPage> tenants(const TenantQuery& query) override;
  Result<std::size_t> count(const TenantQuery& query, std::size_t up_to) override;
  Result<RequestPage> requests(const RequestQuery& query) override;
  Result<NotePage> notes(const NoteQuery& query) override;
  Result<std::vector<RunningRow>> running() override;
  Result<std::vector<Finding>> check() override;
  Result<std::vector<TenantRow>> rows_after(const TenantId& after, std::size_t limit) override;
  Result<std::vector<NoteRow>> notes_after(const TenantId& tenant, Version after, std::size_t limit) override;

private:
  Result<bool> put(std::span<const Change> changes, const Settled& settled);
  Result<void> put(const Change& change, std::uint64_t& last);
  Result<void> put_names(std::uint64_t number, const TenantRow* before, const TenantRow& now);
  void forget();

  const Sealing sealing_; ///< ends last, when the file is closed
  const Tuning tuning_;
  std::mutex writing_;
  std::unique_ptr<Database> writer_; ///< used under `writing_`, as are the next two; null when opened for reading
  std::optional<FacetWriter> facets_;
  std::optional<ColumnWriter> columns_;
  sqlite::Readers readers_; ///< closed before the writer, which merges the whole write-ahead log as the last one
  std::optional<sqlite::Checkpointer> checkpointer_;
};

// ---- writing -------------------------------------------------------------------------------------------------------

Result<void> SqliteReadModels::put(const Change& change, std::uint64_t& last) {
  const auto& row = change.row;
  HANDRAIL_TRY(const auto found, tenant_of(*writer_, row.id));
  const auto* before = found ? &found->row : nullptr;
  const auto number = found ? found->number : ++last;
  HANDRAIL_CHECK(put_tenant(*writer_, number, before, row));
  HANDRAIL_CHECK(put_requests(*writer_, number, before, row));
  HANDRAIL_CHECK(put_notes(*writer_, number, change.notes));
  HANDRAIL_CHECK(facets_->change(number, facet_change(before, row)));
  if (before == nullptr || before->changed != row.changed || before->last_work != row.last_work)
    columns_->set(number, Column::times, times_cell(row.changed, row.last_work));
  if (before == nullptr || before->next_action_date != row.next_action_date)
    columns_->set(number, Column::date, date_cell(row.next_action_date));
  return put_names(number, before, row);
}

Result<void> SqliteReadModels::put_names(std::uint64_t number, const TenantRow* before, const TenantRow& now) {
  for (const auto order : {TenantOrder::name, TenantOrder::customer}) {
    TextIndexWriter index(*writer_, *columns_, order);
    const auto place = place_of(now, order);
    if (before != nullptr) {
      const auto old_place = place_of(*before, order);
      if (old_place == place) continue;
      HANDRAIL_CHECK(index.remove(old_place));
    }
    HANDRAIL_CHECK(index.add(number, place));
  }
  return {};
}

/// Whether it was settled; otherwise everything is rolled back.
Result<bool> SqliteReadModels::put(std::span<const Change> changes, const Settled& settled) {
  HANDRAIL_TRY(auto transaction, sqlite::Transaction::begin(*writer_));
  HANDRAIL_TRY(auto last, last_number(*writer_));
  for (const auto& change : changes) HANDRAIL_CHECK(put(change, last));
  HANDRAIL_CHECK(facets_->write());
  HANDRAIL_CHECK(columns_->write());
  const auto position = settled();
  if (!position) return false;
  {
    HANDRAIL_TRY(auto update, writer_->query("UPDATE progress SET position = ?"));
    HANDRAIL_CHECK(update.bind(*position).run());
  }
  HANDRAIL_CHECK(transaction.commit());
  return true;
}

/// What was gathered for a transaction that came to nothing.
void SqliteReadModels::forget() {
  facets_->forget();
  columns_->forget();
}

Result<void> SqliteReadModels::apply(std::span<const Change> changes, const Settled& settled) {
  assert(writer_ != nullptr && "read models opened for reading were written to");
  const std::lock_guard lock(writing_);
  auto written = put(changes, settled);
  if (!written || !*written) forget();
  if (!written) return std::move(written).error();
  return {};
}

Result<void> SqliteReadModels::clear() {
  assert(writer_ != nullptr && "read models opened for reading were written to");
  const std::lock_guard lock(writing_);
  forget();
  HANDRAIL_TRY(auto transaction, sqlite::Transaction::begin(*writer_));
  HANDRAIL_CHECK(writer_->execute(
      "DELETE FROM tenant; DELETE FROM tenant_by_name; DELETE FROM tenant_by_customer; "
      "INSERT INTO tenant_text (tenant_text) VALUES ('delete-all'); DELETE FROM facet; DELETE FROM facet_chunk; "
      "DELETE FROM column_chunk; DELETE FROM request_by_team; DELETE FROM request_by_asker; "
      "UPDATE progress SET position = 0, facets = 0"));
  HANDRAIL_CHECK(writer_->execute(note_tables_cleared));
  return transaction.commit();
}

// ---- reading -------------------------------------------------------------------------------------------------------

Result<Position> SqliteReadModels::position() {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(const auto position, database->number("SELECT position FROM progress"));
  return static_cast<Position>(position);
}

/// A page of a list: its candidates in order, without those in which the text does not stand.
class PageReading {
public:
  PageReading(Database& database, const Tuning& tuning, const TenantQuery& query, std::uint64_t last)
      : database_(database), tuning_(tuning), query_(query), last_(last), text_(query.text) {}

  Result<TenantPage> read(std::optional<TenantPlace> place) {
    HANDRAIL_TRY(found_, candidates(database_, query_, last_, tuning_.most_by_text));
    // One more than the page holds says whether there is a next one. Those without the text are made up for.
    for (auto wanted = query_.limit + 1;; wanted = std::min(4 * wanted, most_at_once)) {
      TenantSequence sequence(database_, tuning_, query_.order, query_.descending, found_.set ? &*found_.set : nullptr,
                              last_);
      HANDRAIL_TRY(const auto places, sequence.after(place, wanted));
      HANDRAIL_TRY(const bool full, take(places));
      if (full || places.size() < wanted) return std::move(page_);
      place = places.back().place;
      HANDRAIL_CHECK(look_for_text());
    }
  }

private:
  static constexpr std::size_t most_at_once = 4096;

  /// Is the page full?
  Result<bool> take(const NumberedPlaces& places) {
    for (const auto& one : places) {
      HANDRAIL_TRY(auto row, tenant_at(database_, one.number));
      if (found_.look_at_text && !text_.finds(searched_text(row))) continue;
      if (page_.tenants.size() == query_.limit) {
        page_.next = to_cursor(place_of(page_.tenants.back(), query_.order), query_.order);
        return true;
      }
      page_.tenants.push_back(std::move(row));
    }
    looked_at_ += places.size();
    return false;
  }

  /// A text that stands in many tenants stood in few of those looked at: so all that have it are found after all.
  Result<void> look_for_text() {
    if (!found_.look_at_text || found_all_ || looked_at_ < tuning_.most_looked_at) return {};
    found_all_ = true;
    HANDRAIL_TRY(found_, candidates(database_, query_, last_, last_));
    return {};
  }

  Database& database_;
  const Tuning& tuning_;
  const TenantQuery& query_;
  std::uint64_t last_;
  SearchedFor text_;
  Candidates found_;
  std::size_t looked_at_ = 0;
  bool found_all_ = false;
  TenantPage page_;
};

Result<TenantPage> SqliteReadModels::tenants(const TenantQuery& query) {
  HANDRAIL_CHECK(store::check(query));
  std::optional<TenantPlace> place;
  if (!query.cursor.empty()) {
    HANDRAIL_TRY(place, place_from(query.cursor, query.order));
  }
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(const auto reading, snapshot(*database));
  HANDRAIL_TRY(const auto last, last_number(*database));
  return PageReading(*database, tuning_, query, last).read(std::move(place));
}

Result<std::size_t> SqliteReadModels::count(const TenantQuery& query, std::size_t up_to) {
  HANDRAIL_CHECK(store::check(query));
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(const auto reading, snapshot(*database));
  HANDRAIL_TRY(const auto last, last_number(*database));
  HANDRAIL_TRY(const auto found, candidates(*database, query, last, last));
  if (!found.set) return std::min<std::size_t>(last, up_to);
  if (!found.look_at_text) return std::min(found.set->count(), up_to);
  const SearchedFor text(query.text);
  std::size_t count = 0;
  Result<void> read;
  found.set->each([&](std::uint64_t number) {
    if (!read || count >= up_to) return;
    const auto row = tenant_head_at(*database, number);
    if (!row)
      read = row.error();
    else if (text.finds(searched_text(*row)))
      ++count;
  });
  HANDRAIL_CHECK(std::move(read));
  return count;
}

Result<RequestPage> SqliteReadModels::requests(const RequestQuery& query) {
  HANDRAIL_CHECK(store::check(query));
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(const auto reading, snapshot(*database));
  return waiting_requests(*database, query);
}

Result<NotePage> SqliteReadModels::notes(const NoteQuery& query) {
  HANDRAIL_CHECK(store::check(query));
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(const auto reading, snapshot(*database));
  return found_notes(*database, query);
}

Result<std::vector<RunningRow>> SqliteReadModels::running() {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(const auto values, FacetReader(*database).values(FacetKind::run));
  std::vector<RunningRow> running;
  for (const auto& value : values) {
    auto [playbook, version] = parts_of(value);
    running.push_back({PlaybookId(std::move(playbook)), std::move(version)});
  }
  std::sort(running.begin(), running.end());
  return running;
}

Result<std::vector<Finding>> SqliteReadModels::check() {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(const auto reading, snapshot(*database));
  return contradictions(*database);
}

Result<std::vector<TenantRow>> SqliteReadModels::rows_after(const TenantId& after, std::size_t limit) {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(auto numbers, database->query("SELECT number FROM tenant WHERE id > ? ORDER BY id LIMIT ?"));
  numbers.bind(after.text()).bind(limit);
  std::vector<TenantRow> rows;
  for (;;) {
    HANDRAIL_TRY(const bool more, numbers.next());
    if (!more) return rows;
    HANDRAIL_TRY(auto row, tenant_at(*database, numbers.natural(0)));
    rows.push_back(std::move(row));
  }
}

Result<std::vector<NoteRow>> SqliteReadModels::notes_after(const TenantId& tenant, Version after, std::size_t limit) {
  HANDRAIL_TRY(auto database, readers_.lend());
  HANDRAIL_TRY(const auto reading, snapshot(*database));
  HANDRAIL_TRY(const auto found, tenant_of(*database, tenant));
  if (!found) return std::vector<NoteRow>();
  return notes_of(*database, found->number, after, limit);
}

/// § storage-6: a file whose pages are damaged opens well and fails later, with whoever reads there.
Result<void> check_pages(Database& database) {
  HANDRAIL_TRY(auto rows, database.query("PRAGMA quick_check(1)"));
  HANDRAIL_TRY(const bool said, rows.next());
  if (said && rows.text(0) == "ok") return {};
  return Error{ErrorCode::unavailable, fmt::format("{}: its pages are damaged", database.name()), "",
               kind.when_damaged};
}

Result<std::unique_ptr<Database>> open_for_writing(const std::filesystem::path& file) {
  HANDRAIL_TRY(const bool is_sealed, break_seal(file));
  HANDRAIL_TRY(auto database, Database::open(file, sqlite::Access::write, kind));
  HANDRAIL_CHECK(sqlite::migrate(*database, schema()));
  if (!is_sealed) HANDRAIL_CHECK(check_pages(*database));
  return database;
}

} // namespace

Result<std::unique_ptr<ReadModels>> open_sqlite_read_models(const std::filesystem::path& file, sqlite::Access access,
                                                            const Tuning& tuning) {
  if (access == sqlite::Access::read) {
    HANDRAIL_TRY(auto database, Database::open(file, access, kind));
    HANDRAIL_CHECK(sqlite::check_format(*database, schema()));
    return std::unique_ptr<ReadModels>(std::make_unique<SqliteReadModels>(file, nullptr, tuning));
  }
  auto database = open_for_writing(file);
  if (!database) {
    sqlite::discard(file);
    database = open_for_writing(file);
  }
  if (!database) return std::move(database).error();
  return std::unique_ptr<ReadModels>(std::make_unique<SqliteReadModels>(file, std::move(*database), tuning));
}

} // namespace handrail::store
