#include "engagement/possible.h"

#include "engagement/completion.h"
#include "engagement/deciding.h"
#include "engagement/directory.h"
#include "engagement/requirements.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

/// One change as a line of "before and after"; nothing for what only the log cares about.
class Line {
public:
  explicit Line(const playbook::Model& model) : model_(model), workspace_(model.workspace) {}
  using Sign = PreviewLine::Sign;
  using Maybe = std::optional<PreviewLine>;

  Maybe operator()(const HolderAssigned& change) const {
    const auto& one = change.assignment;
    return PreviewLine{Sign::plus, fmt::format("{}{} {}", name_of(workspace_, one.field), one.primary ? " ★" : "",
                                               name_of(workspace_, one.holder))};
  }
  Maybe operator()(const HolderUnassigned& change) const {
    return PreviewLine{Sign::minus,
                       fmt::format("{} {}", name_of(workspace_, change.field), name_of(workspace_, change.holder))};
  }
  Maybe operator()(const StatusSet& change) const { return changes("Status", change.status); }
  Maybe operator()(const NextActionSet& change) const {
    const auto& next = change.next_action;
    if (next.date) return changes("Next action on", to_iso(*next.date));
    return changes("Next action", next.text.empty() ? "none" : next.text);
  }
  Maybe operator()(const TenantEdited& change) const {
    if (change.attributes.empty()) return std::nullopt;
    const auto& [id, value] = *change.attributes.begin();
    const auto* attribute = workspace_.attribute(id);
    return changes(attribute == nullptr ? id : attribute->name, value.empty() ? "cleared" : value);
  }
  Maybe operator()(const TaskSet& change) const {
    const std::string row = change.service ? " for " + name_of(workspace_, *change.service) : "";
    return changes(task(change.task) + row, change.status);
  }
  Maybe operator()(const RequestMade& change) const {
    const std::string what = change.queue.empty() ? change.kind : "move to " + change.queue;
    return PreviewLine{Sign::plus, fmt::format("Request to the {}: {}", name_of(workspace_, change.team), what)};
  }
  Maybe operator()(const MessageAsked& change) const {
    const auto* message = workspace_.message(change.message);
    return PreviewLine{Sign::plus, fmt::format("Message “{}” to {}",
                                               message == nullptr ? change.message.text() : message->name, change.to)};
  }
  Maybe operator()(const EngagementStarted& change) const {
    const auto* book = model_.playbook(change.playbook, change.version);
    return PreviewLine{Sign::plus, fmt::format("Start {}", book == nullptr ? change.playbook.text() : book->title)};
  }
  Maybe operator()(const EngagementClosed&) const { return PreviewLine{Sign::changes, "The engagement is closed"}; }
  template <class Other>
  Maybe operator()(const Other&) const {
    return std::nullopt;
  }

private:
  static Maybe changes(const std::string& what, const std::string& to) {
    return PreviewLine{Sign::changes, fmt::format("{}: {}", what, to)};
  }
  std::string task(const TaskId& id) const {
    for (const auto& [playbook, book] : model_.playbooks)
      if (book->find_task(id) != nullptr) return label_of(*book, id);
    return id.text();
  }

  const playbook::Model& model_;
  const playbook::Workspace& workspace_;
};

/// Asks `decide` about one thing after the other.
class Possibilities {
public:
  Possibilities(const TenantState& tenant, const playbook::Model& published, const Actor& person, Instant instant)
      : state_(tenant), model_(published), actor_(person), now_(instant) {}

  std::vector<Action> all() {
    in_general();
    for (const auto& one : state_.assignments)
      if (one.holder == person_holder(actor_.id))
        ask(Unassign{one.field, one.holder, one.service},
            fmt::format("Leave {}", name_of(model_.workspace, one.field)));
    for (const auto& engagement : state_.engagements)
      if (engagement.is_open()) in_engagement(engagement);
    for (const auto& [id, book] : model_.playbooks) start_of(*book);
    for (const auto& request : state_.requests)
      if (request.answer == Request::Answer::open) answer_to(request);
    return std::move(actions_);
  }

private:
  void add(Action action) { actions_.push_back(std::move(action)); }

