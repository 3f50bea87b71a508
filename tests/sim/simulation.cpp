#include "sim/simulation.h"

#include "sim/people.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace handrail::sim {

namespace {

constexpr const char* does_not_begin = "the world begins";

/// Takes one step after the other, as long as nothing is broken.
class Player {
public:
  Player(const Setting& setting, const Means& means) : place_(means.place()), fault_(means.fault()) {
    run_.history.setting = setting;
    try {
      world_.emplace(setting, *place_, fault_.get());
    } catch (const std::exception& failure) {
      run_.broken = Broken{does_not_begin, failure.what()};
    }
  }

  bool goes_on() const { return !run_.broken; }
  World& world() { return *world_; }

  Observed take(const Step& step) {
    run_.history.steps.push_back(step);
    auto observed = world_->take(step);
    for (const auto& one : observed.answers) ++(one.receipt() != nullptr ? run_.accepted : run_.refused);
    run_.broken = broken_after(*world_, observed);
    return observed;
  }

  Run end(Looks looks) {
    if (!world_) return std::move(run_);
    if (!run_.broken && looks == Looks::also_at_the_end) {
      run_.broken = broken_at_end(*world_);
      run_.broke_at_end = run_.broken.has_value();
    }
    run_.events = world_->position();
    run_.tenants = world_->tenants().size();
    if (const auto head = world_->log().head()) run_.head = *head;
    return std::move(run_);
  }

private:
  std::unique_ptr<LogPlace> place_;
  std::unique_ptr<Fault> fault_;
  std::optional<World> world_;
  Run run_;
};

} // namespace

Plan plan_of(std::uint64_t seed) {
  Chance chance(seed ^ 0x706c616eU);
  Plan plan;
  plan.setting.seed = seed;
  plan.setting.house = chance.percent(35) ? "fasttrack" : "generated";
  plan.setting.nodes = chance.percent(55) ? 1 : static_cast<int>(chance.between(2, 3));
  plan.tenants = chance.percent(10) ? 1 : static_cast<std::size_t>(chance.between(3, 40));
  plan.steps = static_cast<std::size_t>(chance.between(100, 400));
  // Some go on until the tenant's state is kept as a snapshot, and some until lists have many pages.
  if (chance.percent(3)) plan.tenants = 1, plan.steps = 8000;
  if (chance.percent(2)) plan.tenants = 2000, plan.steps = 3000;
  return plan;
}

Run simulate(const Plan& plan, const Means& means) {
  Player player(plan.setting, means);
  People people(plan.setting.seed, plan.tenants);
  for (std::size_t number = 0; number < plan.steps && player.goes_on(); ++number) {
    // What is taken is what was printed and read back: so a printed history is the whole of it.
    const auto drawn = people.next(player.world());
    const auto step = step_from(to_line(drawn));
    if (!step) throw std::logic_error("A step is not read back: " + to_line(drawn) + ": " + to_string(step.error()));
    const auto observed = player.take(*step);
    if (player.goes_on()) people.see(player.world(), observed);
  }
  return player.end(Looks::also_at_the_end);
}

Run replay(const History& history, const Means& means, Looks looks) {
  Player player(history.setting, means);
  for (const auto& step : history.steps)
    if (player.goes_on()) player.take(step);
  return player.end(looks);
}

void stand_in_memory() {
  constexpr const char* memory = "/dev/shm";
  if (std::filesystem::is_directory(memory)) ::setenv("TMPDIR", memory, 0);
}

std::string report(const Run& failed, const History& shortest) {
  return fmt::format("# Broken: {}\n# {}\n# Found by seed {} after {} steps; {} of them are enough. Play them with\n"
                     "#   ./dev sim --replay FILE\n{}",
                     failed.broken->invariant, failed.broken->what, failed.history.setting.seed,
                     failed.history.steps.size(), shortest.steps.size(), to_text(shortest));
}

} // namespace handrail::sim
