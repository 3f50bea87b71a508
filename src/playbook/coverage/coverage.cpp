#include "playbook/coverage/coverage.h"

#include "playbook/coverage/sentences.h"
#include "playbook/markdown/fold.h"
#include "playbook/rule_scope.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace handrail::playbook {

namespace {

using Form = CoveredSentence::Form;

bool overlap(const Stretch& a, const Stretch& b) { return a.from < b.to && b.from < a.to; }

/// A step or section as it is read here.
struct Place {
  const std::vector<Block>& blocks;
  const Prose& prose;
  std::vector<PlacedClaim> claims;
  const Section* section = nullptr; ///< null for a step
};

class Reader {
public:
  Reader(const Playbook& playbook, const Languages& languages)
      : playbook_(playbook), languages_(languages), words_(languages.order_words(playbook.language)) {
    for (const Step& step : playbook.steps)
      for (const Task& task : step.tasks) {
        tasks_.push_back(&task);
        task_ids_.insert(task.id.text());
        auto name = text_words(task.name);
        // A name of one word may as well be an order, and is not looked for.
        if (name.size() > 1) names_.emplace(name.front().text, std::move(name));
      }
  }

  Coverage read() {
    std::size_t section = 0;
    std::size_t step = 0;
    const auto line = [&](const auto& part) { return playbook_.line_in_file(part.at); };
    while (section < playbook_.sections.size() || step < playbook_.steps.size()) {
      const bool section_next =
          step == playbook_.steps.size() ||
          (section < playbook_.sections.size() && line(playbook_.sections[section]) < line(playbook_.steps[step]));
      if (section_next)
        read_section(playbook_.sections[section++]);
      else
        read_step(playbook_.steps[step], step), ++step;
    }
    ask_for_items();
    count();
    return std::move(coverage_);
  }

private:
  void read_section(const Section& section) {
    Place place{section.blocks, section.prose, claims_of(section.rule_fences, section.prose, searched_bytes_),
                &section};
    step_.reset();
    section_ = section.kind;
    begin_chapter(section.title, section.at, 2);
    coverage_.chapters.back().counted = section.kind != Section::Kind::history;
    if (section.kind != Section::Kind::history) read_place(place);
  }

  void read_step(const Step& step, std::size_t index) {
    if (step.blocks.empty()) return; // its text is that of the section that it is
    step_ = index;
    Place place{step.blocks, step.prose, claims_of(step.rule_fences, step.prose, searched_bytes_), nullptr};
    begin_chapter(step.title, step.at, 3);
    read_place(place);
  }

  void begin_chapter(std::string title, const SourceSpan& at, int level) {
    coverage_.chapters.push_back({std::move(title), at, level, true, step_, section_, {}});
  }

  void read_place(Place& place) {
    place_ = &place;
    for (auto& claim : place.claims)
      if (!claim.item.empty()) items_asked_for_.emplace(claim.item, claim.claim);
    read_blocks(place.blocks, 0);
  }

  void read_blocks(std::span<const Block> blocks, int depth) {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const Block& block = blocks[i];
      switch (block.kind) {
        case Block::Kind::heading: begin_chapter(block.text, block.at, 4); break;
        case Block::Kind::paragraph: {
          const bool leads = i + 1 < blocks.size() && blocks[i + 1].kind == Block::Kind::list;
          const auto last = read_paragraph(block, depth);
          if (leads && last) read_introduced(*last, blocks[++i], depth);
          break;
        }
        case Block::Kind::list: read_list(block, depth); break;
        case Block::Kind::item: read_item(block, depth + 1); break;
        case Block::Kind::quote: read_blocks(block.children, depth); break;
        case Block::Kind::table: read_cells(block, depth); break;
        case Block::Kind::task_table: read_tasks(block); break;
        case Block::Kind::code:
        case Block::Kind::image:
        case Block::Kind::rules: break;
      }
    }
  }

  void read_list(const Block& list, int depth) {
    for (const Block& item : list.children) read_item(item, depth + 1);
  }

  void read_item(const Block& item, int depth) {
    if (!item.checklist_item || item.children.empty()) return read_blocks(item.children, depth);
    const Block& box = item.children.front();
    ++block_;
    auto& covered = add({box.prose_from, box.prose_to}, Form::checklist_item, depth);
    if (covered.standing != Standing::enforced) covered.standing = Standing::tracked;
    covered.text = box.text;
    checklist_.push_back({coverage_.chapters.size() - 1, sentences().size() - 1, item.checklist_item->text()});
    read_blocks(std::span(item.children).subspan(1), depth);
  }

  /// Returns the index of its last sentence.
  std::optional<std::size_t> read_paragraph(const Block& block, int depth) {
    const auto before = sentences().size();
    Stretch rest{block.prose_from, block.prose_to};
    while (const auto label_end = end_of_label(rest)) {
      add({rest.from, *label_end}, Form::label, depth).standing = Standing::tracked;
      rest.from = *label_end;
    }
    read_sentences(rest, depth);
    if (sentences().size() == before) return std::nullopt;
    return sentences().size() - 1;
  }