  /// `asked` is what decide is asked about, where `command` leaves out what only the person can know.
  Action& ask(Command command, std::string label, std::optional<Command> asked = std::nullopt) {
    Action action;
    const auto decision = decide(state_, model_, asked ? *asked : command, actor_, now_);
    if (!decision)
      action.denial = Denial{{not_possible(decision.error())}};
    else if (!decision->is_allowed())
      action.denial = decision->denial;
    else
      action.preview = preview(decision->events, model_);
    action.command = std::move(command);
    action.label = std::move(label);
    add(std::move(action));
    return actions_.back();
  }

  static Reason not_possible(const Error& error) {
    Reason reason;
    reason.rule = RuleKind::requires_;
    reason.message = error.message;
    if (!error.remedy.empty()) reason.remedies.push_back({error.remedy, {}});
    return reason;
  }

  void in_general() {
    const auto refused = refused_to_write(state_, model_.workspace, actor_);
    const auto offer = [&](Command command, std::string label) {
      Action action;
      action.command = std::move(command);
      action.label = std::move(label);
      if (refused) action.denial = Denial{{*refused}};
      add(std::move(action));
    };
    offer(WriteNote{}, "Write a note");
    offer(LogMeeting{}, "Log a call or meeting");
    offer(RecordEmail{}, "Record an e-mail");
    offer(EditTenant{}, "Edit the tenant");
    offer(SetStatus{}, "Set the status");
    offer(SetNextAction{}, "Set the next action");
    offer(AddContact{}, "Add a contact");
    offer(LogTime{}, "Log time");
    for (const auto& kind : model_.workspace.request_kinds)
      offer(MakeRequest{{}, kind.id, {}, {}, {}},
            fmt::format("Ask the {}: {}", name_of(model_.workspace, kind.team), kind.name));
    for (const auto& field : model_.workspace.fields) {
      Action action;
      Assign assign;
      assign.field = field.id;
      action.command = assign;
      action.label = fmt::format("Assign {}", field.name);
      const Holder somebody = person_holder(actor_.id); // of a partner's people: one of their own
      if (auto reason = refused_to_change_holder(state_, model_.workspace, actor_, field, somebody, false))
        action.denial = Denial{{std::move(*reason)}};
      add(std::move(action));
    }
  }

  void in_engagement(const Engagement& engagement) {
    const auto* book = model_.playbook(engagement.playbook, engagement.version);
    if (book == nullptr) return;
    for (const auto& step : book->steps) {
      for (const auto& task : step.tasks) task_of(engagement, *book, task);
      for (const auto& item : step.checklist) item_of(engagement, item);
    }
    for (const auto& section : book->sections)
      for (const auto& item : section.checklist) item_of(engagement, item);
    ask(CloseEngagement{engagement.id, {}}, fmt::format("Close {}", book->title)).engagement = engagement.id;
  }

  void task_of(const Engagement& engagement, const playbook::Playbook& book, const playbook::Task& task) {
    for (const auto& service : rows_of(book, task.id, state_, model_.workspace)) {
      const auto* present = engagement.task(task.id, service);
      if (!is_complete(present, model_.workspace)) completion_of(engagement, book, {engagement.id, task.id, service});
      transitions_of(book, {engagement.id, task.id, service}, status_of(present, model_.workspace));
    }
  }

  void completion_of(const Engagement& engagement, const playbook::Playbook& book, const TaskAt& at) {
    Command command;
    if (outcome_step(book, at.task) != nullptr)
      command = ChooseOutcome{at.engagement, at.task, at.service};
    else
      command = SetTask{at.engagement, at.task, complete_status(model_.workspace), std::nullopt, at.service};
    const std::string label = label_of(book, at.task, at.service, model_.workspace);
    Action& action = ask(std::move(command), fmt::format("Complete {}", label));
    action.engagement = engagement.id;
    action.task = at.task;
    action.service = at.service;
    if (action.denial) action.preview = would_do(book, at);
  }

