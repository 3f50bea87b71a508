#include "engagement/world_test.h"

#include "playbook/compile_workspace.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

namespace handrail::engagement {

namespace {

constexpr const char* workspace_yaml = R"(name: Test centre
zone: UTC
working_days: [Monday, Tuesday, Wednesday, Thursday, Friday]
regions: [Americas, EMEA]
phases: [Engagement, Migrate]
motions: [RFA]
statuses: [Active, Inactive]
roles:
  - {id: FM, name: Delivery Manager, access: assigned}
  - {id: TM, name: Targeting Manager, access: assigned, aliases: [GRT]}
  - {id: RM, name: Regional Manager, access: assignment}
  - {id: movers, name: Assignment Team, access: assignment}
  - {id: ops, name: Operations, access: privileged}
  - {id: partner-FM, name: Partner Manager, access: partner}
queues:
  - {name: Validation}
  - {name: Parked}
  - {name: Watch list}
  - {name: Inactive Americas, region: Americas}
  - {name: Inactive EMEA, region: EMEA}
fields:
  - {id: RM, name: RM, levels: [tenant], primary_required: true, people: [RM], queues: [Validation, Parked, Inactive Americas, Inactive EMEA]}
  - {id: FM, name: FM, levels: [tenant, service], primary_required: true, people: [FM, TM], queues: [Watch list]}
  - {id: FE, name: FE, levels: [tenant]}
  - {id: Partner FM, name: Partner FM, levels: [tenant], people: [partner-FM], partner: true}
note_categories:
  - {name: Engagement Management, about: the tenant's status}
  - {name: Technical Enablement, about: a task, about_task: true}
task_statuses:
  - {name: Not Started, kind: not_started}
  - {name: Not Required, kind: not_required}
  - {name: In Progress, kind: in_progress}
  - {name: Complete, kind: complete}
  - {name: Paused, kind: waiting}
  - {name: Cancelled, kind: cancelled}
services:
  - {id: all, name: All Services, pseudo: true}
  - {id: exchange, name: Exchange}
  - {id: teams, name: Teams, aliases: [Chat]}
attributes:
  - {id: region, name: Region, type: choice, choices: [Americas, EMEA], required: true}
  - {id: managed, name: Managed, type: boolean}
  - {id: seats, name: Seats, type: number}
  - {id: due, name: Due, type: date}
  - {id: asked_for, name: Asked for, type: services}
  - {id: moved, name: Mailboxes moved, type: number}
request_kinds:
  - {id: move_queue, name: Move to a queue, team: movers, moves_queue: true, field: RM}
  - {id: confirm, name: Confirm, team: RM}
contact_kinds: [customer, account team]
)";

constexpr const char* people_yaml = R"(people:
  - {id: tara, name: Tara Stone, email: tara@centre.example, roles: [TM]}
  - {id: diego, name: Diego Marsh, email: diego@centre.example, roles: [FM]}
  - {id: rana, name: Rana Field, email: rana@centre.example, roles: [RM]}
  - {id: ama, name: Ama Brook, email: ama@centre.example, roles: [movers]}
  - {id: noor, name: Noor Hill, email: noor@centre.example, roles: [ops]}
  - {id: both, name: Both Hats, email: both@centre.example, roles: [FM, movers]}
  - {id: kofi, name: Kofi Bay, email: kofi@partner.example, roles: [partner-FM], partner: Brightwater}
  - {id: pavel, name: Pavel Moor, email: pavel@other.example, roles: [partner-FM], partner: Lumenridge}
)";

constexpr const char* park_md = R"(---
title: Park
ft.audience: internal
---

# Park the customer

Phase: **Engagement**

## Overview

How a customer is parked.

## Objectives

- The outcome is on record.

## Approach

### Record the outcome

Primary Role: **Targeting Manager**
Applies To: **All Services**

Complete exactly one of the outcomes below. The closing note must begin with **Re-engaged Customer**. A customer who
declined needs the reason in a note about the task. An unreachable customer must be unmanaged. RM loses Validation and
gets Parked, FM loses you and gets the watch list. The quiet outcome takes only you and Validation away, and everybody
else stays.

```rules
outcome:
  one_of: [100, 101, 102]
  cites: Complete exactly one of the outcomes below.
  requires:
    - note: {category: Engagement Management, begins: Re-engaged Customer}
      cites: The closing note must begin with Re-engaged Customer.
  effects:
    - unassign: {RM: Validation}
    - assign: {RM: Parked, primary: true}
      cites: gets Parked
    - unassign: {FM: me}
    - assign: {FM: Watch list, primary: true}
    - keep: [RM, FM]
      cites: everybody else stays
  except: [102]
tasks:
  100:
    requires:
      - note: {category: Technical Enablement, stating: why the customer declined}
        cites: A customer who declined needs the reason in a note about the task.
  101:
    when: tenant.managed = false
    otherwise: This customer is managed; only unmanaged customers end this way.
    cites: An unreachable customer must be unmanaged.
  102:
    effects:
      - unassign: {RM: Validation}
        cites: The quiet outcome takes only you and Validation away
      - unassign: {FM: me}
      - keep: [RM, FM]
```

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| 100 | Customer declined | O | Targeting Manager | All Services |
| 101 | Customer unreachable | O | Targeting Manager | All Services |
| 102 | Quiet exit | O | Targeting Manager | All Services |

### Keep in touch

Primary Role: **Targeting Manager**
Applies To: **All Services**

A further call resets the summary.

```rules
tasks:
  110:
    effects:
      - task: {111: Not Started}
        cites: A further call resets the summary.
```

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| 110 | Call again | O | - | All Services |
| 111 | Summary | O | - | All Services |

## Key Inputs

N/A

## Key Outputs

N/A

## Next Steps

N/A
)";

