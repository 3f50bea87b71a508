// The marks in a document's margin: how each sentence is accounted for. § coverage-23
#pragma once

#include "playbook/playbook.h"
#include "web/view/view.h"

#include <map>
#include <vector>

namespace handrail::playbook {
struct CoveredSentence;
}

namespace handrail::web {

class CoverageMarks {
public:
  /// A playbook whose coverage is not known has no marks.
  explicit CoverageMarks(const playbook::Playbook& book);

  /// The marks of a block's sentences, into the view of the template "block". What is only guidance has none.
  void show(View& leaf, const playbook::Block& block) const;
  /// What they mean and how many there are, into the view of the template "document".
  void show_legend(View& document) const;

private:
  const playbook::Playbook& book_;
  std::map<std::uint32_t, std::vector<const playbook::CoveredSentence*>> by_line_;
};

} // namespace handrail::web
