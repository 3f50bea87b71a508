// Notes and checkpoints as texts: read as they are written, and nothing else is.
#include "store/checkpoint/checkpoint.h"

#include "store/chain.h"

#include <gmock/gmock.h>

namespace handrail::store {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

PrivateKey key(std::uint8_t number) {
  PrivateKey::Seed seed{};
  seed.fill(number);
  return PrivateKey(seed);
}

const Checkpoint some{origin_of(hash_of("first")), 1234, hash_of("root")};

// Made with openssl and Python's hashlib from the seed of 32 bytes 0x01, after C2SP's signed-note.
TEST(SignedCheckpoint, IsTheTextThatTheSpecificationsDescribe) {
  EXPECT_EQ(signed_checkpoint(some, key(1)), R"(handrail/6fe2ae219b7408c5
1234
CFm/zhpmu+SVenlQLPED6xzTja5L3ncc1KLw/+ewrUk=

— handrail/6fe2ae219b7408c5 ZeIlwZGXNnGeFYajodfI1lII9YsjWyBgH0Rqi7HV3qMdt3GkM8p78KKBJonr4SFWwRQLwhL4DeTULUXIB9fBmsOVswg=
)");
  EXPECT_EQ(key(1).public_key(some.origin).text(),
            R"(handrail/6fe2ae219b7408c5+65e225c1+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c)");
}

// The example of golang.org/x/mod/sumdb/note, which the specification was written from.
TEST(SignedNote, OfOthersIsReadAndItsSignatureHolds) {
  const std::string text = "If you think cryptography is the answer to your problem,\n"
                           "then you don't know what your problem is.\n";
  const auto peter = PublicKey::from("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  ASSERT_TRUE(peter.has_value()) << to_string(peter.error());
  const auto note =
      SignedNote::from(text + "\n— PeterNeumann "
                              "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotp"
                              "RZb6KE6RyyBwJnAM=\n");
  ASSERT_TRUE(note.has_value()) << to_string(note.error());
  EXPECT_EQ(note->text, text);
  EXPECT_TRUE(note->is_signed_by(*peter));
}

TEST(SignedCheckpoint, IsReadAsItIsWrittenAndHoldsForItsKeyAlone) {
  const auto read = SignedCheckpoint::from(signed_checkpoint(some, key(1)));
  ASSERT_TRUE(read.has_value()) << to_string(read.error());
  EXPECT_EQ(read->checkpoint, some);
  EXPECT_TRUE(read->is_signed_by(key(1).public_key(some.origin)));
  EXPECT_FALSE(read->is_signed_by(key(2).public_key(some.origin)));
  EXPECT_FALSE(read->is_signed_by(key(1).public_key("another/name")));
}

TEST(SignedCheckpoint, AnyOtherByteIsNoCheckpointOrOneThatNobodyHasSigned) {
  const auto text = signed_checkpoint(some, key(1));
  const auto signer = key(1).public_key(some.origin);
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const int bit : {1, 4, 32}) {
      auto other = text;
      other[at] = static_cast<char>(other[at] ^ bit);
      const auto read = SignedCheckpoint::from(other);
      EXPECT_FALSE(read && read->is_signed_by(signer)) << "byte " << at << ":\n" << other;
    }
    EXPECT_FALSE(SignedCheckpoint::from(text.substr(0, at)).has_value()) << "cut at " << at;
  }
}

TEST(SignedCheckpoint, MayHaveFurtherLinesAndOtherPeoplesSignatures) {
  const auto text = some.origin + "\n7\n" + to_base64(some.root) + "\nwhat others add\n";
  auto note = key(1).signed_note(text, some.origin);
  const auto witness = key(2).signed_note(text, "witness.example.org");
  note += witness.substr(witness.find("\n\n") + 2);
  const auto read = SignedCheckpoint::from(note);
  ASSERT_TRUE(read.has_value()) << to_string(read.error());
  EXPECT_EQ(read->checkpoint.size, 7U);
  EXPECT_THAT(read->note.signatures, SizeIs(2));
  EXPECT_TRUE(read->is_signed_by(key(1).public_key(some.origin)));
  EXPECT_TRUE(read->is_signed_by(key(2).public_key("witness.example.org")));
}

TEST(SignedCheckpoint, WhatIsNoneIsSaidToBeNone) {
  const auto error = [](const std::string& text) {
    const auto read = SignedCheckpoint::from(text);
    return read ? "read" : read.error().message;
  };
  const auto root = to_base64(some.root);
  const auto signature = "\n— a " + to_base64(std::vector<std::uint8_t>(68)) + "\n";
  EXPECT_EQ(error("a\n1\n" + root + "\n" + signature), "read");
  EXPECT_THAT(error(""), HasSubstr("no empty line with signatures"));
  EXPECT_THAT(error("a\n01\n" + root + "\n" + signature), HasSubstr("second line"));
  EXPECT_THAT(error("a\n-1\n" + root + "\n" + signature), HasSubstr("second line"));
  EXPECT_THAT(error("a\n99999999999999999999\n" + root + "\n" + signature), HasSubstr("second line"));
  EXPECT_THAT(error("a\n1\nAAAA\n" + signature), HasSubstr("third line"));
  EXPECT_THAT(error("a\n1\n" + signature), HasSubstr("third line"));
  EXPECT_THAT(error("a\n1\n" + root + "\n\n"), HasSubstr("nobody has signed it"));
  EXPECT_THAT(error("a\n1\n" + root + "\n\nsomething\n"), HasSubstr("is no signature"));
  EXPECT_THAT(error("a\n1\n" + root + "\n\n— a AAAA\n"), HasSubstr("a dash, a name, and base64"));
  EXPECT_THAT(error("a\n1\n" + root + "\n\n— a+b " + signature.substr(7)), HasSubstr("a dash, a name, and base64"));
  EXPECT_THAT(error(std::string("a\0b", 3)), HasSubstr("control characters"));
  EXPECT_THAT(error("\xff\xfe"), HasSubstr("not UTF-8"));
  EXPECT_THAT(error(std::string(most_note_bytes + 1, 'a')), HasSubstr("larger than 65536 bytes"));
  std::string many = "a\n1\n" + root + "\n\n";
  for (std::size_t i = 0; i <= most_note_signatures; ++i) many += signature.substr(1);
  EXPECT_THAT(error(many), HasSubstr("more than 16 signatures"));
}

TEST(PublicKey, IsReadAsItIsWrittenAndNothingElse) {
  const auto text = key(3).public_key("a.log/1").text();
  EXPECT_EQ(*PublicKey::from(text), key(3).public_key("a.log/1"));
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto other = text;
    other[at] = other[at] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(PublicKey::from(other).has_value()) << other;
    EXPECT_FALSE(PublicKey::from(text.substr(0, at)).has_value()) << text.substr(0, at);
  }
}

} // namespace
} // namespace handrail::store
