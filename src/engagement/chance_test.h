// Random histories, each from a seed.
#pragma once

#include "engagement/world_test.h"

#include <random>
#include <string>

namespace handrail::engagement {

inline constexpr const char* people[] = {"tara", "diego", "rana", "ama", "noor", "both", "kofi"};
inline constexpr const char* tasks[] = {"100", "101", "102", "110", "111", "200"};
inline constexpr const char* statuses[] = {"Not Started", "In Progress", "Complete", "Paused", "Cancelled"};
inline constexpr const char* queues[] = {"Validation", "Parked", "Inactive EMEA", "Watch list"};
inline constexpr const char* fields[] = {"RM", "FM", "FE", "Partner FM"};

/// Draws commands that make sense often enough to lead somewhere.
class Chance {
public:
  explicit Chance(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(engine_); }
  template <class T, std::size_t N>
  const T& of(const T (&things)[N]) {
    return things[below(N)];
  }
  std::string person() { return of(people); }
  std::string id(const char* kind) { return kind + std::to_string(++count_); }

  Command command(const TenantState& state) {
    switch (below(17)) {
      case 0: return start(below(2) != 0 ? "park" : "finish", id("e"));
      case 1:
        return state.engagements.empty() ? start("park", id("e"))
                                         : close(state.engagements[below(state.engagements.size())].id.text());
      case 2: return outcome(tasks[below(3)]);
      case 3: return set_task(of(tasks), of(statuses));
      case 4: return complete(of(tasks));
      case 5: return note(id("n"), "Engagement Management", "Re-engaged Customer: because.");
      case 6: return note_about(id("n"), "100", "why the customer declined", below(3) != 0 ? "No interest" : " ");
      case 7: return assign_person(of(fields), of(people), below(2) != 0);
      case 8: return assign_queue(of(fields), of(queues), below(2) != 0);
      case 9: return unassign_person(of(fields), of(people));
      case 10: return Unassign{FieldId(of(fields)), queue_holder(of(queues)), {}};
      case 11: return MakeRequest{RequestId(id("r")), "move_queue", of(queues), "", {}};
      case 12:
        return AnswerRequest{
            RequestId(state.requests.empty() ? "none" : state.requests[below(state.requests.size())].id.text()),
            below(2) != 0, "So"};
      case 13: {
        EditTenant edit;
        edit.attributes["managed"] = below(2) != 0 ? "true" : "false";
        return edit;
      }
      case 14: return LogMeeting{MeetingId(id("m")), "call", "discussion", {}, 15, "", {}};
      case 15:
        return TickItem{
            {},
            ChecklistItemId(below(2) != 0 ? "the-customer-knows-it-ends" : "the-completed-work-was-reviewed"),
            true};
      default: {
        DraftNote draft;
        draft.note = NoteId(id("d"));
        draft.content.category = "Engagement Management";
        return draft;
      }
    }
  }

private:
  std::mt19937 engine_;
  int count_ = 0;
};

/// A world after so many random commands, a minute longer apart each time: what was accepted has happened.
inline World world_after(unsigned seed, int steps) {
  World world;
  Chance chance(seed);
  for (int step = 0; step < steps; ++step) {
    world.now += std::chrono::minutes(step);
    const std::string person = chance.person();
    const auto decision =
        decide(world.state, *world.model, chance.command(world.state), world.actor(person), world.now);
    if (!decision) continue;
    for (const auto& event : decision->events) {
      world.log.push_back({event, PersonId(person), world.now});
      world.state = evolve(std::move(world.state), world.log.back());
    }
  }
  return world;
}

} // namespace handrail::engagement
