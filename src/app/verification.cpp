#include "app/verification.h"

#include "app/tenant_history.h"
#include "store/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace handrail::app {

namespace {

constexpr std::size_t page = 1000;

class Verifier {
public:
  Verifier(store::Store& store, store::ReadModels* models, const store::Noted& noted, const Progress& progress)
      : store_(store), models_(models), known_(noted.head), progress_(progress), checkpoints_(noted) {}

  Verification run() {
    check_database();
    if (const auto read = read_checkpoints(); !read) report("the checkpoints", to_string(read.error()));
    check_chain();
    if (models_ != nullptr) check_read_models();
    return std::move(result_);
  }

private:
  void report(std::string where, std::string message) {
    if (result_.findings.size() < most_findings)
      result_.findings.push_back({std::move(where), std::move(message)});
    else
      result_.more = true;
  }
  void report(const std::vector<store::Finding>& findings) {
    for (const auto& one : findings) report(one.where, one.message);
  }

  void check_database() {
    const auto found = store_.check_storage();
    if (found)
      report(*found);
    else
      report("the log", to_string(found.error()));
  }

  /// Before the events, which are held against them.
  Result<void> read_checkpoints() {
    store::Version after = 0;
    for (;;) {
      HANDRAIL_TRY(const auto events, store_.events_of(TenantId(store::checkpoint_stream), after, page));
      for (const auto& event : events) report(checkpoints_.recorded(event));
      if (events.size() < page) return {};
      after = events.back().version;
    }
  }

  // ---- the chain ---------------------------------------------------------------------------------------------------

  void check_chain() {
    // The end first: what is appended while we read is not this verification's concern.
    const auto head = store_.head();
    if (!head) return report("the log's end", to_string(head.error()));
    store::ChainCheck chain;
    while (read_on(chain, head->position)) {
    }
    result_.head = chain.head();
    report(chain.finish(*head));
    report(checkpoints_.finish());
    result_.checkpoints = checkpoints_.result();
    if (known_ && known_->position > head->position)
      report("the log's end", fmt::format("position {} was noted, and the log ends at {}: its last events are missing",
                                          known_->position, head->position));
  }

  /// The next page of events; false at the end.
  bool read_on(store::ChainCheck& chain, store::Position end) {
    const auto from = chain.head().position;
    if (from >= end) return false;
    auto events = store_.events_after(from, page);
    if (!events) return read_singly(chain, end);
    for (const auto& event : *events) {
      if (event.position > end) return false;
      check(chain, event);
    }
    if (progress_) progress_(chain.head().position, end);
    return events->size() == page;
  }

  /// A page that cannot be read: up to which event can it?
  bool read_singly(store::ChainCheck& chain, store::Position end) {
    while (chain.head().position < end) {
      const auto event = store_.events_after(chain.head().position, 1);
      if (!event) {
        report(fmt::format("position {}", chain.head().position + 1),
               "it cannot be read, nor what follows: " + to_string(event.error()));
        return false;
      }
      if (event->empty()) return false;
      check(chain, event->front());
    }
    return false;
  }

  void check(store::ChainCheck& chain, const store::StoredEvent& event) {
    report(chain.next(event));
    report(checkpoints_.next(event));
    if (is_tenant(event.tenant) && event.version == 1) ++result_.tenants;
    if (known_ && known_->position == event.position && known_->hash != chain.head().hash)
      report(store::name_of(event), "up to here the log is not the one whose head was noted");
  }

  // ---- the read models ---------------------------------------------------------------------------------------------

  void check_read_models() {
    if (const auto checked = compare_read_models(); !checked) report("the lists", to_string(checked.error()));
    if (const auto contradictions = models_->check(); !contradictions)
      report("the lists", to_string(contradictions.error()));
    else
      report(*contradictions);
  }

  /// Rows and tenants side by side, both in the order of their ids.
  Result<void> compare_read_models() {
    HANDRAIL_TRY(result_.read_models_at, models_->position());
    HANDRAIL_TRY(const auto head, store_.head());
    if (result_.read_models_at > head.position)
      report("the lists", fmt::format("they follow the log up to position {}, and the log ends at {}: its last events "
                                      "are missing",
                                      result_.read_models_at, head.position));
    std::vector<store::TenantRow> rows;
    TenantId after;
    for (;;) {
      HANDRAIL_TRY(rows, models_->rows_after(after, page));
      HANDRAIL_CHECK(compare(after, rows, rows.size() < page));
      if (rows.size() < page) return {};
      after = rows.back().id;
    }
  }

  /// The tenants after `after`, up to the last of `rows` or all that follow, must be the rows.
  Result<void> compare(TenantId after, const std::vector<store::TenantRow>& rows, bool to_the_end) {
    auto row = rows.begin();
    for (;;) {
      HANDRAIL_TRY(const auto tenants, store_.tenants(after, page));
      for (const auto& tenant : tenants) {
        if (!to_the_end && rows.back().id < tenant) return {};
        for (; row != rows.end() && row->id < tenant; ++row)
          report("the row of " + row->id.text() + " in the lists", "the log knows no such tenant");
        if (!is_tenant(tenant)) continue;
        const bool has_row = row != rows.end() && row->id == tenant;
        HANDRAIL_CHECK(has_row ? compare(*row++) : compare_missing(tenant, 0));
      }
      if (tenants.size() < page) break;
      after = tenants.back();
    }
    for (; row != rows.end(); ++row)
      report("the row of " + row->id.text() + " in the lists", "the log knows no such tenant");
    return {};
  }

  Result<void> compare(const store::TenantRow& row) {
    const auto state = replayed(store_, row.id, row.version);
    if (!state)
      report("the history of " + row.id.text(), to_string(state.error()));
    else if (row_of(*state) != row)
      report("the row of " + row.id.text() + " in the lists", "it is not what a replay of the log gives");
    else
      HANDRAIL_CHECK(compare_notes(*state));
    return compare_missing(row.id, row.version);
  }

  Result<void> compare_notes(const engagement::TenantState& state) {
    store::Version after = 0;
    std::vector<store::NoteRow> listed;
    for (;;) {
      HANDRAIL_TRY(auto notes, models_->notes_after(state.id, after, page));
      const bool last = notes.size() < page;
      if (!notes.empty()) after = notes.back().version;
      std::move(notes.begin(), notes.end(), std::back_inserter(listed));
      if (last) break;
    }
    if (listed != notes_of(state, 0))
      report("the notes of " + state.id.text() + " in the lists", "they are not what a replay of the log gives");
    return {};
  }

  /// Has the tenant an event after `version` that the read models should show by now?
  Result<void> compare_missing(const TenantId& tenant, store::Version version) {
    HANDRAIL_TRY(const auto next, store_.events_of(tenant, version, 1));
    if (!next.empty() && next.front().position <= result_.read_models_at)
      report("the row of " + tenant.text() + " in the lists",
             version == 0 ? "it is missing" : fmt::format("it is behind: it stands at event {}", version));
    return {};
  }

  store::Store& store_;
  store::ReadModels* models_;
  const std::optional<store::Head>& known_;
  const Progress& progress_;
  store::CheckpointProof checkpoints_;
  Verification result_;
};

} // namespace

Verification verify(store::Store& store, store::ReadModels* models, const store::Noted& noted,
                    const Progress& progress) {
  return Verifier(store, models, noted, progress).run();
}

} // namespace handrail::app
