// Totals that must agree. § rules-33
#include "engagement/conditions.h"
#include "engagement/missing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

/// "1,240": digits in groups of three, as people read them.
std::string grouped(const feel::Decimal& number) {
  std::string text = number.to_text();
  if (text.find_first_of("eE") != std::string::npos) return text;
  const std::size_t first = text.front() == '-' ? 1 : 0;
  std::size_t at = std::min(text.find('.'), text.size());
  while (at > first + 3) text.insert(at -= 3, ",");
  return text;
}

struct Sum {
  feel::Decimal total;
  std::string words; ///< "Exchange 500 + Teams 400"
  std::vector<std::string> unknown;
  Judgement judgement; ///< of all of its formulas together
};

/// The number that a formula comes to; what it read is added to `judgement`.
std::optional<feel::Decimal> number_of(const playbook::Addend& addend, const Ground& ground, Deciding& deciding,
                                       Judgement& judgement) {
  Judgement own = judge(addend.formula, deciding, ground.engagement);
  for (auto& fact : own.facts)
    if (std::find(judgement.facts.begin(), judgement.facts.end(), fact) == judgement.facts.end())
      judgement.facts.push_back(std::move(fact));
  judgement.unknown.insert(judgement.unknown.end(), own.unknown.begin(), own.unknown.end());
  if (!own.value.is_number()) return std::nullopt;
  return own.value.as_number();
}

Sum sum_of(const playbook::RequiredTotal& required, const Ground& ground, Deciding& deciding) {
  Sum sum;
  for (const auto& addend : required.of) {
    const auto number = number_of(addend, ground, deciding, sum.judgement);
    sum.words += fmt::format("{}{} {}", sum.words.empty() ? "" : " + ", addend.label,
                             number ? grouped(*number) : std::string("unknown"));
    const auto total = number ? feel::Decimal::add(sum.total, *number) : std::nullopt;
    if (total)
      sum.total = *total;
    else
      sum.unknown.push_back(addend.label);
  }
  return sum;
}

std::string difference(const feel::Decimal& total, const feel::Decimal& wanted) {
  const auto less = feel::Decimal::subtract(wanted, total);
  if (!less) return "";
  return less->is_negative() ? fmt::format(", {} too many", grouped(less->negated()))
                             : fmt::format(", {} too few", grouped(*less));
}

} // namespace

std::optional<Missing> missing(const playbook::RequiredTotal& required, const Ground& ground, Deciding& deciding) {
  Sum sum = sum_of(required, ground, deciding);
  const auto wanted = number_of(required.equals, ground, deciding, sum.judgement);
  if (!wanted) sum.unknown.push_back(required.equals.label);
  if (sum.unknown.empty() && sum.total == *wanted) return std::nullopt;

  std::string compared;
  if (sum.unknown.empty())
    compared = fmt::format("{} = {}, but {} is {}{}", sum.words, grouped(sum.total), required.equals.label,
                           grouped(*wanted), difference(sum.total, *wanted));
  else
    compared = fmt::format("{} cannot be compared with {}, because {} is not known", sum.words, required.equals.label,
                           fmt::join(sum.unknown, " and "));
  Missing missing;
  missing.sentence = true;
  missing.needs = required.otherwise.empty()
                      ? fmt::format("{} needs a total that agrees: {}.", ground.subject, compared)
                      : fmt::format("{} {}.", required.otherwise, compared);
  missing.facts = sum.judgement.facts;
  missing.remedies = remedies_for(sum.judgement, deciding);
  return missing;
}

} // namespace handrail::engagement
