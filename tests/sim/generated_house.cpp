#include "sim/chance.h"
#include "sim/house.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

namespace handrail::sim {

namespace {

constexpr const char* zones[] = {"UTC", "Europe/Oslo", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"};
constexpr const char* weeks[] = {"Monday, Tuesday, Wednesday, Thursday, Friday", "Sunday, Monday, Tuesday, Wednesday",
                                 "Saturday", "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"};

constexpr const char* people_yaml = R"(people:
  - {id: tara, name: Tara Stone, email: tara@centre.example, roles: [TM]}
  - {id: diego, name: Diego Marsh, email: diego@centre.example, roles: [FM]}
  - {id: rana, name: Rana Field, email: rana@centre.example, roles: [RM]}
  - {id: ama, name: Ama Brook, email: ama@centre.example, roles: [movers]}
  - {id: noor, name: Noor Hill, email: noor@centre.example, roles: [ops]}
  - {id: both, name: Both Hats, email: both@centre.example, roles: [FM, movers]}
  - {id: kofi, name: Kofi Bay, email: kofi@partner.example, roles: [partner-FM], partner: Brightwater}
  - {id: oksana, name: Oksana Reed, email: oksana@partner.example, roles: [partner-FM], partner: Brightwater}
  - {id: pavel, name: Pavel Moor, email: pavel@other.example, roles: [partner-FM], partner: Lumenridge}
)";

constexpr const char* goodbye_md = R"(---
name: Goodbye
audience: account team
subject: We are done
---
Thank you.
)";

const char* yes_or_no(Chance& chance) { return chance.one_in(2) ? "true" : "false"; }

std::string workspace_yaml(Chance& chance) {
  return fmt::format(
      R"(name: House
zone: {}
working_days: [{}]
holidays: [2026-01-01, 2026-04-06, 2026-12-25, 2027-01-01]
regions: [Americas, EMEA]
phases: [Engagement, Migrate]
motions: [RFA]
statuses: [Active, Watch, Inactive]
roles:
  - {{id: FM, name: Delivery Manager, access: assigned}}
  - {{id: TM, name: Targeting Manager, access: assigned, aliases: [GRT]}}
  - {{id: RM, name: Regional Manager, access: assignment}}
  - {{id: movers, name: Assignment Team, access: assignment}}
  - {{id: ops, name: Operations, access: privileged}}
  - {{id: partner-FM, name: Partner Manager, access: partner}}
queues:
  - {{name: Validation}}
  - {{name: Parked}}
  - {{name: Watch list}}
  - {{name: Inactive Americas, region: Americas}}
  - {{name: Inactive EMEA, region: EMEA}}
fields:
  - {{id: RM, name: RM, levels: [{}], primary_required: {}, people: [RM], queues: [Validation, Parked, Inactive Americas, Inactive EMEA]}}
  - {{id: FM, name: FM, levels: [tenant, service], primary_required: {}, people: [FM, TM], queues: [Watch list]}}
  - {{id: FE, name: FE, levels: [{}]}}
  - {{id: Partner FM, name: Partner FM, levels: [tenant], people: [partner-FM], partner: true}}
note_categories:
  - {{name: Engagement Management, about: the tenant's status}}
  - {{name: Technical Enablement, about: a task, about_task: true}}
task_statuses:
  - {{name: Not Started, kind: not_started}}
  - {{name: Not Required, kind: not_required}}
  - {{name: In Progress, kind: in_progress}}
  - {{name: Complete, kind: complete}}
  - {{name: Paused, kind: waiting}}
  - {{name: Cancelled, kind: cancelled}}
services:
  - {{id: all, name: All Services, pseudo: true}}
  - {{id: exchange, name: Exchange}}
  - {{id: teams, name: Teams, aliases: [Chat]}}
  - {{id: intune, name: Intune}}
attributes:
  - {{id: region, name: Region, type: choice, choices: [Americas, EMEA], required: {}}}
  - {{id: managed, name: Managed, type: boolean}}
  - {{id: seats, name: Seats, type: number}}
  - {{id: moved, name: Moved, type: number}}
  - {{id: due, name: Due, type: date}}
  - {{id: asked_for, name: Asked for, type: services}}
request_kinds:
  - {{id: move_queue, name: Move to a queue, team: movers, moves_queue: true, field: RM}}
  - {{id: confirm, name: Confirm, team: RM}}
contact_kinds: [customer, account team]
)",
      chance.of(zones), chance.of(weeks), chance.one_in(3) ? "tenant, service" : "tenant", yes_or_no(chance),
      yes_or_no(chance), chance.one_in(2) ? "tenant, service" : "tenant", yes_or_no(chance));
}

/// One playbook: steps of several kinds, in an order of their own.
class Book {
public:
  Book(Chance& chance, std::string name, std::string next, int first)
      : chance_(chance), name_(std::move(name)), next_(std::move(next)), task_(first) {}

  std::string text() {
    const bool partner = chance_.one_in(2);
    std::string all = fmt::format("---\ntitle: {0}\nft.audience: {1}\n---\n\n# {0}\n\nPhase: **Engagement**\n\n"
                                  "## Overview\n\nWhat is done.\n\n## Objectives\n\n- It is done.\n\n## Approach\n",
                                  name_, partner ? "partner" : "internal");
    const auto steps = chance_.between(2, 5);
    for (std::int64_t number = 0; number < steps; ++number) all += step(static_cast<int>(number));
    all += "\n## Key Inputs\n\n- [ ] The customer knows it\n\n";
    if (chance_.one_in(3)) all += "```rules\nentry:\n  - check: The customer knows it\n```\n\n";
    all += "## Key Outputs\n\n- It was moved.\n\n";
    if (chance_.one_in(4)) all += "```rules\nexit:\n  - request: confirm\n    cites: It was moved.\n```\n\n";
    return all + "## Next Steps\n\nN/A\n";
  }

private:
  std::string step(int number) {
    switch (chance_.below(5)) {
      case 0: return outcome(number);
      case 1: return choice(number);
      case 2: return per_service(number);
      case 3: return guarded(number);
      default: return plain(number);
    }
  }

  std::string head(int number) {
    return fmt::format("\n### Step {} of {}\n\nPrimary Role: **Delivery Manager**\nApplies To: **All Services**\n\n"
                       "This is how it is done. It is so.\n\n",
                       number, name_);
  }
  std::string table(const std::vector<int>& tasks, const char* services = "All Services") {
    std::string all =
        "\n| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|---|---|---|---|---|\n";
    for (const int task : tasks)
      all += fmt::format("| {} | Task {} | {} | {} | {} |\n", task, task, chance_.one_in(4) ? "M" : "O",
                         chance_.one_in(3) ? "Targeting Manager / Delivery Manager" : "-", services);
    return all;
  }
  std::vector<int> tasks(std::int64_t least, std::int64_t most) {
    std::vector<int> made;
    for (auto count = chance_.between(least, most); count > 0; --count) made.push_back(task_++);
    return made;
  }

  std::string requirement(const char* indent) {
    static constexpr std::array options{"note: {category: Engagement Management, begins: Re-engaged}",
                                        "note: {category: Technical Enablement, stating: why}",
                                        "email: goodbye",
                                        "call: outreach",
                                        "that: tenant.seats > 10\n    otherwise: It is too small.",
                                        "assigned: {FM: me}",
                                        "assigned: {RM: Parked}",
                                        "request: confirm",
                                        "attempts: {call: outreach, at_least: 2, apart: 1 business day}",
                                        "elapsed: {at_least: 1 day, since: started}",
                                        "inactive: 2 hours",
                                        "total: {of: {moved: tenant.moved}, equals: tenant.seats}",
                                        "told: {who: account team}",
                                        "by: {other_than: {request: move_queue}}"};
    std::string one = chance_.of(options);
    if (const auto second = one.find("\n    "); second != std::string::npos)
      one.replace(second, 5, "\n" + std::string(indent) + "  ");
    return fmt::format("{}- {}\n", indent, one);
  }
  std::string effect(const char* indent, int other) {
    switch (chance_.below(13)) {
      case 0: return fmt::format("{}- assign: {{RM: Parked, primary: true}}\n", indent);
      case 1: return fmt::format("{}- assign: {{RM: Validation}}\n", indent);
      case 2: return fmt::format("{}- unassign: {{FM: me}}\n", indent);
      case 3: return fmt::format("{}- assign: {{FM: Watch list, primary: true}}\n", indent);
      case 4: return fmt::format("{}- assign: {{FE: me}}\n", indent);
      case 5: return fmt::format("{}- set: {{status: Watch}}\n", indent);
      case 6: return fmt::format("{}- set: {{next_action_date: 'date(today().year + 1, 12, 31)'}}\n", indent);
      case 7: return fmt::format("{}- request: {{kind: move_queue, queue: '\"Inactive \" + tenant.region'}}\n", indent);
      case 8: return fmt::format("{}- start: {}\n", indent, next_);
      case 9: return fmt::format("{}- task: {{{}: Not Started}}\n", indent, other);
      case 10: return fmt::format("{}- keep: [FE]\n", indent);
      default: return fmt::format("{}- send: {{template: goodbye, to: customer}}\n", indent);
    }
  }
  /// "requires:" and "effects:" with up to so many of each.
  std::string rules(const std::string& indent, int other) {
    const std::string deeper = indent + "  ";
    std::string all;
    if (const auto count = chance_.below(3); count > 0) {
      all += indent + "requires:\n";
      for (std::size_t i = 0; i < count; ++i) all += requirement(deeper.c_str());
    }
    if (const auto count = chance_.below(4); count > 0) {
      all += indent + "effects:\n";
      for (std::size_t i = 0; i < count; ++i) all += effect(deeper.c_str(), other);
    }
    return all;
  }

  std::string outcome(int number) {
    const auto own = tasks(2, 3);
    std::string fence = "```rules\noutcome:\n  one_of: [";
    for (const int task : own) fence += fmt::format("{}{}", task == own.front() ? "" : ", ", task);
    fence += "]\n  cites: It is so.\n" + rules("  ", own.front());
    if (chance_.one_in(2))
      fence +=
          fmt::format("tasks:\n  {}:\n    when: tenant.managed = false\n    otherwise: It is managed.\n", own.front());
    return head(number) + fence + "```\n" + table(own);
  }
  std::string choice(int number) {
    const auto own = tasks(3, 4);
    std::string of;
    for (const int task : own) of += fmt::format("{}{}", of.empty() ? "" : ", ", task);
    return head(number) + fmt::format("```rules\nchoose:\n  of: [{}]\n  at_least: 1\n  at_most: 2\n```\n", of) +
           table(own);
  }
  std::string per_service(int number) {
    const auto own = tasks(2, 2);
    return head(number) +
           fmt::format(
               "```rules\nonce_per: service\ntasks:\n  {1}:\n    requires:\n      - task: {{id: {0}, status: "
               "Complete}}\n      - by: {{other_than: {{task: {0}}}}}\n    on:\n      waiting:\n        - task: "
               "{{{0}: Not Started}}\n```\n",
               own[0], own[1]) +
           table(own, "Exchange, Teams, Intune");
  }
  std::string guarded(int number) {
    const auto own = tasks(1, 2);
    const char* action = chance_.one_in(2) ? "unassign: {FM: me}" : "assign: {FE: anyone}";
    return head(number) +
           fmt::format("```rules\nforbid:\n  - {}\n    until:\n      - assigned: {{RM: '= \"Inactive \" + "
                       "tenant.region', primary: true}}\n    otherwise: Not yet.\n    cites: It is so.\n```\n",
                       action) +
           table(own);
  }
  std::string plain(int number) {
    const auto own = tasks(2, 3);
    std::string fence = fmt::format("```rules\ntasks:\n  {}:\n    cites: It is so.\n", own[0]);
    fence += rules("    ", own[1]);
    if (chance_.one_in(2))
      fence += fmt::format("    due:\n      within: {} business days\n      since: started\n      remind: [1 business "
                           "day]\n{}",
                           chance_.between(2, 5), chance_.one_in(6) ? "      late: refuse\n" : "");
    fence += fmt::format("  {}:\n    on:\n      waiting:\n        - set: {{status: Watch}}\n", own[1]);
    return head(number) + fence + "```\n" + table(own);
  }

  Chance& chance_;
  std::string name_, next_;
  int task_;
};

} // namespace

std::map<std::string, std::string> generated_house(std::uint64_t seed) {
  Chance chance(seed ^ 0x686f757365U);
  std::map<std::string, std::string> files{{"people.yaml", people_yaml}, {"templates/goodbye.md", goodbye_md}};
  files["workspace.yaml"] = workspace_yaml(chance);
  files["playbooks/alpha.md"] = Book(chance, "Alpha", "beta", 100).text();
  files["playbooks/beta.md"] = Book(chance, "Beta", "gamma", 200).text();
  files["playbooks/gamma.md"] = Book(chance, "Gamma", "alpha", 300).text();
  return files;
}

} // namespace handrail::sim
