#include "app/scenario.h"

#include "app/scenario_shape.h"
#include "core/file.h"
#include "playbook/compile_workspace.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace handrail::app {
namespace {

using ::testing::HasSubstr;

constexpr const char* workspace_yaml = R"(name: Test
zone: UTC
working_days: [Monday]
regions: [EMEA]
phases: [Engagement]
motions: [RFA]
statuses: [Active]
roles:
  - {id: FM, name: Manager, access: assigned}
  - {id: RM, name: Regional Manager, access: assignment}
queues: [{name: Waiting}]
fields:
  - {id: FM, name: FM, levels: [tenant], primary_required: true, people: [FM], queues: [Waiting]}
note_categories: [{name: General, about: anything}]
task_statuses: [{name: Not Started, kind: not_started}, {name: Complete, kind: complete}]
services: [{id: mail, name: Mail}]
attributes: [{id: seats, name: Seats, type: number}]
contact_kinds: [customer]
request_kinds: [{id: help, name: Ask for help, team: RM}]
)";
constexpr const char* people_yaml = R"(people:
  - {id: mina, name: Mina Brook, email: mina@x.example, roles: [FM]}
  - {id: rana, name: Rana Field, email: rana@x.example, roles: [RM]}
)";
constexpr const char* welcome_md = "---\nname: Welcome\naudience: customer\nsubject: Welcome\n---\nHello.\n";
constexpr const char* greet_md = R"(---
title: Greet
---

# Greet the customer

Phase: **Engagement**

## Overview

Say hello.

## Objectives

- A greeting.

## Approach

### Say hello

Primary Role: **Manager**
Applies To: **Mail**

- [ ] Find out the name

A note must say how it went.

```rules
tasks:
  1:
    requires:
      - note: {category: General, stating: how it went}
        cites: A note must say how it went.
    effects: [{send: {template: welcome}}, {request: {kind: help}}]
    due: {within: 3 days, since: started, remind: 1 day}
deadlines:
  - {call: hello, within: 1 week, since: started}
```

| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |
| --- | --- | --- | --- | --- |
| 1 | Greeting | M | Manager | Mail |

## Key Inputs

N/A

## Key Outputs

N/A

## Next Steps

N/A
)";

std::shared_ptr<const playbook::Model> model() {
  static const auto compiled = playbook::compile_workspace(
      playbook::MemorySources({{"workspace.yaml", workspace_yaml},
                               {"people.yaml", people_yaml},
                               {"templates/welcome.md", welcome_md},
                               {"playbooks/greet.md", greet_md}}),
      {"workspace.yaml", "people.yaml", "templates/welcome.md", "playbooks/greet.md"}, playbook::built_in_languages());
  for (const auto& one : compiled.diagnostics)
    if (one.severity == playbook::Severity::error)
      ADD_FAILURE() << one.at.file << ":" << one.at.line << " " << one.message;
  return compiled.model;
}

constexpr const char* beginning = R"(scenario: A greeting
clock: 2026-03-02T09:00:00Z
tenants:
  contoso:
    name: Contoso
    seats: 12
    services: [Mail]
    fields: {FM: [{holder: mina, primary: true}]}
    contacts: [{name: Kim Lee, kind: customer, email: kim@example.com}]
steps:
)";

std::optional<Scenario> read(const std::string& text, std::vector<playbook::Diagnostic>& findings) {
  return read_scenario(text, "greet.yaml", findings);
}

ScenarioResult played(const std::string& steps) {
  std::vector<playbook::Diagnostic> findings;
  const auto scenario = read(beginning + steps, findings);
  for (const auto& one : findings) ADD_FAILURE() << one.at.line << ": " << one.message << " (" << one.hint << ")";
  if (!scenario) return {};
  auto result = play_in_scratch(*scenario, model());
  if (result) return *result;
  ADD_FAILURE() << to_string(result.error());
  return {};
}

