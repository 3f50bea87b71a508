#include "engagement/way_words.h"

#include "core/text.h"
#include "engagement/directory.h"
#include "engagement/requirements.h"
#include "engagement/way_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace handrail::engagement {

namespace {

constexpr std::size_t excerpt = 80; ///< of a checklist item, in characters

std::string_view article(std::string_view word) {
  return !word.empty() && std::string_view("AEIOUaeiou").find(word.front()) != std::string_view::npos ? "an" : "a";
}

/// "31 December 2026"
std::string as_said(Date date) {
  constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                              "July",    "August",   "September", "October", "November", "December"};
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()));
}

/// "Wed 4 March 2026", and the hour where the day has begun already.
std::string as_said(Instant instant, Instant now, std::string_view zone) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const auto day = local_date(instant, zone), today = local_date(now, zone);
  if (!day || !today) return to_iso(instant);
  const std::chrono::weekday weekday{std::chrono::sys_days(*day)};
  std::string said = fmt::format("{} {}", days[weekday.c_encoding()], as_said(*day));
  if (*day == *today) said = to_iso(instant).substr(11, 5) + " UTC today";
  return said;
}

/// What a command does, with its verbs for "you" or for somebody else.
class Words {
public:
  Words(const TenantState& state, const playbook::Model& model, const Actor& by, const Actor& asker, bool is_correction,
        bool is_example)
      : state_(state), model_(model), workspace_(model.workspace), by_(by), asker_(asker),
        is_correction_(is_correction), is_example_(is_example) {}

