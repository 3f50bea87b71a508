#include "app/asked_action.h"

#include "core/text.h"
#include "engagement/directory.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace handrail::app {

namespace {

namespace eng = engagement;
using eng::Command;

/// A name that something has, by which it is found.
template <class Id>
struct Named {
  Id id;
  std::string name;
};

bool same(std::string_view left, std::string_view right) {
  return text::lowered(text::trimmed(left)) == text::lowered(text::trimmed(right));
}

/// By id or name. `what` is "task", for the message.
template <class Id>
Result<Id> one_of(const std::vector<Named<Id>>& all, const std::string& word, std::string_view what,
                  std::string_view where) {
  for (const auto& one : all)
    if (same(one.id.text(), word) || same(one.name, word)) return one.id;
  std::vector<std::string> known;
  for (const auto& one : all) {
    known.push_back(one.id.text());
    if (!one.name.empty()) known.push_back(one.name);
  }
  const auto near = text::did_you_mean(word, known);
  std::string remedy = near.empty() ? std::string() : fmt::format("Did you mean “{}”?", near);
  if (near.empty() && all.size() <= 12 && !all.empty()) {
    std::vector<std::string> ids;
    for (const auto& one : all) ids.push_back(one.id.text());
    remedy = fmt::format("There is {}.", eng::listed(ids, ids.size()));
  }
  return Error{ErrorCode::not_found, fmt::format("{} has no {} “{}”", where, what, text::shortened(word, 80)), "",
               std::move(remedy)};
}

class Asked {
public:
  Asked(const std::vector<std::string>& words, const eng::TenantState& state, const playbook::Model& model,
        const eng::Actor& actor)
      : words_(words), state_(state), model_(model), actor_(actor) {}

  Result<Command> read() const {
    for (const auto& form : forms) {
      if (words_.empty() || !same(words_.front(), form.verb)) continue;
      if (words_.size() < form.least || words_.size() > form.most)
        return Error{ErrorCode::invalid, fmt::format("this is how to ask about “{}”: {}", form.verb, form.usage), "",
                     "Put names of several words in quotes."};
      return (this->*form.read)();
    }
    std::vector<std::string> verbs;
    for (const auto& form : forms) verbs.emplace_back(form.verb);
    const auto near = words_.empty() ? std::string_view() : text::did_you_mean(words_.front(), verbs);
    return Error{ErrorCode::invalid,
                 words_.empty() ? "it is not said what is to be done"
                                : fmt::format("there is no action “{}”", text::shortened(words_.front(), 80)),
                 "",
                 near.empty() ? fmt::format("One can ask about: {}.", askable_actions())
                              : fmt::format("Did you mean “{}”?", near)};
  }

  struct Form {
    std::string_view verb, usage;
    std::size_t least, most;
    Result<Command> (Asked::*read)() const;
  };
  static const std::vector<Form> forms;

private:
  const std::string& word(std::size_t place) const { return words_[place]; }

  /// Tasks of what runs on the tenant first, then of everything that could run.
  Result<TaskId> task(const std::string& word) const {
    std::vector<Named<TaskId>> all;
    const auto add = [&](const playbook::Playbook& book) {
      for (const auto& step : book.steps)
        for (const auto& one : step.tasks) all.push_back({one.id, one.name});
    };
    for (const auto& engagement : state_.engagements)
      if (const auto* book = model_.playbook(engagement.playbook, engagement.version)) add(*book);
    for (const auto& [id, book] : model_.playbooks) add(*book);
    return one_of(all, word, "task", "the workspace");
  }
  Result<PlaybookId> playbook(const std::string& word) const {
    std::vector<Named<PlaybookId>> all;
    for (const auto& [id, book] : model_.playbooks) all.push_back({id, book->title});
    return one_of(all, word, "playbook", "the workspace");
  }
  Result<FieldId> field(const std::string& word) const {
    std::vector<Named<FieldId>> all;
    for (const auto& one : model_.workspace.fields) all.push_back({one.id, one.name});
    return one_of(all, word, "assignment field", "the workspace");
  }
  Result<std::string> kind(const std::string& word) const {
    std::vector<Named<RequestId>> all; // whichever kind of id: it is only compared
    for (const auto& one : model_.workspace.request_kinds) all.push_back({RequestId(one.id), one.name});
    HANDRAIL_TRY(const auto found, one_of(all, word, "kind of request", "the workspace"));
    return found.text();
  }
  Result<eng::Holder> holder(const std::string& word) const {
    if (same(word, "me")) return eng::person_holder(actor_.id);
    std::vector<std::string> known;
    for (const auto& queue : model_.workspace.queues) {
      if (same(queue.name, word)) return eng::queue_holder(queue.name);
      known.push_back(queue.name);
    }
    for (const auto& person : model_.workspace.people) {
      if (same(person.id.text(), word) || same(person.name, word)) return eng::person_holder(person.id);
      known.push_back(person.id.text());
      known.push_back(person.name);
    }
    const auto near = text::did_you_mean(word, known);
    return Error{ErrorCode::not_found, fmt::format("nobody and no queue is called “{}”", text::shortened(word, 80)), "",
                 near.empty() ? "" : fmt::format("Did you mean “{}”?", near)};
  }

