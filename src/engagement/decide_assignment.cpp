// Assigning and unassigning, and asking another team to.
#include "engagement/assignments.h"
#include "engagement/checks.h"
#include "engagement/directory.h"
#include "engagement/handlers.h"
#include "engagement/limits.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

std::string mark_of(const Mark& mark, const Deciding& deciding) {
  return fmt::format("by {} on {}", mark.by == deciding.actor.id ? "you" : name_of(deciding.workspace, mark.by),
                     to_iso(mark.at).substr(0, 10));
}

/// § engagement-16: what is asked for waits for one answer.
std::optional<Reason> asked_already(const MakeRequest& command, const EngagementId& engagement,
                                    const playbook::RequestKind& kind, const Deciding& deciding) {
  for (const auto& request : deciding.state().requests) {
    if (request.kind != command.kind || request.engagement != engagement || request.answer != Request::Answer::open)
      continue;
    Reason reason;
    reason.rule = RuleKind::permanent;
    reason.paragraph = "§ engagement-16";
    reason.message = fmt::format("This was asked {} already and waits for the {}.", mark_of(request.asked, deciding),
                                 name_of(deciding.workspace, kind.team));
    reason.facts = {{kind.name, request.queue.empty() ? "waits for an answer" : "waits for an answer: " + request.queue,
                     "the tenant's requests"}};
    reason.remedies = {{"Wait for their answer, or remind them.", AnswerRequest{request.id, true, {}}, true, {}}};
    return reason;
  }
  return std::nullopt;
}

