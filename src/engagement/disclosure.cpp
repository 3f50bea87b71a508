#include "engagement/disclosure.h"

#include <type_traits>
#include <variant>

namespace handrail::engagement {

namespace {

/// The engagement whose progress the event tells of; nothing when it tells of the tenant.
std::optional<EngagementId> progress_of(const Change& change, const TenantState& state) {
  return std::visit(
      [&](const auto& event) -> std::optional<EngagementId> {
        using E = std::decay_t<decltype(event)>;
        if constexpr (std::is_same_v<E, TimeCorrected>) {
          for (const auto& entry : state.time_entries)
            if (entry.id == event.entry) return entry.engagement;
          return std::nullopt;
        } else if constexpr (std::is_same_v<E, EngagementStarted> || std::is_same_v<E, EngagementClosed> ||
                             std::is_same_v<E, TaskSet> || std::is_same_v<E, ItemTicked> ||
                             std::is_same_v<E, OutcomeChosen> || std::is_same_v<E, TimeLogged>) {
          return event.engagement;
        } else {
          return std::nullopt; // § access-16: notes, calls, messages and requests are the tenant's
        }
      },
      change);
}

} // namespace

bool sees_engagement(const TenantState& state, const EngagementId& engagement, const playbook::Model& model,
                     const Actor& actor) {
  if (engagement.empty() || rights_of(model.workspace, actor).internal) return true;
  const auto* run = state.engagement(engagement);
  const auto* book = run == nullptr ? nullptr : model.playbook(run->playbook, run->version);
  return book != nullptr && !refused_playbook(*book, model.workspace, actor);
}

bool may_name(const playbook::Person& person, const playbook::Workspace& workspace, const Actor& reader) {
  return rights_of(workspace, reader).internal || person.partner.empty() || person.partner == reader.partner;
}

std::optional<Happened> as_seen_by(const Actor& actor, Happened happened, const TenantState& state,
                                   const playbook::Model& model) {
  if (!may_see(happened, actor)) return std::nullopt;
  if (const auto engagement = progress_of(happened.event.change, state);
      engagement && !sees_engagement(state, *engagement, model, actor))
    return std::nullopt;
  auto& because = happened.event.because;
  if (because && !sees_engagement(state, because->engagement, model, actor)) because.reset();
  return happened;
}

std::vector<Deadline> deadlines(const TenantState& state, const playbook::Model& model, Instant now,
                                const Actor& reader) {
  auto seen = deadlines(state, model, now);
  std::erase_if(seen, [&](const Deadline& one) { return !sees_engagement(state, one.engagement, model, reader); });
  return seen;
}

} // namespace handrail::engagement
