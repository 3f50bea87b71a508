#include "playbook/workspace_reader.h"

#include "core/file.h"

namespace handrail::playbook {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* minimal = R"(name: Example
zone: Europe/Berlin
working_days: [Monday, Friday]
holidays: [2026-12-25]
regions: [EMEA, APJ]
statuses: [Active, Inactive]
roles:
  - {id: FM, name: FastTrack Manager, access: assigned, aliases: [Delivery FM]}
  - {id: desk, name: Assignment Team, access: assignment}
queues:
  - {name: Inactive EMEA, region: EMEA, purpose: finished}
fields:
  - {id: FM, name: FM, tab: Onboarding, levels: [tenant, service], primary_required: true, people: [FM], queues: [Inactive EMEA]}
note_categories:
  - {name: Enablement, about: a task, about_task: true}
task_statuses:
  - {name: Not Started, kind: not_started}
  - {name: Complete, kind: complete}
services:
  - {id: all, name: All Services, pseudo: true}
  - {id: exchange, name: Exchange, aliases: [EXO]}
attributes:
  - {id: region, name: Region, type: choice, choices: [EMEA, APJ], required: true}
  - {id: seats, name: Seats, type: number}
request_kinds:
  - {id: move_queue, name: Move, team: desk, moves_queue: true, field: FM}
contact_kinds: [customer]
)";

std::vector<std::string> shown(const std::vector<Diagnostic>& findings) {
  std::vector<std::string> lines;
  for (const auto& f : findings)
    lines.push_back(fmt::format("{} {}:{} {} ({})", f.code, f.at.line, f.at.column, f.message, f.hint));
  return lines;
}

std::vector<std::string> findings_with(std::string_view from, std::string_view to) {
  std::string text = minimal;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  std::vector<Diagnostic> findings;
  read_workspace(text, "workspace.yaml", findings);
  return shown(findings);
}

TEST(WorkspaceReader, ReadsEverythingInIt) {
  std::vector<Diagnostic> findings;
  const Workspace workspace = read_workspace(minimal, "workspace.yaml", findings);
  EXPECT_THAT(shown(findings), IsEmpty());
  EXPECT_EQ(workspace.zone, "Europe/Berlin");
  EXPECT_THAT(workspace.working_days, ElementsAre(std::chrono::Monday, std::chrono::Friday));
  EXPECT_EQ(to_iso(workspace.holidays.front()), "2026-12-25");
  EXPECT_EQ(workspace.role(RoleId("desk"))->access, AccessLevel::assignment);
  const AssignmentField& field = *workspace.field(FieldId("FM"));
  EXPECT_TRUE(field.tenant_level && field.service_level && field.primary_required);
  EXPECT_THAT(field.queues, ElementsAre("Inactive EMEA"));
  EXPECT_TRUE(workspace.note_category("Enablement")->about_task);
  EXPECT_EQ(workspace.service("exo")->id.text(), "exchange");
  EXPECT_EQ(workspace.attribute("region")->type, TenantAttribute::Type::choice);
  EXPECT_EQ(workspace.request_kind("move_queue")->field.text(), "FM");
  EXPECT_EQ(workspace.task_status("Complete")->kind, TaskStatus::Kind::complete);
}

TEST(WorkspaceReader, NamesWhatIsUnknownAndWhatWasMeant) {
  EXPECT_THAT(findings_with("people: [FM]", "people: [TM]"),
              ElementsAre("unknown-role 13:101 there is no role “TM” (there is FM or desk)"));
  EXPECT_THAT(findings_with("queues: [Inactive EMEA]", "queues: [Inactive EMAE]"),
              ElementsAre("unknown-queue 13:115 there is no queue “Inactive EMAE” (did you mean “Inactive EMEA”?)"));
  EXPECT_THAT(findings_with("region: EMEA,", "region: EMEE,"),
              ElementsAre("unknown-region 11:35 there is no region “EMEE” (did you mean “EMEA”?)"));
  EXPECT_THAT(findings_with("team: desk", "team: desks"), ElementsAre(HasSubstr("did you mean “desk”?")));
  EXPECT_THAT(findings_with("zone: Europe/Berlin", "zone: Europe/Berlim"),
              ElementsAre(HasSubstr("there is no time zone “Europe/Berlim”")));
  EXPECT_THAT(findings_with("kind: complete", "kind: completed"), Contains(HasSubstr("did you mean “complete”?")));
}

TEST(WorkspaceReader, RefusesTheSameNameTwice) {
  EXPECT_THAT(findings_with("id: desk, name: Assignment Team", "id: fm, name: Assignment Team"),
              Contains("duplicate-name 9:10 “fm” is already the name of a role (give one of the two another name)"));
  EXPECT_THAT(findings_with("aliases: [EXO]", "aliases: [All Services]"), ElementsAre(HasSubstr("duplicate-name")));
  EXPECT_THAT(findings_with("statuses: [Active, Inactive]", "statuses: [Active, Active]"),
              ElementsAre(HasSubstr("already the name of a status")));
}

