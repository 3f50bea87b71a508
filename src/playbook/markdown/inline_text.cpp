#include "playbook/markdown/inline_text.h"

#include "core/text.h"
#include "playbook/markdown/fold.h"

#include <algorithm>
#include <array>
#include <optional>

namespace handrail::playbook {

namespace {

constexpr std::size_t none = std::string_view::npos;

bool is_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}
constexpr auto markup_signs = [] {
  std::array<bool, 256> signs{};
  for (const char c : std::string_view("\\`*_~[!<&\n")) signs[static_cast<unsigned char>(c)] = true;
  return signs;
}();
bool is_markup_sign(char c) { return markup_signs[static_cast<unsigned char>(c)]; }
bool has_markup(std::string_view text) { return std::any_of(text.begin(), text.end(), is_markup_sign); }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

/// A run of `*`, `_` or `~` that may begin or end emphasis.
struct Run {
  char sign = '*';
  std::size_t at = 0, left = 0; ///< its first sign not yet used up from the front, and how many are left
  std::size_t text_at = 0;      ///< where it stands in the text
  bool opens = false, closes = false;
};

struct Destination {
  std::string target;
  std::size_t end = 0;    ///< the byte after `)`
  bool has_blank = false; ///< in the target, which makes it no link elsewhere
};

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

bool looks_like_target(std::string_view target) {
  return target.find(".md") != none || target.substr(0, 4) == "http" || target.substr(0, 1) == "#" ||
         target.substr(0, 1) == ".";
}

/// `(a file.md)`: blanks within the target, which authors write.
std::optional<Destination> destination_with_blank(std::string_view text, std::size_t start) {
  const auto close = text.find_first_of(")\n\"<", start);
  if (close == none || text[close] != ')') return std::nullopt;
  Destination found{std::string(text::trimmed(text.substr(start, close - start))), close + 1, true};
  return looks_like_target(found.target) ? std::optional(std::move(found)) : std::nullopt;
}

/// `(target "title")` at `open`, as CommonMark takes it.
std::optional<Destination> destination(std::string_view text, std::size_t open) {
  const auto begin = skip_blanks(text, open + 1);
  std::size_t at = begin;
  Destination found;
  if (at < text.size() && text[at] == '<') {
    const auto close = text.find('>', at);
    if (close == none) return std::nullopt;
    found.target = text.substr(at + 1, close - at - 1);
    at = close + 1;
  } else {
    int depth = 0;
    const auto start = at;
    for (; at < text.size() && !is_blank(text[at]); ++at) {
      if (text[at] == '(') ++depth;
      if (text[at] == ')' && depth-- == 0) break;
    }
    found.target = text.substr(start, at - start);
  }
  at = skip_blanks(text, at);
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
    const auto close = text.find(text[at], at + 1);
    if (close == none) return std::nullopt;
    at = skip_blanks(text, close + 1);
  }
  if (at >= text.size() || text[at] != ')') return destination_with_blank(text, begin);
  found.end = at + 1;
  return found;
}

