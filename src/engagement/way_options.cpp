#include "engagement/way_options.h"

#include "core/text.h"
#include "engagement/directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace handrail::engagement {

namespace {

using playbook::TenantAttribute;

constexpr std::size_t most_values = 16; ///< of one attribute or field to try

/// An id that nothing of the tenant has.
std::string fresh_id(const TenantState& state, std::string_view what) {
  const std::size_t count = state.notes.size() + state.meetings.size() + state.emails.size() + state.requests.size() +
                            state.engagements.size() + state.time_entries.size() + state.contacts.size();
  const auto used = [&](const std::string& id) {
    const auto has = [&](const auto& all) {
      return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.id.text() == id; });
    };
    return has(state.notes) || has(state.drafts) || has(state.meetings) || has(state.emails) || has(state.requests) ||
           has(state.engagements);
  };
  for (std::size_t n = count;; ++n)
    if (std::string id = fmt::format("way-{}-{}", what, n); !used(id)) return id;
}

bool fits(const playbook::AssignmentField& field, const playbook::Person& person) {
  if (field.partner && person.partner.empty()) return false;
  return field.people.empty() || std::any_of(person.roles.begin(), person.roles.end(), [&](const RoleId& role) {
           return std::find(field.people.begin(), field.people.end(), role) != field.people.end();
         });
}

/// Numbers, dates and quoted texts that stand in a formula: the values it may turn on.
struct Literals {
  std::vector<std::string> texts, dates;
  std::vector<long long> numbers;
};

Literals literals_of(const std::string& formula) {
  Literals found;
  for (std::size_t i = 0; i < formula.size(); ++i) {
    if (formula[i] == '"') {
      const auto end = std::min(formula.find('"', i + 1), formula.size());
      std::string text = formula.substr(i + 1, end - i - 1);
      (date_from_iso(text) ? found.dates : found.texts).push_back(std::move(text));
      i = end;
      continue;
    }
    if (std::isdigit(static_cast<unsigned char>(formula[i])) == 0) continue;
    constexpr std::size_t digits_at_most = 15;
    std::size_t end = i;
    while (end < formula.size() && std::isdigit(static_cast<unsigned char>(formula[end])) != 0) ++end;
    if (end - i <= digits_at_most) found.numbers.push_back(std::stoll(formula.substr(i, end - i)));
    i = end;
  }
  return found;
}

std::vector<Date> dates_to_try(const Literals& literals, Instant now) {
  using namespace std::chrono;
  const sys_days today = floor<days>(now);
  const year this_year = year_month_day(today).year();
  std::vector<Date> dates;
  for (const auto& text : literals.dates) {
    const sys_days named(*date_from_iso(text));
    for (const int offset : {0, 1, -1}) dates.emplace_back(named + days(offset));
  }
  for (const int offset : {0, 1, -1}) dates.emplace_back(today + days(offset));
  for (const year when : {this_year, this_year + years(1)}) dates.emplace_back(when / December / 31);
  return dates;
}

/// Values of an attribute that a formula may accept.
std::vector<std::string> values_to_try(const TenantAttribute& attribute, const std::string& formula,
                                       const WayGround& ground) {
  const Literals literals = literals_of(formula);
  std::vector<std::string> values;
  switch (attribute.type) {
    case TenantAttribute::Type::boolean: values = {"true", "false"}; break;
    case TenantAttribute::Type::choice:
      for (const auto& text : literals.texts)
        if (std::find(attribute.choices.begin(), attribute.choices.end(), text) != attribute.choices.end())
          values.push_back(text);
      values.insert(values.end(), attribute.choices.begin(), attribute.choices.end());
      break;
    case TenantAttribute::Type::number:
      for (const auto number : literals.numbers)
        for (const long long near : {number, number + 1, number - 1})
          if (near >= 0) values.push_back(std::to_string(near));
      values.insert(values.end(), {"1", "0"});
      break;
    case TenantAttribute::Type::date:
      for (const Date date : dates_to_try(literals, ground.now)) values.push_back(to_iso(date));
      break;
    case TenantAttribute::Type::services:
      for (const auto& service : ground.model.workspace.services) values.push_back(service.id.text());
      break;
    case TenantAttribute::Type::text:
      values.emplace_back(placeholder);
      values.insert(values.end(), literals.texts.begin(), literals.texts.end());
      break;
  }
  if (!attribute.required) values.emplace_back(); // cleared
  const auto present = ground.state.attributes.find(attribute.id);
  std::vector<std::string> fresh;
  for (auto& value : values)
    if (value != (present == ground.state.attributes.end() ? std::string() : present->second) &&
        std::find(fresh.begin(), fresh.end(), value) == fresh.end() && fresh.size() < most_values)
      fresh.push_back(std::move(value));
  return fresh;
}

