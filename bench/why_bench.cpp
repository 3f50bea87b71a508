// The search for the way out on the sample workspace: how long somebody waits who asks why, and how many decisions a
// second the rules give meanwhile.
#include "app/workspace_folder.h"
#include "engagement/decide.h"
#include "engagement/evolve.h"
#include "engagement/way_out.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>

namespace {

using namespace handrail;
using namespace handrail::engagement;

const playbook::Model& model() {
  static const auto compiled = [] {
    auto found = app::compiled_workspace("workspaces/fasttrack");
    if (!found) {
      fmt::print(stderr, "{}\n", to_string(found.error()));
      std::exit(1);
    }
    return *found;
  }();
  return *compiled;
}

const Instant now = *instant_from_iso("2026-03-02T09:00:00Z");

Actor person(const char* id) { return *actor_of(model().workspace, PersonId(id)); }

/// A managed tenant of EMEA with tara as its primary FM, on which a playbook runs.
TenantState running(const char* playbook, const char* primary) {
  RegisterTenant registration;
  registration.tenant = TenantId("bench");
  registration.name = "Bench";
  registration.services = {ServiceId("Exchange"), ServiceId("Teams")};
  registration.attributes = {{"region", "EMEA"}, {"managed", "true"}, {"seats", "1240"}};
  registration.assignments = {{FieldId("RM"), queue_holder("FTCQ Intent Assigned"), {}, true},
                              {FieldId("FM"), person_holder(PersonId(primary)), {}, true}};
  TenantState state;
  state.id = registration.tenant;
  const auto apply = [&](const Command& command, const char* by) {
    const auto decision = decide(state, model(), command, person(by), now);
    if (!decision || !decision->is_allowed()) std::abort();
    for (const auto& event : decision->events) state = evolve(std::move(state), {event, PersonId(by), now});
  };
  apply(registration, "rana");
  apply(StartEngagement{EngagementId("e1"), PlaybookId(playbook)}, primary);
  return state;
}

void asked(benchmark::State& run, const TenantState& state, const Command& command, const char* by) {
  std::size_t decisions = 0, steps = 0;
  const Actor actor = person(by);
  for (auto _ : run) {
    const auto way = way_out(state, model(), command, actor, now);
    if (!way) std::abort();
    decisions += way->decisions;
    steps = way->steps.size();
  }
  run.counters["decisions/s"] = benchmark::Counter(static_cast<double>(decisions), benchmark::Counter::kIsRate);
  run.counters["decisions"] = static_cast<double>(decisions) / static_cast<double>(run.iterations());
  run.counters["steps"] = static_cast<double>(steps);
}

void an_outcome(benchmark::State& run) {
  asked(run, running("re-engagement-team-disengaged", "tara"), ChooseOutcome{{}, TaskId("3713")}, "tara");
}
void closing_without_an_outcome(benchmark::State& run) {
  asked(run, running("re-engagement-team-disengaged", "tara"), CloseEngagement{EngagementId("e1"), {}}, "tara");
}
void completing_a_migration(benchmark::State& run) {
  asked(run, running("conduct-engagement-completion-discussion-migration", "diego"),
        SetTask{{}, TaskId("4060"), "Complete", std::nullopt}, "diego");
}
void closing_a_migration(benchmark::State& run) {
  asked(run, running("conduct-engagement-completion-discussion-migration", "diego"),
        CloseEngagement{EngagementId("e1"), {}}, "diego");
}
/// Two thousand notes, a thousand e-mails and meetings: every state that is looked at has them all.
void with_a_long_history(benchmark::State& run) {
  auto state = running("conduct-engagement-completion-discussion-migration", "diego");
  constexpr int notes = 2'000, others = 1'000;
  const auto happened = [&](const Command& command) {
    const auto decision = decide(state, model(), command, person("diego"), now);
    if (!decision || !decision->is_allowed()) std::abort();
    for (const auto& event : decision->events) state = evolve(std::move(state), {event, PersonId("diego"), now});
  };
  for (int i = 0; i < notes; ++i) {
    WriteNote write;
    write.note = NoteId(fmt::format("n{}", i));
    write.content.category = "Environment";
    write.content.text = std::string(500, 'x');
    happened(write);
  }
  for (int i = 0; i < others; ++i) {
    LogMeeting log;
    log.meeting = MeetingId(fmt::format("m{}", i));
    log.kind = "call";
    log.purpose = "outreach";
    log.attendees = {"customer"};
    log.minutes = 5;
    happened(log);
  }
  asked(run, state, SetTask{{}, TaskId("4060"), "Complete", std::nullopt}, "diego");
}
void somebody_without_the_role(benchmark::State& run) {
  asked(run, running("re-engagement-team-disengaged", "tara"), ChooseOutcome{{}, TaskId("3713")}, "noor");
}

BENCHMARK(an_outcome)->Unit(benchmark::kMillisecond);
BENCHMARK(closing_without_an_outcome)->Unit(benchmark::kMillisecond);
BENCHMARK(completing_a_migration)->Unit(benchmark::kMillisecond);
BENCHMARK(closing_a_migration)->Unit(benchmark::kMillisecond);
BENCHMARK(with_a_long_history)->Unit(benchmark::kMillisecond);
BENCHMARK(somebody_without_the_role)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
