// What must hold of a tenant, and of the events that one command makes of it.
#include "sim/invariants.h"

#include "app/tenant_history.h"
#include "playbook/playbook.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace handrail::sim {

using namespace engagement;

namespace {

using Finding = std::optional<std::string>;

/// The tenants that a step touched, as the log has them and as each node shows them.
template <class Check>
Finding of_touched(World& world, const Observed& observed, Check&& check) {
  for (const auto& [id, before] : observed.before) {
    if (auto found = check(world.tenants().at(id))) return id.text() + " in the log: " + *found;
    for (int node = 0; node < world.nodes(); ++node)
      if (const auto shown = world.shown(node, id))
        if (auto found = check(*shown)) return fmt::format("{} at node {}: {}", id.text(), node, *found);
  }
  return std::nullopt;
}

Finding two_primaries(const TenantState& state) {
  std::set<std::pair<std::string, std::string>> seen;
  std::set<std::tuple<std::string, Holder, std::string>> holders;
  for (const auto& one : state.assignments) {
    const auto service = one.service ? one.service->text() : "";
    if (!holders.emplace(one.field.text(), one.holder, service).second)
      return fmt::format("{} holds {} twice", one.holder.id, one.field.text());
    if (one.primary && !seen.emplace(one.field.text(), service).second)
      return fmt::format("{} has two primaries{}{}", one.field.text(), service.empty() ? "" : " for ", service);
  }
  return std::nullopt;
}

/// Of the tasks of an outcome, those that are complete, for the whole tenant and for each service.
using Complete = std::map<std::optional<ServiceId>, std::set<TaskId>>;
Complete complete_of(const std::vector<TaskId>& tasks, const Engagement& engagement,
                     const playbook::Workspace& workspace) {
  Complete all;
  const auto is_complete = [&](const TaskState& task) {
    const auto* status = workspace.task_status(task.status);
    return status != nullptr && status->kind == playbook::TaskStatus::Kind::complete;
  };
  for (const auto& task : tasks) {
    if (const auto* one = engagement.task(task); one != nullptr && is_complete(*one)) all[{}].insert(task);
    for (const auto& [at, one] : engagement.service_tasks)
      if (at.first == task && is_complete(one)) all[at.second].insert(task);
  }
  return all;
}

Finding wrong_outcome(const playbook::Playbook& book, const Engagement& engagement,
                      const playbook::Workspace& workspace) {
  bool must_be_chosen = false, is_chosen = !engagement.outcomes.empty();
  for (const auto& step : book.steps) {
    if (!step.rules.outcome) continue;
    for (const auto& [service, tasks] : complete_of(step.rules.outcome->one_of, engagement, workspace)) {
      if (tasks.size() > 1)
        return fmt::format("{} and {} are both complete in {}", tasks.begin()->text(), tasks.rbegin()->text(),
                           engagement.id.text());
      const auto* chosen = engagement.outcome(step.id, service);
      if (chosen == nullptr || *chosen != *tasks.begin())
        return fmt::format("{} is complete and not the one that was chosen in {}", tasks.begin()->text(),
                           engagement.id.text());
    }
    if (!step.rules.when && !step.rules.outcome->source.when && step.rules.per_service.empty()) must_be_chosen = true;
  }
  if (!engagement.is_open() && must_be_chosen && !is_chosen)
    return fmt::format("{} was closed without an outcome", engagement.id.text());
  return std::nullopt;
}

// ---- effects -------------------------------------------------------------------------------------------------------

/// What kinds of change an effect may make.
bool makes(const playbook::Effect& effect, const Change& change) {
  const auto is_one_of = [&change](auto... kinds) { return (std::holds_alternative<decltype(kinds)>(change) || ...); };
  struct Visitor {
    decltype(is_one_of)& is;
    bool operator()(const playbook::EffectAssign&) const { return is(HolderAssigned()); }
    bool operator()(const playbook::EffectUnassign&) const { return is(HolderUnassigned()); }
    bool operator()(const playbook::EffectKeep&) const { return false; }
    bool operator()(const playbook::EffectSet&) const { return is(StatusSet(), NextActionSet(), TenantEdited()); }
    bool operator()(const playbook::EffectSend&) const { return is(MessageAsked()); }
    bool operator()(const playbook::EffectRequest&) const { return is(RequestMade()); }
    bool operator()(const playbook::EffectStart&) const { return is(EngagementStarted()); }
    bool operator()(const playbook::EffectTask&) const { return is(TaskSet()); }
    bool operator()(const playbook::EffectClose&) const { return is(EngagementClosed()); }
  };
  return std::visit(Visitor{is_one_of}, effect.what);
}

/// Whether the rule that an event names is one of the playbook's, and does such things.
bool is_rule_of(const playbook::Playbook& book, const Event& event) {
  const auto& because = *event.because;
  const auto stands = [&](const playbook::SourceSpan& at) {
    return at.file == because.file && static_cast<int>(at.line) == because.line;
  };
  const auto any = [&](const std::vector<playbook::Effect>& effects) {
    return std::any_of(effects.begin(), effects.end(),
                       [&](const auto& one) { return stands(one.source.at) && makes(one, event.change); });
  };
  for (const auto& step : book.steps) {
    if (step.rules.outcome) {
      if (any(step.rules.outcome->effects)) return true;
      if (stands(step.rules.outcome->source.at) && std::holds_alternative<OutcomeChosen>(event.change)) return true;
    }
    for (const auto& task : step.rules.tasks) {
      if (any(task.effects)) return true;
      for (const auto& transition : task.on)
        if (any(transition.effects)) return true;
    }
  }
  return false;
}

/// What a person may bring about by asking for just this; all else happens by right of a rule.
bool is_own_change(const Command& command, const Change& change) {
  const auto is = [&change](auto... kinds) { return (std::holds_alternative<decltype(kinds)>(change) || ...); };
  const auto sets_this = [&change](const TaskId& task) {
    const auto* set = std::get_if<TaskSet>(&change);
    return set != nullptr && set->task == task;
  };
  struct Visitor {
    decltype(is)& may;
    decltype(sets_this)& sets;
    bool operator()(const RegisterTenant&) const { return may(TenantRegistered(), ContactAdded(), HolderAssigned()); }
    bool operator()(const EditTenant&) const { return may(TenantEdited()); }
    bool operator()(const AddContact&) const { return may(ContactAdded()); }
    bool operator()(const EditContact&) const { return may(ContactEdited()); }
    bool operator()(const SetStatus&) const { return may(StatusSet()); }
    bool operator()(const SetNextAction&) const { return may(NextActionSet()); }
    bool operator()(const Assign&) const { return may(HolderAssigned()); }
    bool operator()(const Unassign&) const { return may(HolderUnassigned()); }
    bool operator()(const Reassign&) const { return may(HolderAssigned(), HolderUnassigned()); }
    bool operator()(const MakeRequest&) const { return may(RequestMade()); }
    bool operator()(const AnswerRequest&) const { return may(RequestAnswered(), HolderAssigned(), HolderUnassigned()); }
    bool operator()(const StartEngagement&) const { return may(EngagementStarted()); }
    bool operator()(const CloseEngagement&) const { return may(EngagementClosed()); }
    bool operator()(const SetTask& command) const { return sets(command.task); }
    bool operator()(const TickItem&) const { return may(ItemTicked()); }
    bool operator()(const ChooseOutcome& command) const { return sets(command.task); }
    bool operator()(const WriteNote&) const { return may(NoteWritten(), NextActionSet()); }
    bool operator()(const DraftNote&) const { return may(NoteDrafted()); }
    bool operator()(const DiscardDraft&) const { return may(DraftDiscarded()); }
    bool operator()(const LogMeeting&) const { return may(MeetingLogged()); }
    bool operator()(const RecordEmail&) const { return may(EmailRecorded()); }
    bool operator()(const LogTime&) const { return may(TimeLogged()); }
    bool operator()(const CorrectTime&) const { return may(TimeCorrected()); }
  };
  return std::visit(Visitor{is, sets_this}, command);
}

/// The rule of an effect, and the completion that it followed.
Finding without_rule(World& world, const TenantState& state, const Event& event, const std::vector<Event>& earlier) {
  const auto& because = *event.because;
  const auto* engagement = state.engagement(because.engagement);
  if (engagement == nullptr) return fmt::format("{} names an engagement that is not there", name_of(event));
  // All nodes know all versions that run; any of them says.
  const auto model = world.engine(0).model();
  const auto* book = model->playbook(engagement->playbook, engagement->version);
  if (book == nullptr) return fmt::format("nobody knows the playbook of {}", engagement->id.text());
  if (!is_rule_of(*book, event))
    return fmt::format("{} names {}:{}, where no rule does that", name_of(event), because.file, because.line);
  const bool followed = because.task.empty() || std::any_of(earlier.begin(), earlier.end(), [&](const Event& one) {
                          const auto* set = std::get_if<TaskSet>(&one.change);
                          return set != nullptr && set->task == because.task && set->engagement == because.engagement;
                        });
  if (!followed) return fmt::format("{} follows {}, which was not set before it", name_of(event), because.task.text());
  return std::nullopt;
}

// ---- what is final -------------------------------------------------------------------------------------------------

Finding gone(const TenantState& before, const TenantState& after, const playbook::Workspace& workspace) {
  if (after.notes.size() < before.notes.size()) return "a saved note is gone";
  for (std::size_t i = 0; i < before.notes.size(); ++i)
    if (!(after.notes[i] == before.notes[i])) return "a saved note was changed";
  for (const auto& engagement : before.engagements) {
    const auto* now = after.engagement(engagement.id);
    if (now == nullptr) return "an engagement is gone";
    if (!engagement.is_open() && !(*now == engagement)) return "a closed engagement was changed";
    for (const auto& [step, task] : engagement.outcomes)
      if (const auto* chosen = now->outcome(step); chosen == nullptr || *chosen != task)
        return "a chosen outcome was changed";
  }
  for (const auto& request : before.requests)
    if (request.answer != Request::Answer::open && !(*after.request(request.id) == request))
      return "an answered request was changed";
  for (const auto& field : workspace.fields)
    if (field.primary_required && before.primary(field.id) != nullptr && after.primary(field.id) == nullptr)
      return fmt::format("{} lost its primary without a successor", field.name);
  return std::nullopt;
}

} // namespace

