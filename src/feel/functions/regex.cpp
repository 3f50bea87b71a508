#include "feel/functions/regex.h"

#include "feel/limits.h"
#include "feel/value/unicode.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <fmt/format.h>

#include <array>
#include <optional>

namespace handrail::feel {

namespace {

struct FreeMatch {
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct FreeContext {
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

Error wrong(std::string message, std::string remedy = "") {
  return Error{ErrorCode::invalid, std::move(message), "", std::move(remedy)};
}

Result<std::uint32_t> options_of(std::string_view flags) {
  std::uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C |
                          PCRE2_MATCH_UNSET_BACKREF; // a group that took no part is the empty text
  for (const char flag : flags) {
    switch (flag) {
      case 's': options |= PCRE2_DOTALL; break;
      case 'm': options |= PCRE2_MULTILINE; break;
      case 'i': options |= PCRE2_CASELESS; break;
      case 'q': options |= PCRE2_LITERAL; break;
      case 'x': break; // white space is taken out by the translation
      default: return wrong(fmt::format("“{}” is not a flag", flag), "flags are s, m, i, x and q");
    }
  }
  // With a literal pattern only these are allowed beside it, and the others mean nothing.
  if ((options & PCRE2_LITERAL) != 0) options &= PCRE2_LITERAL | PCRE2_CASELESS | PCRE2_UTF;
  return options;
}

} // namespace

struct Regex::Code {
  pcre2_code* code = nullptr;
  std::uint32_t groups = 0;
  bool is_literal = false; ///< flag q: then a replacement is as it stands, too

  Code(pcre2_code* compiled, bool literal) : code(compiled), is_literal(literal) {
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
  }
  ~Code() { pcre2_code_free(code); }
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;
};

namespace {

/// One search through a text after another, all within the limits of one match each.
class Matcher {
public:
  Matcher(const pcre2_code* code, const std::string& text)
      : code_(code), text_(text), data_(pcre2_match_data_create_from_pattern(code, nullptr)),
        context_(pcre2_match_context_create(nullptr)) {
    pcre2_set_match_limit(context_.get(), limits::regex_match_steps);
    pcre2_set_depth_limit(context_.get(), limits::regex_match_steps);
    pcre2_set_heap_limit(context_.get(), limits::regex_heap_kib);
  }

  Result<bool> find(std::size_t from) {
    const int found = pcre2_match(code_, reinterpret_cast<PCRE2_SPTR>(text_.data()), text_.size(), from,
                                  from == 0 ? 0 : PCRE2_NO_UTF_CHECK, data_.get(), context_.get());
    if (found >= 0) return true;
    if (found == PCRE2_ERROR_NOMATCH) return false;
    if (found == PCRE2_ERROR_MATCHLIMIT || found == PCRE2_ERROR_DEPTHLIMIT || found == PCRE2_ERROR_HEAPLIMIT)
      return wrong("this pattern needs too much work for this text", "avoid repetitions within repetitions");
    return wrong("the text cannot be searched with this pattern");
  }