  std::string operator()(const WriteNote& write) const {
    const auto& content = write.content;
    std::string all = fmt::format("{} {} {} note", v("write"), article(content.category), content.category);
    if (content.task) all += fmt::format(" about {}", label(*content.task));
    std::vector<std::string> must;
    std::string_view begins = content.text;
    if (!begins.ends_with(placeholder)) begins = {}; // somebody's own words
    if (!begins.empty()) begins.remove_suffix(std::string_view(placeholder).size());
    while (begins.ends_with(' ') || begins.ends_with(':')) begins.remove_suffix(1);
    if (!begins.empty()) must.push_back(fmt::format("begins with “{}”", text::shortened(begins, excerpt)));
    std::vector<std::string> facts;
    for (const auto& fact : content.facts) facts.push_back(fact.label);
    if (!facts.empty()) must.push_back("says " + listed(facts));
    return must.empty() ? all : fmt::format("{} that {}", all, listed(must));
  }
  std::string operator()(const RecordEmail& record) const {
    const auto* message = workspace_.message(record.message);
    return fmt::format("{} the e-mail “{}”{} and {} it", v("send"),
                       message == nullptr || message->name.empty() ? record.message.text() : message->name,
                       record.to == placeholder ? "" : " to the " + record.to, v("record"));
  }
  std::string operator()(const LogMeeting& log) const {
    return fmt::format("{} the {}{} and {} it", v("hold"), log.kind,
                       log.purpose == placeholder ? "" : fmt::format(" “{}”", log.purpose), v("log"));
  }
  std::string operator()(const TickItem& tick) const {
    const auto* book = book_of(tick.engagement);
    const auto* item = book == nullptr ? nullptr : find_item(*book, tick.item);
    const std::string words = text::shortened(item == nullptr ? tick.item.text() : item->text, excerpt);
    return tick.ticked ? fmt::format("{} “{}” once it is done", v("tick"), words)
                       : fmt::format("{} the tick off “{}”", v("take"), words);
  }
  std::string operator()(const SetTask& set) const {
    if (set.status == complete_status(workspace_)) return fmt::format("{} {}", v("complete"), label(set.task));
    return fmt::format("{} {} to {}", v("set"), label(set.task), set.status);
  }
  std::string operator()(const ChooseOutcome& choose) const {
    return fmt::format("{} the outcome {}{}", v("choose"), is_example_ ? "that was reached, for example " : "",
                       label(choose.task));
  }
  std::string operator()(const MakeRequest& make) const {
    const auto* kind = workspace_.request_kind(make.kind);
    const std::string team = kind == nullptr ? "team" : name_of(workspace_, kind->team);
    if (make.queue.empty())
      return fmt::format("{} the {}: “{}”", v("ask"), team, kind == nullptr ? make.kind : kind->name);
    return fmt::format("{} the {} to move the tenant to {}{}", v("ask"), team, make.queue,
                       is_example_ ? ", for example" : "");
  }
  std::string operator()(const AnswerRequest& answer) const {
    const auto* request = state_.request(answer.request);
    const auto* kind = request == nullptr ? nullptr : workspace_.request_kind(request->kind);
    std::string what = kind == nullptr ? "the request" : fmt::format("the request “{}”", kind->name);
    if (request != nullptr && !request->queue.empty()) what = "the request for the move to " + request->queue;
    return fmt::format("{} {}", v(answer.accept ? "accept" : "decline"), what);
  }
  std::string operator()(const Assign& assign) const {
    const std::string field = name_of(workspace_, assign.field);
    const bool themselves = assign.holder == person_holder(by_.id);
    const std::string holder = themselves ? (is_you() ? "yourself" : "themselves") : person(assign.holder);
    if (is_example_)
      return assign.primary ? fmt::format("{} somebody else the primary {}, for example {}", v("make"), field, holder)
                            : fmt::format("{} somebody into the {} field, for example {}", v("put"), field, holder);
    if (themselves)
      return assign.primary ? fmt::format("{} the primary {}", v("become"), field)
                            : fmt::format("{} a place in the {} field", v("take"), field);
    if (assign.primary) return fmt::format("{} {} the primary {}", v("make"), holder, field);
    return fmt::format("{} {} into the {} field", v("put"), holder, field);
  }
  std::string operator()(const Unassign& unassign) const {
    const std::string field = name_of(workspace_, unassign.field);
    if (unassign.holder == person_holder(by_.id)) return fmt::format("{} the {} field", v("leave"), field);
    return fmt::format("{} {} out of the {} field", v("take"), person(unassign.holder), field);
  }
  std::string operator()(const Reassign& reassign) const {
    return fmt::format("{} the place of {} in the {} field to {}", v("give"), person(reassign.from),
                       name_of(workspace_, reassign.field), person(reassign.to));
  }
  std::string operator()(const EditTenant& edit) const {
    std::vector<std::string> parts;
    for (const auto& [id, value] : edit.attributes) {
      const auto* attribute = workspace_.attribute(id);
      const std::string name = attribute == nullptr ? id : attribute->name;
      const bool is_example = attribute != nullptr && (attribute->type == playbook::TenantAttribute::Type::number ||
                                                       attribute->type == playbook::TenantAttribute::Type::date);
      if (value.empty())
        parts.push_back(fmt::format("{} {}", v("clear"), name));
      else if (value == placeholder)
        parts.push_back(fmt::format("{} in {}", v("fill"), name));
      else
        parts.push_back(fmt::format("{} {} to {}{}", v(is_correction_ ? "correct" : "set"), name, shown(id, value),
                                    is_example ? ", for example" : ""));
    }
    if (edit.services) parts.push_back(fmt::format("{} {} to its services", v("add"), added_services(*edit.services)));
    std::string all = listed(parts);
    return all.empty() ? std::string(v("edit")) + " the tenant" : all;
  }
  std::string operator()(const SetStatus& set) const {
    return fmt::format("{} the tenant's status to {}", v("set"), set.status);
  }
  std::string operator()(const SetNextAction& set) const {
    if (!set.next_action.date) return fmt::format("{} the next action", v("set"));
    return fmt::format("{} the next action date to {}", v("set"), as_said(*set.next_action.date));
  }
  std::string operator()(const StartEngagement& start) const {
    const bool again = std::any_of(state_.engagements.begin(), state_.engagements.end(),
                                   [&](const Engagement& one) { return one.playbook == start.playbook; });
    const auto found = model_.playbooks.find(start.playbook);
    return fmt::format("{} {}{}", v("start"),
                       found == model_.playbooks.end() ? start.playbook.text() : found->second->title,
                       again ? " again" : "");
  }
  std::string operator()(const CloseEngagement& close) const {
    const auto* book = book_of(close.engagement);
    return fmt::format("{} {}", v("close"), book == nullptr ? "the engagement" : book->title);
  }
  std::string operator()(const EditContact& edit) const {
    return fmt::format("{} that {} may be contacted again", v("record"), edit.contact.name);
  }
  template <class Other>
  std::string operator()(const Other& other) const {
    std::string name(name_of(Command(other)));
    std::replace(name.begin(), name.end(), '_', ' ');
    const auto space = std::min(name.find(' '), name.size());
    return v(name.substr(0, space)) + name.substr(space);
  }

private:
  bool is_you() const { return by_.id == asker_.id; }
  std::string v(std::string_view verb) const { return std::string(verb) + (is_you() ? "" : "s"); }