  void read_introduced(std::size_t lead, const Block& list, int depth) {
    const auto chapter = coverage_.chapters.size();
    read_list(list, depth);
    if (coverage_.chapters.size() == chapter) introduce(lead);
  }

  /// Where the line that a stretch begins with ends, if it is a label line ("Primary Role: …").
  std::optional<std::size_t> end_of_label(const Stretch& stretch) const {
    constexpr std::size_t longest = 60;
    const std::string& text = place_->prose.text();
    std::size_t from = stretch.from;
    while (from < stretch.to && (text[from] == ' ' || text[from] == '\n')) ++from;
    auto colon = text.find(':', from);
    const auto wide = text.find("：", from);
    colon = std::min(colon, wide);
    if (colon >= stretch.to || colon - from > longest) return std::nullopt;
    if (!languages_.label(std::string_view(text).substr(from, colon - from))) return std::nullopt;
    return place_->prose.end_of_line(from, stretch.to);
  }

  void read_cells(const Block& table, int depth) {
    for (std::size_t from = table.prose_from; from < table.prose_to;) {
      const auto to = std::min(place_->prose.text().find('\n', from), table.prose_to);
      read_sentences({from, to}, depth);
      from = to + 1;
    }
  }

  void read_sentences(Stretch stretch, int depth) {
    ++block_;
    const auto text = std::string_view(place_->prose.text()).substr(stretch.from, stretch.to - stretch.from);
    for (std::size_t from = 0; from < text.size();) { // a raw block may have several lines
      const auto to = std::min(text.find('\n', from), text.size());
      const auto paragraph = text.substr(from, to - from);
      const auto found = languages_.is_none(paragraph) ? std::vector<Stretch>{} // "N/A"
                                                       : sentences_of(paragraph, languages_, words_);
      for (const Stretch& sentence : found)
        add({stretch.from + from + sentence.from, stretch.from + from + sentence.to},
            depth > 0 ? Form::item : Form::sentence, depth);
      from = to + 1;
    }
  }

  CoveredSentence& add(Stretch stretch, Form form, int depth) {
    const std::string& text = place_->prose.text();
    while (stretch.to > stretch.from && (text[stretch.to - 1] == '\n' || text[stretch.to - 1] == ' ')) --stretch.to;
    while (stretch.from < stretch.to && (text[stretch.from] == '\n' || text[stretch.from] == ' ')) ++stretch.from;
    CoveredSentence covered;
    covered.form = form;
    covered.depth = depth;
    covered.block = block_;
    covered.text = text.substr(stretch.from, stretch.to - stretch.from);
    covered.at = place_->prose.span(stretch.from, stretch.to);
    classify(covered, stretch);
    sentences().push_back(std::move(covered));
    return sentences().back();
  }

  void classify(CoveredSentence& covered, const Stretch& stretch) {
    Claim mark;
    for (const PlacedClaim& placed : place_->claims) {
      if (!placed.item.empty() || !overlap(placed.prose, stretch)) continue;
      if (placed.claim.rule == "guidance") {
        mark = placed.claim;
        continue;
      }
      const auto same = [&](const Claim& other) {
        return other.rule == placed.claim.rule && other.at.line == placed.claim.at.line;
      };
      if (std::none_of(covered.claims.begin(), covered.claims.end(), same)) covered.claims.push_back(placed.claim);
    }
    const auto orders = covered.form == Form::label ? std::vector<Order>{} : orders_in(covered.text);
    if (!orders.empty()) covered.order = orders.front().word;
    if (!covered.claims.empty()) {
      covered.standing = Standing::enforced;
    } else if (mark.at.is_somewhere()) {
      covered.standing = Standing::guidance;
      covered.marked = true;
      covered.claims.push_back(mark);
    } else {
      covered.standing = unclaimed_standing(covered, orders);
    }
  }

  Standing unclaimed_standing(CoveredSentence& covered, const std::vector<Order>& orders) const {
    if (is_next(covered)) {
      covered.form = Form::next;
      return Standing::tracked;
    }
    const auto weighty = std::find_if(orders.begin(), orders.end(), [](const Order& each) { return !each.completes; });
    if (weighty == orders.end() && speaks_of_a_task(covered.text)) return Standing::tracked;
    if (weighty != orders.end()) covered.order = weighty->word;
    return orders.empty() ? Standing::guidance : Standing::unclaimed;
  }

  bool is_next(const CoveredSentence& covered) const {
    if (place_->section == nullptr || place_->section->kind != Section::Kind::next_steps) return false;
    return std::any_of(playbook_.next.begin(), playbook_.next.end(), [&](const NextPlaybook& next) {
      return !next.target.empty() && covered.text.find(next.title) != std::string::npos;
    });
  }

  /// Of a task of this playbook by its id, or of "the task".
  bool speaks_of_a_task(const std::string& sentence) const {
    const auto words = text_words(sentence);
    return std::any_of(words.begin(), words.end(), [&](const TextWord& word) {
      return task_ids_.contains(word.text) || languages_.is_task_word(word.text);
    });
  }

