#include "sim/people.h"

#include <algorithm>
#include <array>
#include <utility>

namespace handrail::sim {

using namespace engagement;

namespace {

/// Moments around which calendars are at their worst: clocks changed, years ended, a leap day.
constexpr std::array moments{"2026-03-29T00:59:30Z", "2026-10-25T00:59:30Z", "2026-03-08T06:59:30Z",
                             "2026-12-31T23:59:30Z", "2027-03-28T00:30:00Z", "2028-02-28T23:59:00Z",
                             "2026-04-04T23:59:59Z", "2030-12-31T10:00:00Z"};

const std::array<std::string, 12> hostile_texts{"",
                                                " \t ",
                                                std::string(21'000, 'x'),
                                                std::string("nul\0here", 8),
                                                "line\r\nend\x1b[31m",
                                                "'; DROP TABLE event; --",
                                                "\xE2\x80\xAE right to left",
                                                "<script>alert(1)</script> {{x}}",
                                                "@customer/Contoso",
                                                "../../etc/passwd",
                                                "\xF0\x9F\x92\xA9\xCC\x81",
                                                "%s%n {} $1 \\"};

constexpr std::array customers{"Contoso", "Fabrikam", "Tailspin", "contoso", ""};

template <class Things, class Wanted>
bool contains(const Things& things, const Wanted& wanted) {
  return std::find(std::begin(things), std::end(things), wanted) != std::end(things);
}

} // namespace

// ---- what happens next ---------------------------------------------------------------------------------------------

Step People::next(const World& world) {
  if (world.tenants().size() < 2 || chance_.percent(85)) return with_commands(world);
  return of_the_world(world);
}

Step People::with_commands(const World& world) {
  if (chance_.percent(3) && !keys_.empty()) return Again{node(world), chance_.of(keys_)};
  if (chance_.percent(4)) {
    SendTogether step;
    for (auto count = chance_.between(2, 8); count > 0; --count) step.sent.push_back(sent(world));
    for (auto& one : step.sent) one.versions_behind.reset(); // it depends on who comes first
    return step;
  }
  if (chance_.percent(5)) {
    Race step{sent(world), sent(world)};
    step.rival.node = (step.first.node + 1) % world.nodes();
    if (chance_.percent(80)) step.rival.tenant = step.first.tenant;
    if (auto* registers = std::get_if<RegisterTenant>(&step.rival.command)) registers->tenant = step.rival.tenant;
    step.first.versions_behind.reset();
    step.rival.versions_behind.reset();
    return step;
  }
  Send step{sent(world), chance_.percent(6)};
  if (chance_.percent(2)) step.commit = chance_.one_in(2) ? Commit::fails : Commit::is_unheard;
  return step;
}

Step People::of_the_world(const World& world) {
  const auto at = node(world);
  switch (chance_.below(20)) {
    case 0: return Restart{at, chance_.one_in(3), chance_.one_in(3)};
    case 1: return Publish{at, static_cast<int>(chance_.below(3))};
    case 2:
    case 3:
    case 4: {
      const auto& people = world.model()->workspace.people;
      const auto& whom = chance_.of(people).id;
      const std::string customer = chance_.of(customers);
      auto command = chance_.percent(65) ? CustomerCommand(GrantCustomer{customer, whom})
                                         : CustomerCommand(RevokeCustomer{customer, whom});
      return SendCustomer{at, anybody(world), fresh<CommandId>("c"), std::move(command)};
    }
    case 5:
    case 6:
    case 7:
    case 8:
    case 9: {
      constexpr std::array fates{Mail::delivered,   Mail::delivered,   Mail::refused,
                                 Mail::answer_lost, Mail::dies_before, Mail::dies_before_mark};
      return Post{at, chance_.of(fates), static_cast<int>(chance_.between(1, 5))};
    }
    default: return Tick{at, jump(world.now(at))};
  }
}

/// Minutes most of the time; then nights, weekends, months; sometimes back; sometimes to a moment that hurts.
std::int64_t People::jump(Instant now) {
  constexpr std::int64_t minute = 60, hour = 60 * minute, day = 24 * hour;
  switch (chance_.below(10)) {
    case 0: return chance_.between(1, 4) * day;
    case 1: return chance_.between(20, 70) * day;
    case 2: return -chance_.between(1, 15) * minute;
    case 3: return chance_.between(8, 17) * hour;
    case 4: {
      const auto then = *instant_from_iso(chance_.of(moments));
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(then - now).count();
      return seconds > 0 ? seconds : hour;
    }
    default: return chance_.between(1, 300) * minute;
  }
}

// ---- who -----------------------------------------------------------------------------------------------------------

PersonId People::anybody(const World& world) {
  if (chance_.percent(1)) return PersonId("nobody-there");
  return chance_.of(world.model()->workspace.people).id;
}

/// Mostly somebody who may assign on all tenants.
PersonId People::assigner(const World& world) {
  const auto& workspace = world.model()->workspace;
  std::vector<PersonId> may;
  for (const auto& person : workspace.people)
    for (const auto& role : person.roles)
      if (workspace.role(role)->access == playbook::AccessLevel::assignment) may.push_back(person.id);
  return chance_.percent(90) && !may.empty() ? chance_.of(may) : anybody(world);
}

PersonId People::somebody_on(const World& world, const TenantState& state) {
  std::vector<PersonId> there;
  for (const auto& one : state.assignments)
    if (one.holder.kind == Holder::Kind::person) there.emplace_back(one.holder.id);
  return there.empty() || chance_.percent(15) ? anybody(world) : chance_.of(there);
}

TenantId People::tenant(const World& world) {
  const auto& all = world.tenants();
  // Some tenants get most of the work, so that their histories grow long.
  const auto reach = chance_.percent(60) ? std::max<std::size_t>(1, all.size() / 8) : all.size();
  return std::next(all.begin(), static_cast<std::ptrdiff_t>(chance_.below(reach)))->first;
}

// ---- commands ------------------------------------------------------------------------------------------------------

Sent People::sent(const World& world) {
  const auto there = world.tenants().size();
  if (there == 0 || (there < most_tenants_ && chance_.percent(there < 3 ? 50 : most_tenants_ > 200 ? 60 : 8)))
    return registration(world);
  Sent one;
  if (!ways_out_.empty() && chance_.percent(45)) {
    const auto at = static_cast<std::ptrdiff_t>(chance_.below(ways_out_.size()));
    const auto way = ways_out_[static_cast<std::size_t>(at)];
    ways_out_.erase(ways_out_.begin() + at);
    one = {node(world), way.tenant, way.person, {}, filled(way.command, *world.model())};
  } else {
    const auto id = tenant(world);
    const auto& state = world.tenants().at(id);
    const auto person = somebody_on(world, state);
    one = {node(world), id, person, {}, command(world, state, person)};
    const bool assigns = std::holds_alternative<Assign>(one.command) || std::holds_alternative<Unassign>(one.command) ||
                         std::holds_alternative<Reassign>(one.command);
    if (assigns && chance_.percent(60)) one.person = assigner(world);
  }
  one.key = fresh<CommandId>("k");
  if (chance_.percent(3)) one.versions_behind = static_cast<int>(chance_.below(3));
  if (chance_.percent(1) && !keys_.empty()) one.key = chance_.of(keys_);
  keys_.push_back(one.key);
  return chance_.percent(3) ? hostile(std::move(one)) : one;
}

Sent People::registration(const World& world) {
  const auto& workspace = world.model()->workspace;
  RegisterTenant command;
  const auto number = std::to_string(++count_);
  command.tenant = TenantId("t" + std::string(number.size() < 5 ? 5 - number.size() : 0, '0') + number);
  command.name = "Tenant " + number;
  command.customer = chance_.of(customers);
  for (const auto& service : workspace.services)
    if (!service.pseudo && chance_.one_in(2)) command.services.push_back(service.id);
  for (const auto& attribute : workspace.attributes)
    if ((attribute.required && !chance_.one_in(40)) || chance_.one_in(3))
      command.attributes[attribute.id] = value(attribute, workspace);
  for (const auto& field : workspace.fields) {
    if (!field.primary_required && !chance_.one_in(3)) continue;
    auto given = assignment(world);
    for (int tries = 0; tries < 40 && given.field != field.id; ++tries) given = assignment(world);
    given.service.reset();
    given.primary = true;
    if (given.field == field.id) command.assignments.push_back(given);
  }
  if (chance_.one_in(2))
    command.contacts.push_back({fresh<ContactId>("p"), "Kim Lee", chance_.of(workspace.contact_kinds),
                                "kim@customer.example", chance_.one_in(4)});
  const auto who = assigner(world);
  keys_.push_back(fresh<CommandId>("k"));
  return {node(world), command.tenant, who, keys_.back(), std::move(command)};
}

/// Texts that hurt, in the place of one that makes sense.
Sent People::hostile(Sent sent) {
  const auto& text = chance_.of(hostile_texts);
  std::visit(
      [&](auto& one) {
        using One = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<One, WriteNote> || std::is_same_v<One, DraftNote>) one.content.text = text;
        if constexpr (std::is_same_v<One, CloseEngagement> || std::is_same_v<One, AnswerRequest> ||
                      std::is_same_v<One, MakeRequest> || std::is_same_v<One, CorrectTime>)
          one.reason = text;
        if constexpr (std::is_same_v<One, LogMeeting>) one.purpose = text;
        if constexpr (std::is_same_v<One, EditTenant>) one.name = text;
        if constexpr (std::is_same_v<One, RecordEmail>) one.to = text;
        if constexpr (std::is_same_v<One, SetStatus> || std::is_same_v<One, SetTask>) one.status = text;
        if constexpr (std::is_same_v<One, Assign>) one.holder.id = text;
        if constexpr (std::is_same_v<One, SetNextAction>) one.next_action.text = text;
      },
      sent.command);
  if (chance_.one_in(6)) sent.tenant = TenantId(chance_.of(hostile_texts));
  if (chance_.one_in(8) && !text.empty()) sent.key = CommandId(text); // without one it would be given one
  return sent;
}

Command People::command(const World& world, const TenantState& state, const PersonId& person) {
  const auto kind = chance_.below(100);
  if (kind < 48) return on_playbooks(world, state);
  if (kind < 68) return on_record(world, state);
  if (kind < 80) return on_tenant(world, state);
  return on_holders(world, state, person);
}

Command People::on_playbooks(const World& world, const TenantState& state) {
  const auto model = world.model();
  std::vector<const Engagement*> open;
  for (const auto& one : state.engagements)
    if (one.is_open()) open.push_back(&one);
  if (open.empty() || chance_.percent(8))
    return StartEngagement{
        fresh<EngagementId>("e"),
        std::next(model->playbooks.begin(), static_cast<std::ptrdiff_t>(chance_.below(model->playbooks.size())))
            ->first};
  const auto& engagement = *chance_.of(open);
  const auto named = chance_.one_in(2) ? engagement.id : EngagementId();
  const auto found = model->playbooks.find(engagement.playbook);
  if (found == model->playbooks.end() || chance_.percent(6)) return CloseEngagement{engagement.id, "It is done."};
  const auto& step = chance_.of(found->second->steps);
  if (!step.checklist.empty() && chance_.percent(25))
    return TickItem{named, chance_.of(step.checklist).id, !chance_.one_in(5)};
  for (const auto& section : found->second->sections)
    if (!section.checklist.empty() && chance_.percent(15))
      return TickItem{named, chance_.of(section.checklist).id, true};
  if (step.tasks.empty()) return CloseEngagement{engagement.id, "It is done."};
  const auto& task = chance_.of(step.tasks).id;
  std::optional<ServiceId> service;
  if (step.rules.per_service.contains(task) && !state.services.empty()) service = chance_.of(state.services);
  if (step.rules.outcome && contains(step.rules.outcome->one_of, task) && chance_.percent(70))
    return ChooseOutcome{named, task, service};
  const auto& statuses = world.model()->workspace.task_statuses;
  std::string status = chance_.of(statuses).name;
  for (const auto& one : statuses)
    if (one.kind == playbook::TaskStatus::Kind::complete && chance_.percent(60)) status = one.name;
  std::optional<int> percent;
  if (chance_.percent(10)) percent = static_cast<int>(chance_.between(-5, 110));
  return SetTask{named, task, status, percent, service};
}

NoteContent People::note(const World& world, const TenantState& state) {
  const auto& workspace = world.model()->workspace;
  NoteContent content;
  const auto& category = chance_.of(workspace.note_categories);
  content.category = category.name;
  content.text = chance_.one_in(2) ? "Re-engaged Customer: they are keen." : "What was said.";
  if (category.about_task && !state.engagements.empty()) {
    const auto& engagement = state.engagements[chance_.below(state.engagements.size())];
    const auto found = world.model()->playbooks.find(engagement.playbook);
    if (found != world.model()->playbooks.end())
      if (const auto& step = chance_.of(found->second->steps); !step.tasks.empty())
        content.task = chance_.of(step.tasks).id;
    content.facts = {{"why", "because"}};
  }
  if (chance_.one_in(6)) content.next_action = NextAction{"Call again", *date_from_iso("2026-12-31"), anybody(world)};
  return content;
}

Command People::on_record(const World& world, const TenantState& state) {
  const auto& workspace = world.model()->workspace;
  switch (chance_.below(10)) {
    case 0:
    case 1: return WriteNote{fresh<NoteId>("n"), note(world, state)};
    case 2: return DraftNote{fresh<NoteId>("n"), note(world, state)};
    case 3:
      if (state.drafts.empty()) return DiscardDraft{NoteId("none")};
      return chance_.one_in(2) ? Command(WriteNote{state.drafts[0].id, note(world, state)})
                               : Command(DiscardDraft{state.drafts[0].id});
    case 4:
    case 5:
      return LogMeeting{fresh<MeetingId>("m"),
                        chance_.one_in(2) ? "call" : "meeting",
                        "outreach",
                        {"Kim Lee"},
                        static_cast<int>(chance_.between(0, 90)),
                        "Agreed",
                        {}};
    case 6:
      if (workspace.templates.empty()) return SetStatus{"Active"};
      return RecordEmail{
          fresh<EmailId>("x"), chance_.of(workspace.templates).id, chance_.of(workspace.contact_kinds), {}};
    case 7: {
      const auto& book = *std::next(world.model()->playbooks.begin())->second;
      const auto& step = chance_.of(book.steps);
      return LogTime{fresh<TimeEntryId>("w"),
                     step.tasks.empty() ? TaskId("100") : chance_.of(step.tasks).id,
                     static_cast<int>(chance_.between(0, 200)),
                     {}};
    }
    case 8:
      if (state.time_entries.empty()) return SetStatus{chance_.of(workspace.statuses)};
      return CorrectTime{state.time_entries[0].id, static_cast<int>(chance_.between(1, 99)), "Wrong"};
    default:
      return AddContact{
          {fresh<ContactId>("p"), "Lee Roe", chance_.of(workspace.contact_kinds), "lee@x.example", chance_.one_in(3)}};
  }
}

std::string People::value(const playbook::TenantAttribute& attribute, const playbook::Workspace& workspace) {
  using Type = playbook::TenantAttribute::Type;
  switch (attribute.type) {
    case Type::boolean: return chance_.one_in(2) ? "true" : "false";
    case Type::number: return std::to_string(chance_.between(5, 15));
    case Type::date: return "2026-06-30";
    case Type::choice: return chance_.of(attribute.choices);
    case Type::services: return chance_.of(workspace.services).id.text();
    default: return "a word";
  }
}

Command People::on_tenant(const World& world, const TenantState& state) {
  const auto& workspace = world.model()->workspace;
  switch (chance_.below(6)) {
    case 0: return SetStatus{chance_.of(workspace.statuses)};
    case 1: return SetNextAction{{"Call", *date_from_iso("2027-02-28"), anybody(world)}};
    case 2:
      if (!state.contacts.empty()) {
        auto contact = state.contacts.front();
        contact.do_not_contact = !contact.do_not_contact;
        return EditContact{contact};
      }
      [[fallthrough]];
    default: {
      EditTenant edit;
      if (chance_.one_in(4)) edit.customer = chance_.of(customers);
      if (chance_.one_in(4)) {
        edit.services.emplace();
        for (const auto& service : workspace.services)
          if (!service.pseudo && chance_.one_in(2)) edit.services->push_back(service.id);
      }
      const auto& attribute = chance_.of(workspace.attributes);
      edit.attributes[attribute.id] = chance_.one_in(8) ? "" : value(attribute, workspace);
      return edit;
    }
  }
}

/// Mostly somebody whom the field takes.
Assignment People::assignment(const World& world) {
  const auto& workspace = world.model()->workspace;
  const auto& field = chance_.of(workspace.fields);
  Assignment given;
  given.field = field.id;
  given.primary = chance_.one_in(2);
  if (field.service_level && chance_.one_in(3)) given.service = chance_.of(workspace.services).id;
  if (!field.queues.empty() && chance_.percent(40)) {
    given.holder = queue_holder(chance_.of(field.queues));
    return given;
  }
  std::vector<PersonId> fitting;
  for (const auto& person : workspace.people)
    for (const auto& role : person.roles)
      if (field.people.empty() || contains(field.people, role)) fitting.push_back(person.id);
  given.holder = person_holder(fitting.empty() || chance_.percent(8) ? anybody(world) : chance_.of(fitting));
  return given;
}

Command People::on_holders(const World& world, const TenantState& state, const PersonId& person) {
  const auto& workspace = world.model()->workspace;
  switch (chance_.below(10)) {
    case 0:
    case 1:
      if (!state.assignments.empty()) {
        const auto& one = chance_.of(state.assignments);
        return Unassign{one.field, one.holder, one.service};
      }
      return Unassign{chance_.of(workspace.fields).id, person_holder(person), {}};
    case 2: {
      const auto& kind = chance_.of(workspace.request_kinds);
      return MakeRequest{
          fresh<RequestId>("r"), kind.id, kind.moves_queue ? chance_.of(workspace.queues).name : "", "Please", {}};
    }
    case 3:
    case 4:
    case 5:
      for (const auto& one : state.requests)
        if (one.answer == Request::Answer::open) return AnswerRequest{one.id, !chance_.one_in(3), "So it is"};
      [[fallthrough]];
    default: {
      const auto given = assignment(world);
      return Assign{given.field, given.holder, given.service, given.primary};
    }
  }
}

// ---- ways out ------------------------------------------------------------------------------------------------------

/// What a remedy leaves to the person is written.
Command People::filled(Command command, const playbook::Model& model) {
  const auto name = [this](auto& id, const char* kind) {
    if (id.empty()) id = std::decay_t<decltype(id)>(kind + std::to_string(++count_));
  };
  const auto write = [](std::string& text, const char* words) {
    if (text.empty()) text = words;
  };
  if (auto* wrote = std::get_if<WriteNote>(&command)) {
    name(wrote->note, "n");
    write(wrote->content.text, "What was said.");
    for (auto& fact : wrote->content.facts) write(fact.value, "because");
  } else if (auto* met = std::get_if<LogMeeting>(&command)) {
    name(met->meeting, "m");
    met->minutes = std::max(met->minutes, 15);
  } else if (auto* sent = std::get_if<RecordEmail>(&command)) {
    name(sent->email, "x");
    if (sent->to.empty()) sent->to = model.workspace.contact_kinds.front();
  } else if (auto* asked = std::get_if<MakeRequest>(&command)) {
    name(asked->request, "r");
    write(asked->reason, "Please");
  } else if (auto* started = std::get_if<StartEngagement>(&command)) {
    name(started->engagement, "e");
  } else if (auto* logged = std::get_if<LogTime>(&command)) {
    name(logged->entry, "w");
    logged->minutes = std::max(logged->minutes, 15);
  } else if (auto* contact = std::get_if<AddContact>(&command)) {
    name(contact->contact.id, "p");
    write(contact->contact.name, "Lee Roe");
  }
  return command;
}

void People::see(const World& world, const Observed& observed) {
  constexpr std::size_t remembered = 40;
  for (const auto& one : observed.answers) {
    const auto* denial = one.denial();
    const auto found = world.tenants().find(one.sent.tenant);
    if (denial == nullptr || found == world.tenants().end()) continue;
    for (const auto& reason : denial->reasons) {
      if (reason.rule == RuleKind::access) {
        // Somebody lets them in.
        if (!chance_.one_in(3)) continue;
        auto given = assignment(world);
        given.holder = person_holder(one.sent.person);
        ways_out_.push_back({one.sent.tenant, assigner(world), Assign{given.field, given.holder, {}, false}});
        continue;
      }
      if (reason.rule == RuleKind::role) {
        if (chance_.one_in(2))
          ways_out_.push_back({one.sent.tenant, somebody_on(world, found->second), one.sent.command});
        continue;
      }
      if (reason.remedies.empty()) continue;
      const auto& remedy = chance_.of(reason.remedies);
      if (!remedy.command) continue;
      auto who = remedy.by_others ? assigner(world) : one.sent.person;
      if (const auto* answer = std::get_if<AnswerRequest>(&*remedy.command))
        if (const auto* request = found->second.request(answer->request); request != nullptr)
          for (const auto& person : world.model()->workspace.people)
            if (contains(person.roles, request->team) && person.id != request->asked.by) who = person.id;
      ways_out_.push_back({one.sent.tenant, who, *remedy.command});
    }
    // And then what was refused, unless it is refused for ever.
    const bool lasts = std::any_of(denial->reasons.begin(), denial->reasons.end(), [](const Reason& reason) {
      return reason.lasting || reason.rule == RuleKind::permanent || reason.rule == RuleKind::due;
    });
    if (!lasts && chance_.percent(40)) ways_out_.push_back({one.sent.tenant, one.sent.person, one.sent.command});
  }
  while (ways_out_.size() > remembered) ways_out_.pop_front();
}

} // namespace handrail::sim
