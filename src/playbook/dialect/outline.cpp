#include "playbook/dialect/outline.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"

#include <algorithm>
#include <array>

namespace handrail::playbook {

namespace {

using Kind = Section::Kind;
constexpr int deepest_section = 3; ///< below, "Next Steps" is a heading within a step; only the history may be anywhere

/// A heading with what the decision about it needs.
struct Heading {
  std::size_t block = 0;
  std::size_t end = 0; ///< the first block of the next heading
  int level = 1;
  std::string text;
  std::optional<Kind> kind;
  bool heads_tasks = false; ///< "FTOP Tasks": its table belongs to what stands above
  bool is_label = false;    ///< "#### Primary Role: **FM**"
  bool has_role = false;    ///< a role or "Applies To" stands directly under it
  bool has_phase = false;
  bool has_table = false; ///< a task table, also under a task heading that follows
};

/// "1. Overview" → "Overview"
std::string_view without_number(std::string_view text) {
  const auto end = text.find_first_not_of("0123456789");
  if (end == 0 || end == std::string_view::npos || (text[end] != '.' && text[end] != ')')) return text;
  return text::trimmed(text.substr(end + 1));
}

class Outliner {
public:
  Outliner(const Document& document, const Languages& languages) : document_(document), languages_(languages) {}

  Outline read() {
    for (std::size_t block = 0; block < blocks().size(); ++block) labels_.push_back(read_block_labels(block));
    collect();
    find_title();
    for (const auto& heading : headings_)
      if (!heading.kind && (heading.has_role || heading.has_table) && result_.title_heading != heading.block)
        has_marked_[static_cast<std::size_t>(heading.level)] = true;
    chapter(Kind::other, "", std::nullopt, 0);
    for (std::size_t i = 0; i < headings_.size(); ++i) place(i);
    close(document_.blocks.size());
    for (auto& each : result_.chapters) add_labels(each);
    std::erase_if(result_.chapters, [](const Chapter& each) { return !each.heading && each.begin == each.end; });
    return std::move(result_);
  }

private:
  const std::vector<MarkdownBlock>& blocks() const { return document_.blocks; }

  std::vector<Label> read_block_labels(std::size_t block) const {
    const auto& at = blocks()[block];
    auto last = at.last_line;
    if (at.kind != Block::Kind::paragraph && at.kind != Block::Kind::list && at.kind != Block::Kind::quote &&
        !is_label_rule(at))
      return {};
    // A list or quote is prose unless it begins with a label.
    if (at.kind != Block::Kind::paragraph &&
        read_labels(document_.source, at.first_line, at.first_line, languages_).empty())
      return {};
    auto labels = read_labels(document_.source, at.first_line, last, languages_);
    // "Primary Roles:" and the roles as a list under it.
    const bool open =
        !labels.empty() && labels.back().values.empty() && labels.back().text.empty() && labels.back().line == last;
    if (open && block + 1 < blocks().size() && blocks()[block + 1].kind == Block::Kind::list &&
        at.kind == Block::Kind::paragraph)
      labels = read_labels(document_.source, at.first_line, blocks()[block + 1].last_line, languages_);
    return labels;
  }

  /// Label lines with a line of dashes under them, which Markdown takes for a heading.
  bool is_label_rule(const MarkdownBlock& block) const {
    return block.kind == Block::Kind::heading && block.setext &&
           !read_labels(document_.source, block.first_line, block.last_line, languages_).empty();
  }

  void collect() {
    for (std::size_t i = 0; i < blocks().size(); ++i) {
      const auto& block = blocks()[i];
      if (block.kind != Block::Kind::heading || is_label_rule(block)) continue;
      Heading found;
      found.block = i;
      found.level = block.level;
      found.text = document_.text(block);
      if (found.text.empty()) continue;
      found.kind = languages_.section(found.text);
      if (!found.kind) found.kind = languages_.section(without_number(found.text));
      found.heads_tasks = !found.kind && languages_.is_task_heading(found.text);
      const auto colon = found.text.find(':');
      found.is_label =
          colon != std::string::npos && languages_.label(std::string_view(found.text).substr(0, colon)).has_value();
      headings_.push_back(std::move(found));
    }
    for (std::size_t i = headings_.size(); i-- > 0;) look_under(i);
  }

  void look_under(std::size_t i) {
    auto& heading = headings_[i];
    heading.end = i + 1 < headings_.size() ? headings_[i + 1].block : blocks().size();
    for (auto block = heading.block + 1; block < heading.end; ++block) {
      heading.has_table = heading.has_table || blocks()[block].kind == Block::Kind::task_table;
      for (const auto& label : labels_[block]) {
        heading.has_role = heading.has_role || label.kind == LabelKind::roles || label.kind == LabelKind::applies_to;
        heading.has_phase = heading.has_phase || label.kind == LabelKind::phase;
      }
    }
    if (i + 1 >= headings_.size()) return;
    const auto& next = headings_[i + 1];
    if (next.heads_tasks || next.is_label) {
      heading.has_table = heading.has_table || next.has_table;
      heading.has_role = heading.has_role || next.has_role || next.is_label;
    }
  }

