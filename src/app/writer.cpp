#include "app/writer.h"

#include "app/tenant_history.h"
#include "engagement/evolve.h"
#include "store/chain.h"

#include <fmt/format.h>

#include <array>

namespace handrail::app {

namespace {

/// Losing a race means that somebody else won it; three times in a row is no accident.
constexpr int most_attempts = 3;

/// What a key stands for: the same key with anything else here is a conflict.
store::Hash fingerprint(const Submission& submission) {
  const auto seen = submission.seen ? std::to_string(*submission.seen) : "any";
  const auto body = engagement::to_json(submission.command);
  return store::fingerprint(std::array<std::string_view, 5>{submission.tenant.text(), submission.actor.text(), seen,
                                                            engagement::name_of(submission.command), body});
}

Result<Receipt> receipt(const std::vector<store::StoredEvent>& events) {
  const auto& last = events.back();
  Receipt receipt{last.command, last.position, last.version, {}};
  for (const auto& event : events) {
    HANDRAIL_TRY(auto one, happened(event));
    receipt.events.push_back(std::move(one.event));
  }
  return receipt;
}

Result<Answer> as_answer(const std::vector<store::StoredEvent>& events) {
  HANDRAIL_TRY(auto made, receipt(events));
  return Answer(std::move(made));
}

/// The answer that was given to the key before.
Result<Answer> repeated(const std::vector<store::StoredEvent>& events, const store::Hash& request) {
  if (events.front().request == request) return as_answer(events);
  return Error{ErrorCode::conflict,
               fmt::format("The key {} was used for another command", events.front().command.text()), "",
               "Send each command with a key of its own."};
}

Error changed_since(const engagement::TenantState& state, store::Version seen) {
  return {ErrorCode::conflict,
          fmt::format("{} has changed since you saw it: it was at version {} and is at version {}",
                      state.name.empty() ? state.id.text() : state.name, seen, state.version),
          "", "Look at it again, and repeat what you meant to do."};
}

} // namespace

Writer::Writer(store::Store& store, TenantStates& states, ModelLibrary& library, Customers& customers,
               Projector& projector, const Clock& clock, const Options& options)
    : store_(store), states_(states), library_(library), customers_(customers), projector_(projector), clock_(clock),
      waiting_limit_(options.waiting_limit), group_limit_(options.group_limit), thread_([this] { run(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

// ---- the queue -----------------------------------------------------------------------------------------------------

void Writer::submit(Submission submission, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < waiting_limit_) {
      waiting_.push_back({std::move(submission), std::move(done)});
      done = nullptr;
    }
  }
  if (done)
    done(Error{ErrorCode::unavailable, fmt::format("{} commands are waiting already", waiting_limit_), "",
               "Try again in a moment, with the same key."});
  else
    changed_.notify_one();
}

void Writer::again(Pending pending) {
  const std::lock_guard lock(mutex_);
  waiting_.push_front(std::move(pending));
}

/// All that waits, at most a group; nothing when it is time to end.
std::vector<Writer::Pending> Writer::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  std::vector<Pending> group;
  while (!waiting_.empty() && group.size() < group_limit_) {
    group.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return group;
}

void Writer::run() {
  for (auto group = take(); !group.empty(); group = take()) process(std::move(group));
}

// ---- deciding ------------------------------------------------------------------------------------------------------

void Writer::process(std::vector<Pending> pending) {
  Group group;
  const auto now = clock_.now();
  for (auto& one : pending) consider(std::move(one), group, now);
  if (group.commits.empty()) return answer(std::move(group), std::vector<Result<std::vector<store::StoredEvent>>>());
  auto written = store_.append(group.commits);
  answer(std::move(group), std::move(written));
}

void Writer::consider(Pending pending, Group& group, Instant now) {
  if (group.keys.contains(pending.submission.key)) return again(std::move(pending)); // repeated while it is decided
  auto settled = considered(pending.submission, group, now);
  if (settled)
    group.settled.push_back({std::move(pending), std::move(*settled)});
  else
    group.accepted.push_back(std::move(pending));
}

Result<TenantStates::State> Writer::state_of(const TenantId& tenant, const Group& group) {
  const auto found = group.states.find(tenant);
  if (found != group.states.end()) return found->second;
  return states_.get(tenant);
}

/// Decides, and adds the commit to the group; or answers what needs none.
std::optional<Result<Answer>> Writer::considered(const Submission& submission, Group& group, Instant now) {
  const auto request = fingerprint(submission);
  const auto before = store_.events_of(submission.key);
  if (!before) return Result<Answer>(before.error());
  if (!before->empty()) return repeated(*before, request);

  const auto state = state_of(submission.tenant, group);
  if (!state) return Result<Answer>(state.error());
  if (submission.seen && *submission.seen != (*state)->version)
    return Result<Answer>(changed_since(**state, *submission.seen));
  const auto model = library_.model_for(**state);
  if (!model) return Result<Answer>(model.error());
  const auto actor = customers_.actor((*model)->workspace, submission.actor);
  if (!actor) return Result<Answer>(actor.error());
  auto decision = engagement::decide(**state, **model, submission.command, *actor, now);
  if (!decision) return Result<Answer>(std::move(decision).error());
  if (decision->denial) return Result<Answer>(Answer(std::move(*decision->denial)));
  if (decision->events.empty()) return Result<Answer>(Answer(Receipt{submission.key, 0, (*state)->version, {}}));

  store::Commit commit{submission.tenant, (*state)->version, submission.key, request, submission.actor, now, {}};
  auto next = **state;
  for (auto& event : decision->events) {
    commit.events.push_back(stored(event));
    next = engagement::evolve(std::move(next), {std::move(event), submission.actor, now});
  }
  group.commits.push_back(std::move(commit));
  group.keys.insert(submission.key);
  group.states[submission.tenant] = std::make_shared<const engagement::TenantState>(std::move(next));
  return std::nullopt;
}

// ---- answering -----------------------------------------------------------------------------------------------------

void Writer::answer(Group group, Result<std::vector<Result<std::vector<store::StoredEvent>>>> written) {
  if (!written) {
    for (auto& one : group.accepted) one.done(written.error());
    for (auto& one : group.settled) {
      // What was settled on a state that never came to be is not settled.
      const bool unsettled = group.states.contains(one.pending.submission.tenant);
      one.pending.done(unsettled ? Result<Answer>(written.error()) : std::move(one.answer));
    }
    return;
  }
  std::set<TenantId> lost; // tenants that somebody else has written to meanwhile
  for (std::size_t i = 0; i < written->size(); ++i)
    if (!(*written)[i]) lost.insert(group.commits[i].tenant);
  for (const auto& tenant : lost) states_.drop(tenant);

  std::vector<TenantStates::State> states;
  for (const auto& [tenant, state] : group.states) {
    if (lost.contains(tenant)) continue;
    states_.put(state);
    states.push_back(state);
  }
  store::Position position = 0;
  std::vector<std::function<void()>> tell;
  for (std::size_t i = 0; i < written->size(); ++i) {
    auto& one = group.accepted[i];
    const auto& events = (*written)[i];
    if (events) {
      position = events->back().position;
      tell.emplace_back([done = std::move(one.done), answer = as_answer(*events)] { done(answer); });
    } else if (events.error().code == ErrorCode::conflict && ++one.attempts < most_attempts) {
      again(std::move(one));
    } else {
      one.done(events.error());
    }
  }
  for (auto& one : group.settled) {
    const bool unsettled = lost.contains(one.pending.submission.tenant) && ++one.pending.attempts < most_attempts;
    if (unsettled)
      again(std::move(one.pending));
    else // also a repeated answer waits until lists show what it says
      tell.emplace_back([done = std::move(one.pending.done), answer = std::move(one.answer)] { done(answer); });
  }
  projector_.follow(std::move(states), position, std::move(tell));
}

} // namespace handrail::app
