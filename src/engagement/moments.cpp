#include "engagement/moments.h"

#include "engagement/calendar.h"
#include "engagement/conditions.h"
#include "engagement/directory.h"
#include "engagement/task_rows.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

bool is_ours(const EngagementId& named, const Mark& mark, const Ground& ground, const Deciding& deciding) {
  const auto* engagement = deciding.state().engagement(ground.engagement);
  return engagement == nullptr || engagement->has(named, mark);
}

/// When the task got the status that it has; nothing when it has another.
std::optional<Mark> since_when(const TaskState& task, const std::string& status) {
  if (task.status != status) return std::nullopt;
  std::optional<Mark> mark;
  for (auto entry = task.history.rbegin(); entry != task.history.rend() && entry->status == status; ++entry)
    mark = entry->mark;
  return mark;
}

/// The last time that somebody became the tenant's primary of the field; without a primary ever, a holder of it.
const AssignmentChange* last_assignment(const TenantState& state, const FieldId& field) {
  using Kind = AssignmentChange::Kind;
  const AssignmentChange* any = nullptr;
  for (auto change = state.assignment_log.rbegin(); change != state.assignment_log.rend(); ++change) {
    if (change->assignment.field != field || change->assignment.service) continue;
    if (change->kind != Kind::assigned && change->kind != Kind::made_primary) continue;
    if (change->assignment.primary) return &*change;
    if (any == nullptr) any = &*change;
  }
  return any;
}

class Find {
public:
  Find(const Ground& ground, Deciding& deciding) : ground_(ground), deciding_(deciding) {}

  Moment operator()(const playbook::EventStarted&) const {
    Moment moment{"this engagement was started", {}, 0};
    if (const auto* engagement = deciding_.state().engagement(ground_.engagement))
      moment.at = engagement->started.at, moment.version = engagement->started.version;
    return moment;
  }

  Moment operator()(const playbook::EventAssigned& event) const {
    const std::string field = name_of(deciding_.workspace, event.field);
    const auto* change = last_assignment(deciding_.state(), event.field);
    if (change == nullptr) return {fmt::format("somebody was assigned as {}", field), {}, 0};
    return {fmt::format("{} was assigned as {}", name_of(deciding_.workspace, change->assignment.holder), field),
            change->mark.at, change->mark.version};
  }

  Moment operator()(const playbook::EventDate& event) const {
    Moment moment{event.formula.text, {}, 0};
    const auto date = judge(event.formula, deciding_, ground_.engagement).value.as_date();
    if (date) moment.at = Calendar(deciding_.workspace).start_of(*date);
    return moment;
  }

  Moment operator()(const playbook::RequiredTask& task) const { return last_of(task, "was completed"); }
  Moment operator()(const playbook::RequiredMeeting& meeting) const { return last_of(meeting, "was logged"); }
  Moment operator()(const playbook::RequiredEmail& email) const { return last_of(email, "was sent"); }
  Moment operator()(const playbook::RequiredRequest& request) const {
    const auto* kind = deciding_.workspace.request_kind(request.kind);
    return last(marks_of(request, ground_, deciding_),
                fmt::format("the request “{}” was made", kind == nullptr ? request.kind : kind->name));
  }

private:
  static Moment last(const std::vector<Mark>& marks, std::string words) {
    Moment moment{std::move(words), {}, 0};
    if (!marks.empty()) moment.at = marks.back().at, moment.version = marks.back().version;
    return moment;
  }
  template <class Done>
  Moment last_of(const Done& done, std::string_view happened) const {
    return last(marks_of(done, ground_, deciding_), fmt::format("{} {}", name_of(done, ground_, deciding_), happened));
  }

  const Ground& ground_;
  Deciding& deciding_;
};

} // namespace