/// Makes whole commands out of what a remedy leaves to the person.
class Filling {
public:
  Filling(const Reason& reason, const Denial& denial, const WayGround& ground)
      : reason_(reason), denial_(denial), ground_(ground), workspace_(ground.model.workspace) {}

  using Options = std::vector<WayOption>;

  Options operator()(WriteNote write) const {
    write.note = NoteId(fresh_id(ground_.state, "note"));
    auto& content = write.content;
    // One note does for all reasons that one note can do for.
    for (const auto& other : denial_.reasons)
      for (const auto& remedy : other.remedies) {
        const auto* more = remedy.command ? std::get_if<WriteNote>(&*remedy.command) : nullptr;
        if (more == nullptr || more->content.category != content.category || more->content.task != content.task ||
            more->content.engagement != content.engagement)
          continue;
        if (content.text.empty()) content.text = more->content.text;
        for (const auto& fact : more->content.facts)
          if (std::find(content.facts.begin(), content.facts.end(), fact) == content.facts.end())
            content.facts.push_back(fact);
      }
    content.text += placeholder;
    for (auto& fact : content.facts) fact.value = placeholder;
    return {{write, {}, false, false}};
  }
  Options operator()(RecordEmail record) const {
    record.email = EmailId(fresh_id(ground_.state, "email"));
    if (record.to.empty()) record.to = placeholder;
    return {{record, {}, false, false}};
  }
  Options operator()(LogMeeting log) const {
    constexpr int half_an_hour = 30;
    log.meeting = MeetingId(fresh_id(ground_.state, "meeting"));
    if (log.purpose.empty()) log.purpose = placeholder;
    log.minutes = half_an_hour;
    return {{log, {}, false, false}};
  }
  Options operator()(StartEngagement start) const {
    start.engagement = EngagementId(fresh_id(ground_.state, "engagement"));
    return {{start, {}, false, false}};
  }
  Options operator()(MakeRequest make) const {
    make.request = RequestId(fresh_id(ground_.state, "request"));
    const auto* kind = workspace_.request_kind(make.kind);
    if (kind == nullptr || !kind->moves_queue || !make.queue.empty()) return {{make, {}, false, false}};
    // Another reason may say where to.
    for (const auto& other : denial_.reasons)
      for (const auto& remedy : other.remedies) {
        const auto* more = remedy.command ? std::get_if<MakeRequest>(&*remedy.command) : nullptr;
        if (more == nullptr || more->kind != make.kind || more->queue.empty()) continue;
        make.queue = more->queue;
        return {{make, {}, false, false}};
      }
    Options options;
    const auto* field = workspace_.field(kind->field);
    for (const auto& queue : field == nullptr ? std::vector<std::string>() : field->queues) {
      const auto* known = workspace_.queue(queue);
      const auto region = ground_.state.attributes.find("region");
      const bool elsewhere = known != nullptr && !known->region.empty() && region != ground_.state.attributes.end() &&
                             known->region != region->second;
      constexpr std::size_t queues_at_most = 3;
      if (elsewhere || options.size() >= queues_at_most) continue;
      make.queue = queue;
      options.push_back({make, {}, false, false, true}); // asking alone helps nothing yet: no trying would tell
    }
    return options;
  }
  Options operator()(Assign assign) const {
    if (!assign.holder.id.empty()) return {{assign, {}, false, false}};
    const auto* field = workspace_.field(assign.field);
    if (field == nullptr) return {};
    if (!field->tenant_level && !workspace_.services.empty()) assign.service = workspace_.services.front().id;
    std::vector<Holder> holders;
    const auto add = [&](const Holder& holder) {
      if (holders.size() < most_values && std::find(holders.begin(), holders.end(), holder) == holders.end())
        holders.push_back(holder);
    };
    for (const auto& one : ground_.state.assignments)
      if (one.field == assign.field) add(one.holder);
    const auto people = people_to_try(ground_.state, workspace_, ground_.actor);
    for (const auto& actor : people)
      if (const auto* person = workspace_.person(actor.id); person != nullptr && fits(*field, *person))
        add(person_holder(actor.id));
    for (const auto& queue : field->queues) add(queue_holder(queue));
    Options options;
    for (const auto& holder : holders) {
      assign.holder = holder;
      options.push_back({assign, {}, true, false, holders.size() > 1});
    }
    return options;
  }
  Options operator()(const EditTenant& edit) const {
    if (edit.attributes.empty() || !edit.attributes.begin()->second.empty()) return {{edit, {}, false, false}};
    const std::string& id = edit.attributes.begin()->first;
    const auto* attribute = workspace_.attribute(id);
    if (attribute == nullptr) return {};
    const bool is_filled = ground_.state.attributes.contains(id);
    Options options;
    for (auto& value : values_to_try(*attribute, reason_.condition, ground_)) {
      EditTenant filled;
      filled.attributes[id] = std::move(value);
      options.push_back({filled, {}, true, is_filled});
    }
    return options;
  }
  Options operator()(const SetStatus& set) const {
    if (!set.status.empty()) return {{set, {}, false, false}};
    Options options;
    for (const auto& status : workspace_.statuses)
      if (status != ground_.state.status) options.push_back({SetStatus{status}, {}, true, false});
    return options;
  }
  Options operator()(SetNextAction set) const {
    auto& next = set.next_action;
    if (!next.text.empty() || next.date) return {{set, {}, false, false}};
    next = ground_.state.next_action;
    if (next.text.empty()) next.text = placeholder;
    Options options;
    for (const Date date : dates_to_try(literals_of(reason_.condition), ground_.now)) {
      next.date = date;
      options.push_back({set, {}, true, false});
    }
    return options;
  }
  Options operator()(const EditContact& edit) const { return {{edit, {}, false, true}}; }
  Options operator()(const ChooseOutcome& choose) const {
    return {{choose, {}, false, false, reason_.rule == RuleKind::outcome && reason_.remedies.size() > 1}};
  }
  template <class Other>
  Options operator()(const Other& command) const {
    return {{command, {}, false, false}};
  }

private:
  const Reason& reason_;
  const Denial& denial_;
  const WayGround& ground_;
  const playbook::Workspace& workspace_;
};

