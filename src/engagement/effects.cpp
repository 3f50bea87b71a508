#include "engagement/effects.h"

#include "engagement/assignments.h"
#include "engagement/attributes.h"
#include "engagement/completion.h"
#include "engagement/conditions.h"
#include "engagement/directory.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

/// Applies one effect of each kind.
class Application {
public:
  Application(const playbook::Effect& effect, const Ground& ground, Deciding& deciding, int depth)
      : effect_(effect), ground_(ground), deciding_(deciding),
        depth_(depth), because_{ground.engagement, ground.task, effect.source.at.file,
                                static_cast<int>(effect.source.at.line),
                                effect.source.cites.empty() ? std::string() : effect.source.cites.front().sentence} {}

  Verdict operator()(const playbook::EffectAssign& assign) {
    Judgement judgement;
    const auto holder = holder_of(assign.holder, deciding_, ground_.engagement, &judgement);
    if (!holder) return unknown("whom to put into " + name_of(deciding_.workspace, assign.field), judgement);
    const auto* field = deciding_.workspace.field(assign.field);
    if (field == nullptr)
      return Error{ErrorCode::invalid, fmt::format("the workspace has no field {}", assign.field.text()), place(), ""};
    if (auto reason = refused_by_field(*field, *holder, std::nullopt, deciding_.workspace)) {
      reason->at = effect_.source.at;
      reason->cites = effect_.source.cites;
      return refused(std::move(*reason));
    }
    put_in({assign.field, *holder, std::nullopt, assign.primary}, deciding_, because_);
    return allowed();
  }

  Verdict operator()(const playbook::EffectUnassign& unassign) {
    Judgement judgement;
    const auto holder = holder_of(unassign.holder, deciding_, ground_.engagement, &judgement);
    if (!holder) return unknown("whom to take out of " + name_of(deciding_.workspace, unassign.field), judgement);
    take_out(unassign.field, *holder, deciding_, because_);
    return allowed();
  }

  Verdict operator()(const playbook::EffectKeep&) { return allowed(); } // checked after all the others

  Verdict operator()(const playbook::EffectSet& set) {
    const Judgement judgement = judge(set.formula, deciding_, ground_.engagement);
    auto change = change_of(set.attribute, judgement.value, deciding_.state(), deciding_.workspace);
    if (!change) return unknown(fmt::format("what {} becomes: {}", set.attribute, change.error().message), judgement);
    if (*change) deciding_.add(std::move(**change), because_);
    return allowed();
  }

  Verdict operator()(const playbook::EffectSend& send) {
    deciding_.add(MessageAsked{ground_.engagement, send.message, send.to}, because_);
    return allowed();
  }

  Verdict operator()(const playbook::EffectRequest& request) {
    std::string queue;
    if (request.queue) {
      const Judgement judgement = judge(*request.queue, deciding_, ground_.engagement);
      if (!judgement.value.is_string() || deciding_.workspace.queue(judgement.value.as_string()) == nullptr)
        return unknown("which queue to ask for", judgement);
      queue = judgement.value.as_string();
    }
    for (const auto& one : deciding_.state().requests) {
      if (one.kind != request.kind || one.engagement != ground_.engagement || one.answer != Request::Answer::open)
        continue;
      if (one.queue == queue) return allowed(); // asked already
      return refused(waits(one, queue));
    }
    const RequestId id(derived_id(ground_.engagement.text(), request.kind, deciding_.state()));
    deciding_.add(RequestMade{id, ground_.engagement, request.kind, queue, because_.sentence, request.team}, because_);
    return allowed();
  }

  Verdict operator()(const playbook::EffectStart& started) {
    const auto* book = deciding_.model.playbook(started.playbook, {});
    if (book == nullptr)
      return Error{ErrorCode::invalid, fmt::format("there is no playbook {} to start", started.playbook.text()),
                   place(), ""};
    for (const auto& one : deciding_.state().engagements)
      if (one.is_open() && one.playbook == started.playbook) return allowed(); // under way already
    return start(EngagementId(derived_id(ground_.engagement.text(), "next", deciding_.state())), *book, deciding_,
                 because_);
  }

  Verdict operator()(const playbook::EffectTask& task) {
    const bool own = ground_.book.find_task(task.task) != nullptr;
    const auto found = deciding_.engagement(own ? ground_.engagement : EngagementId(), task.task);
    if (!found || !(*found)->is_open()) return allowed(); // nothing of it is under way
    const EngagementId id = (*found)->id;
    HANDRAIL_TRY(const auto* book, deciding_.book_of(**found));
    const auto* status = deciding_.workspace.task_status(task.status);
    if (status == nullptr)
      return Error{ErrorCode::invalid, fmt::format("there is no task status “{}”", task.status), place(), ""};
    for (auto& service : rows_meant(*book, task.task, ground_.service, deciding_.state(), deciding_.workspace)) {
      HANDRAIL_TRY(auto reasons, set_task(*book, {id, task.task, std::move(service)}, *status));
      if (!reasons.empty()) return reasons;
    }
    return allowed();
  }

