// What people, clocks, machines and the mail do next: drawn from one generator, by what the world has come to. They ask
// for what makes sense often enough to get somewhere, and follow the ways out of denials.
#pragma once

#include "sim/chance.h"
#include "sim/world.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace handrail::sim {

class People {
public:
  /// `tenants`: how many there will be, at most.
  People(std::uint64_t seed, std::size_t tenants) : chance_(seed), most_tenants_(tenants) {}

  Step next(const World& world);
  /// They look at what came of it: a denial's ways out are tried later.
  void see(const World& world, const Observed& observed);

private:
  struct WayOut {
    TenantId tenant;
    PersonId person;
    engagement::Command command;
  };

  Step with_commands(const World& world);
  Step of_the_world(const World& world);
  Sent sent(const World& world);
  Sent registration(const World& world);
  Sent hostile(Sent sent);
  engagement::Command command(const World& world, const engagement::TenantState& state, const PersonId& person);
  engagement::Command on_playbooks(const World& world, const engagement::TenantState& state);
  engagement::Command on_record(const World& world, const engagement::TenantState& state);
  engagement::Command on_tenant(const World& world, const engagement::TenantState& state);
  engagement::Command on_holders(const World& world, const engagement::TenantState& state, const PersonId& person);
  engagement::Command filled(engagement::Command command, const playbook::Model& model);
  engagement::NoteContent note(const World& world, const engagement::TenantState& state);
  engagement::Assignment assignment(const World& world);
  std::string value(const playbook::TenantAttribute& attribute, const playbook::Workspace& workspace);
  PersonId anybody(const World& world);
  PersonId assigner(const World& world);
  PersonId somebody_on(const World& world, const engagement::TenantState& state);
  TenantId tenant(const World& world);
  std::int64_t jump(Instant now);
  int node(const World& world) { return static_cast<int>(chance_.below(static_cast<std::size_t>(world.nodes()))); }
  template <class Id>
  Id fresh(const char* kind) {
    return Id(kind + std::to_string(++count_));
  }

  Chance chance_;
  std::size_t most_tenants_;
  int count_ = 0;
  std::deque<WayOut> ways_out_;
  std::vector<CommandId> keys_;
};

} // namespace handrail::sim
