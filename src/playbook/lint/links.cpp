// Links and references that lead nowhere, and links that are none.
#include "playbook/lint/mention.h"

#include "core/text.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace handrail::playbook {

namespace {

/// Has the target a scheme (`https:`, `mailto:`), a host (`//…`), or the place on a site that only the site knows?
bool is_elsewhere(std::string_view target) {
  if (target[0] == '#' || target[0] == '/' || target[0] == '?') return true;
  const auto colon = target.find(':');
  return colon != std::string_view::npos && target.find('/') >= colon;
}

class Checker {
public:
  Checker(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings)
      : input_(input), leaves_(leaves), findings_(findings) {}

  void check() {
    for (const auto& leaf : leaves_) {
      const auto& content = leaf.text.content();
      for (const auto& link : content.links) check_link(leaf.text, link);
      section_references(leaf);
    }
    for (const auto& table : input_.document.scan.plain_tables) check_rows(table.rows);
    for (const auto& table : input_.document.scan.task_tables) check_rows(table.rows);
  }

private:
  void check_rows(const std::vector<Row>& rows) {
    for (const auto& row : rows) {
      for (const auto& cell : row.cells) {
        if (cell.markdown.find("](") == std::string_view::npos || cell.to == 0) continue;
        LeafText leaf;
        leaf.add(input_.document.source, row.line, cell.from, cell.to);
        leaf.read(input_.document.scan.references);
        for (const auto& link : leaf.content().links) check_link(leaf, link);
      }
    }
  }

  void tell(const LeafText& leaf, const InlineLink& link, Severity severity, std::string_view code, std::string message,
            std::string hint) {
    const auto start = leaf.place_of_markdown(link.source);
    const auto& line = input_.document.source.lines[start.line];
    // From the bracket to the target's end, as far as they stand in one line.
    const auto target = line.text.find(link.target, start.byte);
    const auto close = target == std::string_view::npos
                           ? line.text.size()
                           : std::min(line.text.find(')', target + link.target.size()) + 1, line.text.size());
    findings_.push_back(finding(input_.document.source, line, start.byte, std::max(close, start.byte + 1), severity,
                                code, std::move(message), std::move(hint)));
  }

  void check_link(const LeafText& leaf, const InlineLink& link) {
    if (link.nested)
      tell(leaf, link, Severity::warning, "link-nested", "a link stands within this link; only the inner one works",
           "keep one of them");
    if (link.broken && link.target.find(' ') != std::string::npos)
      tell(leaf, link, Severity::warning, "link-broken", "a blank within the target makes this text and no link",
           "write `%20` for it, or `<` and `>` around the target");
    else if (link.broken)
      tell(leaf, link, Severity::warning, "link-broken", "the blank between `]` and `(` makes this text and no link",
           "take it out");
    const auto target = text::trimmed(link.target);
    if (target.empty())
      return tell(leaf, link, Severity::warning, "link-empty", "this link has no target", "name its file or address");
    if (is_elsewhere(target)) return;
    const auto file = std::string(target.substr(0, target.find_first_of("#?")));
    // Resolved from the file the link stands in, which may be an included one.
    const auto start = leaf.place_of_markdown(link.source);
    const auto& from = input_.document.source.files()[input_.document.source.lines[start.line].file];
    const auto path = resolved_path(from, file, input_.sources.root());
    switch (look_up(path)) {
      case Found::yes: return;
      case Found::no:
        return tell(leaf, link, Severity::warning, "link-missing",
                    fmt::format("there is no file `{}`", text::shortened(file, 100)),
                    fmt::format("looked for {}", text::shortened(path, 120)));
      case Found::outside:
        return tell(
            leaf, link, Severity::note, "link-outside-root",
            fmt::format("`{}` is outside the folder that is read, and was not looked for", text::shortened(file, 100)),
            "name the folder that holds both (`--root`)");
    }
  }

  enum class Found { yes, no, outside };

  Found look_up(const std::string& path) {
    if (const auto known = looked_up_.find(path); known != looked_up_.end()) return known->second;
    auto found = Found::yes;
    if (const auto result = input_.sources.look_up(path); !result)
      found = result.error().code == ErrorCode::forbidden ? Found::outside
              : input_.sources.look_up(path + ".md")      ? Found::yes
                                                          : Found::no;
    return looked_up_[path] = found;
  }

  /// "… in the *Name* section": a heading must have that name.
  void section_references(const LintLeaf& leaf) {
    for (const auto& part : leaf.text.content().emphasis) {
      const auto after =
          words_of(std::string_view(leaf.plain).substr(0, std::min(leaf.plain.size(), part.to + 40)), part.to, 1);
      if (after.empty() || !input_.languages.is_section_word(after.front().text)) continue;
      const auto name = std::string_view(leaf.plain).substr(part.from, part.to - part.from);
      if (name.size() < 4 || name.size() > 200 || references_ == 0) continue;
      --references_;
      const auto* nearest = nearest_heading(name);
      if (nearest == nullptr) continue; // it may be one of another document
      auto found = leaf_finding(
          input_, leaf, part.from, part.to, Severity::warning, "section-name-differs",
          fmt::format("no section is named “{}”; the nearest is “{}”", name, text::shortened(nearest->plain, 80)),
          "use the heading's own words");
      found.related.push_back(leaf_finding(input_, *nearest, 0, nearest->plain.size(), Severity::note, "", "").at);
      findings_.push_back(std::move(found));
    }
  }

  /// The heading that shares most words with `name`; null when one has that very name, or none is near.
  const LintLeaf* nearest_heading(std::string_view name) const {
    const auto words = words_of(name);
    const LintLeaf* nearest = nullptr;
    std::size_t most = 0;
    for (const auto& leaf : leaves_) {
      if (!leaf.heading) continue;
      if (folded(leaf.plain) == folded(name)) return nullptr;
      const auto heading = words_of(leaf.plain);
      const auto shared = common_words(words, heading);
      // Of two headings alike, the step's (the later one) is the section that is meant.
      if (shared >= 2 && shared >= most && shared * 4 >= std::max(words.size(), heading.size()) * 3)
        nearest = &leaf, most = shared;
    }
    return nearest;
  }

  const LintInput& input_;
  const std::vector<LintLeaf>& leaves_;
  Findings& findings_;
  std::map<std::string, Found> looked_up_;
  std::size_t references_ = 500; ///< to sections; what is beyond is not looked up
};

} // namespace

void lint_links(const LintInput& input, const std::vector<LintLeaf>& leaves, Findings& findings) {
  Checker(input, leaves, findings).check();
}

} // namespace handrail::playbook