  /// The orders in a sentence; what a task happens to be called orders nothing.
  std::vector<Order> orders_in(const std::string& sentence) const {
    auto orders = words_.orders_in(sentence);
    if (orders.empty()) return orders;
    const auto words = text_words(sentence);
    for (std::size_t at = 0; at < words.size(); ++at) {
      const auto [from, to] = names_.equal_range(words[at].text);
      for (auto name = from; name != to; ++name) {
        const auto& wanted = name->second;
        if (at + wanted.size() > words.size()) continue;
        const bool same = std::equal(wanted.begin(), wanted.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
                                     [](const TextWord& a, const TextWord& b) { return a.text == b.text; });
        if (!same) continue;
        const auto end = words[at + wanted.size() - 1].to;
        std::erase_if(orders, [&](const Order& each) { return each.from >= words[at].from && each.from < end; });
      }
    }
    return orders;
  }

  void read_tasks(const Block& table) {
    for (const Task* task : tasks_) {
      const bool inside =
          task->at.file == table.at.file && task->at.line >= table.at.line && task->at.line <= table.last_line;
      if (!inside) continue;
      CoveredSentence covered;
      covered.form = Form::task;
      covered.standing = Standing::tracked;
      covered.text = task->id.text() + " " + task->name;
      covered.at = task->at;
      sentences().push_back(std::move(covered));
    }
  }

  /// A sentence that leads to a list and orders something orders what the list says: it stands as that does.
  void introduce(std::size_t lead) {
    auto& all = sentences();
    auto& covered = all[lead];
    const bool leads = !covered.text.empty() && (covered.text.back() == ':' || covered.text.ends_with("："));
    if (covered.standing != Standing::unclaimed || !leads || all.size() == lead + 1) return;
    const auto held = std::all_of(all.begin() + static_cast<std::ptrdiff_t>(lead) + 1, all.end(), [](const auto& each) {
      return each.standing == Standing::enforced || each.standing == Standing::tracked;
    });
    if (held) covered.standing = Standing::tracked;
  }

  /// A checklist item that a rule asks for is enforced, wherever in the playbook the rule stands.
  void ask_for_items() {
    for (const auto& [chapter, index, id] : checklist_) {
      CoveredSentence& covered = coverage_.chapters[chapter].sentences[index];
      for (const std::string& name : {folded_item(covered.text), id}) {
        const auto [from, to] = items_asked_for_.equal_range(name);
        for (auto claim = from; claim != to; ++claim) {
          covered.standing = Standing::enforced;
          const auto same = [&](const Claim& other) { return other.at.line == claim->second.at.line; };
          if (std::none_of(covered.claims.begin(), covered.claims.end(), same)) covered.claims.push_back(claim->second);
        }
        if (name == id) break;
      }
    }
  }

  void count() {
    std::erase_if(coverage_.chapters,
                  [](const CoveredChapter& each) { return each.counted && each.sentences.empty() && each.level == 4; });
    for (const CoveredChapter& chapter : coverage_.chapters)
      for (const CoveredSentence& sentence : chapter.sentences) {
        ++coverage_.totals.counts.at(static_cast<std::size_t>(sentence.standing));
        coverage_.totals.marked += sentence.marked ? 1 : 0;
      }
  }

  std::vector<CoveredSentence>& sentences() { return coverage_.chapters.back().sentences; }

  struct ListedItem {
    std::size_t chapter = 0, index = 0;
    std::string id;
  };

  const Playbook& playbook_;
  const Languages& languages_;
  const OrderWords& words_;
  std::vector<const Task*> tasks_;
  std::unordered_set<std::string> task_ids_;
  std::unordered_multimap<std::string, std::vector<TextWord>> names_; ///< of tasks, by their first word
  Coverage coverage_;
  Place* place_ = nullptr;
  std::optional<std::size_t> step_; ///< that is being read
  Section::Kind section_ = Section::Kind::other;
  std::size_t block_ = 0;
  std::size_t searched_bytes_ = 0;
  std::unordered_multimap<std::string, Claim> items_asked_for_; ///< by folded words or id
  std::vector<ListedItem> checklist_;
};

} // namespace

std::string_view to_text(Standing standing) {
  constexpr std::array<std::string_view, standings.size()> words{"enforced", "tracked", "guidance", "unclaimed"};
  return words.at(static_cast<std::size_t>(standing));
}

std::string_view sign_of(Standing standing) {
  constexpr std::array<std::string_view, standings.size()> signs{"E", "T", "·", "!"};
  return signs.at(static_cast<std::size_t>(standing));
}

std::size_t CoverageTotals::all() const { return std::accumulate(counts.begin(), counts.end(), std::size_t{0}); }

unsigned CoverageTotals::percent() const {
  constexpr std::size_t whole = 100;
  const std::size_t sentences = std::max<std::size_t>(all(), 1);
  return static_cast<unsigned>((sentences - of(Standing::unclaimed)) * whole / sentences);
}

void CoverageTotals::add(const CoverageTotals& other) {
  for (std::size_t i = 0; i < counts.size(); ++i) counts.at(i) += other.counts.at(i);
  marked += other.marked;
}

Coverage coverage_of(const Playbook& playbook, const Languages& languages) {
  return Reader(playbook, languages).read();
}

} // namespace handrail::playbook