constexpr const char* finish_md = R"(---
title: Finish
ft.audience: partner
---

# Finish the work

Phase: **Migrate**

## Overview

How the work ends.

## Objectives

- The work is closed.

## Approach

### Close the work

Primary Role: **Delivery Manager**
Applies To: **All Services**

- [ ] The completed work was reviewed

The account team must be told by e-mail. The discussion call must be held. Completing sets the date to the end of next
year, asks the Assignment Team for the move and starts a look back. You may leave the FM field only once the tenant sits
in its inactive queue.

```rules
tasks:
  200:
    requires:
      - check: The completed work was reviewed
      - email: goodbye
        when: some contact in contacts satisfies contact.kind = "account team"
        cites: The account team must be told by e-mail.
      - call: discussion
        cites: The discussion call must be held.
    effects:
      - set: {next_action_date: 'date(today().year + 1, 12, 31)'}
        cites: Completing sets the date to the end of next year
      - request: {kind: move_queue, queue: '"Inactive " + tenant.region'}
        cites: asks the Assignment Team for the move
      - send: {template: goodbye, to: customer}
        cites: asks the Assignment Team for the move
forbid:
  - unassign: {FM: me}
    until:
      - assigned: {RM: '= "Inactive " + tenant.region', primary: true}
    otherwise: The tenant does not sit in its inactive queue yet.
    cites: You may leave the FM field only once the tenant sits in its inactive queue.
```

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| 200 | Work is finished | M | Delivery Manager / Partner Manager | All Services |

## Key Inputs

- [ ] The customer knows it ends

```rules
entry:
  - check: The customer knows it ends
```

## Key Outputs

- The tenant was moved.

```rules
exit:
  - request: move_queue
    cites: The tenant was moved.
```

## Next Steps

N/A
)";

constexpr const char* goodbye_md = R"(---
name: Goodbye
audience: account team
subject: We are done
---
Thank you.
)";

[[noreturn]] void give_up(const std::vector<playbook::Diagnostic>& findings) {
  for (const auto& one : findings)
    std::fprintf(stderr, "%s:%u:%u: %s (%s)\n", one.at.file.c_str(), one.at.line, one.at.column, one.message.c_str(),
                 one.hint.c_str());
  std::abort();
}

} // namespace

namespace {

std::shared_ptr<const playbook::Model> compiled(std::map<std::string, std::string> files) {
  files.insert({{"workspace.yaml", workspace_yaml},
                {"people.yaml", people_yaml},
                {"playbooks/park.md", park_md},
                {"playbooks/finish.md", finish_md},
                {"templates/goodbye.md", goodbye_md}});
  std::vector<std::string> names;
  for (const auto& [name, text] : files) names.push_back(name);
  auto compiled = playbook::compile_workspace(playbook::MemorySources(files), names, playbook::built_in_languages());
  if (compiled.model == nullptr) give_up(compiled.diagnostics);
  return compiled.model;
}

} // namespace

