// A workspace with one of each thing that rules and tables may name.
#pragma once

namespace handrail::fuzz {

inline constexpr const char* small_workspace = R"(name: Example
zone: Europe/Oslo
working_days: [Monday, Tuesday]
regions: [EMEA, APJ]
phases: [Engagement]
motions: [RFA]
statuses: [Active, Watch]
roles:
  - {id: FM, name: FastTrack Manager, access: assigned}
  - {id: RM, name: Regional Manager, access: assignment}
queues:
  - {name: Parked, purpose: parked}
  - {name: Inactive EMEA, region: EMEA}
fields:
  - {id: RM, name: RM, people: [RM], queues: [Parked, Inactive EMEA]}
  - {id: FM, name: FM, people: [FM]}
note_categories:
  - {name: Engagement Management}
task_statuses:
  - {name: Not Started, kind: not_started}
  - {name: Complete, kind: complete}
services:
  - {id: all, name: All Services, pseudo: true}
attributes:
  - {id: region, name: Region, type: choice, choices: [EMEA, APJ]}
  - {id: managed, name: Managed, type: boolean}
  - {id: seats, name: Seats, type: number}
contact_kinds: [customer, account team]
)";

} // namespace handrail::fuzz
