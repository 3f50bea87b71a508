#include "app/writer.h"

#include "app/command_fingerprint.h"
#include "app/tenant_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace handrail::app {

namespace {

/// Losing a race means that somebody else won it, who is answered; for so long it is no accident, however many nodes
/// there are.
constexpr auto patience = std::chrono::seconds(10);

bool is_patient(std::chrono::steady_clock::time_point since) {
  return std::chrono::steady_clock::now() - since < patience;
}

/// How many groups are taken at once, at most, before it is tried again whether callers come back.
constexpr unsigned most_idle_rounds = 63;

/// The answer that was given when the events were written.
Result<Answer> as_answer(const std::vector<store::StoredEvent>& events) {
  const auto& last = events.back();
  Receipt receipt{last.command, last.position, last.version, {}};
  for (const auto& event : events) {
    HANDRAIL_TRY(auto one, happened(event));
    receipt.events.push_back(std::move(one.event));
  }
  return Answer(std::move(receipt));
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

Writer::Writer(store::Store& store, StateSnapshots& snapshots, TenantStates& states, ModelLibrary& library,
               Customers& customers, Projection& projection, FellowNodes* fellows, const Clock& clock,
               const Options& options)
    : store_(store), snapshots_(snapshots), states_(states), library_(library), customers_(customers),
      projection_(projection), fellows_(fellows), clock_(clock), waiting_limit_(options.waiting_limit),
      group_limit_(options.group_limit), thread_([this] { run(); }) {}

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
  const auto request = command_fingerprint(submission.tenant, submission.actor, submission.seen, submission.command);
  std::unique_lock lock(mutex_);
  if (waiting_.size() >= waiting_limit_) {
    lock.unlock();
    return done(Error{ErrorCode::unavailable, fmt::format("{} commands are waiting already", waiting_limit_), "",
                      "Try again in a moment, with the same key."});
  }
  waiting_.push_back({std::move(submission), request, std::move(done), std::chrono::steady_clock::now()});
  const bool wakes = waiting_.size() >= enough_;
  lock.unlock();
  if (wakes) changed_.notify_one();
}

void Writer::again(Pending pending) {
  const std::lock_guard lock(mutex_);
  waiting_.push_front(std::move(pending));
}

/// All that waits, at most a group; nothing when it is time to end.
std::vector<Writer::Pending> Writer::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
  wait_for_more(lock);
  std::vector<Pending> group;
  while (!waiting_.empty() && group.size() < group_limit_) {
    group.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return group;
}

/// Callers who were answered just now often have something more to send: the first of them would have a commit to
/// himself, and all others the next. So a group waits for as many as were answered, but never longer than half of what
/// a commit takes; and when nobody comes, it is not tried again for a while. docs/decisions/0057
void Writer::wait_for_more(std::unique_lock<std::mutex>& lock) {
  const auto expected = std::min(answered_->exchange(0), group_limit_);
  const auto before = waiting_.size();
  if (stopping_ || before >= expected) return;
  if (idle_rounds_ > 0) {
    --idle_rounds_;
    return;
  }
  enough_ = expected;
  changed_.wait_for(lock, commit_time_ / 2, [&] { return stopping_ || waiting_.size() >= expected; });
  enough_ = 1;
  const bool came = waiting_.size() - before >= (expected - before) / 2;
  idle_after_miss_ = came ? 0 : std::min(2 * idle_after_miss_ + 1, most_idle_rounds);
  idle_rounds_ = idle_after_miss_;
}

void Writer::run() {
  for (auto group = take(); !group.empty(); group = take()) process(std::move(group));
}

// ---- deciding ------------------------------------------------------------------------------------------------------

void Writer::process(std::vector<Pending> pending) {
  Group group;
  if (const auto met = meet_fellows(pending, group); !met) {
    for (auto& one : pending) one.done(met.error());
    return;
  }
  const auto now = clock_.now();
  for (auto& one : pending) consider(std::move(one), group, now);
  commit(std::move(group));
}

/// What others have appended is known before anything is decided: a refusal by what was once so would be a wrong one.
Result<void> Writer::meet_fellows(const std::vector<Pending>& pending, Group& group) {
  if (fellows_ == nullptr) return {};
  std::vector<TenantId> tenants;
  std::vector<CommandId> keys;
  for (const auto& one : pending) {
    tenants.push_back(one.submission.tenant);
    keys.push_back(one.submission.key);
  }
  HANDRAIL_TRY(const auto used, fellows_->meet(tenants, keys));
  group.unused.emplace();
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (!used[i]) group.unused->insert(keys[i]);
  return {};
}

void Writer::consider(Pending pending, Group& group, Instant now) {
  if (group.keys.contains(pending.submission.key)) return again(std::move(pending)); // repeated while it is decided
  auto settled = considered(pending, group, now);
  // What was sent to another node as well may have been done there since the log was asked for its key.
  if (settled && group.unused && group.unused->contains(pending.submission.key)) {
    const auto meanwhile = store_.events_of(pending.submission.key);
    if (!meanwhile)
      settled.emplace(meanwhile.error());
    else if (!meanwhile->empty())
      settled.emplace(repeated(*meanwhile, pending.request));
  }
  if (settled)
    group.settled.push_back({std::move(pending), std::move(*settled)});
  else
    group.accepted.back().pending = std::move(pending);
}

Result<TenantStates::State> Writer::state_of(const TenantId& tenant, const Group& group) {
  const auto found = group.left.find(tenant);
  if (found != group.left.end()) return found->second.state;
  return states_.get(tenant);
}

/// Decides, and adds the commit to the group; or answers what needs none.
std::optional<Result<Answer>> Writer::considered(const Pending& pending, Group& group, Instant now) {
  const auto& submission = pending.submission;
  if (!group.unused || !group.unused->contains(submission.key)) {
    const auto before = store_.events_of(submission.key);
    if (!before) return Result<Answer>(before.error());
    if (!before->empty()) return repeated(*before, pending.request);
  }

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

  store::Commit commit{
      submission.tenant, (*state)->version, submission.key, pending.request, submission.actor, now, {}};
  for (const auto& event : decision->events) commit.events.push_back(stored(event));
  group.commits.push_back(std::move(commit));
  group.accepted.push_back({{}, std::move(decision->events)});
  group.keys.insert(submission.key);
  auto& left = group.left.try_emplace(submission.tenant, Projection::Left{{}, (*state)->version}).first->second;
  left.state = std::make_shared<const engagement::TenantState>(std::move(*decision->after));
  return std::nullopt;
}

// ---- committing and answering --------------------------------------------------------------------------------------

void Writer::commit(Group group) {
  if (group.commits.empty()) {
    Written nothing;
    projection_.settle(projection_.prepare({}), 0, telling(replies(group, nothing, {})));
    return;
  }
  std::vector<Projection::Left> tenants;
  for (const auto& [tenant, left] : group.left) tenants.push_back(left);
  const auto prepared = projection_.prepare(std::move(tenants));
  const auto start = std::chrono::steady_clock::now();
  auto written = store_.append(group.commits);
  commit_time_ = (3 * commit_time_ + (std::chrono::steady_clock::now() - start)) / 4;
  if (!written) {
    projection_.cancel(prepared);
    return fail(std::move(group), written.error());
  }
  std::set<TenantId> lost; // tenants that somebody else has written to meanwhile
  store::Position position = 0;
  for (std::size_t i = 0; i < written->size(); ++i) {
    if ((*written)[i])
      position = (*written)[i]->back().position;
    else
      lost.insert(group.commits[i].tenant);
  }
  for (const auto& tenant : lost) {
    states_.drop(tenant);
    group.left.erase(tenant);
  }
  auto kept = keep(group, *written);
  auto tell = telling(replies(group, *written, lost));
  if (lost.empty()) return projection_.settle(prepared, position, std::move(tell));
  projection_.cancel(prepared);
  projection_.settle(projection_.prepare(std::move(kept)), position, std::move(tell));
}

void Writer::fail(Group group, const Error& error) {
  for (auto& one : group.accepted) one.pending.done(error);
  for (auto& one : group.settled) {
    // What was settled on a state that never came to be is not settled.
    const bool unsettled = group.left.contains(one.pending.submission.tenant);
    one.pending.done(unsettled ? Result<Answer>(error) : std::move(one.answer));
  }
}

/// Keeps the states that the commits left.
std::vector<Projection::Left> Writer::keep(const Group& group, const Written& written) {
  std::vector<Projection::Left> kept;
  for (const auto& [tenant, left] : group.left) {
    states_.put(left.state);
    kept.push_back(left);
  }
  for (const auto& events : written) {
    if (!events) continue;
    const auto found = group.left.find(events->back().tenant);
    if (found != group.left.end() && found->second.state->version == events->back().version)
      snapshots_.wrote(found->second.state, found->second.before, events->back().hash);
  }
  return kept;
}

/// The answers of a group; who lost a race is decided anew instead.
Writer::Replies Writer::replies(Group& group, Written& written, const std::set<TenantId>& lost) {
  Replies replies;
  replies.reserve(written.size() + group.settled.size());
  for (std::size_t i = 0; i < written.size(); ++i) {
    auto& [pending, decided] = group.accepted[i];
    if (written[i]) {
      const auto& last = written[i]->back();
      replies.push_back(
          {std::move(pending.done), Answer(Receipt{last.command, last.position, last.version, std::move(decided)})});
    } else if (written[i].error().code == ErrorCode::conflict && is_patient(pending.since)) {
      again(std::move(pending));
    } else {
      replies.push_back({std::move(pending.done), written[i].error()});
    }
  }
  for (auto& one : group.settled) {
    const bool unsettled = lost.contains(one.pending.submission.tenant) && is_patient(one.pending.since);
    if (unsettled)
      again(std::move(one.pending));
    else // also a repeated answer waits until lists show what it says
      replies.push_back({std::move(one.pending.done), std::move(one.answer)});
  }
  return replies;
}

std::function<void()> Writer::telling(Replies replies) const {
  return [answered = answered_, shared = std::make_shared<Replies>(std::move(replies))] {
    *answered += shared->size();
    for (auto& [done, answer] : *shared) done(std::move(answer));
  };
}

} // namespace handrail::app