std::string differences(const ScenarioResult& result) {
  std::string all;
  if (result.failure)
    for (const auto& one : result.failure->differences)
      all += one.what + ": " + one.expected + " | " + one.actual + "\n";
  return all;
}

TEST(Scenario, PassesWhenAllGoesAsExpected) {
  const auto result = played(R"(
  - {as: mina, do: {start: greet}}
  - {as: mina, do: {complete: 1}, denied: {rule: requires, says: how it went, cites: A note must say, at: "playbooks/greet.md:"}}
  - {as: mina, do: {tick: Find out the name}}
  - {as: mina, do: {write_note: {category: General, text: Hello., facts: {how it went: well}}}}
  - advance: P1DT2H
  - {as: mina, do: {complete: 1}}
  - {as: mina, do: {log_time: {task: 1, minutes: 15}}}
  - {as: mina, do: {correct_time: {task: 1, minutes: 20}}}
  - {as: mina, do: {edit: {seats: 13, services: [Mail]}}}
  - {as: mina, do: {set_next_action: {text: Call, date: 2026-03-05, owner: mina}}}
  - {as: mina, do: {close: greet}}
  - expect: {tasks: {1: Complete}, engagement: closed, attributes: {seats: 13}, fields: {FM: {primary: mina, absent: Waiting}}}
  - expect: {engagement: {greet: closed}, next_action: Call, next_action_date: 2026-03-05, status: Active}
)");
  EXPECT_TRUE(result.passed()) << differences(result);
  EXPECT_EQ(result.steps, 13u);
}

TEST(Scenario, EndsAtTheFirstStepThatGoesOtherwise) {
  const auto result = played(
      "  - {as: mina, do: {start: greet}}\n  - {as: mina, do: {complete: 1}}\n  - expect: {engagement: closed}\n");
  ASSERT_FALSE(result.passed());
  EXPECT_EQ(result.steps, 2u);
  EXPECT_EQ(result.failure->at.line, 12u);
  EXPECT_EQ(result.failure->step, "- {as: mina, do: {complete: 1}}");
  EXPECT_THAT(differences(result),
              HasSubstr("answer: accepted | denied: 1 Greeting needs a General note that says how it went."));
}

TEST(Scenario, SetsExpectedAndActualAgainstEachOther) {
  const auto result = played("  - expect: {tasks: {1: Complete}, fields: {FM: {primary: rana, present: [Waiting], "
                             "absent: [mina]}}, attributes: {seats: 1}, engagement: open}\n");
  EXPECT_EQ(differences(result), "primary FM: rana | mina\nFM holds: Waiting | mina\nFM holds: not mina | mina\n"
                                 "task 1: Complete | Not Started\nengagement: open | closed\nseats: 1 | 12\n");
}

TEST(Scenario, ExpectsDeadlinesByTaskOrByWhatIsDue) {
  const auto right = played(R"(
  - expect: {due: {1: none, call hello: none}}
  - {as: mina, do: {start: greet}}
  - expect: {due: {1: upcoming, call hello: due soon, the call “Hello”: due soon}} # Monday is the only business day
  - advance: P2D
  - expect: {due: {1: due soon}}
  - advance: P2D
  - {as: mina, do: {log_meeting: {kind: call, purpose: hello, minutes: 5}}}
  - expect: {due: {1: overdue, call hello: met}}
)");
  EXPECT_TRUE(right.passed()) << differences(right);
  EXPECT_EQ(differences(played("  - {as: mina, do: {start: greet}}\n  - expect: {due: {1: overdue, 2: met}}\n")),
            "due 1: overdue | upcoming (due Thu 5 Mar)\ndue 2: met | none\n");
}

