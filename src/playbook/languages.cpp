#include "playbook/languages.h"

#include "playbook/markdown/fold.h"
#include "playbook/yaml.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::playbook {

namespace {

using yaml::Node;

constexpr std::array<std::pair<std::string_view, Section::Kind>, 7> section_keys{
    {{"overview", Section::Kind::overview},
     {"objectives", Section::Kind::objectives},
     {"approach", Section::Kind::approach},
     {"key_inputs", Section::Kind::key_inputs},
     {"key_outputs", Section::Kind::key_outputs},
     {"next_steps", Section::Kind::next_steps},
     {"history", Section::Kind::history}}};
constexpr std::string_view task_headings_key = "tasks";

constexpr std::array<std::pair<std::string_view, LabelKind>, 4> label_keys{{{"phase", LabelKind::phase},
                                                                            {"motions", LabelKind::motions},
                                                                            {"roles", LabelKind::roles},
                                                                            {"applies_to", LabelKind::applies_to}}};

constexpr std::array<std::pair<std::string_view, ColumnKind>, 7> column_keys{{{"task_id", ColumnKind::task_id},
                                                                              {"task_name", ColumnKind::task_name},
                                                                              {"role", ColumnKind::role},
                                                                              {"services", ColumnKind::services},
                                                                              {"date", ColumnKind::date},
                                                                              {"author", ColumnKind::author},
                                                                              {"change", ColumnKind::change}}};

/// In this order: what completes is said of orders that are there already.
constexpr std::array<std::pair<std::string_view, OrderWords::Use>, 7> order_keys{
    {{"orders", OrderWords::Use::orders},
     {"commands", OrderWords::Use::commands},
     {"completes", OrderWords::Use::completes},
     {"harmless", OrderWords::Use::harmless},
     {"leads", OrderWords::Use::leads},
     {"before_command", OrderWords::Use::before_command},
     {"abbreviations", OrderWords::Use::abbreviations}}};

constexpr std::array<std::string_view, 12> language_keys{"language",  "sections", "labels",  "columns",
                                                         "mandatory", "optional", "yes",     "no",
                                                         "none",      "task",     "section", "months"};

/// Words as they are compared: folded, and their letters and digits alone. What has no letter at all ("-", "#") counts
/// with its signs.
std::string key_of(std::string_view text) {
  auto key = folded_letters(text);
  if (!key.empty()) return key;
  key = folded(text);
  std::erase(key, ' ');
  return key;
}

template <class Keys>
auto find_key(Keys& keys, std::string_view key) {
  return std::find_if(keys.begin(), keys.end(), [&](const auto& known) { return known.first == key; });
}

template <class Value>
std::optional<Value> look_up(const std::unordered_map<std::string, Value>& map, std::string_view text) {
  constexpr std::size_t longest = 120; // no name is longer, and a cell may be a whole page
  if (text.size() > longest) return std::nullopt;
  const auto found = map.find(key_of(text));
  return found == map.end() ? std::nullopt : std::optional<Value>(found->second);
}

} // namespace

/// Reads one file of words into the tables, one language at a time.
struct Languages::Reader {
  Languages& into;
  std::vector<Diagnostic>& findings;

  void unknown(const Node& node, std::string_view what) {
    findings.push_back(yaml::finding(node, node.key_place(), "languages-key",
                                     fmt::format("`{}` is not {}", node.key(), what),
                                     "the head of data/languages.yaml lists what there is"));
  }

  void expect_list(const Node& node) {
    if (!node.is_sequence() && !node.is_null())
      findings.push_back(yaml::finding(node, node.place(), "languages-list", "a list of words is wanted here",
                                       "write [one, another]"));
  }

  template <class Value>
  void words(const Node& node, std::unordered_map<std::string, Value>& map, const Value& value) {
    expect_list(node);
    for (const auto& word : node.items()) map.emplace(key_of(word.text()), value); // the first to claim a word keeps it
  }

  void language(const Node& node) {
    for (const auto& part : node.items())
      if (std::find(language_keys.begin(), language_keys.end(), part.key()) == language_keys.end() &&
          find_key(order_keys, part.key()) == order_keys.end())
        unknown(part, "a part of a language");
    sections(node.at("sections"), node.at("language").text());
    for (const auto& label : node.at("labels").items()) {
      const auto* const known = find_key(label_keys, label.key());
      if (known == label_keys.end())
        unknown(label, "a label");
      else
        words(label, into.labels_, known->second);
    }
    columns(node.at("columns"));
    words(node.at("mandatory"), into.mandatory_, true);
    words(node.at("optional"), into.mandatory_, false);
    words(node.at("yes"), into.answers_, true);
    words(node.at("no"), into.answers_, false);
    words(node.at("none"), into.none_, true);
    words(node.at("task"), into.task_words_, true);
    words(node.at("section"), into.section_words_, true);
    months(node.at("months"));
    for (const auto& [key, use] : order_keys) order_words(node.at(key), use, node.at("language").text());
  }

