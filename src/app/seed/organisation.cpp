#include "app/seed/organisation.h"

#include "app/command_fingerprint.h"
#include "app/seed/seed_words.h"
#include "app/tenant_history.h"
#include "core/fold.h"
#include "engagement/decide.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace handrail::app::seed {

namespace {

constexpr std::size_t commits_at_once = 4'096;
constexpr std::size_t rows_at_once = 4'096;
constexpr auto last_born = std::chrono::days(20); ///< before the end nobody is registered any more
constexpr std::array tenants_of_a_customer{1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 5, 9};
constexpr std::size_t longest_name_in_an_id = 48;

} // namespace

Organisation::Organisation(const World& world, ManualClock& clock, const SeedOptions& options, store::Store& log,
                           store::ReadModels& lists)
    : world_(world), clock_(clock), options_(options), log_(log), begin_(options.end - seed_span),
      commits_(commits_at_once, [this](std::vector<store::Commit> group) { return append(std::move(group)); }),
      listed_(rows_at_once, [&lists](const std::vector<Change>& changes) { return lists.apply(changes, 0); }) {}

Result<void> Organisation::live(const SeedProgress& progress) {
  for (std::size_t steps = 1; born_ < options_.tenants || !waiting_.empty(); ++steps) {
    if (progress && steps % 1'000 == 0) progress(born_, options_.tenants);
    if (born_ < options_.tenants && (waiting_.empty() || birthday() <= waiting_.top().at)) {
      bear();
      continue;
    }
    const auto number = waiting_.top().number;
    waiting_.pop();
    HANDRAIL_CHECK(go_on(number));
  }
  HANDRAIL_CHECK(commits_.finish());
  return listed_.finish();
}

/// They come evenly.
Instant Organisation::birthday() const {
  const auto days_of_births = std::chrono::microseconds(seed_span - last_born).count();
  const auto part = static_cast<double>(born_) / static_cast<double>(options_.tenants);
  return begin_ + std::chrono::microseconds(static_cast<std::int64_t>(part * static_cast<double>(days_of_births)));
}

void Organisation::bear() {
  clock_.set(birthday());
  if (customer_left_ == 0) {
    customer_.name = customer_name(world_.random);
    customer_.tenants = world_.random.one_of(tenants_of_a_customer);
    customer_left_ = customer_.tenants;
  }
  --customer_left_;
  // A number makes the id one of its own, whatever names come twice.
  const auto name = slug(text::folded(customer_.name)).substr(0, longest_name_in_an_id);
  const TenantId id(fmt::format("{}-{}", name, born_ + 1));
  Living living{Life(world_, id, customer_, birthday()), {}};
  living.state.id = id;
  waiting_.push({living.life.next()->at, born_});
  living_.emplace(born_, std::move(living));
  ++born_;
}

Result<void> Organisation::go_on(std::size_t number) {
  const auto found = living_.find(number);
  auto& [life, state] = found->second;
  const auto& planned = *life.next();
  clock_.set(planned.at);
  HANDRAIL_TRY(const bool accepted, decide(found->second, planned));
  life.go_on(world_, state, !accepted);
  if (const auto* next = life.next(); next != nullptr && next->at < options_.end) {
    waiting_.push({next->at, number});
    return {};
  }
  Change listed{row_of(state), notes_of(state, 0)};
  living_.erase(found);
  return listed_.add(std::move(listed));
}

/// Was the command accepted? What changes nothing is as good as refused.
Result<bool> Organisation::decide(Living& living, const Planned& planned) {
  auto& state = living.state;
  const bool is_new = !state.is_registered();
  auto decision = engagement::decide(state, world_.model, planned.command, *planned.by, planned.at);
  if (!decision || !decision->is_allowed() || decision->events.empty()) {
    // Tenants that cannot be registered are a fault of the workspace, or of what was invented for it.
    if (is_new && !decision) return decision.error();
    if (is_new)
      return Error{ErrorCode::invalid, "This workspace refuses every tenant that is invented for it",
                   world_.model.workspace.name, engagement::to_text(*decision->denial)};
    ++result_.refused;
    return false;
  }
  const auto request = command_fingerprint(state.id, planned.by->id, std::nullopt, planned.command);
  store::Commit commit{state.id, state.version, CommandId(world_.ids.next()), request, planned.by->id, planned.at, {}};
  for (const auto& event : decision->events) commit.events.push_back(stored(event));
  state = std::move(*decision->after);
  ++result_.commands;
  if (is_new) ++result_.tenants;
  HANDRAIL_CHECK(commits_.add(std::move(commit)));
  return true;
}

Result<void> Organisation::append(std::vector<store::Commit> group) {
  HANDRAIL_TRY(const auto answers, log_.append(group));
  for (const auto& answer : answers)
    if (!answer) return answer.error();
  return {};
}

} // namespace handrail::app::seed