std::shared_ptr<const playbook::Model> test_model() {
  static const auto model = compiled({});
  return model;
}

std::shared_ptr<const playbook::Model> test_model_with(const std::string& file, const std::string& text) {
  return compiled({{file, text}});
}

World::World() : now(*instant_from_iso("2026-03-02T09:00:00Z")) {
  RegisterTenant command;
  command.tenant = TenantId("contoso");
  command.name = "Contoso Ltd";
  command.customer = "Contoso";
  command.services = {ServiceId("Exchange")};
  command.attributes = {{"region", "EMEA"}, {"managed", "true"}, {"seats", "1240"}};
  command.assignments = {{FieldId("RM"), queue_holder("Validation"), {}, true},
                         {FieldId("FM"), person_holder(PersonId("tara")), {}, true}};
  given("rana", command);
}

World& World::given(const std::string& person, const Command& command) {
  const Decision decision = when(person, command);
  EXPECT_TRUE(decision.is_allowed()) << name_of(command) << " by " << person << " was refused:\n"
                                     << (decision.denial ? to_text(*decision.denial) : "");
  return *this;
}

Decision World::when(const std::string& person, const Command& command) {
  auto decision = decide(state, *model, command, actor(person), now);
  if (!decision) {
    ADD_FAILURE() << name_of(command) << " by " << person << " makes no sense: " << to_string(decision.error());
    return {};
  }
  for (const auto& event : decision->events) {
    log.push_back({event, PersonId(person), now});
    state = evolve(std::move(state), log.back());
  }
  return std::move(*decision);
}

Error World::error(const std::string& person, const Command& command) {
  auto decision = decide(state, *model, command, actor(person), now);
  if (!decision) return decision.error();
  ADD_FAILURE() << name_of(command) << " by " << person << " makes sense, and should not";
  return {};
}

Actor World::actor(const std::string& person) const {
  auto found = actor_of(model->workspace, PersonId(person));
  if (found) return *found;
  ADD_FAILURE() << to_string(found.error());
  return {};
}

std::string World::status_of(const std::string& task) const {
  std::string status = "Not Started";
  for (const auto& engagement : state.engagements)
    if (const auto found = engagement.tasks.find(TaskId(task)); found != engagement.tasks.end())
      status = found->second.status;
  return status;
}

std::string World::holders_of(const std::string& field) const {
  std::string all;
  for (const auto& one : state.assignments) {
    if (one.field.text() != field || one.service) continue;
    all += (all.empty() ? "" : ", ") + one.holder.id + (one.primary ? "*" : "");
  }
  return all;
}

Command complete(const std::string& task) { return SetTask{{}, TaskId(task), "Complete", std::nullopt}; }
Command outcome(const std::string& task) { return ChooseOutcome{{}, TaskId(task)}; }
Command set_task(const std::string& task, const std::string& status) {
  return SetTask{{}, TaskId(task), status, std::nullopt};
}
Command start(const std::string& playbook, const std::string& id) {
  return StartEngagement{EngagementId(id), PlaybookId(playbook)};
}
Command close(const std::string& engagement) { return CloseEngagement{EngagementId(engagement), {}}; }

Command note(const std::string& id, const std::string& category, const std::string& text) {
  WriteNote write;
  write.note = NoteId(id);
  write.content.category = category;
  write.content.text = text;
  return write;
}

Command note_about(const std::string& id, const std::string& task, const std::string& fact, const std::string& value) {
  WriteNote write;
  write.note = NoteId(id);
  write.content.category = "Technical Enablement";
  write.content.text = "About it.";
  write.content.task = TaskId(task);
  write.content.facts = {{fact, value}};
  return write;
}

Command tick(const std::string& engagement, const std::string& item) {
  return TickItem{EngagementId(engagement), ChecklistItemId(item), true};
}
Command assign_person(const std::string& field, const std::string& person, bool primary) {
  return Assign{FieldId(field), person_holder(PersonId(person)), {}, primary};
}
Command assign_queue(const std::string& field, const std::string& queue, bool primary) {
  return Assign{FieldId(field), queue_holder(queue), {}, primary};
}
Command unassign_person(const std::string& field, const std::string& person) {
  return Unassign{FieldId(field), person_holder(PersonId(person)), {}};
}

} // namespace handrail::engagement