Finding one_primary(World& world, const Observed& observed) { return of_touched(world, observed, two_primaries); }

Finding exactly_one_outcome(World& world, const Observed& observed) {
  return of_touched(world, observed, [&](const TenantState& state) -> Finding {
    const auto model = world.engine(0).model();
    for (const auto& engagement : state.engagements) {
      const auto* book = model->playbook(engagement.playbook, engagement.version);
      if (book == nullptr) continue;
      if (auto found = wrong_outcome(*book, engagement, model->workspace)) return found;
    }
    return std::nullopt;
  });
}

Finding no_effect_without_its_rule(World& world, const Observed& observed) {
  std::map<CommandId, std::vector<Event>> by_key;
  for (const auto& stored : observed.written) {
    if (!app::is_tenant(stored.tenant)) continue;
    const auto kept = world.kept().find(stored.command);
    if (kept == world.kept().end()) continue; // another invariant's concern
    const auto happened = app::happened(stored);
    if (!happened) return to_string(happened.error());
    const auto& event = happened->event;
    auto& earlier = by_key[stored.command];
    Finding found;
    if (event.because)
      found = without_rule(world, world.tenants().at(stored.tenant), event, earlier);
    else if (!is_own_change(kept->second.sent.command, event.change))
      found = fmt::format("{} is not what {} asks for, and names no rule", name_of(event),
                          engagement::name_of(kept->second.sent.command));
    if (found) return fmt::format("{}, version {}: {}", stored.tenant.text(), stored.version, *found);
    earlier.push_back(event);
  }
  return std::nullopt;
}

Finding what_is_final_stays(World& world, const Observed& observed) {
  for (const auto& [id, before] : observed.before)
    if (auto found = gone(before, world.tenants().at(id), world.model()->workspace)) return id.text() + ": " + *found;
  return std::nullopt;
}

} // namespace handrail::sim