/// The bracket that closes each `[`; brackets within code and escaped ones do not count. One pass, whatever the
/// nesting.
std::vector<std::pair<std::size_t, std::size_t>> bracket_pairs(std::string_view text) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  if (text.find('[') == none) return pairs;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '[')
      open.push_back(i);
    else if (text[i] == ']' && !open.empty()) {
      pairs.emplace_back(open.back(), i);
      open.pop_back();
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

struct Entity {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Entity, 16> entities{{{"amp", "&"},
                                           {"lt", "<"},
                                           {"gt", ">"},
                                           {"quot", "\""},
                                           {"apos", "'"},
                                           {"nbsp", " "},
                                           {"ndash", "–"},
                                           {"mdash", "—"},
                                           {"ensp", " "},
                                           {"emsp", " "},
                                           {"hellip", "…"},
                                           {"lsquo", "‘"},
                                           {"rsquo", "’"},
                                           {"ldquo", "“"},
                                           {"rdquo", "”"},
                                           {"trade", "™"}}};

/// The text of `&name;`, `&#N;` or `&#xN;` at `at` and its length; length 0 when there is none.
std::pair<std::string, std::size_t> entity(std::string_view text, std::size_t at) {
  constexpr std::size_t longest = 12;
  const auto end = text.substr(at, longest).find(';');
  if (end == none || end < 2) return {{}, 0};
  const auto name = text.substr(at + 1, end - 1);
  if (name[0] != '#') {
    for (const auto& known : entities)
      if (known.name == name) return {std::string(known.text), end + 1};
    return {{}, 0};
  }
  const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  std::uint32_t code = 0;
  for (const char c : name.substr(hexadecimal ? 2 : 1)) {
    const int digit = is_digit(c)                                       ? c - '0'
                      : hexadecimal && is_alpha(c) && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                                        : -1;
    if (digit < 0) return {{}, 0};
    code = code * (hexadecimal ? 16U : 10U) + static_cast<std::uint32_t>(digit);
    if (code > 0x10FFFF) return {{}, 0};
  }
  if (code == 0 || (code >= 0xD800 && code <= 0xDFFF)) return {{}, 0};
  std::string decoded;
  append_utf8(decoded, is_space(code) ? ' ' : code);
  return {decoded, end + 1};
}

class Reader {
public:
  Reader(std::string_view markdown, const References* references)
      : source_(markdown), references_(references), brackets_(bracket_pairs(markdown)) {}

  InlineText read() {
    result_.text.reserve(source_.size());
    result_.from.reserve(source_.size());
    while (at_ < source_.size()) step();
    for (const auto& open : closers_) result_.links[open.second.link].to = result_.text.size();
    match_emphasis();
    return std::move(result_);
  }

private:
  void emit(char c, std::size_t from) {
    result_.text += c;
    result_.from.push_back(static_cast<std::uint32_t>(from));
  }
  void emit(std::string_view text, std::size_t from) {
    for (const char c : text) emit(c, from);
  }

  void step() {
    while (!closers_.empty() && at_ > closers_.back().first) { // its bracket was part of code or of a tag
      result_.links[closers_.back().second.link].to = result_.text.size();
      closers_.pop_back();
    }
    if (!closers_.empty() && at_ == closers_.back().first) return close_link();
    const char c = source_[at_];
    switch (c) {
      case '\\': return escape();
      case '`': return code();
      case '*':
      case '_':
      case '~': return run(c);
      case '[': return bracket(false);
      case '!':
        if (at_ + 1 < source_.size() && source_[at_ + 1] == '[') return bracket(true);
        break;
      case '<': return angle();
      case '&': {
        const auto [decoded, length] = entity(source_, at_);
        if (length == 0) break;
        emit(decoded, at_);
        at_ += length;
        return;
      }
      case '\n': return line_end();
      default: return plain_run();
    }
    emit(c, at_);
    ++at_;
  }

  /// Letters up to the next sign that could be markup, or to where an open link ends.
  void plain_run() {
    const auto limit = closers_.empty() ? source_.size() : closers_.back().first;
    auto end = at_ + 1;
    while (end < limit && !is_markup_sign(source_[end])) ++end;
    const auto before = result_.from.size();
    result_.text.append(source_, at_, end - at_);
    result_.from.resize(before + (end - at_));
    for (auto i = before; i < result_.from.size(); ++i) result_.from[i] = static_cast<std::uint32_t>(at_ + i - before);
    at_ = end;
  }

  void escape() {
    const auto next = at_ + 1;
    if (next < source_.size() && source_[next] == '\n') {
      emit('\n', at_);
      at_ += 2;
    } else if (next == source_.size()) { // a hard break with nothing after it
      at_ += 1;
    } else if (is_punctuation(source_[next])) {
      emit(source_[next], next);
      at_ += 2;
    } else {
      emit('\\', at_++);
    }
  }

  void line_end() {
    const bool hard = at_ >= 2 && source_[at_ - 1] == ' ' && source_[at_ - 2] == ' ';
    emit(hard ? '\n' : ' ', at_++);
  }

  void code() {
    std::size_t width = 1;
    while (at_ + width < source_.size() && source_[at_ + width] == '`') ++width;
    // A run that closes nothing is looked for once, so that many of them do not take quadratic time.
    const bool hopeless = width < unclosed_.size() && unclosed_[width];
    for (auto i = at_ + width; !hopeless && i < source_.size(); ++i) {
      if (source_[i] != '`') continue;
      auto end = i;
      while (end < source_.size() && source_[end] == '`') ++end;
      if (end - i == width) {
        for (auto k = at_ + width; k < i; ++k) emit(source_[k] == '\n' ? ' ' : source_[k], k);
        at_ = end;
        return;
      }
      i = end - 1;
    }
    if (width < unclosed_.size()) unclosed_[width] = true;
    for (std::size_t i = 0; i < width; ++i) emit('`', at_ + i);
    at_ += width;
  }

  void run(char sign) {
    std::size_t width = 1;
    while (at_ + width < source_.size() && source_[at_ + width] == sign) ++width;
    const char before = at_ == 0 ? ' ' : source_[at_ - 1];
    const char after = at_ + width < source_.size() ? source_[at_ + width] : ' ';
    const bool left = !is_blank(after) && (!is_punctuation(after) || is_blank(before) || is_punctuation(before));
    const bool right = !is_blank(before) && (!is_punctuation(before) || is_blank(after) || is_punctuation(after));
    Run found{sign, at_, width, result_.text.size(), left, right};
    if (sign == '_') {
      found.opens = left && (!right || is_punctuation(before));
      found.closes = right && (!left || is_punctuation(after));
    }
    if (sign == '~' && width != 2) found.opens = found.closes = false;
    if (found.opens || found.closes) runs_.push_back(found);
    for (std::size_t i = 0; i < width; ++i) emit(sign, at_ + i);
    at_ += width;
  }

  std::size_t closing_bracket(std::size_t open) const {
    const auto found =
        std::lower_bound(brackets_.begin(), brackets_.end(), std::pair<std::size_t, std::size_t>{open, 0});
    return found != brackets_.end() && found->first == open ? found->second : none;
  }

  /// `[text](target)`, `[text][label]`, `[label]`, `[text] (target)`; anything else is a bracket.
  void bracket(bool image) {
    const auto open = at_ + (image ? 1 : 0);
    const auto close = closing_bracket(open);
    std::optional<Destination> found;
    bool broken = false;
    if (close != none && close + 1 < source_.size()) {
      const auto next = skip_blanks(source_, close + 1);
      if (source_[close + 1] == '(')
        found = destination(source_, close + 1);
      else if (next < source_.size() && source_[next] == '(' && !image) {
        found = destination(source_, next);
        if (found && !looks_like_target(found->target)) found.reset();
        broken = found.has_value();
      } else if (source_[close + 1] == '[' && references_ != nullptr) {
        const auto end = closing_bracket(close + 1);
        if (end != none)
          found = reference(end == close + 2 ? source_.substr(open + 1, close - open - 1)
                                             : source_.substr(close + 2, end - close - 2),
                            end + 1);
      }
    }
    if (found && found->has_blank) broken = true;
    if (!found && close != none) found = reference(source_.substr(open + 1, close - open - 1), close + 1);
    if (!found) {
      if (image) emit('!', at_++);
      emit('[', at_++);
      return;
    }
    for (const auto& outer : closers_) result_.links[outer.second.link].nested = true;
    result_.links.push_back({result_.text.size(), 0, at_, std::move(found->target), false, broken, image});
    closers_.push_back({close, {result_.links.size() - 1, found->end}});
    at_ = open + 1;
  }

  std::optional<Destination> reference(std::string_view label, std::size_t end) const {
    constexpr std::size_t longest_label = 200;
    if (references_ == nullptr || references_->empty() || label.size() > longest_label) return std::nullopt;
    const auto known = references_->find(folded(label));
    if (known == references_->end()) return std::nullopt;
    return Destination{known->second, end, false};
  }

  void close_link() {
    const auto [link, end] = closers_.back().second;
    closers_.pop_back();
    result_.links[link].to = result_.text.size();
    // Two targets in a row, `[[text](a)](b)`, close one after the other: `end` of the inner is the outer's bracket.
    at_ = end;
  }

  /// A tag is dropped, `<br>` a line feed, `<https://…>` its address; anything else is the sign "less than".
  void angle() {
    const auto rest = source_.substr(at_);
    if (rest.substr(0, 4) == "<!--") {
      const auto end = comments_end_ ? rest.find("-->") : none;
      comments_end_ = end != none; // looked for once, so that many of them do not take quadratic time
      if (comments_end_) {
        at_ += end + 3;
        return;
      }
    }
    constexpr std::size_t longest_tag = 2'000;
    const auto end = rest.substr(0, longest_tag).find('>');
    if (end == none || end < 2) return emit('<', at_++);
    const auto inside = rest.substr(1, end - 1);
    const bool address = inside.find("://") != none || (inside.find('@') != none && inside.find(' ') == none);
    if (address && inside.find_first_of(" <\"") == none) {
      const std::string target = inside.find("://") == none ? "mailto:" + std::string(inside) : std::string(inside);
      result_.links.push_back(
          {result_.text.size(), result_.text.size() + inside.size(), at_, target, false, false, false});
      for (std::size_t i = 0; i < inside.size(); ++i) emit(inside[i], at_ + 1 + i);
    } else if (is_alpha(inside[0]) || (inside[0] == '/' && is_alpha(inside[1]))) {
      if (is_break(inside)) emit('\n', at_);
    } else {
      return emit('<', at_++);
    }
    at_ += end + 1;
  }

  static bool is_break(std::string_view inside) {
    const auto name = text::lowered(inside.substr(inside[0] == '/' ? 1 : 0, 3));
    return name.substr(0, 2) == "br" && (name.size() == 2 || !is_alpha(name[2]));
  }

  /// Pairs runs as CommonMark does, in a simpler way that looks back a bounded number of runs; then takes the signs
  /// that were used out of the text.
  void match_emphasis() {
    if (runs_.empty()) return;
    constexpr std::size_t furthest = 32;
    std::vector<std::size_t> dropped; // bytes of the text
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      Run& closer = runs_[i];
      for (std::size_t back = 0; closer.closes && closer.left > 0 && back < std::min(open.size(), furthest);) {
        Run& opener = runs_[open[open.size() - 1 - back]];
        if (opener.sign != closer.sign || opener.left == 0) {
          ++back;
          continue;
        }
        open.resize(open.size() - back); // what stands between can no longer be paired
        back = 0;
        const std::size_t width = opener.left >= 2 && closer.left >= 2 ? 2 : 1;
        pair(opener, closer, width, dropped);
        if (opener.left == 0) open.pop_back();
      }
      if (closer.left > 0 && closer.opens) open.push_back(i);
    }
    drop(dropped);
  }

  void pair(Run& opener, Run& closer, std::size_t width, std::vector<std::size_t>& dropped) {
    // An opener gives up its inner signs first, a closer its first ones.
    const auto inner = opener.text_at + opener.left;
    for (std::size_t k = 1; k <= width; ++k) dropped.push_back(inner - k);
    for (std::size_t k = 0; k < width; ++k) dropped.push_back(closer.text_at + k);
    result_.emphasis.push_back({inner, closer.text_at, static_cast<int>(width)});
    opener.left -= width;
    closer.left -= width;
    closer.text_at += width;
  }

  /// Removes the bytes at these places, and moves what refers to later ones.
  void drop(std::vector<std::size_t>& dropped) {
    if (dropped.empty()) return;
    std::sort(dropped.begin(), dropped.end());
    auto kept = dropped.front();
    for (std::size_t i = 0; i < dropped.size(); ++i) {
      const auto from = static_cast<std::ptrdiff_t>(dropped[i] + 1);
      const auto to = static_cast<std::ptrdiff_t>(i + 1 < dropped.size() ? dropped[i + 1] : result_.text.size());
      const auto into = static_cast<std::ptrdiff_t>(kept);
      std::copy(result_.text.begin() + from, result_.text.begin() + to, result_.text.begin() + into);
      std::copy(result_.from.begin() + from, result_.from.begin() + to, result_.from.begin() + into);
      kept += static_cast<std::size_t>(to - from);
    }
    result_.text.resize(kept);
    result_.from.resize(kept);
    const auto moved = [&](std::size_t at) {
      return at - static_cast<std::size_t>(std::lower_bound(dropped.begin(), dropped.end(), at) - dropped.begin());
    };
    for (auto& link : result_.links) link.from = moved(link.from), link.to = moved(std::max(link.from, link.to));
    for (auto& part : result_.emphasis) part.from = moved(part.from), part.to = moved(part.to);
  }

  struct Closing {
    std::size_t link = 0, end = 0;
  };

  std::string_view source_;
  const References* references_;
  std::vector<std::pair<std::size_t, std::size_t>> brackets_;
  std::vector<std::pair<std::size_t, Closing>> closers_; ///< the brackets at which open links end, innermost last
  std::vector<Run> runs_;
  std::array<bool, 32> unclosed_{}; ///< runs of backticks, by width, that nothing closes
  bool comments_end_ = true;
  InlineText result_;
  std::size_t at_ = 0;
};

} // namespace

InlineText inline_text(std::string_view markdown, const References* references) {
  return Reader(markdown, references).read();
}

std::string unmarked(std::string_view markdown) {
  return has_markup(markdown) ? inline_text(markdown).text : std::string(markdown);
}

std::string plain_text(std::string_view markdown) {
  return has_markup(markdown) ? squeezed(inline_text(markdown).text) : squeezed(markdown);
}

} // namespace handrail::playbook