  Verdict operator()(const playbook::EffectClose&) {
    return close(ground_.book, ground_.engagement, because_.sentence, deciding_, because_);
  }

private:
  Verdict set_task(const playbook::Playbook& book, const TaskAt& at, const playbook::TaskStatus& status) {
    if (status.kind != playbook::TaskStatus::Kind::complete)
      return set_status(book, at, status, std::nullopt, deciding_, because_, depth_ + 1);
    const auto* state = deciding_.state().engagement(at.engagement)->task(at.task, at.service);
    if (is_complete(state, deciding_.workspace)) return allowed();
    auto reasons = reasons_against_completing(book, at, deciding_);
    if (!reasons.empty()) return reasons;
    return complete(book, at, deciding_, because_, depth_ + 1);
  }

  /// § engagement-16: another queue was asked for, and nobody has answered yet.
  Reason waits(const Request& request, const std::string& wanted) const {
    const auto& workspace = deciding_.workspace;
    const std::string team = name_of(workspace, request.team);
    Reason reason;
    reason.rule = RuleKind::requires_;
    reason.at = effect_.source.at;
    reason.paragraph = "§ engagement-16";
    reason.cites = effect_.source.cites;
    reason.message =
        fmt::format("{} cannot {}, because it asks for {}, and the {} has not answered the request for {} yet.",
                    ground_.subject, ground_.deed, wanted, team, request.queue);
    reason.facts = {
        {workspace.request_kind(request.kind)->name, "waits for an answer: " + request.queue, "the tenant's requests"}};
    reason.remedies = {
        {fmt::format("Ask the {} for its answer.", team), AnswerRequest{request.id, false, {}}, true, {}}};
    return reason;
  }

  std::string place() const { return fmt::format("{}:{}", effect_.source.at.file, effect_.source.at.line); }

  /// A formula that comes to nothing: the effect cannot be carried out, so nothing is.
  Verdict unknown(const std::string& what, const Judgement& judgement) const {
    Reason reason;
    reason.rule = RuleKind::requires_;
    reason.at = effect_.source.at;
    reason.cites = effect_.source.cites;
    reason.message = fmt::format("{} cannot {}, because it is not known {}.", ground_.subject, ground_.deed, what);
    reason.facts = judgement.facts;
    if (!judgement.problem.empty())
      reason.facts.push_back({"the formula", "could not be worked out", judgement.problem});
    reason.remedies = remedies_for(judgement, deciding_);
    return refused(std::move(reason));
  }

  const playbook::Effect& effect_;
  const Ground& ground_;
  Deciding& deciding_;
  int depth_;
  Because because_;
};

/// The holders that effects of these rules take out on purpose.
std::vector<std::pair<FieldId, Holder>> meant_to_leave(const std::vector<playbook::Effect>& effects,
                                                       const Ground& ground, Deciding& deciding) {
  std::vector<std::pair<FieldId, Holder>> leaving;
  for (const auto& effect : effects)
    if (const auto* unassign = std::get_if<playbook::EffectUnassign>(&effect.what))
      if (const auto holder = holder_of(unassign->holder, deciding, ground.engagement))
        leaving.emplace_back(unassign->field, *holder);
  return leaving;
}

/// `keep`: whoever stood in the field before, and was not named, stands in it still.
void collect_not_kept(const playbook::Effect& effect, const std::vector<Assignment>& before,
                      const std::vector<std::pair<FieldId, Holder>>& leaving, const Ground& ground, Deciding& deciding,
                      std::vector<Reason>& reasons) {
  const auto& fields = std::get<playbook::EffectKeep>(effect.what).fields;
  for (const auto& one : before) {
    if (std::find(fields.begin(), fields.end(), one.field) == fields.end()) continue;
    if (deciding.state().assignment(one.field, one.holder, one.service) != nullptr) continue;
    if (std::find(leaving.begin(), leaving.end(), std::pair(one.field, one.holder)) != leaving.end()) continue;
    Reason reason;
    reason.rule = RuleKind::keep;
    reason.at = effect.source.at;
    reason.cites = effect.source.cites;
    const std::string holder = name_of(deciding.workspace, one.holder);
    const std::string field = name_of(deciding.workspace, one.field);
    reason.message = fmt::format("{} would take {} out of the {} field, where everybody else must stay.",
                                 ground.subject, holder, field);
    reason.facts = {{field, holder, "the tenant's assignments"}};
    reason.remedies = {{"Ask whoever keeps the playbook: two of its rules are at odds.", {}}};
    reasons.push_back(std::move(reason));
  }
}

} // namespace

Verdict apply_effects(const std::vector<playbook::Effect>& effects, const Ground& ground, Deciding& deciding,
                      int depth) {
  const std::vector<Assignment> before = deciding.state().assignments;
  const auto leaving = meant_to_leave(effects, ground, deciding);
  std::vector<const playbook::Effect*> kept;
  for (const auto& effect : effects) {
    if (!applies(effect.source.when, deciding, ground.engagement)) continue;
    if (std::holds_alternative<playbook::EffectKeep>(effect.what)) kept.push_back(&effect);
    HANDRAIL_TRY(auto reasons, std::visit(Application(effect, ground, deciding, depth), effect.what));
    if (!reasons.empty()) return reasons;
  }
  std::vector<Reason> reasons;
  for (const auto* effect : kept) collect_not_kept(*effect, before, leaving, ground, deciding, reasons);
  return reasons;
}

} // namespace handrail::engagement