  void find_title() {
    for (const auto& heading : headings_) {
      if (heading.level != 1 || heading.kind || heading.heads_tasks || heading.is_label) continue;
      result_.title = heading.text;
      result_.title_heading = heading.block;
      return;
    }
  }

  void close(std::size_t end) {
    if (!result_.chapters.empty()) result_.chapters.back().end = end;
  }
  void chapter(std::optional<Kind> section, std::string title, std::optional<std::size_t> heading, std::size_t begin) {
    result_.chapters.push_back({section, std::move(title), heading, begin, begin, {}});
  }
  void begin(std::optional<Kind> section, const Heading& heading) {
    close(heading.block);
    chapter(section, heading.text, heading.block, heading.block + 1);
    in_step_ = !section.has_value();
    if (in_step_) {
      step_level_ = heading.level;
      step_has_role_ = heading.has_role;
      approach_has_steps_ = true;
    }
  }

  /// Decides what one heading begins, if anything.
  void place(std::size_t i) {
    const auto& heading = headings_[i];
    if (heading.is_label || heading.heads_tasks) return;
    if (result_.title_heading == heading.block) {
      approach_level_ = 0;
      return begin(Kind::other, heading);
    }
    if (heading.kind) return known(heading);
    if (approach_level_ != 0 && heading.level > approach_level_) return within_approach(heading);
    if (approach_level_ != 0 && follows_approach(i)) return begin(std::nullopt, heading);
    if (in_step_ && heading.level > step_level_ && !(heading.has_role && !step_has_role_)) return;
    if (heading.has_role || heading.has_table) return begin(std::nullopt, heading);
    const bool is_part = !result_.chapters.empty() && result_.chapters.back().heading && !in_step_ &&
                         heading.level > section_level_ && section_level_ != 0;
    if (is_part) return; // "### Events" within "## Key Outputs"
    approach_level_ = 0;
    section_level_ = heading.level;
    begin(Kind::other, heading);
  }

  void known(const Heading& heading) {
    const bool deep_in_step = in_step_ && heading.level > deepest_section && heading.level > step_level_;
    if (*heading.kind != Kind::history && deep_in_step) return;
    const bool within = approach_level_ != 0 && heading.level > approach_level_;
    if (*heading.kind == Kind::approach) {
      // A step may bear the section's name.
      if (within && (heading.has_role || heading.has_table)) return begin(std::nullopt, heading);
      if (!within) approach_level_ = heading.level;
      approach_has_steps_ = approach_has_steps_ && within;
      section_level_ = heading.level;
      return begin(Kind::approach, heading);
    }
    // A step may have an overview and objectives of its own.
    const bool introduces = *heading.kind == Kind::overview || *heading.kind == Kind::objectives;
    if (introduces && within && in_step_ && heading.level > step_level_) return;
    if (!within) approach_level_ = 0;
    section_level_ = heading.level;
    begin(*heading.kind, heading);
  }

  void within_approach(const Heading& heading) {
    if (in_step_ && heading.level > step_level_ && !(heading.has_role && !step_has_role_)) return;
    const bool deep = heading.level > std::max(approach_level_ + 1, deepest_section);
    if (!in_step_ && deep && !heading.has_role && !heading.has_table) return;
    begin(std::nullopt, heading);
  }

  /// Steps that stand beside their Approach instead of under it: marked as steps, or none of them is.
  bool follows_approach(std::size_t i) const {
    const auto& heading = headings_[i];
    if (heading.level < approach_level_) return false;
    if (heading.has_role || heading.has_table) return true;
    if (approach_has_steps_ && !in_step_) return false;
    if (approach_has_steps_ && step_level_ > heading.level) return false;
    return !has_marked_[static_cast<std::size_t>(heading.level)];
  }

  /// Takes them: no block is in two chapters.
  void add_labels(Chapter& each) {
    if (each.heading && headings_.empty()) return;
    for (auto block = each.begin; block < each.end; ++block) {
      const bool heads = blocks()[block].kind == Block::Kind::heading && !blocks()[block].setext;
      auto labels =
          heads ? read_labels(document_.source, blocks()[block].first_line, blocks()[block].first_line, languages_)
                : std::move(labels_[block]);
      each.labels.insert(each.labels.end(), std::make_move_iterator(labels.begin()),
                         std::make_move_iterator(labels.end()));
    }
  }

  const Document& document_;
  const Languages& languages_;
  std::vector<std::vector<Label>> labels_; ///< of each block
  std::vector<Heading> headings_;
  Outline result_;
  std::array<bool, 7> has_marked_{}; ///< by level: some heading that is no section's has a role or a task table
  int approach_level_ = 0, section_level_ = 0, step_level_ = 0; ///< 0: not in one
  bool in_step_ = false, step_has_role_ = false, approach_has_steps_ = false;
};

} // namespace

Outline outline(const Document& document, const Languages& languages) { return Outliner(document, languages).read(); }

} // namespace handrail::playbook
