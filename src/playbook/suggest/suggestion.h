// A rule that a sentence seems to ask for, as YAML that can be pasted. docs/spec/coverage.md, § coverage-30
#pragma once

#include "playbook/diagnostic.h"
#include "playbook/languages.h"
#include "playbook/suggest/names.h"
#include "playbook/suggest/phrase.h"

#include <string>
#include <vector>

namespace handrail::playbook {

struct Suggestion {
  /// Where in a rules block it stands.
  enum class Place { requirement, effect, when, due, outcome, forbid, entry, exit };
  Place place = Place::requirement;
  std::string kind;               ///< "note", "assign" …, as coverage names it
  std::string yaml;               ///< the rule's own keys, a line each, without what cites
  std::string remark;             ///< what the author should look at; may be empty
  std::vector<std::string> tasks; ///< the ids it stands on; none for the step's outcome and for forbid
  std::vector<std::string> cites;
  SourceSpan at;    ///< of the sentence
  std::string tick; ///< the words of a checklist item that is to be pasted with it; may be empty
};

/// A sentence with what surrounds it.
struct SentenceInPlace {
  const SentenceWords& own;
  std::vector<const SentenceWords*> leads; ///< the items and sentences that lead to it, innermost first
  const SentenceWords* next = nullptr;     ///< of the same paragraph
  std::vector<std::string> items;          ///< of the list that it leads to
  std::vector<std::string> queues;         ///< names that the nearest list before has, or that of `items`
};

/// One without its tasks and citation, which its place in the document gives it.
Suggestion suggestion(Suggestion::Place place, std::string kind, std::string yaml, std::string remark = {});

using Suggested = std::vector<Suggestion>;

// Each reads phrases of one thought, in a file of its own name, and adds what it finds.
void read_assignments(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found);
void read_notes(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found);
void read_choices(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found);
void read_dates(const SentenceInPlace& sentence, const Languages& languages, Suggested& found);
void read_messages(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found);
void read_waiting(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found);
void read_inputs(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found);

/// The first phrase that is found, and its index.
struct FoundPhrase {
  std::size_t index = 0;
  PhraseMatch match;
};
std::optional<FoundPhrase> first_of(const std::vector<Phrase>& phrases, const SentenceWords& sentence);

/// "3", "three", and so at the end of more words; nothing for anything else.
std::optional<unsigned> number_of(std::string_view text);

} // namespace handrail::playbook