  /// The other statuses that set something off.
  void transitions_of(const playbook::Playbook& book, const TaskAt& at, const std::string& present) {
    for (const auto& step : book.steps)
      for (const auto& rule : step.rules.tasks) {
        if (rule.task != at.task) continue;
        for (const auto& transition : rule.on)
          for (const auto& status : transition.statuses) {
            if (status == present || has_transition(at, status)) continue;
            const std::string label = label_of(book, at.task, at.service, model_.workspace);
            Action& action = ask(SetTask{at.engagement, at.task, status, std::nullopt, at.service},
                                 fmt::format("Set {} to {}", label, status));
            action.engagement = at.engagement;
            action.task = at.task;
            action.service = at.service;
          }
      }
  }

  bool has_transition(const TaskAt& at, const std::string& status) const {
    return std::any_of(actions_.begin(), actions_.end(), [&](const Action& action) {
      const auto* set = std::get_if<SetTask>(&action.command);
      return set != nullptr && set->engagement == at.engagement && set->task == at.task && set->service == at.service &&
             set->status == status;
    });
  }

  /// What completing it would do if nothing stood against it.
  std::vector<PreviewLine> would_do(const playbook::Playbook& book, const TaskAt& at) {
    Deciding deciding(state_, model_, actor_, now_);
    const auto verdict = complete(book, at, deciding);
    if (!verdict) return {};
    return preview(deciding.events(), model_);
  }

  void item_of(const Engagement& engagement, const playbook::ChecklistItem& item) {
    const bool ticked = engagement.ticked.contains(item.id);
    ask(TickItem{engagement.id, item.id, !ticked}, fmt::format("{} “{}”", ticked ? "Untick" : "Tick", item.text))
        .engagement = engagement.id;
  }

  void start_of(const playbook::Playbook& book) {
    for (const auto& engagement : state_.engagements)
      if (engagement.is_open() && engagement.playbook == book.id) return;
    const EngagementId id(derived_id("new", "engagement", state_));
    ask(StartEngagement{{}, book.id}, fmt::format("Start {}", book.title), StartEngagement{id, book.id});
  }

  void answer_to(const Request& request) {
    const auto* kind = model_.workspace.request_kind(request.kind);
    const std::string name = kind == nullptr ? request.kind : kind->name;
    ask(AnswerRequest{request.id, true, {}}, fmt::format("Accept “{}”", name)).engagement = request.engagement;
    ask(AnswerRequest{request.id, false, {}}, fmt::format("Decline “{}”", name), AnswerRequest{request.id, false, "…"})
        .engagement = request.engagement;
  }

  const TenantState& state_;
  const playbook::Model& model_;
  const Actor& actor_;
  Instant now_;
  std::vector<Action> actions_;
};

} // namespace

bool completes(const Action& action, const playbook::Workspace& workspace) {
  if (std::holds_alternative<ChooseOutcome>(action.command)) return true;
  const auto* set = std::get_if<SetTask>(&action.command);
  return set != nullptr && set->status == complete_status(workspace);
}

std::vector<PreviewLine> preview(const std::vector<Event>& events, const playbook::Model& model) {
  std::vector<PreviewLine> lines;
  for (std::size_t i = 1; i < events.size(); ++i)
    if (auto line = std::visit(Line(model), events[i].change)) lines.push_back(std::move(*line));
  return lines;
}

std::vector<Action> can(const TenantState& state, const playbook::Model& model, const Actor& actor, Instant now) {
  if (!state.is_registered() || refused_to_read(state, model.workspace, actor)) return {};
  return Possibilities(state, model, actor, now).all();
}

} // namespace handrail::engagement