  /// The engagement of that playbook that is open, else the newest.
  Result<EngagementId> engagement_of(const PlaybookId& playbook) const {
    const eng::Engagement* newest = nullptr;
    for (const auto& one : state_.engagements) {
      if (one.playbook != playbook) continue;
      if (newest == nullptr || one.is_open() || !newest->is_open()) newest = &one;
    }
    if (newest != nullptr) return newest->id;
    return Error{ErrorCode::not_found, fmt::format("{} has no engagement with “{}”", state_.name, playbook.text()), "",
                 "Start the playbook first."};
  }

  Result<Command> complete() const {
    HANDRAIL_TRY(const auto id, task(word(1)));
    return Command(eng::SetTask{{}, id, eng::complete_status(model_.workspace), std::nullopt});
  }
  Result<Command> choose() const {
    HANDRAIL_TRY(const auto id, task(word(1)));
    return Command(eng::ChooseOutcome{{}, id});
  }
  Result<Command> close() const {
    if (words_.size() == 1) return Command(eng::CloseEngagement{});
    HANDRAIL_TRY(const auto id, playbook(word(1)));
    HANDRAIL_TRY(const auto engagement, engagement_of(id));
    return Command(eng::CloseEngagement{engagement, {}});
  }
  Result<Command> start() const {
    HANDRAIL_TRY(const auto id, playbook(word(1)));
    return Command(eng::StartEngagement{EngagementId("asked"), id});
  }
  Result<Command> leave() const {
    HANDRAIL_TRY(const auto id, field(word(1)));
    return unassigned(id, eng::person_holder(actor_.id));
  }
  Result<Command> unassign() const {
    HANDRAIL_TRY(const auto id, field(word(1)));
    HANDRAIL_TRY(auto who, holder(word(2)));
    return unassigned(id, std::move(who));
  }
  /// At the level the holder has it.
  Result<Command> unassigned(const FieldId& field, eng::Holder who) const {
    std::optional<ServiceId> service;
    for (const auto& one : state_.assignments)
      if (one.field == field && one.holder == who) {
        service = one.service;
        if (!service) break;
      }
    return Command(eng::Unassign{field, std::move(who), service});
  }
  Result<Command> assign() const { return assigned(false); }
  Result<Command> make_primary() const { return assigned(true); }
  Result<Command> assigned(bool primary) const {
    HANDRAIL_TRY(const auto id, field(word(1)));
    HANDRAIL_TRY(auto who, holder(word(2)));
    return Command(eng::Assign{id, std::move(who), {}, primary});
  }
  Result<Command> ask() const {
    HANDRAIL_TRY(const auto id, kind(word(1)));
    std::string queue;
    if (words_.size() == 3) {
      HANDRAIL_TRY(const auto moved, holder(word(2)));
      queue = moved.id;
    }
    return Command(eng::MakeRequest{RequestId("asked"), id, queue, {}, {}});
  }
  Result<Command> accept() const { return answered(true); }
  Result<Command> decline() const { return answered(false); }
  Result<Command> answered(bool yes) const {
    HANDRAIL_TRY(const auto id, kind(word(1)));
    const auto found = std::find_if(state_.requests.rbegin(), state_.requests.rend(),
                                    [&](const eng::Request& one) { return one.kind == id; });
    if (found == state_.requests.rend())
      return Error{ErrorCode::not_found, fmt::format("on {} nobody asked for “{}”", state_.name, id), "", ""};
    return Command(eng::AnswerRequest{found->id, yes, yes ? "" : "…"});
  }
  Result<Command> tick() const {
    const eng::Engagement* last = nullptr;
    std::vector<Named<ChecklistItemId>> all;
    for (const auto& engagement : state_.engagements) {
      const auto* book = model_.playbook(engagement.playbook, engagement.version);
      if (!engagement.is_open() || book == nullptr) continue;
      last = &engagement;
      std::vector<Named<ChecklistItemId>> own;
      for (const auto& step : book->steps)
        for (const auto& one : step.checklist) own.push_back({one.id, one.text});
      for (const auto& section : book->sections)
        for (const auto& one : section.checklist) own.push_back({one.id, one.text});
      if (const auto found = one_of(own, word(1), "checklist item", state_.name))
        return Command(eng::TickItem{engagement.id, *found, true});
      all.insert(all.end(), own.begin(), own.end());
    }
    HANDRAIL_TRY(const auto found, one_of(all, word(1), "checklist item", state_.name));
    return Command(eng::TickItem{last == nullptr ? EngagementId() : last->id, found, true});
  }
  Result<Command> email() const {
    std::vector<Named<TemplateId>> all;
    for (const auto& one : model_.workspace.templates) all.push_back({one.id, one.name});
    HANDRAIL_TRY(const auto id, one_of(all, word(1), "message template", "the workspace"));
    const auto* message = model_.workspace.message(id);
    return Command(eng::RecordEmail{EmailId("asked"), id, words_.size() == 3 ? word(2) : message->audience, {}});
  }
  Result<Command> write() const {
    std::vector<std::string> known;
    for (const auto& one : model_.workspace.note_categories) {
      if (same(one.name, word(1))) {
        eng::WriteNote note;
        note.note = NoteId("asked");
        note.content.category = one.name;
        note.content.text = "…";
        return Command(std::move(note));
      }
      known.push_back(one.name);
    }
    return Error{ErrorCode::not_found, fmt::format("there is no category of notes “{}”", text::shortened(word(1), 80)),
                 "", fmt::format("There is {}.", eng::listed(known, known.size()))};
  }

