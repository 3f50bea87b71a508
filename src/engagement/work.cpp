#include "engagement/work.h"

#include <fmt/format.h>

namespace handrail::engagement {

namespace {

class Search {
public:
  Search(const Engagement* engagement, const std::function<bool(const Mark&)>& counts)
      : engagement_(engagement), counts_(counts) {}

  /// The newest of a list that is kept oldest first.
  template <class Things, class Belongs, class Words>
  void look(const Things& things, Belongs engagement_of, Words words) {
    for (auto one = things.rbegin(); one != things.rend(); ++one) {
      if (!counts(one->mark) || (engagement_ != nullptr && !engagement_->has(engagement_of(*one), one->mark))) continue;
      take(one->mark, [&] { return words(*one); });
      return;
    }
  }

  void look(const Engagement& engagement) {
    if (engagement_ != nullptr && engagement_ != &engagement) return;
    for (const auto& [id, task] : engagement.tasks) look(id, task);
    for (const auto& [row, task] : engagement.service_tasks) look(row.first, task);
    for (const auto& [id, mark] : engagement.ticked)
      if (counts(mark)) take(mark, [] { return std::string("a tick on the checklist"); });
  }

  void look(const TaskId& id, const TaskState& task) {
    for (auto entry = task.history.rbegin(); entry != task.history.rend(); ++entry) {
      if (!counts(entry->mark)) continue;
      take(entry->mark, [&] { return fmt::format("the task {}, set to {}", id.text(), entry->status); });
      return;
    }
  }

  std::optional<Work> found() && { return std::move(found_); }

private:
  bool counts(const Mark& mark) const { return !counts_ || counts_(mark); }
  template <class Words>
  void take(const Mark& mark, Words words) {
    if (!found_ || mark.version > found_->mark.version) found_ = Work{words(), mark};
  }

  const Engagement* engagement_;
  const std::function<bool(const Mark&)>& counts_;
  std::optional<Work> found_;
};

} // namespace

std::optional<Work> last_work(const TenantState& state, const Engagement* engagement,
                              const std::function<bool(const Mark&)>& counts) {
  const auto own = [](const auto& one) { return one.engagement; };
  Search search(engagement, counts);
  search.look(
      state.notes, [](const Note& note) { return note.content.engagement; },
      [](const Note& note) { return fmt::format("a note ({})", note.content.category); });
  search.look(state.meetings, own, [](const Meeting& one) { return fmt::format("a {} ({})", one.kind, one.purpose); });
  search.look(state.emails, own, [](const Email& one) { return fmt::format("an e-mail ({})", one.message.text()); });
  search.look(state.time_entries, own,
              [](const TimeEntry& one) { return fmt::format("time on the task {}", one.task.text()); });
  for (const auto& one : state.engagements) search.look(one);
  return std::move(search).found();
}

} // namespace handrail::engagement
