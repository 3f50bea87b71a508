// Every sentence of a playbook accounted for: enforced by a rule, tracked by the engine, guidance, or an order that
// nobody has claimed. docs/spec/coverage.md
#pragma once

#include "playbook/coverage/claims.h"
#include "playbook/languages.h"
#include "playbook/playbook.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

enum class Standing { enforced, tracked, guidance, unclaimed };
constexpr std::array standings{Standing::enforced, Standing::tracked, Standing::guidance, Standing::unclaimed};

/// "enforced", and the sign that stands for it in a gutter: E T · !
std::string_view to_text(Standing standing);
std::string_view sign_of(Standing standing);

/// A sentence, or what is read as one: a list item, a table's cell, a label, a row of a task table.
struct CoveredSentence {
  enum class Form { sentence, item, checklist_item, label, task, next };
  Form form = Form::sentence;
  Standing standing = Standing::guidance;
  std::string text; ///< without markup
  SourceSpan at;
  std::vector<Claim> claims; ///< the rules that cite it, each once; or where it is marked as guidance
  std::string order;         ///< the word by which it orders something ("must"); "" when it does not
  bool marked = false;       ///< guidance because the author says so
  int depth = 0;             ///< of the list it stands in; 0 outside of lists
  std::size_t block = 0;     ///< counts paragraphs, items and cells: sentences of one share it
};

/// What stands under one heading.
struct CoveredChapter {
  std::string title;
  SourceSpan at;
  int level = 2;                                ///< 2 a section, 3 a step, 4 what parts it
  bool counted = true;                          ///< not the change history
  std::optional<std::size_t> step;              ///< index of the step it is part of; nothing in a section
  Section::Kind section = Section::Kind::other; ///< where it is no step
  std::vector<CoveredSentence> sentences;
};

struct CoverageTotals {
  std::array<std::size_t, standings.size()> counts{};
  std::size_t marked = 0; ///< of the guidance

  std::size_t of(Standing standing) const { return counts.at(static_cast<std::size_t>(standing)); }
  std::size_t all() const;
  /// The share that is accounted for, that is not unclaimed, in whole percent, rounded down. Nothing at all is 100.
  unsigned percent() const;
  void add(const CoverageTotals& other);
};

struct Coverage {
  std::vector<CoveredChapter> chapters; ///< in document order
  CoverageTotals totals;
};

Coverage coverage_of(const Playbook& playbook, const Languages& languages);

} // namespace handrail::playbook