  const std::vector<std::string>& words_;
  const eng::TenantState& state_;
  const playbook::Model& model_;
  const eng::Actor& actor_;
};

const std::vector<Asked::Form> Asked::forms{
    {"complete", "complete TASK", 2, 2, &Asked::complete},
    {"choose", "choose TASK", 2, 2, &Asked::choose},
    {"close", "close [PLAYBOOK]", 1, 2, &Asked::close},
    {"start", "start PLAYBOOK", 2, 2, &Asked::start},
    {"leave", "leave FIELD", 2, 2, &Asked::leave},
    {"assign", "assign FIELD WHO", 3, 3, &Asked::assign},
    {"primary", "primary FIELD WHO", 3, 3, &Asked::make_primary},
    {"unassign", "unassign FIELD WHO", 3, 3, &Asked::unassign},
    {"ask", "ask KIND [QUEUE]", 2, 3, &Asked::ask},
    {"accept", "accept KIND", 2, 2, &Asked::accept},
    {"decline", "decline KIND", 2, 2, &Asked::decline},
    {"tick", "tick ITEM", 2, 2, &Asked::tick},
    {"email", "email TEMPLATE [WHOM]", 2, 3, &Asked::email},
    {"write", "write CATEGORY", 2, 2, &Asked::write},
};

} // namespace

Result<Command> asked_action(const std::vector<std::string>& words, const eng::TenantState& state,
                             const playbook::Model& model, const eng::Actor& actor) {
  return Asked(words, state, model, actor).read();
}

std::vector<std::string> words_for(const Command& command, const eng::TenantState& state, const eng::Actor& actor) {
  if (const auto* set = std::get_if<eng::SetTask>(&command)) return {"complete", set->task.text()};
  if (const auto* choose = std::get_if<eng::ChooseOutcome>(&command)) return {"choose", choose->task.text()};
  if (const auto* start = std::get_if<eng::StartEngagement>(&command)) return {"start", start->playbook.text()};
  if (const auto* tick = std::get_if<eng::TickItem>(&command); tick != nullptr && tick->ticked)
    return {"tick", tick->item.text()};
  if (const auto* close = std::get_if<eng::CloseEngagement>(&command))
    if (const auto* engagement = state.engagement(close->engagement)) return {"close", engagement->playbook.text()};
  if (const auto* unassign = std::get_if<eng::Unassign>(&command)) {
    if (unassign->holder == eng::person_holder(actor.id)) return {"leave", unassign->field.text()};
    return {"unassign", unassign->field.text(), unassign->holder.id};
  }
  if (const auto* assign = std::get_if<eng::Assign>(&command); assign != nullptr && !assign->holder.id.empty())
    return {assign->primary ? "primary" : "assign", assign->field.text(), assign->holder.id};
  if (const auto* answer = std::get_if<eng::AnswerRequest>(&command))
    if (const auto* request = state.request(answer->request))
      return {answer->accept ? "accept" : "decline", request->kind};
  return {};
}

std::string askable_actions() {
  std::vector<std::string_view> all;
  for (const auto& form : Asked::forms) all.push_back(form.usage);
  return fmt::format("{}", fmt::join(all, ", "));
}

Result<eng::Actor> person_asked(const playbook::Workspace& workspace, const std::string& name) {
  std::vector<std::string> known;
  for (const auto& person : workspace.people) {
    if (same(person.id.text(), name) || same(person.name, name))
      return eng::Actor{person.id, person.name, person.roles, person.partner, {}};
    known.push_back(person.id.text());
    known.push_back(person.name);
  }
  const auto near = text::did_you_mean(name, known);
  return Error{ErrorCode::not_found, fmt::format("there is nobody called “{}”", text::shortened(name, 80)), "",
               near.empty() ? "The people stand in the workspace's people.yaml."
                            : fmt::format("Did you mean “{}”?", near)};
}

} // namespace handrail::app
