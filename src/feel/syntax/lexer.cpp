#include "feel/syntax/lexer.h"

#include "feel/value/unicode.h"

#include <fmt/format.h>

#include <array>

namespace handrail::feel {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool starts_word(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '?' || c >= 0x80;
}

class Lexer {
public:
  explicit Lexer(std::string_view source) : source_(source) {}

  Tokens run() && {
    while (true) {
      const bool space = skip_space();
      start_ = at_;
      if (at_ >= source_.size()) {
        add(Token::Kind::end, space);
        return std::move(out_);
      }
      const char c = source_[at_];
      if (starts_word(unicode::code_point_at(source_, at_)))
        word(space);
      else if (is_digit(c) || (c == '.' && is_digit(peek(1)) && !after_dot()))
        number(space);
      else if (c == '"')
        text(space);
      else
        sign(space);
    }
  }

private:
  char peek(std::size_t ahead) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }
  /// In "1..5" the second point does not begin a number.
  bool after_dot() const { return at_ > 0 && source_[at_ - 1] == '.'; }

  void add(Token::Kind kind, bool space, std::string content = {}) {
    out_.all.push_back({kind, start_, at_ - start_, space, source_.substr(start_, at_ - start_), std::move(content)});
  }

  void problem(std::size_t offset, std::size_t length, std::string message, std::string hint = "") {
    out_.problems.push_back({offset, length, std::move(message), std::move(hint)});
  }

  /// White space and comments.
  bool skip_space() {
    const std::size_t before = at_;
    while (at_ < source_.size()) {
      if (const auto length = unicode::white_space_at(source_, at_); length != 0)
        at_ += length;
      else if (source_.compare(at_, 2, "//") == 0)
        at_ = std::min(source_.find('\n', at_), source_.size());
      else if (source_.compare(at_, 2, "/*") == 0)
        skip_comment();
      else
        break;
    }
    return at_ != before;
  }

  void skip_comment() {
    const auto end = source_.find("*/", at_ + 2);
    if (end == std::string_view::npos) {
      problem(at_, 2, "this comment has no end", "write */ behind it");
      at_ = source_.size();
    } else {
      at_ = end + 2;
    }
  }

  void word(bool space) {
    while (at_ < source_.size()) {
      const auto c = unicode::code_point_at(source_, at_);
      if ((!starts_word(c) && !is_digit(source_[at_])) || unicode::white_space_at(source_, at_) != 0) break;
      at_ += unicode::sequence_length_at(source_, at_);
    }
    add(Token::Kind::word, space);
  }

  void digits() {
    while (at_ < source_.size() && is_digit(source_[at_])) ++at_;
  }

  void number(bool space) {
    digits();
    if (peek(0) == '.' && is_digit(peek(1))) ++at_, digits();
    if (peek(0) == 'e' || peek(0) == 'E') {
      const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if (is_digit(peek(1 + sign))) at_ += 1 + sign, digits();
    }
    add(Token::Kind::number, space);
  }

  /// `count` hexadecimal digits at `at_`.
  std::optional<char32_t> hexadecimal(std::size_t count) {
    char32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = peek(i);
      if (is_digit(c))
        value = value * 16 + static_cast<char32_t>(c - '0');
      else if (c >= 'a' && c <= 'f')
        value = value * 16 + static_cast<char32_t>(c - 'a' + 10);
      else if (c >= 'A' && c <= 'F')
        value = value * 16 + static_cast<char32_t>(c - 'A' + 10);
      else
        return std::nullopt;
    }
    at_ += count;
    return value;
  }

  /// \u1234 (a pair of them beyond the basic plane) or \U012345.
  void code_point(std::string& content, char letter) {
    auto c = hexadecimal(letter == 'u' ? 4 : 6);
    if (c && *c >= 0xD800 && *c < 0xDC00 && peek(0) == '\\' && peek(1) == 'u') {
      at_ += 2;
      const auto low = hexadecimal(4);
      c = low && *low >= 0xDC00 && *low < 0xE000 ? std::optional(0x10000 + ((*c - 0xD800) << 10U) + (*low - 0xDC00))
                                                 : std::nullopt;
    }
    if (!c || !unicode::append(content, *c))
      problem(start_, at_ - start_, "this text has a \\u that is no character",
              "write \\u and four hexadecimal digits");
  }

  void escape(std::string& content) {
    const char c = peek(1);
    at_ += std::min<std::size_t>(2, source_.size() - at_);
    switch (c) {
      case 'n': content += '\n'; break;
      case 'r': content += '\r'; break;
      case 't': content += '\t'; break;
      case '"':
      case '\'':
      case '/':
      case '\\': content += c; break;
      case 'u':
      case 'U': code_point(content, c); break;
      default: // kept as it is: "\d" is how patterns are written
        content += '\\';
        if (c != '\0') content += c;
    }
  }

  void text(bool space) {
    std::string content;
    ++at_;
    while (at_ < source_.size() && source_[at_] != '"') {
      if (source_[at_] == '\\')
        escape(content);
      else
        content += source_[at_++];
    }
    if (at_ >= source_.size())
      problem(start_, 1, "this text has no end", "write \" behind it");
    else
      ++at_;
    add(Token::Kind::text, space, std::move(content));
  }

  void sign(bool space) {
    constexpr std::array<std::string_view, 28> signs{"**", "..", "<=", ">=", "!=", "->", "(", ")", "[", "]",
                                                     "{",  "}",  ",",  ":",  ".",  "+",  "-", "*", "/", "<",
                                                     ">",  "=",  "|",  "@",  "'",  "!",  ";", "&"};
    for (const auto sign : signs)
      if (source_.compare(at_, sign.size(), sign) == 0) {
        at_ += sign.size();
        add(Token::Kind::sign, space);
        return;
      }
    ++at_;
    add(Token::Kind::sign, space);
    problem(start_, 1, fmt::format("the sign {} means nothing here", source_.substr(start_, 1)));
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;
  Tokens out_;
};

} // namespace

Tokens tokens_of(std::string_view source) { return Lexer(source).run(); }

} // namespace handrail::feel