/// Facts that no form changes, and that commands change all the same.
void add_for_facts(const Reason& reason, const WayGround& ground, std::vector<WayOption>& options) {
  const Literals literals = literals_of(reason.condition);
  for (const auto& fact : reason.facts) {
    if (fact.name == "tenant.services")
      for (const auto& text : literals.texts)
        if (const auto* service = ground.model.workspace.service(text)) {
          EditTenant edit;
          edit.services = ground.state.services;
          edit.services->push_back(service->id);
          options.push_back({edit, {}, true, true});
        }
    if (fact.name == "engagement.completed")
      for (const auto& task : literals.texts) {
        const std::string status = complete_status(ground.model.workspace);
        options.push_back({SetTask{{}, TaskId(task), status, std::nullopt}, {}, true, false});
      }
  }
}

bool has_open(const TenantState& state, const PlaybookId& playbook) {
  return std::any_of(state.engagements.begin(), state.engagements.end(),
                     [&](const Engagement& one) { return one.is_open() && one.playbook == playbook; });
}

} // namespace

std::vector<WayOption> options_against(const Reason& reason, const Denial& denial, const WayGround& ground) {
  std::vector<WayOption> options;
  for (const auto& remedy : reason.remedies) {
    if (remedy.wait_until && *remedy.wait_until > ground.now) options.push_back({{}, remedy.wait_until, false, false});
    if (!remedy.command) continue;
    auto filled = std::visit(Filling(reason, denial, ground), *remedy.command);
    options.insert(options.end(), std::make_move_iterator(filled.begin()), std::make_move_iterator(filled.end()));
  }
  if (!reason.condition.empty()) add_for_facts(reason, ground, options);
  return options;
}

