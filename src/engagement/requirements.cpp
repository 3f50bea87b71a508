#include "engagement/requirements.h"

#include "core/text.h"
#include "engagement/conditions.h"
#include "engagement/directory.h"
#include "engagement/missing.h"
#include "engagement/task_rows.h"
#include "engagement/time_requirements.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

std::string on_day(Instant at) { return to_iso(at).substr(0, 10); }

std::string made_by(const Deciding& deciding, const Mark& mark) {
  return fmt::format("{}, {}", name_of(deciding.workspace, mark.by), on_day(mark.at));
}

/// Checks one requirement of each kind. Empty: it is met.
class Check {
public:
  Check(const Ground& ground, Deciding& deciding) : ground_(ground), deciding_(deciding) {}

  std::optional<Missing> operator()(const playbook::RequiredNote& required) const {
    std::vector<const Note*> near;
    for (const auto& note : deciding_.state().notes) {
      if (!is_ours(note.content.engagement, note.mark) || note.content.category != required.category) continue;
      if (required.about_task && !ground_.task.empty() && !is_about(note.content)) continue;
      if (answers(note, required)) return std::nullopt;
      near.push_back(&note);
    }
    Missing missing;
    const bool about = required.about_task && !ground_.task.empty();
    missing.needs = fmt::format("{} {} note{}{}", article(required.category), required.category,
                                about ? " about it" : "", about ? for_service() : "");
    if (!required.begins.empty()) missing.needs += fmt::format(" that begins with “{}”", required.begins);
    if (!required.stating.empty())
      missing.needs += fmt::format(" {} says {}", required.begins.empty() ? "that" : "and", required.stating);

    const std::string kept =
        about ? fmt::format("{} notes about {}{}", required.category, ground_.task.text(), for_service())
              : fmt::format("{} notes", required.category);
    if (near.empty()) missing.facts.push_back({kept, "none", "the notes of this engagement"});
    for (const auto* note : near)
      missing.facts.push_back({kept, text::shortened(note->content.text, 60), made_by(deciding_, note->mark)});

    WriteNote write;
    write.content.category = required.category;
    write.content.engagement = ground_.engagement;
    if (about) write.content.task = ground_.task;
    if (about && ground_.service) write.content.services = {*ground_.service};
    if (!required.begins.empty()) write.content.text = required.begins + ": ";
    if (!required.stating.empty()) write.content.facts.push_back({required.stating, ""});
    missing.remedies.push_back({fmt::format("Write the {} note.", required.category), write});
    return missing;
  }

  std::optional<Missing> operator()(const playbook::RequiredEmail& required) const {
    for (const auto& email : deciding_.state().emails)
      if (is_ours(email.engagement, email.mark) && email.message == required.message) return std::nullopt;
    const auto* message = deciding_.workspace.message(required.message);
    const std::string name = message == nullptr || message->name.empty() ? required.message.text() : message->name;
    RecordEmail record;
    record.message = required.message;
    record.engagement = ground_.engagement;
    if (message != nullptr) record.to = message->audience;
    return Missing{fmt::format("the e-mail “{}” to be sent and recorded", name),
                   {{name, "not recorded", "the e-mails of this engagement"}},
                   {{fmt::format("Send “{}” and record it.", name), record}}};
  }

  std::optional<Missing> operator()(const playbook::RequiredMeeting& required) const {
    for (const auto& meeting : deciding_.state().meetings)
      if (is_ours(meeting.engagement, meeting.mark) && same_words(meeting.kind, required.kind) &&
          (required.purpose.empty() || same_words(meeting.purpose, required.purpose)))
        return std::nullopt;
    LogMeeting log;
    log.kind = required.kind;
    log.purpose = required.purpose;
    log.engagement = ground_.engagement;
    const std::string what =
        required.purpose.empty() ? required.kind : fmt::format("{} “{}”", required.kind, required.purpose);
    return Missing{fmt::format("the {} to be held and logged", what),
                   {{what, "not logged", "the calls and meetings of this engagement"}},
                   {{fmt::format("Log the {}.", what), log}}};
  }

  std::optional<Missing> operator()(const playbook::RequiredCheck& required) const {
    const auto* engagement = deciding_.state().engagement(ground_.engagement);
    if (engagement != nullptr && engagement->ticked.contains(required.item)) return std::nullopt;
    const auto* item = find_item(ground_.book, required.item);
    const std::string words = item == nullptr ? required.item.text() : item->text;
    return Missing{fmt::format("“{}” to be done and ticked", words),
                   {{words, "not ticked", "the checklist"}},
                   {{fmt::format("Tick “{}” once it is done.", text::shortened(words, 80)),
                     TickItem{ground_.engagement, required.item, true}}}};
  }

