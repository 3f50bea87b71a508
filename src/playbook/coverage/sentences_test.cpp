#include "playbook/coverage/sentences.h"

namespace handrail::playbook {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Languages& languages() {
  static const Languages all = built_in_languages();
  return all;
}

std::vector<std::string> split(std::string_view text, std::string_view language = "English") {
  std::vector<std::string> sentences;
  for (const auto& [from, to] : sentences_of(text, languages(), languages().order_words(language)))
    sentences.emplace_back(text.substr(from, to - from));
  return sentences;
}

TEST(Sentences, EndAtAFullStopWithABlankBehindIt) {
  EXPECT_THAT(split("Call them. Write it down! Why? Because."),
              ElementsAre("Call them.", "Write it down!", "Why?", "Because."));
  EXPECT_THAT(split("See docs.example.com/a.b for version 2.0 of it"),
              ElementsAre("See docs.example.com/a.b for version 2.0 of it"));
}

TEST(Sentences, DoNotEndAtAbbreviationsInitialsAndNumbers) {
  EXPECT_THAT(split("Some queues, e.g. FTCQ CSS, i.e. All of them. Then J. Smith vs. The rest."),
              ElementsAre("Some queues, e.g. FTCQ CSS, i.e. All of them.", "Then J. Smith vs. The rest."));
  EXPECT_THAT(split("2. Then add it. Until 5 p.m. on the day."),
              ElementsAre("2. Then add it.", "Until 5 p.m. on the day."));
  EXPECT_THAT(split("It has 40. The rest has 50."), ElementsAre("It has 40.", "The rest has 50."));
}

TEST(Sentences, KnowTheAbbreviationsAndDatesOfTheirLanguage) {
  EXPECT_THAT(split("Bis zum 31. Dezember, z. B. Nr. 5 bzw. Felder. Dann weiter.", "Deutsch"),
              ElementsAre("Bis zum 31. Dezember, z. B. Nr. 5 bzw. Felder.", "Dann weiter."));
  EXPECT_THAT(split("La Sra. García llama. Luego, p. ej. Teams.", "Español"),
              ElementsAre("La Sra. García llama.", "Luego, p. ej. Teams."));
}

TEST(Sentences, KeepTheirClosingQuotesAndBrackets) {
  EXPECT_THAT(split("He said “Go.” Then (it was late.) we went."),
              ElementsAre("He said “Go.”", "Then (it was late.) we went."));
  EXPECT_THAT(split("Wait... Really?! Yes…"), ElementsAre("Wait...", "Really?!", "Yes…"));
}

TEST(Sentences, OfScriptsWithoutBlanksEndAtTheirOwnFullStop) {
  EXPECT_THAT(split("電話します。「はい。」と言う。次へ！", "日本語"),
              ElementsAre("電話します。", "「はい。」", "と言う。", "次へ！"));
  EXPECT_THAT(split("请通知客户。然后关闭任务3703。", "中文"), ElementsAre("请通知客户。", "然后关闭任务3703。"));
}

TEST(Sentences, OfRightToLeftScriptsAreFoundToo) {
  EXPECT_THAT(split("اتصل بالعميل. هل أجاب؟ نعم."), ElementsAre("اتصل بالعميل.", "هل أجاب؟", "نعم."));
  EXPECT_THAT(split("יש להתקשר ללקוח. אחר כך לסגור."), ElementsAre("יש להתקשר ללקוח.", "אחר כך לסגור."));
}

TEST(Sentences, WithoutALetterAreNone) { EXPECT_THAT(split("- … 42. * !"), IsEmpty()); }

TEST(Sentences, OfAMegabyteAreCutInATimeThatGrowsWithTheirLength) {
  constexpr std::size_t length = 1'000'000;
  EXPECT_EQ(split(std::string(length, 'a')).size(), 1U);
  std::string stops;
  while (stops.size() < length) stops += "a. ";
  EXPECT_EQ(split(stops).size(), 1U) << "single letters are initials";
  std::string sentences;
  while (sentences.size() < length) sentences += "Go on. ";
  EXPECT_EQ(split(sentences).size(), (length + 6) / 7);
  EXPECT_THAT(split(std::string(length, '.')), IsEmpty());
  EXPECT_LE(split(std::string(length, '\xFF')).size(), 1U); // no UTF-8: the reader of files has mended that
}

std::vector<std::string> orders(std::string_view sentence, std::string_view language = "English") {
  std::vector<std::string> words;
  for (const auto& order : languages().order_words(language).orders_in(sentence)) words.push_back(order.word);
  return words;
}

TEST(OrderWords, CountWhereverTheyStandOrWhereAClauseBegins) {
  EXPECT_THAT(orders("The note MUST exist."), ElementsAre("must"));
  EXPECT_THAT(orders("Add it."), ElementsAre("add"));
  EXPECT_THAT(orders("RM field: remove the queue and add another"), ElementsAre("remove", "add"));
  EXPECT_THAT(orders("After the call, please write a note."), ElementsAre("write"));
  EXPECT_THAT(orders("Policies are set, and the call is over."), IsEmpty());
  EXPECT_THAT(orders("It is done by call, set up by hand."), IsEmpty());
  EXPECT_THAT(orders("Don't leave."), ElementsAre("don't"));
  EXPECT_THAT(orders("Complete"), IsEmpty()) << "a word alone is a name";
}

TEST(OrderWords, HarmlessOnesAreNone) {
  EXPECT_THAT(orders("A note is not required."), IsEmpty());
  EXPECT_THAT(orders("Not only the RM, but all must agree."), ElementsAre("must"));
}

TEST(OrderWords, AreThoseOfTheLanguage) {
  EXPECT_THAT(orders("Entfernen Sie die Warteschlange.", "Deutsch"), ElementsAre("entfernen Sie"));
  EXPECT_THAT(orders("Die Notiz muss vorhanden sein, nur dann geht es.", "Deutsch"), ElementsAre("muss", "nur"));
  EXPECT_THAT(orders("Si el cliente llama, añada una nota.", "Español"), ElementsAre("añada"));
  EXPECT_THAT(orders("A nota é obrigatória e só então feche.", "Português"), ElementsAre("obrigatória", "só"));
  EXPECT_THAT(orders("必ず顧客に連絡してください。", "日本語"), ElementsAre("必ず", "てください"));
  EXPECT_THAT(orders("必要に応じて電話します。", "日本語"), IsEmpty());
  EXPECT_THAT(orders("必须在备注中填写原因。", "中文"), ElementsAre("必须"));
  EXPECT_THAT(orders("添加备注。", "中文"), ElementsAre("添加"));
  EXPECT_THAT(orders("提交申请的客户。", "English"), IsEmpty());
  EXPECT_THAT(orders("so far, the remote set", "English"), IsEmpty()) << "“só” is Portuguese";
}

TEST(OrderWords, OfAMegabyteAreFound) {
  std::string text;
  while (text.size() < 1'000'000) text += "must ";
  EXPECT_EQ(orders(text).size(), 200'000U);
  std::string kana;
  while (kana.size() < 1'000'000) kana += "必要に応じて必ず";
  EXPECT_THAT(orders(kana, "日本語"), ElementsAre("必ず"));
}

} // namespace
} // namespace handrail::playbook