std::vector<WayOption> options_against(const Error& error, const Command& command, const WayGround& ground) {
  TaskId task;
  if (const auto* set = std::get_if<SetTask>(&command); set != nullptr && set->engagement.empty()) task = set->task;
  if (const auto* choose = std::get_if<ChooseOutcome>(&command); choose != nullptr && choose->engagement.empty())
    task = choose->task;
  std::vector<WayOption> options;
  if (error.code != ErrorCode::not_found || task.empty()) return options;
  for (const auto& [id, book] : ground.model.playbooks)
    if (book->find_task(task) != nullptr && !has_open(ground.state, id))
      options.push_back({StartEngagement{EngagementId(fresh_id(ground.state, "engagement")), id}, {}, false, false});
  return options;
}

Result<Decision> decide_or_why(const Command& command, const WayGround& ground) {
  auto decision = decide(ground.state, ground.model, command, ground.actor, ground.now);
  if (decision) return decision;
  const auto options = options_against(decision.error(), command, ground);
  if (options.empty()) return decision;
  Reason reason;
  reason.rule = RuleKind::requires_;
  reason.paragraph = "§ engagement-14";
  reason.message = decision.error().message + ".";
  for (const auto& option : options) {
    const auto& start = std::get<StartEngagement>(option.command);
    const auto& book = *ground.model.playbooks.at(start.playbook);
    reason.remedies.push_back({fmt::format("Start {}.", book.title), StartEngagement{{}, start.playbook}});
  }
  return Decision{{}, Denial{{std::move(reason)}}};
}

std::vector<Actor> people_to_try(const TenantState& state, const playbook::Workspace& workspace, const Actor& asker) {
  constexpr int alike_at_most = 2; // two, so that one may ask and the other answer
  std::vector<Actor> people;
  std::set<PersonId> told;
  const auto add = [&](const playbook::Person& person) {
    if (told.insert(person.id).second) people.push_back({person.id, person.name, person.roles, person.partner, {}});
  };
  if (!asker.id.empty()) {
    told.insert(asker.id);
    people.push_back(asker);
  }
  const auto add_named = [&](const PersonId& id) {
    if (const auto* person = workspace.person(id)) add(*person);
  };
  for (const auto& one : state.assignments)
    if (one.holder.kind == Holder::Kind::person) add_named(PersonId(one.holder.id));
  for (const auto& request : state.requests)
    if (request.answer == Request::Answer::open) add_named(request.asked.by);
  std::map<std::string, int> alike;
  for (const auto& person : workspace.people) {
    if (told.contains(person.id)) continue;
    std::string kind = person.partner;
    for (const auto& role : person.roles) kind += "|" + role.text();
    if (alike[kind]++ < alike_at_most) add(person);
  }
  return people;
}