  std::optional<Missing> operator()(const playbook::RequiredTask& required) const {
    Missing missing;
    std::vector<std::string> wanting; ///< the services that it has not the status for
    bool is_set = false;
    for (const auto& engagement : deciding_.state().engagements) {
      const auto* book = deciding_.model.playbook(engagement.playbook, engagement.version);
      if (book == nullptr && engagement.task(required.task) != nullptr &&
          engagement.task(required.task)->status == required.status)
        return std::nullopt; // its playbook is gone from the workspace; what was done with it is not
      if (book == nullptr || book->find_task(required.task) == nullptr) continue;
      is_set = true;
      missing = {};
      wanting.clear();
      for (const auto& service : rows_for(required, *book))
        collect_wanting(required, engagement, *book, service, missing, wanting);
      if (missing.facts.empty()) return std::nullopt;
    }
    const std::string label = label_anywhere(required.task);
    if (!is_set) {
      const std::string present = initial_status(deciding_.workspace);
      if (required.status == present) return std::nullopt;
      missing.facts = {{label, present, "the tenant's engagements"}};
      missing.remedies = {{fmt::format("Set {} to {}.", label, required.status),
                           SetTask{{}, required.task, required.status, std::nullopt}}};
    }
    missing.needs = fmt::format("{} to be {}", label, required.status);
    if (!wanting.empty()) missing.needs += " for " + listed(wanting, 20);
    return missing;
  }

  std::optional<Missing> operator()(const playbook::RequiredAssignment& required) const {
    Judgement judgement;
    std::optional<Holder> wanted;
    if (required.holder) {
      wanted = holder_of(*required.holder, deciding_, ground_.engagement, &judgement);
      if (!wanted) return nobody_meant(required, judgement);
    }
    const Holder me = person_holder(deciding_.actor.id);
    std::vector<std::string> present;
    for (const auto& one : deciding_.state().assignments) {
      if (one.field != required.field) continue;
      const bool is_primary = one.primary && !one.service;
      present.push_back(name_of(deciding_.workspace, one.holder) + (is_primary ? " (primary)" : ""));
      if (required.primary && !is_primary) continue;
      if (required.not_actor && one.holder == me) continue;
      if (required.role && !has_role(deciding_.workspace, one.holder, *required.role)) continue;
      if (!wanted || one.holder == *wanted) return std::nullopt;
    }
    const std::string field = name_of(deciding_.workspace, required.field);
    const std::string who = wanted ? name_of(deciding_.workspace, *wanted) : somebody_meant(required);
    Missing missing;
    missing.needs = required.primary ? fmt::format("{} to be the primary {}", who, field)
                                     : fmt::format("{} in the {} field", who, field);
    missing.facts = {{field, listed(present), "the tenant's assignments"}};
    missing.facts.insert(missing.facts.end(), judgement.facts.begin(), judgement.facts.end());
    missing.remedies.push_back(way_into(required, wanted, field, who));
    return missing;
  }

  std::optional<Missing> operator()(const playbook::RequiredRequest& required) const {
    const Request* last = nullptr;
    for (const auto& request : deciding_.state().requests) {
      if (!is_ours(request.engagement, request.asked) || request.kind != required.kind) continue;
      if (request.answer == Request::Answer::accepted) return std::nullopt;
      last = &request;
    }
    const auto* kind = deciding_.workspace.request_kind(required.kind);
    const std::string name = kind == nullptr ? required.kind : kind->name;
    const std::string team = kind == nullptr ? "other team" : name_of(deciding_.workspace, kind->team);
    Missing missing;
    missing.needs = fmt::format("the {} to accept the request “{}”", team, name);
    if (last != nullptr && last->answer == Request::Answer::open) {
      missing.facts = {{name, "waits for an answer", made_by(deciding_, last->asked)}};
      missing.remedies = {{fmt::format("Wait for the {} to answer, or remind them.", team),
                           AnswerRequest{last->id, true, {}},
                           true,
                           {}}};
      return missing;
    }
    if (last == nullptr)
      missing.facts = {{name, "not asked yet", "the requests of this engagement"}};
    else
      missing.facts = {{name, "declined: " + last->answer_reason, made_by(deciding_, *last->answered)}};
    MakeRequest make;
    make.kind = required.kind;
    make.engagement = ground_.engagement;
    missing.remedies = {{fmt::format("Ask the {}: “{}”.", team, name), make}};
    return missing;
  }

