// From the dialect of XPath (XML Schema with anchors, reluctant quantifiers and back-references) to that of PCRE2.
#include "feel/functions/regex.h"
#include "feel/value/unicode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace handrail::feel {

namespace {

constexpr std::string_view name_start = R"(\p{L}_:)";
constexpr std::string_view name_part = R"(\p{L}\p{N}\p{M}_:.\-\x{B7})";
constexpr std::string_view space = R"( \t\n\r)";
constexpr std::string_view word_part = R"(\p{L}\p{M}\p{N}\p{S})"; ///< all but punctuation, separators and others

struct Block {
  std::string_view name;
  std::string_view range;
};

/// The Unicode blocks that \p{Is…} names.
constexpr std::array<Block, 26> blocks{{
    {"BasicLatin", "\\x{0}-\\x{7F}"},
    {"Latin-1Supplement", "\\x{80}-\\x{FF}"},
    {"LatinExtended-A", "\\x{100}-\\x{17F}"},
    {"LatinExtended-B", "\\x{180}-\\x{24F}"},
    {"IPAExtensions", "\\x{250}-\\x{2AF}"},
    {"SpacingModifierLetters", "\\x{2B0}-\\x{2FF}"},
    {"CombiningDiacriticalMarks", "\\x{300}-\\x{36F}"},
    {"Greek", "\\x{370}-\\x{3FF}"},
    {"GreekandCoptic", "\\x{370}-\\x{3FF}"},
    {"Cyrillic", "\\x{400}-\\x{4FF}"},
    {"Armenian", "\\x{530}-\\x{58F}"},
    {"Hebrew", "\\x{590}-\\x{5FF}"},
    {"Arabic", "\\x{600}-\\x{6FF}"},
    {"Devanagari", "\\x{900}-\\x{97F}"},
    {"Thai", "\\x{E00}-\\x{E7F}"},
    {"HangulJamo", "\\x{1100}-\\x{11FF}"},
    {"LatinExtendedAdditional", "\\x{1E00}-\\x{1EFF}"},
    {"GreekExtended", "\\x{1F00}-\\x{1FFF}"},
    {"GeneralPunctuation", "\\x{2000}-\\x{206F}"},
    {"CurrencySymbols", "\\x{20A0}-\\x{20CF}"},
    {"Arrows", "\\x{2190}-\\x{21FF}"},
    {"MathematicalOperators", "\\x{2200}-\\x{22FF}"},
    {"Hiragana", "\\x{3040}-\\x{309F}"},
    {"Katakana", "\\x{30A0}-\\x{30FF}"},
    {"CJKUnifiedIdeographs", "\\x{4E00}-\\x{9FFF}"},
    {"HangulSyllables", "\\x{AC00}-\\x{D7AF}"},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Translation {
public:
  Translation(std::string_view pattern, bool ignores_space) : pattern_(pattern), ignores_space_(ignores_space) {}

  Result<std::string> run() && {
    while (at_ < pattern_.size() && problem_.empty()) item();
    if (problem_.empty() && !open_groups_.empty()) problem_ = "a ( has no )";
    if (!problem_.empty())
      return Error{ErrorCode::invalid, "the pattern is wrong: " + problem_, "", "patterns are those of XPath"};
    return std::move(out_);
  }

private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0'; }

  void item() {
    const char c = peek();
    if (ignores_space_ && is_space(c))
      ++at_;
    else if (c == '[')
      ++at_, out_ += set();
    else if (c == '\\')
      ++at_, escape();
    else if (c == '(')
      open_group();
    else if (c == ')')
      close_group();
    else if (c == '{')
      quantity();
    else if (c == '*' || c == '+' || c == '?')
      ++at_, quantifier(std::string(1, c));
    else
      copy_character();
  }

  void copy_character() {
    const char c = peek();
    // In PCRE2 the $ without "m" could stand before a last line end; a compile option of ours says it does not.
    if (c == '}' || c == ']') problem_ = fmt::format("“{}” must be written “\\{}”", c, c);
    const auto length = unicode::sequence_length_at(pattern_, at_);
    out_ += pattern_.substr(at_, length);
    at_ += length;
  }

  void open_group() {
    ++at_;
    const bool captures = peek() != '?';
    if (!captures) {
      if (peek(1) != ':') {
        problem_ = "only (…) and (?:…) are groups";
        return;
      }
      at_ += 2;
    }
    open_groups_.push_back(captures ? ++groups_ : 0);
    out_ += captures ? "(" : "(?:";
    while (ignores_space_ && is_space(peek())) ++at_;
    // "(*" would begin a command of PCRE2.
    if (peek() == '*' || peek() == '+' || peek() == '?') problem_ = "there is nothing that a quantifier could repeat";
  }

  void close_group() {
    ++at_;
    if (open_groups_.empty()) {
      problem_ = "a ) has no (";
      return;
    }
    if (open_groups_.back() != 0) closed_groups_.push_back(open_groups_.back());
    open_groups_.pop_back();
    out_ += ')';
  }

  /// A quantifier may be made reluctant with one ?, and not more.
  void quantifier(std::string text) {
    while (ignores_space_ && is_space(peek())) ++at_;
    if (peek() == '?') ++at_, text += '?';
    while (ignores_space_ && is_space(peek())) ++at_;
    if (peek() == '*' || peek() == '+' || peek() == '?') problem_ = "two quantifiers follow each other";
    out_ += text;
  }

  void quantity() {
    const auto end = pattern_.find('}', at_);
    std::string text(pattern_.substr(at_, end == std::string_view::npos ? end : end - at_ + 1));
    text.erase(std::remove_if(text.begin(), text.end(), is_space), text.end());
    const bool valid = text.size() >= 3 && text.back() == '}' && is_digit(text[1]) &&
                       std::all_of(text.begin() + 1, text.end() - 1, [](char c) { return is_digit(c) || c == ','; }) &&
                       std::count(text.begin(), text.end(), ',') <= 1;
    if (!valid) {
      problem_ = "a { must begin a quantity like {2,5}, or be written “\\{”";
      return;
    }
    at_ = end + 1;
    quantifier(std::move(text));
  }

  /// What an escape stands for inside [ ]; nothing when it is no class of characters.
  static std::optional<std::string> class_members(char c) {
    switch (c) {
      case 's': return std::string(space);
      case 'd': return "\\p{Nd}";
      case 'w': return std::string(word_part);
      case 'i': return std::string(name_start);
      case 'c': return std::string(name_part);
      case 'D': return "\\P{Nd}";
      default: return std::nullopt;
    }
  }

  /// \p{…} and \P{…}, from behind the p on: the members of the class, which stand in [ ] or [^ ].
  std::string category() {
    const auto end = pattern_.find('}', at_);
    if (peek() != '{' || end == std::string_view::npos) {
      problem_ = "\\p must be followed by {…}";
      return "";
    }
    std::string name(pattern_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    if (ignores_space_) name.erase(std::remove_if(name.begin(), name.end(), is_space), name.end());
    if (name.rfind("Is", 0) == 0) {
      const auto* const block =
          std::find_if(blocks.begin(), blocks.end(), [&](const Block& b) { return b.name == name.substr(2); });
      if (block != blocks.end()) return std::string(block->range);
    } else if (!name.empty() && name.size() <= 2 &&
               std::string_view("LMNPZSC").find(name[0]) != std::string_view::npos) {
      return "\\p{" + name + "}";
    }
    problem_ = fmt::format("there is no class of characters “{}”", name);
    return "";
  }

  static bool is_escaped_sign(char c) {
    return std::string_view("\\|.?*+(){}-[]^$").find(c) != std::string_view::npos && c != '\0';
  }

  void escape() {
    const char c = peek();
    ++at_;
    if (c == 'n' || c == 'r' || c == 't' || is_escaped_sign(c))
      out_ += std::string("\\") + c;
    else if (is_digit(c))
      back_reference(c);
    else if (c == 'p' || c == 'P')
      out_ += (c == 'p' ? "[" : "[^") + category() + "]";
    else if (const auto members = class_members(c))
      out_ += "[" + *members + "]";
    else if (const auto complement = class_members(static_cast<char>(c - 'A' + 'a'));
             c >= 'A' && c <= 'Z' && complement)
      out_ += "[^" + *complement + "]";
    else
      problem_ = fmt::format("“\\{}” is not an escape", c);
  }

  void back_reference(char first) {
    auto group = static_cast<std::size_t>(first - '0');
    while (is_digit(peek()) && group * 10 + static_cast<std::size_t>(peek() - '0') <= groups_)
      group = group * 10 + static_cast<std::size_t>(pattern_[at_++] - '0');
    if (std::find(closed_groups_.begin(), closed_groups_.end(), group) == closed_groups_.end())
      problem_ = fmt::format("“\\{}” refers to a group that is not there before it", group);
    out_ += fmt::format("(?:\\{})", group);
  }

  /// From behind the [ on. A subtraction [a-z-[aeiou]] becomes (?![aeiou])[a-z].
  std::string set() {
    std::string members, subtracted;
    const bool negated = peek() == '^';
    if (negated) ++at_;
    bool first = true;
    while (problem_.empty()) {
      if (at_ >= pattern_.size())
        problem_ = "a [ has no ]";
      else if (peek() == ']' && !first)
        break;
      else if (peek() == '-' && peek(1) == '[')
        at_ += 2, subtracted = set();
      else if (!subtracted.empty())
        problem_ = "a subtraction must stand last in its [ ]";
      else
        member(members);
      first = false;
    }
    if (at_ < pattern_.size()) ++at_;
    const std::string whole = (negated ? "[^" : "[") + members + "]";
    return subtracted.empty() ? whole : "(?:(?!" + subtracted + ")" + whole + ")";
  }

  void member(std::string& members) {
    const char c = peek();
    if (c == '[' || c == ']') {
      problem_ = fmt::format("inside [ ] a “{}” must be written “\\{}”", c, c);
    } else if (c == '\\') {
      ++at_;
      const char escaped = peek();
      ++at_;
      if (escaped == 'n' || escaped == 'r' || escaped == 't' || is_escaped_sign(escaped))
        members += std::string("\\") + escaped;
      else if (escaped == 'p')
        members += category();
      else if (escaped == 'P')
        negated_category(members);
      else if (const auto some = class_members(escaped))
        members += *some;
      else if (escaped == 'S')
        members += R"(\x{0}-\x{8}\x{B}\x{C}\x{E}-\x{1F}\x{21}-\x{10FFFF})";
      else if (escaped == 'W')
        members += R"(\p{P}\p{Z}\p{C})";
      else
        problem_ = fmt::format("“\\{}” is not an escape inside [ ]", escaped);
    } else {
      const auto length = unicode::sequence_length_at(pattern_, at_);
      if (c == '^' || c == '&' || c == '~') members += '\\';
      members += pattern_.substr(at_, length);
      at_ += length;
    }
  }

  void negated_category(std::string& members) {
    std::string category_text = category();
    if (category_text.rfind("\\p", 0) != 0)
      problem_ = "a block cannot be negated inside [ ]";
    else
      members += "\\P" + category_text.substr(2);
  }

  std::string_view pattern_;
  bool ignores_space_;
  std::size_t at_ = 0;
  std::size_t groups_ = 0;
  std::vector<std::size_t> open_groups_; ///< 0 for one that captures nothing
  std::vector<std::size_t> closed_groups_;
  std::string out_;
  std::string problem_;
};

} // namespace

Result<std::string> translated_pattern(std::string_view pattern, bool ignores_space) {
  return Translation(pattern, ignores_space).run();
}

} // namespace handrail::feel
