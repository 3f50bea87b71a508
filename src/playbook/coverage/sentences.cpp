#include "playbook/coverage/sentences.h"

#include "playbook/coverage/words.h"
#include "playbook/markdown/fold.h"

#include <algorithm>

namespace handrail::playbook {

namespace {

constexpr std::size_t longest_abbreviation = 12; // bytes

bool ends_latin(std::uint32_t value) { return value == '.' || value == '!' || value == '?' || value == 0x2026; }
/// Full stops of scripts that may put no blank behind them, and of Arabic, Urdu and Hindi.
bool ends_anywhere(std::uint32_t value) {
  return value == 0x3002 || value == 0xFF0E || value == 0xFF01 || value == 0xFF1F || value == 0xFF61 ||
         value == 0x061F || value == 0x06D4 || value == 0x0964 || value == 0x0965;
}
bool closes(std::uint32_t value) {
  return value == '"' || value == '\'' || value == ')' || value == ']' || value == '*' || value == '_' ||
         value == 0xBB || value == 0x2019 || value == 0x201D || value == 0x300D || value == 0x300F || value == 0xFF09 ||
         value == 0x3011 || value == 0x300B;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Splitter {
public:
  Splitter(std::string_view text, const Languages& languages, const OrderWords& words)
      : text_(text), languages_(languages), words_(words) {}

  std::vector<Stretch> split() {
    for (std::size_t at = 0; at < text_.size();) {
      const auto [value, length] = code_point_at(text_, at);
      at += length;
      if (!ends_latin(value) && !ends_anywhere(value)) continue;
      const auto stop = at - length;
      at = behind_closing(at);
      if (ends_anywhere(value) || (is_at_blank(at) && !goes_on(stop, at, value))) add(at);
    }
    add(text_.size());
    return std::move(sentences_);
  }

private:
  /// Behind further full stops, quotes and brackets.
  std::size_t behind_closing(std::size_t at) const {
    while (at < text_.size()) {
      const auto [value, length] = code_point_at(text_, at);
      if (!closes(value) && !ends_latin(value) && !ends_anywhere(value)) break;
      at += length;
    }
    return at;
  }

  bool is_at_blank(std::size_t at) const {
    return at >= text_.size() || text_[at] == ' ' || is_unspaced(code_point_at(text_, at).value);
  }

  /// Does the sentence go on behind the full stop at `stop`?
  bool goes_on(std::size_t stop, std::size_t next, std::uint32_t sign) const {
    if (next >= text_.size()) return false;
    while (next < text_.size() && text_[next] == ' ') ++next;
    if (next < text_.size() && text_[next] >= 'a' && text_[next] <= 'z') return sign != '!' && sign != '?';
    if (sign != '.') return false;
    const auto word = word_before(stop);
    if (word.empty()) return false;
    if (words_.is_abbreviation(folded(word))) return true;
    if (word.size() == 1 && word.front() >= 'A' && word.front() <= 'Z') return true; // an initial
    return word.size() <= 2 && std::all_of(word.begin(), word.end(), is_digit) && (is_first(word) || is_month(next));
  }

  std::string_view word_before(std::size_t stop) const {
    auto from = stop;
    while (from > 0 && text_[from - 1] != ' ' && text_[from - 1] != '(' && stop - from <= longest_abbreviation) --from;
    return text_.substr(from, stop - from);
  }

  /// "2. Then …" at the start of a sentence is the number of what follows.
  bool is_first(std::string_view word) const {
    return static_cast<std::size_t>(word.data() - text_.data()) <= first_sign();
  }

  std::size_t first_sign() const {
    auto at = from_;
    while (at < text_.size() && text_[at] == ' ') ++at;
    return at;
  }

  /// "31. Dezember"
  bool is_month(std::size_t next) const {
    const auto end = std::min(text_.find_first_of(" ,.;:)", next), text_.size());
    return languages_.month(text_.substr(next, end - next)).has_value();
  }

  void add(std::size_t to) {
    auto from = first_sign();
    while (to > from && text_[to - 1] == ' ') --to;
    const auto sentence = text_.substr(from, to > from ? to - from : 0);
    from_ = std::max(from_, to);
    for (std::size_t at = 0; at < sentence.size();) {
      const auto [value, length] = code_point_at(sentence, at);
      const bool counts = is_word_sign(value) && !(value < 0x80 && is_digit(static_cast<char>(value)));
      if (counts) return sentences_.push_back({from, to});
      at += length;
    }
  }

  std::string_view text_;
  const Languages& languages_;
  const OrderWords& words_;
  std::size_t from_ = 0; ///< of the sentence that is being read
  std::vector<Stretch> sentences_;
};

} // namespace

std::vector<Stretch> sentences_of(std::string_view text, const Languages& languages, const OrderWords& words) {
  return Splitter(text, languages, words).split();
}

} // namespace handrail::playbook