  std::optional<Missing> operator()(const playbook::RequiredFact& required) const {
    const Judgement judgement = judge(required.that, deciding_, ground_.engagement);
    if (judgement.holds()) return std::nullopt;
    Missing missing;
    missing.sentence = !required.otherwise.empty();
    missing.needs = missing.sentence ? required.otherwise : fmt::format("this to hold: {}", required.that.text);
    missing.facts = judgement.facts;
    const bool is_unknown = std::any_of(judgement.facts.begin(), judgement.facts.end(),
                                        [](const FactRead& fact) { return fact.value == "not filled in"; });
    if (!judgement.problem.empty() && !is_unknown)
      missing.facts.push_back({"the condition", "could not be worked out", judgement.problem});
    missing.remedies = remedies_for(judgement, deciding_);
    missing.condition = required.that.text;
    return missing;
  }

  std::optional<Missing> operator()(const playbook::RequiredAttempts& required) const {
    return of_time(missing_attempts(required, ground_, deciding_));
  }
  std::optional<Missing> operator()(const playbook::RequiredElapsed& required) const {
    return of_time(missing_time(required, ground_, deciding_));
  }
  std::optional<Missing> operator()(const playbook::RequiredInactivity& required) const {
    return of_time(missing_inactivity(required, ground_, deciding_));
  }
  std::optional<Missing> operator()(const playbook::RequiredTotal& required) const {
    return missing(required, ground_, deciding_);
  }
  std::optional<Missing> operator()(const playbook::RequiredOther& required) const {
    return missing(required, ground_, deciding_);
  }
  std::optional<Missing> operator()(const playbook::RequiredTold& required) const {
    return missing(required, ground_, deciding_);
  }

private:
  static std::optional<Missing> of_time(std::optional<MissingTime> missing) {
    if (!missing) return std::nullopt;
    return Missing{std::move(missing->needs), std::move(missing->facts), std::move(missing->remedies)};
  }

  bool is_ours(const EngagementId& named, const Mark& mark) const { return is_of(ground_, deciding_, named, mark); }

  /// The rows of another task that a requirement means: the service it names, else the one it stands on, else all.
  std::vector<std::optional<ServiceId>> rows_for(const playbook::RequiredTask& required,
                                                 const playbook::Playbook& book) const {
    auto rows = rows_meant(book, required.task, required.service ? required.service : ground_.service,
                           deciding_.state(), deciding_.workspace);
    if (required.service && book.services_of(required.task) != nullptr)
      std::erase_if(rows, [&](const auto& row) { return row != required.service; });
    return rows;
  }

  void collect_wanting(const playbook::RequiredTask& required, const Engagement& engagement,
                       const playbook::Playbook& book, const std::optional<ServiceId>& service, Missing& missing,
                       std::vector<std::string>& wanting) const {
    const std::string present = status_of(engagement.task(required.task, service), deciding_.workspace);
    if (present == required.status) return;
    const std::string label = label_of(book, required.task, service, deciding_.workspace);
    missing.facts.push_back({label, present, "the tenant's engagements"});
    missing.remedies.push_back({fmt::format("Set {} to {}.", label, required.status),
                                SetTask{engagement.id, required.task, required.status, std::nullopt, service}});
    if (service) wanting.push_back(name_of(deciding_.workspace, *service));
  }

  /// About the task, and naming the service where it is done once per service.
  bool is_about(const NoteContent& note) const {
    if (note.task != ground_.task) return false;
    return !ground_.service ||
           std::find(note.services.begin(), note.services.end(), *ground_.service) != note.services.end();
  }
  std::string for_service() const {
    return ground_.service ? " for " + name_of(deciding_.workspace, *ground_.service) : "";
  }

  static std::string_view article(std::string_view word) {
    return !word.empty() && std::string_view("AEIOUaeiou").find(word.front()) != std::string_view::npos ? "an" : "a";
  }

  std::string label_anywhere(const TaskId& task) const {
    if (ground_.book.find_task(task) != nullptr) return label_of(ground_.book, task);
    for (const auto& [id, book] : deciding_.model.playbooks)
      if (book->find_task(task) != nullptr) return label_of(*book, task);
    return task.text();
  }

  std::string somebody_meant(const playbook::RequiredAssignment& required) const {
    if (!required.role) return required.not_actor ? "somebody else" : "somebody";
    const std::string role = name_of(deciding_.workspace, *required.role);
    return fmt::format("{} {}", required.not_actor ? "another" : article(role), role);
  }

  Missing nobody_meant(const playbook::RequiredAssignment& required, const Judgement& judgement) const {
    Missing missing;
    missing.needs = fmt::format("the right holder of {}, and who that is cannot be told yet",
                                name_of(deciding_.workspace, required.field));
    missing.facts = judgement.facts;
    missing.remedies = remedies_for(judgement, deciding_);
    return missing;
  }

