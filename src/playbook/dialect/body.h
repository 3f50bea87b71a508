// A chapter's blocks as the playbook keeps them: text, safe HTML, checklist items, prose with places, rule fences.
#pragma once

#include "playbook/dialect/document.h"
#include "playbook/playbook.h"

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace handrail::playbook {

/// Words of a text as a name: "Tell the team!" → "tell-the-team"; at most `most_words` of them.
std::string slug(std::string_view text, std::size_t most_words);

/// Makes names unique: the second "a" is "a-2".
class Names {
public:
  std::string unique(std::string name);

private:
  std::set<std::string> used_;
  std::unordered_map<std::string, std::size_t> next_; ///< so that a thousand same names are not counted up each time
};

struct Body {
  std::vector<Block> blocks;
  std::vector<ChecklistItem> checklist;
  Prose prose;
  std::vector<RuleFence> rule_fences;
};

/// The blocks [begin, end) of the document. `item_names` is the playbook's, since items are named across it.
Body read_body(const Document& document, std::size_t begin, std::size_t end, Names& item_names);

} // namespace handrail::playbook