  std::string person(const Holder& holder) const {
    return holder == person_holder(asker_.id) ? "you" : name_of(workspace_, holder);
  }
  const playbook::Playbook* book_of(const EngagementId& id) const {
    const Engagement* only = id.empty() && !state_.engagements.empty() ? &state_.engagements.back() : nullptr;
    const auto* engagement = id.empty() ? only : state_.engagement(id);
    return engagement == nullptr ? nullptr : model_.playbook(engagement->playbook, engagement->version);
  }
  std::string label(const TaskId& task) const {
    for (const auto& [id, book] : model_.playbooks)
      if (book->find_task(task) != nullptr) return label_of(*book, task);
    return task.text();
  }
  std::string shown(const std::string& attribute, const std::string& value) const {
    const auto* known = workspace_.attribute(attribute);
    if (known == nullptr || known->type != playbook::TenantAttribute::Type::boolean) return value;
    return value == "true" ? "yes" : "no";
  }
  std::string added_services(const std::vector<ServiceId>& services) const {
    std::vector<std::string> names;
    for (const auto& one : services) {
      if (std::find(state_.services.begin(), state_.services.end(), one) != state_.services.end()) continue;
      const auto* known = workspace_.service(one.text());
      names.push_back(known == nullptr ? one.text() : known->name);
    }
    return listed(names);
  }

  const TenantState& state_;
  const playbook::Model& model_;
  const playbook::Workspace& workspace_;
  const Actor& by_;
  const Actor& asker_;
  bool is_correction_;
  bool is_example_;
};

/// "Ama Brook (Assignment Team)", or "You".
std::string subject(const Actor& by, const playbook::Workspace& workspace, const Actor& asker) {
  if (by.id == asker.id) return "You";
  std::vector<std::string> roles;
  for (const auto& role : by.roles) roles.push_back(name_of(workspace, role));
  return roles.empty() ? by.name : fmt::format("{} ({})", by.name, listed(roles));
}

} // namespace

std::string sentence(const WayMove& move, const playbook::Model& model, const Actor& asker) {
  const auto& workspace = model.workspace;
  if (move.wait_until)
    return fmt::format("Wait until {}.",
                       as_said(*move.wait_until, move.at, workspace.zone.empty() ? "UTC" : workspace.zone));
  std::string words =
      std::visit(Words(*move.before, model, move.by, asker, move.is_correction, move.is_example), move.command);
  return fmt::format("{} {}{}.", subject(move.by, workspace, asker), words,
                     move.is_correction ? ", but only if that is true" : "");
}

std::string in_words(const Command& command, const TenantState& state, const playbook::Model& model,
                     const Actor& actor) {
  return std::visit(Words(state, model, actor, actor, false, false), command);
}

} // namespace handrail::engagement
