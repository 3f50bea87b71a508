// What a careful editor would find in a playbook that reads well. Each finding has its paragraph in
// docs/spec/diagnostics.md; nothing here stops a playbook from running.
#pragma once

#include "playbook/compile.h"
#include "playbook/dialect/document.h"
#include "playbook/dialect/outline.h"
#include "playbook/languages.h"
#include "playbook/playbook.h"

#include <string>
#include <vector>

namespace handrail::playbook {

/// What every check looks at.
struct LintInput {
  const Document& document;
  const Outline& outline;
  const Playbook& playbook;
  const Languages& languages;
  const Sources& sources;
  const Vocabulary* vocabulary = nullptr;
};

/// A paragraph, list item or heading of the body, in order.
struct LintLeaf {
  explicit LintLeaf(const LeafText& of) : text(of) {}

  const LeafText& text;    ///< the document's
  std::string plain;       ///< its text, white space squeezed out of nothing: byte n is byte n of text.content().text
  std::size_t chapter = 0; ///< index into outline.chapters
  std::vector<std::size_t> parents; ///< the leaves that introduce it, outermost first (indices)
  bool heading = false, item = false, ordered = false;
  std::size_t list = 0; ///< the list an item stands in; 0 for none
};

/// Every text of the document that a reader reads as a sentence: no code, no tables.
std::vector<LintLeaf> lint_leaves(const Document& document, const Outline& outline);

using Findings = std::vector<Diagnostic>;

/// A finding on the bytes [from, to) of a leaf's text.
Diagnostic leaf_finding(const LintInput& input, const LintLeaf& leaf, std::size_t from, std::size_t to,
                        Severity severity, std::string_view code, std::string message, std::string hint = {});

// Each in a file of its own name.
void lint_words(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings);
void lint_lists(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings);
void lint_links(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings);
void lint_structure(const LintInput& input, Findings& findings);
void lint_vocabulary(const LintInput& input, Findings& findings);

/// All of them.
void lint(const LintInput& input, Findings& findings, std::vector<ForeignTask>& foreign);

} // namespace handrail::playbook
