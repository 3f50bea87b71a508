// Rules that the sentences of a playbook seem to ask for, for its author to accept. docs/spec/coverage.md, §
// coverage-30 ff.
#pragma once

#include "playbook/coverage/coverage.h"
#include "playbook/suggest/suggestion.h"
#include "playbook/workspace.h"

#include <string>
#include <vector>

namespace handrail::playbook {

/// What is suggested under one heading.
struct SuggestedBlock {
  std::string title;
  SourceSpan at;
  bool section = false; ///< under Key Inputs or Key Outputs
  std::vector<Suggestion> suggestions;
  std::vector<std::string> ticks; ///< checklist items that the rules ask for, to be pasted before them
  std::string yaml;               ///< the rules block without its fence, to be pasted at the end of the heading's text
};

struct Suggestions {
  std::vector<SuggestedBlock> blocks;  ///< in document order
  std::vector<Suggestion> refused;     ///< what the workspace does not allow; `remark` says why
  std::vector<CoveredSentence> unread; ///< what orders something and was not understood
};

/// `model`: the workspace that names are held against and suggestions are compiled with; null without one. Sentences
/// that rules enforce already are left alone.
Suggestions suggest(const Playbook& playbook, const Languages& languages, const Model* model);

/// The block of these suggestions as it is pasted.
std::string block_yaml(const std::vector<Suggestion>& suggestions);

} // namespace handrail::playbook
