#include "store/chain.h"

#include <gmock/gmock.h>

namespace handrail::store {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

StoredEvent event(Position position, const std::string& tenant, Version version) {
  return {position,
          TenantId(tenant),
          version,
          CommandId("c"),
          hash_of("r"),
          PersonId("p"),
          Instant(std::chrono::microseconds(1)),
          "t",
          "{}",
          false,
          Hash{}};
}

/// Events 1, 3 of contoso and 2 of fabrikam, chained as they are appended.
std::vector<StoredEvent> chained_log() {
  std::vector<StoredEvent> log{event(1, "contoso", 1), event(2, "fabrikam", 1), event(3, "contoso", 2)};
  log[0].hash = chained(log[0], Hash{});
  log[1].hash = chained(log[1], Hash{});
  log[2].hash = chained(log[2], log[0].hash);
  return log;
}

std::vector<Finding> findings_of(const std::vector<StoredEvent>& log) {
  ChainCheck check;
  std::vector<Finding> all;
  for (const auto& one : log)
    for (auto& finding : check.next(one)) all.push_back(std::move(finding));
  return all;
}

TEST(Chain, AnUntouchedLogHasNoFinding) { EXPECT_THAT(findings_of(chained_log()), IsEmpty()); }

// The encoding is a promise to every log that was ever written: these digests never change. They were computed with
// Python's hashlib over the bytes that § storage-3 describes.
TEST(Chain, TheEncodingIsTheOneTheSpecificationDescribes) {
  EXPECT_EQ(to_hex(hash_of("abc")), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_EQ(to_hex(chained(event(1, "contoso", 1), Hash{})),
            "c5dd06202ca702120a74a24e5bdfb1c8fff65326e4503f3e6c614e1050a2018e");
  Head head;
  auto first = event(1, "contoso", 1);
  first.hash = chained(first, Hash{});
  EXPECT_EQ(to_hex(advanced(head, first).hash), "3f331d8fc625f562b126f643d7a8992f3a12cc79793a8f44ed42e6f4ea078a11");
}

TEST(Chain, EveryFieldIsCovered) {
  const auto log = chained_log();
  const std::function<void(StoredEvent&)> changes[] = {
      [](StoredEvent& e) { e.command = CommandId("d"); },
      [](StoredEvent& e) { e.request[31] ^= 1; },
      [](StoredEvent& e) { e.actor = PersonId("q"); },
      [](StoredEvent& e) { e.at += std::chrono::microseconds(1); },
      [](StoredEvent& e) { e.type = "u"; },
      [](StoredEvent& e) { e.data = "[]"; },
      [](StoredEvent& e) { e.message = true; },
      [](StoredEvent& e) { e.hash[0] ^= 0x80; },
  };
  for (const auto& change : changes) {
    auto altered = log;
    change(altered[1]);
    const auto findings = findings_of(altered);
    ASSERT_THAT(findings, SizeIs(1));
    EXPECT_EQ(findings[0].where, "event 1 of fabrikam (position 2)");
    EXPECT_THAT(findings[0].message, HasSubstr("its content is not what was hashed"));
  }
}

TEST(Chain, TextMovedFromOneFieldToTheNextIsNoticed) {
  auto left = event(1, "contoso", 1);
  auto right = left;
  left.type = "ab", left.data = "c";
  right.type = "a", right.data = "bc";
  EXPECT_NE(chained(left, Hash{}), chained(right, Hash{}));
}

TEST(Chain, ARemovedEventIsMissedAtTheNextOne) {
  auto log = chained_log();
  log.erase(log.begin() + 1);
  auto findings = findings_of(log);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].where, "event 2 of contoso (position 3)");
  EXPECT_EQ(findings[0].message, "position 2 before it is missing");

  log = chained_log();
  log.erase(log.begin());
  findings = findings_of(log);
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_EQ(findings[1].message, "event 1 of the tenant should follow event 0, this is event 2");
}

TEST(Chain, SwappedEventsAreBothFound) {
  auto log = chained_log();
  std::swap(log[0].data, log[1].data);
  log[0].data = "[1]";
  std::swap(log[0].hash, log[1].hash);
  EXPECT_THAT(findings_of(log), SizeIs(3)) << "the two, and what follows the first";
}

TEST(Chain, AnEventInAnothersPlaceIsNamed) {
  auto log = chained_log();
  std::swap(log[1], log[2]);
  const auto findings = findings_of(log);
  ASSERT_THAT(findings, SizeIs(2)) << "what came too early, and what came too late";
  EXPECT_EQ(findings[0].message, "position 2 before it is missing");
  EXPECT_EQ(findings[1].where, "event 1 of fabrikam (position 2)");
  EXPECT_EQ(findings[1].message, "position 4 should stand where it stands");
}

TEST(Chain, TheLastEventsMissingIsFoundAtTheEnd) {
  const auto log = chained_log();
  ChainCheck whole;
  for (const auto& one : log) EXPECT_THAT(whole.next(one), IsEmpty());
  EXPECT_THAT(whole.finish(whole.head()), IsEmpty());
  ChainCheck cut;
  EXPECT_THAT(cut.next(log[0]), IsEmpty());
  const auto findings = cut.finish(whole.head());
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].message, HasSubstr("the log ends at position 1, and its head says 3"));
}

TEST(Chain, HashesAreReadAsTheyAreWrittenAndNothingElse) {
  const auto hash = hash_of("abc");
  EXPECT_EQ(*hash_from_hex(to_hex(hash)), hash);
  for (const std::string text : {"", "ab", "zz", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d5231"})
    EXPECT_EQ(hash_from_hex(text).error().code, ErrorCode::invalid) << text;
  EXPECT_EQ(hash_from_hex(to_hex(hash) + "00").error().code, ErrorCode::invalid);
}

} // namespace
} // namespace handrail::store
