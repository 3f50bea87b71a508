#include "engagement/state_codec.h"

#include "engagement/chance_test.h"
#include "engagement/every_change_test.h"
#include "support/golden.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <malloc.h>

namespace handrail::engagement {
namespace {

/// A tenant to whom everything happened that can, twice, so that every list and map holds something.
TenantState state_with_everything() {
  TenantState state;
  auto at = *instant_from_iso("2026-03-02T09:00:00Z");
  for (int round = 0; round < 2; ++round)
    for (const auto& change : every_change()) {
      state = evolve(std::move(state), {{change, {}}, PersonId("tara"), at});
      at += std::chrono::minutes(7);
    }
  const EngagementId e2("e2");
  const ServiceId teams("teams");
  const Change more[] = {EngagementStarted{e2, PlaybookId("finish"), "v"},
                         TaskSet{e2, TaskId("200"), "Paused", 3, teams},
                         OutcomeChosen{e2, "step", TaskId("200"), teams},
                         RequestMade{RequestId("r2"), e2, "move_queue", "Parked", "", RoleId("movers")},
                         HolderAssigned{{FieldId("FM"), queue_holder("Parked"), {}, true}},
                         NoteDrafted{NoteId("n3"), {}}};
  for (const auto& change : more) state = evolve(std::move(state), {{change, {}}, PersonId("ben"), at});
  return state;
}

TEST(StateCodec, ReadsBackEveryFieldOfAState) {
  const auto state = state_with_everything();
  const auto read = state_from_bytes(to_bytes(state));
  ASSERT_TRUE(read.has_value()) << to_string(read.error());
  EXPECT_EQ(*read, state);
  EXPECT_EQ(*state_from_bytes(to_bytes(TenantState())), TenantState());
}

TEST(StateCodec, AStateFromBytesAndTheEventsAfterItIsTheStateOfAllEvents) {
  for (unsigned seed = 201; seed <= 220; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const auto all = world_after(seed, 150).log;
    TenantState whole;
    std::vector<std::string> kept; // after each event
    for (const auto& one : all) {
      whole = evolve(std::move(whole), one);
      kept.push_back(to_bytes(whole));
    }
    for (std::size_t at = 0; at < all.size(); at += 1 + seed % 7) {
      auto state = state_from_bytes(kept[at]);
      ASSERT_TRUE(state.has_value());
      for (std::size_t next = at + 1; next < all.size(); ++next) *state = evolve(std::move(*state), all[next]);
      ASSERT_EQ(*state, whole) << "from event " << at + 1;
    }
  }
}

TEST(StateCodec, BytesThatWereCutOrChangedAreRefusedOrReadAsSomethingElseAndHarmNobody) {
  const auto state = state_with_everything();
  const auto bytes = to_bytes(state);
  for (std::size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(state_from_bytes(std::string_view(bytes).substr(0, length)).has_value()) << length;
  EXPECT_FALSE(state_from_bytes(bytes + "x").has_value());
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (const int change : {1, 0x80, 0xff}) {
      auto altered = bytes;
      altered[at] = static_cast<char>(altered[at] ^ change);
      const auto read = state_from_bytes(altered);
      EXPECT_TRUE(!read.has_value() || to_bytes(*read) != bytes);
    }
}

/// What the format is a promise of: bytes read by another program than wrote them must mean the same there.
TEST(StateCodec, AStateOfOtherBytesHasAnotherFormat) {
  std::uint64_t digest = 0xcbf29ce484222325U;
  for (const char c : to_bytes(state_with_everything()))
    digest = (digest ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  // Another digest with the format unchanged: raise `revision` in state_codec.cpp before writing this file anew.
  EXPECT_TRUE(testing::matches_golden("engagement/state.txt",
                                      fmt::format("format {}\nstate {:016x}\n", state_format(), digest)));
}

#ifdef __SANITIZE_ADDRESS__
constexpr bool allocator_tells = false;
#elif defined(__SANITIZE_THREAD__)
constexpr bool allocator_tells = false;
#else
constexpr bool allocator_tells = true;
#endif

std::size_t allocated_now() {
  const auto info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

/// Each copy has everything to itself.
void expect_honest_size(const TenantState& state, const char* what) {
  const auto bytes = to_bytes(state);
  constexpr std::size_t copies = 50;
  std::vector<std::unique_ptr<TenantState>> all(copies);
  const auto before = allocated_now();
  for (auto& one : all) one = std::make_unique<TenantState>(*state_from_bytes(bytes));
  const auto taken = (allocated_now() - before) / copies;
  const auto estimated = size_bytes(*all.front());
  EXPECT_GT(estimated, taken * 9 / 10) << what << " takes " << taken;
  EXPECT_LT(estimated, taken * 11 / 10) << what << " takes " << taken;
}

TEST(StateSize, IsWhatTheAllocatorGaveForItWithinATenth) {
  if (!allocator_tells) GTEST_SKIP() << "the sanitizers' allocator does not tell";
  expect_honest_size(state_with_everything(), "a state with everything");
  for (unsigned seed = 301; seed <= 305; ++seed) {
    TenantState state;
    const auto all = world_after(seed, 100).log;
    for (const auto& one : all) state = evolve(std::move(state), one);
    expect_honest_size(state, "a state of a random history");
  }
  TenantState large;
  for (int i = 0; i < 5'000; ++i)
    large = evolve(
        std::move(large),
        {{NoteWritten{NoteId("n" + std::to_string(i)), {"C", std::string(300, 'x'), {}, {}, {}, false, {}, {}}}, {}},
         PersonId("tara"),
         Instant{}});
  expect_honest_size(large, "a state of many notes");
}

} // namespace
} // namespace handrail::engagement