  /// A queue that another team moves tenants to is asked for; anybody else is assigned.
  Remedy way_into(const playbook::RequiredAssignment& required, const std::optional<Holder>& wanted,
                  const std::string& field, const std::string& who) const {
    if (wanted && wanted->kind == Holder::Kind::queue)
      for (const auto& kind : deciding_.workspace.request_kinds) {
        if (!kind.moves_queue || kind.field != required.field) continue;
        const auto is_waiting = [&](const Request& request) {
          return request.kind == kind.id && request.queue == wanted->id && request.answer == Request::Answer::open;
        };
        const auto& requests = deciding_.state().requests;
        const std::string team = name_of(deciding_.workspace, kind.team);
        if (const auto waiting = std::find_if(requests.begin(), requests.end(), is_waiting); waiting != requests.end())
          return {fmt::format("The {} has been asked to move the tenant; wait for their answer, or remind them.", team),
                  AnswerRequest{waiting->id, true, {}},
                  true,
                  {}};
        return {fmt::format("Ask the {} to move the tenant to {}.", team, who),
                MakeRequest{{}, kind.id, wanted->id, {}, ground_.engagement}};
      }
    Assign assign;
    assign.field = required.field;
    if (wanted) assign.holder = *wanted;
    assign.primary = required.primary;
    return {required.primary ? fmt::format("Make {} the primary {}.", who, field)
                             : fmt::format("Assign {} in the {} field.", who, field),
            assign};
  }

  const Ground& ground_;
  Deciding& deciding_;
};

} // namespace

namespace {

/// What somebody has to put on record: no effect of any rule does it for them.
template <class What>
bool is_recorded(const What& what) {
  return std::holds_alternative<playbook::RequiredNote>(what) ||
         std::holds_alternative<playbook::RequiredEmail>(what) ||
         std::holds_alternative<playbook::RequiredMeeting>(what) ||
         std::holds_alternative<playbook::RequiredCheck>(what);
}

} // namespace

std::optional<Reason> unmet(const playbook::Requirement& requirement, const Ground& ground, Deciding& deciding,
                            RuleKind rule) {
  if (!applies(requirement.source.when, deciding, ground.engagement)) return std::nullopt;
  auto missing = std::visit(Check(ground, deciding), requirement.what);
  if (!missing) return std::nullopt;
  Reason reason;
  reason.rule = missing->rule.value_or(rule);
  reason.message = missing->sentence ? missing->needs : fmt::format("{} needs {}.", ground.subject, missing->needs);
  reason.at = requirement.source.at;
  reason.cites = requirement.source.cites;
  reason.facts = std::move(missing->facts);
  reason.remedies = std::move(missing->remedies);
  reason.condition = std::move(missing->condition);
  reason.own_step = !requirement.source.when && is_recorded(requirement.what);
  return reason;
}

void collect_unmet(const std::vector<playbook::Requirement>& requirements, const Ground& ground, Deciding& deciding,
                   RuleKind rule, std::vector<Reason>& reasons) {
  for (const auto& requirement : requirements)
    if (auto reason = unmet(requirement, ground, deciding, rule)) reasons.push_back(std::move(*reason));
}

std::string label_of(const playbook::Playbook& book, const TaskId& id) {
  const auto* task = book.find_task(id);
  return task == nullptr || task->name.empty() ? id.text() : fmt::format("{} {}", id.text(), task->name);
}

const playbook::ChecklistItem* find_item(const playbook::Playbook& book, const ChecklistItemId& id) {
  const auto find = [&](const std::vector<playbook::ChecklistItem>& items) -> const playbook::ChecklistItem* {
    for (const auto& item : items)
      if (item.id == id) return &item;
    return nullptr;
  };
  for (const auto& step : book.steps)
    if (const auto* item = find(step.checklist)) return item;
  for (const auto& section : book.sections)
    if (const auto* item = find(section.checklist)) return item;
  return nullptr;
}

bool is_of(const Ground& ground, const Deciding& deciding, const EngagementId& named, const Mark& mark) {
  const auto* engagement = deciding.state().engagement(ground.engagement);
  return engagement == nullptr || engagement->has(named, mark);
}

bool same_words(std::string_view left, std::string_view right) {
  return text::lowered(text::trimmed(left)) == text::lowered(text::trimmed(right));
}

bool answers(const Note& note, const playbook::RequiredNote& required) {
  if (!required.begins.empty() && !note_begins(note.content.text, required.begins)) return false;
  if (required.stating.empty()) return true;
  return std::any_of(note.content.facts.begin(), note.content.facts.end(), [&](const NoteFact& fact) {
    return same_words(fact.label, required.stating) && !text::trimmed(fact.value).empty();
  });
}

bool note_begins(std::string_view text, std::string_view words) {
  const auto start = text.find_first_not_of(" \t\r\n*_#>");
  if (start == std::string_view::npos) return words.empty();
  return text::lowered(text.substr(start, words.size())) == text::lowered(words);
}

} // namespace handrail::engagement