TEST(WorkspaceReader, RefusesWhatDoesNotFitTogether) {
  EXPECT_THAT(findings_with("id: seats", "id: Seats"), ElementsAre(HasSubstr("“Seats” cannot be read in conditions")));
  EXPECT_THAT(findings_with("id: seats", "id: status"), ElementsAre(HasSubstr("every tenant has “status” already")));
  EXPECT_THAT(findings_with("type: number", "type: choice"), ElementsAre(HasSubstr("a choice needs its “choices”")));
  EXPECT_THAT(findings_with("type: choice", "type: text"), ElementsAre(HasSubstr("only a choice has “choices”")));
  EXPECT_THAT(findings_with(", field: FM}", "}"), ElementsAre(HasSubstr("needs the “field”")));
  EXPECT_THAT(findings_with("moves_queue: true, ", ""),
              ElementsAre(HasSubstr("only for a request that moves the queue")));
  EXPECT_THAT(findings_with("levels: [tenant, service]", "levels: [service]"),
              ElementsAre(HasSubstr("can require a primary")));
  EXPECT_THAT(findings_with("  - {name: Complete, kind: complete}\n", ""),
              ElementsAre(HasSubstr("no task status is of the kind “complete”")));
  EXPECT_THAT(findings_with("working_days: [Monday, Friday]", "working_days: []"),
              ElementsAre(HasSubstr("“working_days” is empty")));
}

TEST(WorkspaceReader, ReadsPeopleIntoTheirWorkspace) {
  std::vector<Diagnostic> findings;
  Workspace workspace = read_workspace(minimal, "workspace.yaml", findings);
  read_people(
      "people:\n  - {id: mina, name: Mina Halvorsen, email: m@example.com, zone: Europe/Oslo, roles: [FM, desk]}\n",
      "people.yaml", workspace, findings);
  EXPECT_THAT(shown(findings), IsEmpty());
  ASSERT_NE(workspace.person(PersonId("mina")), nullptr);
  EXPECT_THAT(workspace.person(PersonId("mina"))->roles, ElementsAre(RoleId("FM"), RoleId("desk")));

  read_people("people:\n  - {id: a, name: A, roles: [FX]}\n  - {id: a, name: B, roles: []}\n  - {id: c, name: Inactive "
              "EMEA, roles: [], zone: Mars}\n",
              "people.yaml", workspace, findings);
  EXPECT_THAT(shown(findings),
              ElementsAre(HasSubstr("there is no role “FX”"), HasSubstr("already the name of a person"),
                          HasSubstr("there is no time zone “Mars”"), HasSubstr("already the name of a queue")));
}

TEST(WorkspaceReader, GoesOnAfterAnErrorSoThatAllAreSeen) {
  std::vector<Diagnostic> findings;
  read_workspace("name: X\nzone: UTC\nroles: 7\nfields: [{id: A}]\nstatuses: []\n", "workspace.yaml", findings);
  const auto lines = shown(findings);
  EXPECT_THAT(lines, Contains(HasSubstr("“roles” is a list, not “7”")));
  EXPECT_THAT(lines, Contains(HasSubstr("“name” is missing")));
  EXPECT_THAT(lines, Contains(HasSubstr("“statuses” is empty")));
  EXPECT_THAT(lines, Contains(HasSubstr("“working_days” is missing")));
}

TEST(WorkspaceReader, SurvivesHostileText) {
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("- a"), std::string("roles: {a: {b: {c: d}}}"),
        std::string(2'000'000, 'x'), std::string("roles: &a [*a, *a]"), std::string("roles:\n  - - - - a\n"),
        std::string("fields: [{people: {}, queues: 1, levels: x}]"), std::string("a: \xFF")}) {
    std::vector<Diagnostic> findings;
    read_workspace(text, "workspace.yaml", findings);
    EXPECT_FALSE(findings.empty()) << text.substr(0, 40);
  }
}

TEST(WorkspaceReader, AcceptsTheSampleWorkspace) {
  std::vector<Diagnostic> findings;
  const auto text = read_file("workspaces/fasttrack/workspace.yaml", 1 << 20);
  const auto people = read_file("workspaces/fasttrack/people.yaml", 1 << 20);
  ASSERT_TRUE(text && people);
  Workspace workspace = read_workspace(*text, "workspace.yaml", findings);
  read_people(*people, "people.yaml", workspace, findings);
  EXPECT_THAT(shown(findings), IsEmpty());
  EXPECT_EQ(workspace.task_statuses.size(), 13U);
}

} // namespace
} // namespace handrail::playbook