std::vector<Mark> marks_of(const playbook::RequiredTask& required, const Ground& ground, const Deciding& deciding) {
  const bool is_own = ground.book.find_task(required.task) != nullptr;
  std::vector<Mark> marks;
  for (const auto& engagement : deciding.state().engagements) {
    if (is_own && !ground.engagement.empty() && engagement.id != ground.engagement) continue;
    const auto* book = deciding.model.playbook(engagement.playbook, engagement.version);
    const auto rows = book == nullptr
                          ? std::vector<std::optional<ServiceId>>{std::nullopt}
                          : rows_meant(*book, required.task, required.service ? required.service : ground.service,
                                       deciding.state(), deciding.workspace);
    std::optional<Mark> last; // a task done once per service happened with the last of them
    for (const auto& row : rows) {
      const auto* task = engagement.task(required.task, row);
      const auto mark = task == nullptr ? std::nullopt : since_when(*task, required.status);
      if (!mark) {
        last.reset();
        break;
      }
      if (!last || mark->version > last->version) last = mark;
    }
    if (last) marks.push_back(*last);
  }
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.version < b.version; });
  return marks;
}

std::vector<Mark> marks_of(const playbook::RequiredMeeting& required, const Ground& ground, const Deciding& deciding) {
  std::vector<Mark> marks;
  for (const auto& one : deciding.state().meetings)
    if (is_ours(one.engagement, one.mark, ground, deciding) && same_words(one.kind, required.kind) &&
        (required.purpose.empty() || same_words(one.purpose, required.purpose)))
      marks.push_back(one.mark);
  return marks;
}

std::vector<Mark> marks_of(const playbook::RequiredEmail& required, const Ground& ground, const Deciding& deciding) {
  std::vector<Mark> marks;
  for (const auto& one : deciding.state().emails)
    if (is_ours(one.engagement, one.mark, ground, deciding) && one.message == required.message)
      marks.push_back(one.mark);
  return marks;
}

std::vector<Mark> marks_of(const playbook::RequiredNote& required, const Ground& ground, const Deciding& deciding) {
  std::vector<Mark> marks;
  for (const auto& one : deciding.state().notes)
    if (is_ours(one.content.engagement, one.mark, ground, deciding) && one.content.category == required.category &&
        answers(one, required))
      marks.push_back(one.mark);
  return marks;
}

std::vector<Mark> marks_of(const playbook::RequiredRequest& required, const Ground& ground, const Deciding& deciding) {
  std::vector<Mark> marks;
  for (const auto& one : deciding.state().requests)
    if (is_ours(one.engagement, one.asked, ground, deciding) && one.kind == required.kind) marks.push_back(one.asked);
  return marks;
}

std::string name_of(const playbook::RequiredTask& required, const Ground& ground, const Deciding& deciding) {
  if (ground.book.find_task(required.task) != nullptr) return label_of(ground.book, required.task);
  for (const auto& [id, book] : deciding.model.playbooks)
    if (book->find_task(required.task) != nullptr) return label_of(*book, required.task);
  return required.task.text();
}

std::string name_of(const playbook::RequiredMeeting& required, const Ground&, const Deciding&) {
  return required.purpose.empty() ? "the " + required.kind
                                  : fmt::format("the {} “{}”", required.kind, required.purpose);
}

std::string name_of(const playbook::RequiredEmail& required, const Ground&, const Deciding& deciding) {
  const auto* message = deciding.workspace.message(required.message);
  return fmt::format("the e-mail “{}”",
                     message == nullptr || message->name.empty() ? required.message.text() : message->name);
}

std::string name_of(const playbook::RequiredNote& required, const Ground&, const Deciding&) {
  std::string name = fmt::format("the {} note", required.category);
  if (!required.begins.empty()) name += fmt::format(" that begins with “{}”", required.begins);
  if (!required.stating.empty())
    name += fmt::format("{} that says {}", required.begins.empty() ? "" : " and", required.stating);
  return name;
}

std::string name_of(const playbook::RequiredRequest& required, const Ground&, const Deciding& deciding) {
  const auto* kind = deciding.workspace.request_kind(required.kind);
  return fmt::format("the answer to the request “{}”", kind == nullptr ? required.kind : kind->name);
}

Moment moment_of(const playbook::TimeEvent& event, const Ground& ground, Deciding& deciding) {
  return std::visit(Find(ground, deciding), event);
}

} // namespace handrail::engagement
