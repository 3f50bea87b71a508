#include "engagement/time_world_test.h"

namespace handrail::engagement {

namespace {

constexpr const char* reach_md = R"(---
title: Reach
ft.audience: internal
---

# Reach the customer

Phase: **Engagement**

## Overview

How a customer is reached.

## Objectives

- The customer was reached.

## Approach

### Reach

Primary Role: **Targeting Manager**
Applies To: **All Services**

The first attempt comes within two business days after you were assigned. There are three calls, two business days apart.
Give the customer a week before you give up. A survey is answered within four hours, or not at all. What was said stands
in a note the next day. The answer to a confirmation comes within three days. The end comes on the customer's due date.

```rules
tasks:
  301:
    due:
      within: 2 business days
      since: {assigned: FM}
      remind: [1 business day, 4 hours]
      cites: The first attempt comes within two business days after you were assigned.
  302:
    requires:
      - attempts: {call: outreach, at_least: 3, apart: 2 business days}
        cites: There are three calls, two business days apart.
  303:
    requires:
      - elapsed: {at_least: 1 week, since: {task: 301}}
        cites: Give the customer a week before you give up.
  304:
    due:
      within: 4 hours
      since: {email: goodbye}
      late: refuse
      cites: A survey is answered within four hours, or not at all.
  305:
    due: {by: tenant.due, cites: The end comes on the customer's due date.}
  306:
    requires:
      - inactive: 60 days
    effects:
      - set: {next_action_date: next business day(today())}
  307:
    requires:
      - attempts: {email: goodbye, at_least: 2, apart: 3 hours}
      - inactive: {at_least: 30 days, before: started}
deadlines:
  - note: {category: Engagement Management}
    within: 1 day
    since: {call: outreach}
    cites: What was said stands in a note the next day.
  - request: confirm
    within: 3 days
    since: {request: confirm}
    otherwise: The other team has not answered for three days; remind them.
    cites: The answer to a confirmation comes within three days.
  - meeting: cadence
    within: 1 week
    since: {meeting: cadence}
```

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| 301 | First attempt | M | Targeting Manager | All Services |
| 302 | Every attempt | O | Targeting Manager | All Services |
| 303 | Give up | O | Targeting Manager | All Services |
| 304 | Survey | O | - | All Services |
| 305 | The end | O | - | All Services |
| 306 | Asleep | O | - | All Services |
| 307 | Woken | O | - | All Services |

### Choose

Primary Role: **Targeting Manager**
Applies To: **All Services**

Choose one of the two within ten days.

```rules
outcome:
  one_of: [310, 311]
  due: {within: 10 days, since: started, remind: [2 days], cites: Choose one of the two within ten days.}
```

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| 310 | Go on | O | - | All Services |
| 311 | Stop | O | - | All Services |

## Key Inputs

N/A

## Key Outputs

N/A

## Next Steps

N/A
)";

} // namespace

std::shared_ptr<const playbook::Model> reaching_model() {
  static const auto model = test_model_with("playbooks/reach.md", reach_md);
  return model;
}

World reaching() {
  World world;
  world.model = reaching_model();
  world.given("tara", start("reach", "r1"));
  return world;
}

Command held(const std::string& id, const std::string& kind, const std::string& purpose) {
  LogMeeting log;
  log.meeting = MeetingId(id);
  log.kind = kind;
  log.purpose = purpose;
  log.minutes = 5;
  return log;
}

void go_to(World& world, const char* instant) { world.now = *instant_from_iso(instant); }

} // namespace handrail::engagement