  std::size_t start() const { return pcre2_get_ovector_pointer(data_.get())[0]; }
  std::size_t end() const { return pcre2_get_ovector_pointer(data_.get())[1]; }
  /// Empty for a group that took no part.
  std::string_view group(std::size_t number) const {
    const auto* ends = pcre2_get_ovector_pointer(data_.get());
    if (ends[2 * number] == PCRE2_UNSET) return {};
    return std::string_view(text_).substr(ends[2 * number], ends[2 * number + 1] - ends[2 * number]);
  }

private:
  const pcre2_code* code_;
  const std::string& text_;
  std::unique_ptr<pcre2_match_data, FreeMatch> data_;
  std::unique_ptr<pcre2_match_context, FreeContext> context_;
};

/// A piece of the replacement: a text, or a group to be put there.
struct Piece {
  std::string text;
  std::optional<std::size_t> group;
};

Result<std::vector<Piece>> pieces_of(std::string_view replacement, std::size_t groups) {
  std::vector<Piece> pieces;
  std::string text;
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    const char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
    if (c == '\\') {
      if (next != '\\' && next != '$') return wrong("in the replacement a “\\” must be written “\\\\”");
      text += next;
      ++i;
    } else if (c == '$') {
      if (next < '0' || next > '9')
        return wrong("in the replacement a “$” must be written “\\$”, or a number must follow it");
      std::size_t group = 0;
      // As many digits as still name a group; what remains is text.
      do group = group * 10 + static_cast<std::size_t>(replacement[++i] - '0');
      while (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9' &&
             group * 10 + static_cast<std::size_t>(replacement[i + 1] - '0') <= groups);
      pieces.push_back({std::exchange(text, {}), std::nullopt});
      if (group <= groups) pieces.push_back({"", group});
    } else {
      text += c;
    }
  }
  pieces.push_back({std::move(text), std::nullopt});
  return pieces;
}

Error matches_nothing() { return wrong("this pattern also matches nothing at all, so there is no end to its matches"); }

} // namespace

Result<Regex> Regex::compile(std::string_view pattern, std::string_view flags) {
  if (pattern.size() > limits::regex_pattern_bytes)
    return wrong(fmt::format("a pattern can have {} bytes at most", limits::regex_pattern_bytes));
  HANDRAIL_TRY(const std::uint32_t options, options_of(flags));
  std::string translated(pattern);
  if ((options & PCRE2_LITERAL) == 0) {
    HANDRAIL_TRY(translated, translated_pattern(pattern, flags.find('x') != std::string_view::npos));
  }
  int code = 0;
  PCRE2_SIZE at = 0;
  pcre2_code* compiled =
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(), options, &code, &at, nullptr);
  if (compiled == nullptr) {
    std::array<PCRE2_UCHAR, 200> message{};
    pcre2_get_error_message(code, message.data(), message.size());
    return wrong(fmt::format("the pattern is wrong: {}", reinterpret_cast<const char*>(message.data())),
                 "patterns are those of XPath");
  }
  return Regex(std::make_shared<const Code>(compiled, (options & PCRE2_LITERAL) != 0));
}

Result<bool> Regex::matches(const std::string& text) const { return Matcher(code_->code, text).find(0); }

Result<std::string> Regex::replace(const std::string& text, std::string_view replacement) const {
  std::vector<Piece> pieces{{std::string(replacement), std::nullopt}};
  if (!code_->is_literal) {
    HANDRAIL_TRY(pieces, pieces_of(replacement, code_->groups));
  }
  Matcher matcher(code_->code, text);
  std::string out;
  std::size_t from = 0;
  while (from <= text.size()) {
    HANDRAIL_TRY(const bool found, matcher.find(from));
    if (!found) break;
    if (matcher.end() == matcher.start()) return matches_nothing();
    out.append(text, from, matcher.start() - from);
    for (const auto& piece : pieces) out += piece.group ? matcher.group(*piece.group) : std::string_view(piece.text);
    if (out.size() > limits::string_bytes)
      return wrong(fmt::format("a text can have {} bytes at most", limits::string_bytes));
    from = matcher.end();
  }
  out.append(text, std::min(from, text.size()));
  return out;
}

Result<std::vector<std::string>> Regex::split(const std::string& text) const {
  Matcher matcher(code_->code, text);
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= text.size()) {
    HANDRAIL_TRY(const bool found, matcher.find(from));
    if (!found) break;
    if (matcher.end() == matcher.start()) return matches_nothing();
    if (parts.size() >= limits::list_items)
      return wrong(fmt::format("a list can have {} items at most", limits::list_items));
    parts.push_back(text.substr(from, matcher.start() - from));
    from = matcher.end();
  }
  parts.push_back(text.substr(std::min(from, text.size())));
  return parts;
}

} // namespace handrail::feel
