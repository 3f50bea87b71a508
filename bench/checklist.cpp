#include "checklist.h"

#include "app/engine.h"
#include "core/file.h"
#include "figures.h"

#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

namespace handrail::bench {

namespace {

namespace fs = std::filesystem;

constexpr int steps_of_a_checklist = 10;
const PersonId caller("tara");
const PlaybookId playbook("checklist");

constexpr const char* workspace_yaml =
    "name: Example\nzone: UTC\nworking_days: [Monday]\nphases: [Engagement]\nmotions: [RFA]\nstatuses: [Active]\n"
    "roles: [{id: FM, name: FastTrack Manager, access: assignment}]\nfields: [{id: FM, name: FM}]\n"
    "note_categories: [{name: Environment}]\n"
    "task_statuses: [{name: Open, kind: not_started}, {name: Complete, kind: complete}]\n"
    "services: [{id: all, name: All Services, pseudo: true}]\ncontact_kinds: [customer]\n";
constexpr const char* people_yaml =
    "people: [{id: tara, name: Tara Okonkwo, email: tara@example.com, zone: UTC, roles: [FM]}]\n";

TaskId task(int step) { return TaskId(std::to_string(7001 + step)); }

std::string playbook_md() {
  std::string tasks;
  for (int step = 0; step < steps_of_a_checklist; ++step)
    tasks += fmt::format("| {} | Step {} | M | FastTrack Manager | All Services |\n", task(step).text(), step + 1);
  return "---\ntitle: Checklist\nms.date: 02/16/2026\nft.audience: internal\nft.owner: tara\n---\n\n# Checklist\n\n"
         "Phase: **Engagement**  \nMotions: **RFA**  \n\n## Overview\n\nOne.\n\n## Objectives\n\n- Two.\n\n"
         "## Approach\n\n### Part\n\nPrimary Role: **FastTrack Manager**  \nApplies To: **All Services**\n\n"
         "| Task ID | Task Name | (M)andatory / (O)ptional | FastTrack Role | Services |\n|---|---|---|---|---|\n" +
         tasks +
         "\n## Key Inputs\n\n- Work\n\n## Key Outputs\n\n- The end\n\n## Next Steps\n\n- N/A\n\n## Refresh Summary\n\n"
         "| Date | Who Changed | What Changed |\n|---|---|---|\n| 02/16/2026 | Tara | Created |\n";
}

void check(const Result<void>& done) {
  if (done) return;
  fmt::print(stderr, "the checklist: {}\n", to_string(done.error()));
  std::abort();
}

void send(app::Engine& engine, const TenantId& tenant, engagement::Command command) {
  const auto answer = engine.submit({tenant, std::move(command), caller, {}, {}});
  if (!answer) check(answer.error());
  if (const auto* denial = std::get_if<engagement::Denial>(&*answer))
    check(Error{ErrorCode::internal, engagement::to_text(*denial), tenant.text(), ""});
}

/// A tenant for each checklist, so that each begins with nothing done.
void work_through(app::Engine& engine, const TenantId& tenant, std::atomic<std::uint64_t>& steps) {
  engagement::RegisterTenant registration;
  registration.tenant = tenant;
  registration.name = tenant.text();
  registration.assignments = {{FieldId("FM"), engagement::person_holder(caller), {}, true}};
  send(engine, tenant, registration);
  const EngagementId engagement(tenant.text());
  send(engine, tenant, engagement::StartEngagement{engagement, playbook});
  for (int step = 0; step < steps_of_a_checklist; ++step) {
    send(engine, tenant, engagement::SetTask{engagement, task(step), "Complete", {}});
    ++steps;
  }
}

} // namespace

double checklist_steps(const fs::path& folder, const std::string& url, int callers, double seconds) {
  const auto workspace = folder / "workspace";
  fs::create_directories(workspace / "playbooks");
  check(write_file(workspace / "workspace.yaml", workspace_yaml));
  check(write_file(workspace / "people.yaml", people_yaml));
  check(write_file(workspace / "playbooks" / "checklist.md", playbook_md()));
  SystemClock clock;
  app::RandomIds ids(clock);
  app::Options options;
  options.data = folder / "data";
  options.database = url;
  const auto opened = app::Engine::open(options, clock, ids);
  if (!opened) check(opened.error());
  auto& engine = **opened;
  check(engine.publish(workspace));
  std::atomic<std::uint64_t> steps = 0;
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (int number = 0; number < callers; ++number)
    threads.emplace_back([&, number] {
      for (int list = 0; seconds_since(start) < seconds; ++list)
        work_through(engine, TenantId(fmt::format("tenant-{}-{}", number, list)), steps);
    });
  for (auto& thread : threads) thread.join();
  return static_cast<double>(steps) / seconds_since(start);
}

} // namespace handrail::bench
