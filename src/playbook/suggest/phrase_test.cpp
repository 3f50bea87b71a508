#include "playbook/suggest/phrase.h"

#include "playbook/suggest/names.h"
#include "playbook/yaml.h"

namespace handrail::playbook {
namespace {

std::string taken(std::string_view pattern, const std::string& sentence, const std::string& name = "what") {
  const auto match = Phrase(pattern).find(SentenceWords(sentence));
  return match ? "[" + (*match)[name] + "]" : "no";
}

TEST(Phrase, IsFoundWhateverTheCaseEmphasisAndWhiteSpace) {
  EXPECT_EQ(taken("remove <what> as RM", "Please REMOVE  *Queue One*\n as rm now"), "[Queue One]");
  EXPECT_EQ(taken("remove <what> as RM", "Removed Queue One as RM"), "no");
}

TEST(Phrase, HasAlternativesOptionalWordsAndGaps) {
  EXPECT_EQ(taken("(add|put in) [the] <what> in ... note", "Put in the reason in a short note"), "[reason]");
  EXPECT_EQ(taken("(add|put in) [the] <what> in ... note", "Add reason in note"), "[reason]");
  EXPECT_EQ(taken("add [(the|a further)] <what> now", "add a further one now"), "[one]");
  EXPECT_EQ(taken("one ... two", "one 2 3 4 5 6 7 8 9 two"), "[]");
  EXPECT_EQ(taken("one ... two", "one 2 3 4 5 6 7 8 9 10 two"), "no");
}

TEST(Phrase, TakesFewWordsWithinAndTheClauseAtTheEnd) {
  EXPECT_EQ(taken("note that <what>", "A note that they said so, and more"), "[they said so]");
  EXPECT_EQ(taken("<what> field", "RM field FM field"), "[RM]");
  EXPECT_EQ(taken("add <what> as primary", "add one, two as primary"), "no") << "a comma parts clauses";
}

TEST(Phrase, MindsColons) {
  EXPECT_EQ(taken("add RM : <what>", "Add RM: Queue One"), "[Queue One]");
  EXPECT_EQ(taken("add RM : <what>", "Add RM Queue One"), "no");
  EXPECT_EQ(taken("field : remove <what>", "field : remove Onboarding RM/PSM (now)"), "[Onboarding RM/PSM]");
}

TEST(Phrase, EndsSoonOnHostileSentences) {
  std::string text;
  while (text.size() < 1'000'000) text += "remove it as ";
  EXPECT_EQ(taken("remove <a> as ... <b> as ... <c> never", text), "no");
  EXPECT_EQ(SentenceWords(text).words.size(), SentenceWords::most);
  EXPECT_EQ(taken("a <what>", std::string(100'000, '\xFF')), "no");
}

TEST(YamlScalar, IsReadBackAsItWas) {
  for (const std::string text : {"plain words", "it's", "a: b", "a #b", "- dash", "[x]", "a, b", "'quoted'", "true",
                                 "No", "= x", "ends:", "", "“typographic”", "100 %", "%", "a = \"b\"", "～"}) {
    std::vector<Diagnostic> findings;
    const auto read = yaml::parse("{k: " + yaml_scalar(text) + "}", {"x"}, findings);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->at("k").text(), text) << yaml_scalar(text);
    EXPECT_FALSE(read->at("k").as_boolean().has_value()) << text;
  }
}

} // namespace
} // namespace handrail::playbook