  void order_words(const Node& node, OrderWords::Use use, const std::string& language) {
    expect_list(node);
    if (node.items().empty()) return;
    auto known = find_key(into.order_words_, language);
    if (known == into.order_words_.end()) known = into.order_words_.insert(known, {language, {}});
    for (const auto& word : node.items()) known->second.add(use, word.text());
  }

  void sections(const Node& node, const std::string& language) {
    for (const auto& section : node.items()) {
      if (section.key() == task_headings_key) {
        words(section, into.task_headings_, true);
        continue;
      }
      const auto* const known = find_key(section_keys, section.key());
      if (known == section_keys.end()) {
        unknown(section, "a section");
        continue;
      }
      auto& name = into.section_names_.at(static_cast<std::size_t>(known->second));
      if (name.empty() && !section.items().empty()) name = section.items().front().text();
      words(section, into.sections_, known->second);
      words(section, into.section_languages_, language);
    }
  }

  /// A word may head columns of several kinds ("Description"): the table's other columns decide.
  void columns(const Node& node) {
    for (const auto& column : node.items()) {
      const auto* const known = find_key(column_keys, column.key());
      if (known == column_keys.end())
        unknown(column, "a column");
      else
        for (const auto& word : column.items()) into.columns_[key_of(word.text())].insert(known->second);
    }
  }

  void months(const Node& node) {
    constexpr std::size_t in_a_year = 12;
    if (!node.is_null() && node.items().size() != in_a_year)
      findings.push_back(yaml::finding(node, node.place(), "languages-months", "a year has twelve months",
                                       "give a list for each, if need be an empty one: []"));
    for (std::size_t i = 0; i < std::min(node.items().size(), in_a_year); ++i)
      words(node.items()[i], into.months_, static_cast<unsigned>(i + 1));
  }
};

Result<void> Languages::add(std::string_view yaml_text, const std::string& file) {
  std::vector<Diagnostic> findings;
  const auto root = yaml::parse(yaml_text, {file}, findings);
  if (root && !root->is_sequence())
    findings.push_back(yaml::finding(*root, root->place(), "languages-list", "a list of languages is wanted here",
                                     "begin with `- language: …`"));
  if (root && findings.empty()) {
    Reader reader{*this, findings};
    for (const auto& language : root->items()) reader.language(language);
  }
  if (findings.empty()) return {};
  const auto& first = findings.front();
  return Error{ErrorCode::invalid, first.message,
               fmt::format("{}:{}:{}", first.at.file, first.at.line, first.at.column), first.hint};
}

std::optional<Section::Kind> Languages::section(std::string_view heading) const { return look_up(sections_, heading); }
std::string_view Languages::language_of(std::string_view heading) const {
  const auto found = section_languages_.find(key_of(heading));
  return found == section_languages_.end() ? std::string_view{} : std::string_view(found->second);
}
bool Languages::is_task_heading(std::string_view heading) const { return look_up(task_headings_, heading).has_value(); }
std::optional<LabelKind> Languages::label(std::string_view words) const { return look_up(labels_, words); }

ColumnKinds Languages::column(std::string_view heading) const {
  return look_up(columns_, heading).value_or(ColumnKinds{});
}

bool Languages::is_none(std::string_view text) const { return look_up(none_, text).has_value(); }
std::optional<bool> Languages::mandatory(std::string_view word) const { return look_up(mandatory_, word); }
std::optional<bool> Languages::answer(std::string_view word) const { return look_up(answers_, word); }
std::optional<unsigned> Languages::month(std::string_view name) const { return look_up(months_, name); }
bool Languages::is_task_word(std::string_view word) const { return look_up(task_words_, word).has_value(); }
bool Languages::is_section_word(std::string_view word) const { return look_up(section_words_, word).has_value(); }

const OrderWords& Languages::order_words(std::string_view language) const {
  static const OrderWords none;
  const auto known = find_key(order_words_, language);
  if (known != order_words_.end()) return known->second;
  return order_words_.empty() ? none : order_words_.front().second;
}

std::string Languages::section_name(Section::Kind kind) const {
  return section_names_.at(static_cast<std::size_t>(kind));
}

Languages built_in_languages() {
  Languages languages;
  [[maybe_unused]] const auto read = languages.add(built_in_languages_yaml(), "data/languages.yaml");
  assert(read.has_value() && "the built-in words must read");
  return languages;
}

} // namespace handrail::playbook
