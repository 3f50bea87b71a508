#include "engagement/deciding.h"

#include "engagement/fact_values.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

void Deciding::add(Change change, const std::optional<Because>& because) {
  events_.push_back({std::move(change), because});
  if (!after_) after_ = before;
  after_ = evolve(std::move(*after_), {events_.back(), actor.id, now});
}

Result<const playbook::Playbook*> Deciding::book_of(const Engagement& engagement) const {
  if (const auto* book = model.playbook(engagement.playbook, engagement.version)) return book;
  return Error{
      ErrorCode::unavailable,
      fmt::format("the playbook {} that this engagement runs is not in the workspace", engagement.playbook.text()), "",
      "Put the file back, or publish the workspace that has it."};
}

Result<const Engagement*> Deciding::engagement(const EngagementId& named, const TaskId& task) const {
  if (!named.empty()) {
    if (const auto* found = state().engagement(named)) return found;
    return Error{ErrorCode::not_found, fmt::format("{} has no engagement “{}”", state().name, named.text()),
                 "engagement", "It may belong to another tenant."};
  }
  std::vector<const Engagement*> fitting, closed;
  for (const auto& one : state().engagements) {
    if (!task.empty()) {
      const auto* book = model.playbook(one.playbook, one.version);
      if (book == nullptr || book->find_task(task) == nullptr) continue;
    }
    (one.is_open() ? fitting : closed).push_back(&one);
  }
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty() && !closed.empty()) return closed.back(); // the last one: its rules say that it is closed
  const std::string what = task.empty() ? "" : fmt::format(" with the task {}", task.text());
  if (fitting.empty())
    return Error{ErrorCode::not_found, fmt::format("{} has no open engagement{}", state().name, what), "engagement",
                 "Start the playbook first."};
  return Error{ErrorCode::invalid, fmt::format("{} has {} open engagements{}", state().name, fitting.size(), what),
               "engagement", "Say which one is meant."};
}

const feel::Value& Deciding::facts(const EngagementId& engagement) {
  if (!facts_ || facts_->engagement != engagement || facts_->service != service || facts_->events != events_.size())
    facts_ = Facts{engagement, service, events_.size(),
                   fact_values(state(), model, actor, state().engagement(engagement), service)};
  return facts_->value;
}

std::string derived_id(const std::string& from, std::string_view what, const TenantState& state) {
  const auto is_used = [&](const std::string& id) {
    return state.engagement(EngagementId(id)) != nullptr || state.request(RequestId(id)) != nullptr;
  };
  for (int n = 1;; ++n) {
    std::string id = fmt::format("{}-{}-{}", from, what, n);
    if (!is_used(id)) return id;
  }
}

} // namespace handrail::engagement
