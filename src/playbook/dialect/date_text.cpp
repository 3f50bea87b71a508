#include "playbook/dialect/date_text.h"

#include "playbook/markdown/fold.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace handrail::playbook {

namespace {

struct Part {
  int number = 0; ///< 0 for a word
  std::size_t digits = 0;
  std::string word;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The numbers and words of a date, at most six; the sign between the first two is noted.
std::vector<Part> parts_of(std::string_view text, char& separator) {
  constexpr std::size_t most = 6;
  constexpr std::size_t most_digits = 8;
  std::vector<Part> parts;
  for (std::size_t at = 0; at < text.size() && parts.size() < most;) {
    Part part;
    while (at < text.size() && is_digit(text[at])) {
      if (++part.digits <= most_digits) part.number = part.number * 10 + (text[at] - '0');
      ++at;
    }
    if (part.digits == 0)
      while (at < text.size() && !is_digit(text[at]) &&
             std::string_view(" /.-,:").find(text[at]) == std::string_view::npos)
        part.word += text[at++];
    if (part.digits == 0 && part.word.empty()) {
      if (parts.size() == 1 && text[at] != ' ') separator = text[at];
      ++at;
      continue;
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

/// "年", "th", "de" and their like between the numbers.
bool is_filler(const Part& part) {
  static constexpr std::array<std::string_view, 9> fillers{"st", "nd", "rd", "th", "de", "of", "年", "月", "日"};
  return std::find(fillers.begin(), fillers.end(), part.word) != fillers.end();
}

std::optional<Date> checked(int year, int month, int day, std::size_t year_digits) {
  if (year_digits == 2)
    year += 2000;
  else if (year_digits != 4)
    return std::nullopt;
  constexpr int first_year = 1900; // "03/27/0020" is a slip of the pen
  if (year < first_year || month < 1 || day < 1 || month > 12 || day > 31) return std::nullopt;
  const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

/// A time of day behind the date: "T00:00:00Z", "10:30".
bool is_time(const std::vector<Part>& parts, std::size_t from) {
  for (auto i = from; i < parts.size(); ++i)
    if (parts[i].digits > 2 || (parts[i].digits == 0 && parts[i].word != "t" && parts[i].word != "z" &&
                                parts[i].word != "am" && parts[i].word != "pm"))
      return false;
  return true;
}

} // namespace

std::optional<Date> read_date(std::string_view text, const Languages& languages) {
  constexpr std::size_t longest = 48;
  if (text.size() > longest) return std::nullopt;
  char separator = ' ';
  auto parts = parts_of(folded(text), separator);
  std::erase_if(parts, is_filler);
  if (parts.size() == 1 && parts[0].digits == 8) { // 20200327
    const int all = parts[0].number;
    return checked(all / 10000, all / 100 % 100, all % 100, 4);
  }
  std::optional<unsigned> named_month;
  for (std::size_t i = 0; i < std::min<std::size_t>(parts.size(), 3) && !named_month; ++i) {
    if (parts[i].digits != 0) continue;
    named_month = languages.month(parts[i].word);
    if (named_month) parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (named_month) {
    if (parts.size() != 2 || parts[0].digits == 0 || parts[1].digits == 0) return std::nullopt;
    const auto month = static_cast<int>(*named_month);
    return parts[0].digits == 4 ? checked(parts[0].number, month, parts[1].number, 4)
                                : checked(parts[1].number, month, parts[0].number, parts[1].digits);
  }
  if (parts.size() < 3 || !is_time(parts, 3)) return std::nullopt;
  for (std::size_t i = 0; i < 3; ++i)
    if (parts[i].digits == 0) return std::nullopt;
  const int a = parts[0].number;
  const int b = parts[1].number;
  const int c = parts[2].number;
  if (parts[0].digits == 4) return checked(a, b, c, 4);
  const bool day_first = separator == '.' || a > 12;
  return day_first ? checked(c, b, a, parts[2].digits) : checked(c, a, b, parts[2].digits);
}

} // namespace handrail::playbook
