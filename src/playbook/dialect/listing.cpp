#include "playbook/dialect/listing.h"

#include "core/text.h"
#include "playbook/dialect/date_text.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace handrail::playbook {

namespace {

using Kind = Block::Kind;
struct Leaf {
  LeafText text;
  bool leads = false; ///< ends in a colon, and a list follows that it introduces; or is a heading
  bool in_list = false;
};
/// Gets each paragraph, item and table row.
using Visit = std::function<void(const Leaf& leaf)>;

bool ends_in_colon(std::string_view text) {
  text = text::trimmed(text);
  constexpr std::string_view wide = "：";
  return !text.empty() &&
         (text.back() == ':' || (text.size() >= wide.size() && text.substr(text.size() - wide.size()) == wide));
}

void visit_table(const Document& document, const MarkdownBlock& block, const Visit& visit) {
  bool past_heading = false;
  for (auto line = block.first_line; line <= block.last_line && line < document.source.lines.size(); ++line) {
    const auto text = document.source.lines[line].text;
    if (is_delimiter_row(text))
      past_heading = true;
    else if (past_heading) {
      Leaf leaf;
      for (const auto& cell : split_row(text, line).cells) leaf.text.add(document.source, line, cell.from, cell.to);
      leaf.text.read(document.scan.references);
      visit(leaf);
    }
  }
}

void visit_leaves(const Document& document, const std::vector<MarkdownBlock>& blocks, std::size_t begin,
                  std::size_t end, bool in_list, const Visit& visit) {
  for (auto i = begin; i < end; ++i) {
    const auto& block = blocks[i];
    switch (block.kind) {
      case Kind::paragraph: {
        const bool before_list = i + 1 < end && blocks[i + 1].kind == Kind::list;
        Leaf leaf{document.leaf(block), false, in_list};
        leaf.leads = before_list && ends_in_colon(leaf.text.content().text);
        visit(leaf);
        break;
      }
      case Kind::heading: visit({document.leaf(block), true, in_list}); break;
      case Kind::table: visit_table(document, block, visit); break;
      case Kind::list:
        for (const auto& item : block.children) {
          const bool has_box = item.is_task && !item.children.empty() && item.children[0].kind == Kind::paragraph;
          if (has_box) visit({document.leaf(item.children[0]), false, true});
          visit_leaves(document, item.children, has_box ? 1 : 0, item.children.size(), true, visit);
        }
        break;
      default: break; // alerts, code and images list nothing
    }
  }
}

void add_item(std::vector<std::string>& items, std::string_view text, const Languages& languages) {
  auto item = squeezed(text);
  if (!item.empty() && !languages.is_none(item)) items.push_back(std::move(item));
}

/// An address that stands alone, which is a link of its own.
bool is_address(std::string_view text) {
  const bool has_scheme = text.substr(0, 7) == "http://" || text.substr(0, 8) == "https://";
  return has_scheme && text.find(' ') == std::string_view::npos;
}

/// Without anchor and query.
std::string file_of(std::string_view target) { return std::string(target.substr(0, target.find_first_of("#?"))); }

struct HistoryColumns {
  std::size_t date = 0, author = 1, change = 2;
};

HistoryColumns history_columns(const Row& heading, const Languages& languages) {
  constexpr std::array kinds{ColumnKind::date, ColumnKind::author, ColumnKind::change};
  std::array<std::optional<std::size_t>, 3> found;
  std::vector<bool> taken(heading.cells.size(), false);
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    for (std::size_t i = 0; i < heading.cells.size() && !found[kind]; ++i) {
      if (taken[i] || !languages.column(plain_text(heading.cells[i].markdown)).has(kinds[kind])) continue;
      found[kind] = i;
      taken[i] = true;
    }
  }
  // A column whose heading says nothing known is what the others leave over.
  for (auto& column : found) {
    if (column) continue;
    const auto left = std::find(taken.begin(), taken.end(), false);
    column = static_cast<std::size_t>(left - taken.begin());
    if (left != taken.end()) *left = true;
  }
  return {*found[0], *found[1], *found[2]};
}

} // namespace

std::vector<std::string> read_items(const Document& document, std::size_t begin, std::size_t end,
                                    const Languages& languages) {
  std::vector<std::string> items;
  visit_leaves(document, document.blocks, begin, end, false, [&](const Leaf& leaf) {
    const std::string_view text = leaf.text.content().text;
    if (leaf.in_list) return add_item(items, text, languages);
    if (leaf.leads) return;
    // A paragraph's hard line breaks part items.
    for (std::size_t at = 0; at <= text.size();) {
      const auto stop = std::min(text.find('\n', at), text.size());
      add_item(items, text.substr(at, stop - at), languages);
      at = stop + 1;
    }
  });
  return items;
}