/// § engagement-17: the answering role's team only, and never who asked.
std::vector<Reason> refused_to_answer(const Request& request, const playbook::RequestKind& kind,
                                      const Deciding& deciding) {
  std::vector<Reason> reasons;
  const std::string team = name_of(deciding.workspace, request.team);
  const auto& roles = deciding.actor.roles;
  if (std::find(roles.begin(), roles.end(), request.team) == roles.end()) {
    Reason reason;
    reason.rule = RuleKind::role;
    reason.paragraph = "§ engagement-17";
    reason.message = fmt::format("Only the {} can answer the request “{}”.", team, kind.name);
    std::vector<std::string> yours, people;
    for (const auto& role : roles) yours.push_back(name_of(deciding.workspace, role));
    for (const auto& person : deciding.workspace.people)
      if (std::find(person.roles.begin(), person.roles.end(), request.team) != person.roles.end())
        people.push_back(person.name);
    reason.facts = {{"your role", yours.empty() ? "none" : listed(yours), "people.yaml"}};
    reason.remedies = {{fmt::format("Leave it to the {}: {}.", team, listed(people, 3)), {}}};
    reason.lasting = true;
    reasons.push_back(std::move(reason));
  }
  if (request.asked.by == deciding.actor.id) {
    Reason reason;
    reason.rule = RuleKind::duties;
    reason.paragraph = "§ engagement-17";
    reason.message = "You asked for this yourself, so somebody else has to answer.";
    reason.facts = {{kind.name, "asked " + mark_of(request.asked, deciding), "the tenant's requests"}};
    std::vector<std::string> colleagues;
    for (const auto& person : deciding.workspace.people)
      if (person.id != deciding.actor.id &&
          std::find(person.roles.begin(), person.roles.end(), request.team) != person.roles.end())
        colleagues.push_back(person.name);
    reason.remedies = {{colleagues.empty()
                            ? fmt::format("Nobody else has the role {}; somebody has to get it first.", team)
                            : fmt::format("Leave it to {}.", listed(colleagues, 3)),
                        {}}};
    reason.lasting = true;
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

/// The queue becomes the tenant's primary in the field, in the place of every other queue there.
void move_to_queue(const FieldId& field, const std::string& queue, Deciding& deciding) {
  std::vector<Holder> others;
  for (const auto& one : deciding.state().assignments)
    if (one.field == field && one.holder.kind == Holder::Kind::queue && one.holder.id != queue)
      others.push_back(one.holder);
  put_in({field, queue_holder(queue), std::nullopt, true}, deciding);
  for (const auto& other : others) take_out(field, other, deciding);
}

} // namespace

Verdict handle(const Assign& command, Deciding& deciding) {
  const auto& workspace = deciding.workspace;
  if (auto reason = refused_to_read(deciding.before, workspace, deciding.actor)) return refused(std::move(*reason));
  HANDRAIL_TRY(const auto* field, known_field(command.field, workspace));
  HANDRAIL_CHECK(check_holder(command.holder, workspace));
  HANDRAIL_TRY(const auto service, known_service(command.service, workspace));
  HANDRAIL_CHECK(check_count(deciding.before.assignments.size() + 1, "assignments", limits::assignments));
  if (auto reason = refused_to_change_holder(deciding.before, workspace, deciding.actor, *field, command.holder, false))
    return refused(std::move(*reason));
  if (auto reason = refused_by_field(*field, command.holder, service, workspace)) return refused(std::move(*reason));
  put_in({field->id, command.holder, service, command.primary}, deciding);
  return allowed();
}

Verdict handle(const Unassign& command, Deciding& deciding) {
  const auto& workspace = deciding.workspace;
  if (auto reason = refused_to_read(deciding.before, workspace, deciding.actor)) return refused(std::move(*reason));
  HANDRAIL_TRY(const auto* field, known_field(command.field, workspace));
  HANDRAIL_TRY(const auto service, known_service(command.service, workspace));
  if (auto reason = refused_to_change_holder(deciding.before, workspace, deciding.actor, *field, command.holder, true))
    return refused(std::move(*reason));
  if (deciding.before.assignment(field->id, command.holder, service) == nullptr)
    return Error{ErrorCode::not_found,
                 fmt::format("{} is not in the {} field{}", name_of(workspace, command.holder), field->name,
                             service ? " for that service" : " for the whole tenant"),
                 "holder", "Look at who holds it, and for which services."};
  deciding.add(HolderUnassigned{field->id, command.holder, service});
  return allowed();
}

/// § engagement-18
Verdict handle(const Reassign& command, Deciding& deciding) {
  if (command.from == command.to)
    return Error{ErrorCode::invalid, fmt::format("{} has that place already", name_of(deciding.workspace, command.to)),
                 "to", "Choose somebody else."};
  const auto* place = deciding.before.assignment(command.field, command.from, command.service);
  const bool primary = place != nullptr && place->primary;
  HANDRAIL_TRY(auto reasons, handle(Assign{command.field, command.to, command.service, primary}, deciding));
  if (!reasons.empty()) return reasons;
  return handle(Unassign{command.field, command.from, command.service}, deciding);
}

Verdict handle(const MakeRequest& command, Deciding& deciding) {
  const auto& workspace = deciding.workspace;
  if (auto reason = refused_to_write(deciding.before, workspace, deciding.actor)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_id(command.request.text(), "request"));
  HANDRAIL_CHECK(check_text(command.reason, "reason", limits::reason));
  HANDRAIL_CHECK(check_count(deciding.before.requests.size() + 1, "requests", limits::requests));
  const auto* kind = workspace.request_kind(command.kind);
  if (kind == nullptr) {
    std::vector<std::string> known;
    for (const auto& one : workspace.request_kinds) known.push_back(one.id);
    return unknown("kind", "kind of request", command.kind, known);
  }
  if (deciding.before.request(command.request) != nullptr)
    return Error{ErrorCode::conflict, fmt::format("the request {} is there already", command.request.text()), "request",
                 ""};
  if (!kind->moves_queue && !command.queue.empty())
    return invalid("queue", fmt::format("“{}” moves the tenant to no queue", kind->name), "Leave the queue out.");
  HANDRAIL_TRY(const EngagementId engagement, belonging(command.engagement, {}, deciding));
  if (auto reason = asked_already(command, engagement, *kind, deciding)) return refused(std::move(*reason));
  if (kind->moves_queue) {
    HANDRAIL_TRY(const auto* field, known_field(kind->field, workspace));
    HANDRAIL_CHECK(check_holder(queue_holder(command.queue), workspace));
    if (auto reason = refused_by_field(*field, queue_holder(command.queue), std::nullopt, workspace))
      return refused(std::move(*reason));
  }
  deciding.add(RequestMade{command.request, engagement, command.kind, command.queue, command.reason, kind->team});
  return allowed();
}

Verdict handle(const AnswerRequest& command, Deciding& deciding) {
  const auto& workspace = deciding.workspace;
  if (auto reason = refused_to_read(deciding.before, workspace, deciding.actor)) return refused(std::move(*reason));
  HANDRAIL_CHECK(check_text(command.reason, "reason", limits::reason));
  const auto* request = deciding.before.request(command.request);
  if (request == nullptr)
    return Error{ErrorCode::not_found,
                 fmt::format("{} has no request {}", deciding.before.name, command.request.text()), "request",
                 "It may belong to another tenant."};
  const auto* kind = workspace.request_kind(request->kind);
  if (kind == nullptr)
    return Error{ErrorCode::unavailable,
                 fmt::format("the workspace no longer knows the kind of request “{}”", request->kind), "request",
                 "Publish a workspace that does."};
  if (request->answer != Request::Answer::open) {
    Reason reason;
    reason.rule = RuleKind::permanent;
    reason.paragraph = "§ engagement-17";
    reason.message = fmt::format("This request was {} {} already.",
                                 request->answer == Request::Answer::accepted ? "accepted" : "declined",
                                 mark_of(*request->answered, deciding));
    reason.facts = {
        {kind->name, request->answer_reason.empty() ? "answered" : request->answer_reason, "the tenant's requests"}};
    reason.remedies = {
        {"If more is needed, ask anew.", MakeRequest{{}, request->kind, request->queue, {}, request->engagement}}};
    reason.lasting = true;
    return refused(std::move(reason));
  }
  if (auto reasons = refused_to_answer(*request, *kind, deciding); !reasons.empty()) return reasons;
  HANDRAIL_CHECK(
      check_text(command.reason, "reason", limits::reason, command.accept ? Blank::allowed : Blank::refused));

  const std::string queue = request->queue;
  deciding.add(RequestAnswered{command.request, command.accept, command.reason});
  if (command.accept && kind->moves_queue) move_to_queue(kind->field, queue, deciding);
  return allowed();
}

} // namespace handrail::engagement