TEST(Scenario, ExpectsWhatRulesAskedFor) {
  const std::string completed = R"(
  - {as: mina, do: {start: greet}}
  - expect: {messages: {welcome: none}, requests: {help: none}}
  - {as: mina, do: {write_note: {category: General, text: Hello., facts: {how it went: well}}}}
  - {as: mina, do: {complete: 1}}
)";
  const auto right = played(completed + R"(
  - expect: {messages: {welcome: customer}, requests: {help: waiting}}
  - {as: rana, do: {answer: {request: help, accept: false, reason: not now}}}
  - expect: {messages: {welcome: [customer]}, requests: {help: declined}}
)");
  EXPECT_TRUE(right.passed()) << differences(right);
  EXPECT_EQ(differences(played(completed + "  - expect: {messages: {welcome: none}, requests: {help: accepted}}\n")),
            "message welcome: none | customer\nrequest help: accepted | waiting\n");
}

TEST(Scenario, NoticesAWrongRefusal) {
  EXPECT_EQ(differences(played("  - {as: mina, do: {set_status: Active}, denied: {}}\n")),
            "answer: denied | accepted\n");
  EXPECT_THAT(differences(played("  - {as: rana, do: {set_status: Active}, denied: {rule: forbid}}\n")),
              HasSubstr("rule: forbid | access"));
  EXPECT_THAT(differences(played("  - {as: mina, do: {set_status: Asleep}, denied: {rule: when}}\n")),
              HasSubstr("an error: "));
}

TEST(Scenario, TakesAnErrorForARefusal) {
  EXPECT_TRUE(played("  - {as: mina, do: {set_status: Asleep}, denied: {says: Asleep}}\n").passed());
  EXPECT_TRUE(played("  - {as: mina, do: {tick: Dance}, denied: {says: Dance}}\n").passed());
}

TEST(Scenario, SaysWhatIsWrongWithAFile) {
  const auto first = [](const std::string& text) {
    std::vector<playbook::Diagnostic> findings;
    EXPECT_FALSE(read(text, findings).has_value());
    return findings.empty()
               ? std::string("nothing")
               : fmt::format("{}: {} ({})", findings.front().at.line, findings.front().message, findings.front().hint);
  };
  EXPECT_THAT(first(beginning + std::string("  - {as: mina, do: {strat: greet}}\n")), HasSubstr("start"));
  EXPECT_THAT(first(beginning + std::string("  - {do: {start: greet}}\n")), HasSubstr("nobody does this"));
  EXPECT_THAT(first(beginning + std::string("  - {advance: soon}\n")), HasSubstr("“soon” is no duration"));
  EXPECT_THAT(first(beginning + std::string("  - {advance: P1000000W1000000W}\n")), HasSubstr("is no duration"));
  EXPECT_THAT(first(beginning + std::string("  - {as: mina, do: {start: greet}, expect: {}}\n")),
              HasSubstr("one thing"));
  EXPECT_THAT(first("scenario: x\nclock: noon\ntenants: {a: {name: A}}\nsteps: []\n"), HasSubstr("2:"));
  EXPECT_THAT(first("scenario: [\n"), HasSubstr(":"));
}

TEST(Scenario, PlaysTheSameHistoryEachTime) {
  std::vector<playbook::Diagnostic> findings;
  const auto scenario = read(beginning + std::string("  - {as: mina, do: {start: greet}}\n"), findings);
  ASSERT_TRUE(scenario.has_value());
  const auto once = play_in_scratch(*scenario, model()), twice = play_in_scratch(*scenario, model());
  ASSERT_TRUE(once.has_value() && twice.has_value());
  EXPECT_EQ(once->steps, twice->steps);
  EXPECT_TRUE(once->passed() && twice->passed());
}

TEST(ScenarioSchema, TheFileIsWhatScenariosAreReadBy) {
  const std::string path = "schemas/scenario.schema.json";
  const char* mode = std::getenv("HANDRAIL_GOLDEN");
  if (mode != nullptr && std::string(mode) == "write") {
    ASSERT_TRUE(write_file(path, scenario_schema()));
  }
  const auto checked_in = read_file(path, std::size_t{1} << 20);
  ASSERT_TRUE(checked_in) << path;
  EXPECT_EQ(*checked_in, scenario_schema()) << path << " is out of date: handrail schema scenario > " << path;
}

} // namespace
} // namespace handrail::app