std::vector<NextPlaybook> read_next(const Document& document, std::size_t begin, std::size_t end,
                                    const Languages& languages) {
  std::vector<NextPlaybook> next;
  visit_leaves(document, document.blocks, begin, end, false, [&](const Leaf& leaf) {
    const auto& content = leaf.text.content();
    const auto span_at = [&](LinePlace place, std::size_t length) {
      return document.source.span(place.line, place.byte, place.byte + std::max<std::size_t>(length, 1));
    };
    bool has_link = false;
    for (const auto& link : content.links) {
      if (link.nested || link.image) continue;
      has_link = true;
      auto title = squeezed(std::string_view(content.text).substr(link.from, link.to - link.from));
      if (title.empty()) title = link.target;
      if (title.empty()) continue;
      next.push_back({std::move(title), file_of(link.target),
                      span_at(leaf.text.place_of_markdown(link.source), link.to - link.from)});
    }
    if (has_link || leaf.leads) return;
    for (std::size_t at = 0; at <= content.text.size();) {
      const auto stop = leaf.in_list ? content.text.size() : std::min(content.text.find('\n', at), content.text.size());
      auto title = squeezed(std::string_view(content.text).substr(at, stop - at));
      if (!title.empty() && !languages.is_none(title)) {
        auto target = is_address(title) ? title : std::string{};
        next.push_back({std::move(title), std::move(target), span_at(leaf.text.place(at), stop - at)});
      }
      at = stop + 1;
    }
  });
  return next;
}

bool is_history(const PlainTable& table, const Languages& languages) {
  bool date = false, author = false, change = false;
  for (const auto& cell : table.heading.cells) {
    const auto kinds = languages.column(plain_text(cell.markdown));
    date = date || kinds.has(ColumnKind::date);
    author = author || kinds.has(ColumnKind::author);
    change = change || kinds.has(ColumnKind::change);
  }
  return date && author && change && table.heading.cells.size() >= 3;
}

namespace {

/// Reads the rows of one table of changes.
class HistoryReader {
public:
  HistoryReader(const Document& document, const Languages& languages, std::vector<Diagnostic>& findings)
      : document_(document), languages_(languages), findings_(findings) {}

  std::vector<HistoryEntry> read(const PlainTable& table) {
    width_ = table.heading.cells.size();
    columns_ = history_columns(table.heading, languages_);
    // Without a heading, the first change stands in its place.
    if (is_dated(table.heading)) row(table.heading);
    for (const auto& each : table.rows) row(each);
    return std::move(entries_);
  }

private:
  std::string text_at(const Row& row, std::size_t column) const {
    if (column >= row.cells.size()) return {};
    auto text = plain_text(row.cells[column].markdown);
    // A pipe within the last column: what it cuts off belongs to it.
    for (auto i = width_; column + 1 == width_ && i < row.cells.size(); ++i)
      if (const auto more = plain_text(row.cells[i].markdown); !more.empty()) text += " | " + more;
    return text;
  }
  bool is_dated(const Row& row) const { return read_date(text_at(row, columns_.date), languages_).has_value(); }

  void tell(const Row& row, std::string_view code, std::string_view hint) {
    findings_.push_back(finding(
        document_.source, document_.source.lines[row.line], Severity::warning, code,
        fmt::format("this row has {} cells, and the table {} columns", row.cells.size(), width_), std::string(hint)));
  }

  void row(const Row& row) {
    const auto& line = document_.source.lines[row.line];
    HistoryEntry entry;
    entry.date_text = text_at(row, columns_.date);
    entry.author = text_at(row, columns_.author);
    entry.change = text_at(row, columns_.change);
    entry.at = document_.source.span(line);
    if (entry.date_text.empty() && entry.author.empty() && entry.change.empty()) return;
    entry.date = read_date(entry.date_text, languages_);
    if (!entry.date && !entry.date_text.empty())
      findings_.push_back(finding(document_.source, line, row.cells[columns_.date].from, row.cells[columns_.date].to,
                                  Severity::warning, "date-unreadable",
                                  fmt::format("`{}` is no date that can be read", text::shortened(entry.date_text, 40)),
                                  "write it as 2020-03-27"));
    const bool has_more = std::any_of(row.cells.begin(), row.cells.end(), [&](const Cell& cell) {
      return &cell - row.cells.data() >= static_cast<std::ptrdiff_t>(width_) && !cell.markdown.empty();
    });
    if (row.cells.size() < width_) tell(row, "table-row-too-few-cells", "leave a cell empty (`| |`) rather than out");
    if (has_more) tell(row, "table-row-too-many-cells", "write a pipe within a cell as `\\|`");
    entries_.push_back(std::move(entry));
  }

  const Document& document_;
  const Languages& languages_;
  std::vector<Diagnostic>& findings_;
  std::vector<HistoryEntry> entries_;
  HistoryColumns columns_;
  std::size_t width_ = 0;
};

} // namespace

std::vector<HistoryEntry> read_history(const Document& document, std::size_t first, std::size_t last,
                                       const Languages& languages, std::vector<Diagnostic>& findings) {
  std::vector<HistoryEntry> history;
  for (const auto& table : document.scan.plain_tables) {
    if (table.heading.line < first || table.heading.line > last || table.heading.cells.size() < 2) continue;
    auto entries = HistoryReader(document, languages, findings).read(table);
    history.insert(history.end(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
  }
  return history;
}

} // namespace handrail::playbook
