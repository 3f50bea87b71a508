// The usual phrasings of playbooks as patterns over words: letter case, emphasis, white space and line breaks do not
// count.
//
//   required to (add|enter|list out) [the] <what> in [the] <category> (note|notes)
//
// A word stands for itself; `(a|b c)` is one of these; `[a]`, `[(a|b)]` may be missing; `<name>` takes one to twelve
// words of one clause, as few as fit, and at the pattern's end as many as the clause has; `...` passes over at most
// eight words;
// `:` means that a colon stands here. A pattern may begin anywhere in the sentence. § coverage-31
#pragma once

#include "playbook/coverage/words.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

/// A sentence and its words.
struct SentenceWords {
  explicit SentenceWords(std::string sentence);

  std::string text;
  std::vector<TextWord> words; ///< at most `most`: no sentence that people read is longer
  static constexpr std::size_t most = 300;
};

/// What the names of a pattern stand for, as written in the sentence.
class PhraseMatch {
public:
  /// The words taken by `name`; "" when it took none.
  const std::string& operator[](const std::string& name) const;
  std::map<std::string, std::string> names;
};

class Phrase {
public:
  explicit Phrase(std::string_view pattern);

  std::optional<PhraseMatch> find(const SentenceWords& sentence) const;

private:
  struct Element {
    enum class Kind { words, name, gap, colon };
    Kind kind = Kind::words;
    std::vector<std::vector<std::string>> alternatives;
    std::string name;
    bool optional = false;
  };
  struct Attempt;

  static Element words_element(std::string_view alternatives);

  std::vector<Element> elements_;
};

} // namespace handrail::playbook