bool is_so_already(const Command& command, const TenantState& state, const playbook::Model& model) {
  const std::string complete = complete_status(model.workspace);
  const auto has_status = [&](const auto& set, const std::string& status) {
    return std::any_of(state.engagements.begin(), state.engagements.end(), [&](const Engagement& one) {
      const auto* found = one.task(set.task, set.service);
      const bool meant = set.engagement.empty() ? one.is_open() : one.id == set.engagement;
      return meant && found != nullptr && found->status == status;
    });
  };
  if (const auto* assign = std::get_if<Assign>(&command)) {
    const auto* held = state.assignment(assign->field, assign->holder, assign->service);
    return held != nullptr && (held->primary || !assign->primary);
  }
  if (const auto* set = std::get_if<SetTask>(&command)) return has_status(*set, set->status);
  if (const auto* choose = std::get_if<ChooseOutcome>(&command)) return has_status(*choose, complete);
  if (const auto* close = std::get_if<CloseEngagement>(&command)) {
    const auto* engagement = state.engagement(close->engagement);
    return engagement != nullptr && !engagement->is_open();
  }
  if (const auto* start = std::get_if<StartEngagement>(&command)) return has_open(state, start->playbook);
  return false;
}

std::string fingerprint(const TenantState& state, const TenantState& from) {
  std::vector<std::string> parts;
  for (const auto& [id, value] : state.attributes) parts.push_back(fmt::format("a{}={}", id, value));
  for (const auto& service : state.services) parts.push_back("s" + service.text());
  parts.push_back(fmt::format("status {}", state.status));
  parts.push_back(
      fmt::format("next {} {}", state.next_action.text, state.next_action.date ? to_iso(*state.next_action.date) : ""));
  for (const auto& one : state.assignments)
    parts.push_back(fmt::format("h{} {} {} {}", one.field.text(), one.holder.id, one.service ? one.service->text() : "",
                                one.primary));
  for (const auto& one : state.contacts)
    parts.push_back(fmt::format("c{} {} {}", one.email, one.kind, one.do_not_contact));
  for (std::size_t i = 0; i < state.engagements.size(); ++i) {
    const auto& one = state.engagements[i];
    parts.push_back(fmt::format("e{} {} {}", i, one.playbook.text(), one.is_open()));
    for (const auto& [task, is] : one.tasks) parts.push_back(fmt::format("t{} {} {}", i, task.text(), is.status));
    for (const auto& [row, is] : one.service_tasks)
      parts.push_back(fmt::format("t{} {} {} {}", i, row.first.text(), row.second.text(), is.status));
    for (const auto& [item, mark] : one.ticked) parts.push_back(fmt::format("i{} {}", i, item.text()));
  }
  for (const auto& one : state.requests)
    parts.push_back(fmt::format("r{} {} {} {} {}", one.kind, one.queue, one.engagement.text(),
                                static_cast<int>(one.answer), one.asked.by.text()));
  for (std::size_t i = from.notes.size(); i < state.notes.size(); ++i) {
    const auto& content = state.notes[i].content;
    std::string facts;
    for (const auto& fact : content.facts) facts += fact.label + ",";
    parts.push_back(fmt::format("n{} {} {} {} {}", content.category, content.task ? content.task->text() : "",
                                content.engagement.text(), content.text, facts));
  }
  for (std::size_t i = from.meetings.size(); i < state.meetings.size(); ++i)
    parts.push_back(fmt::format("m{} {} {} {}", state.meetings[i].kind, state.meetings[i].purpose,
                                state.meetings[i].engagement.text(), to_iso(state.meetings[i].mark.at)));
  for (std::size_t i = from.emails.size(); i < state.emails.size(); ++i)
    parts.push_back(fmt::format("@{} {} {}", state.emails[i].message.text(), state.emails[i].engagement.text(),
                                to_iso(state.emails[i].mark.at)));
  std::sort(parts.begin(), parts.end());
  std::string all;
  for (const auto& part : parts) all += part + "\n";
  return all;
}

} // namespace handrail::engagement
