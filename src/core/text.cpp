#include "core/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace handrail::text {

namespace {

bool is_white_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Most texts are, and then a byte is a code point.
bool is_ascii(std::string_view text) {
  constexpr std::uint64_t high_bits = 0x8080'8080'8080'8080U;
  std::uint64_t bits = 0;
  for (; text.size() >= sizeof bits; text.remove_prefix(sizeof bits)) { // eight bytes at a time
    std::memcpy(&bits, text.data(), sizeof bits);
    if ((bits & high_bits) != 0) return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_continuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// The length of the well-formed sequence at the start of `text`; 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  std::size_t length = 0;
  std::uint32_t code = 0;
  if (first >= 0xC2 && first <= 0xDF)
    length = 2, code = first & 0x1FU;
  else if (first >= 0xE0 && first <= 0xEF)
    length = 3, code = first & 0x0FU;
  else if (first >= 0xF0 && first <= 0xF4)
    length = 4, code = first & 0x07U;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(byte(i))) return 0;
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return overlong || surrogate || code > 0x10FFFF ? 0 : length;
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

} // namespace

std::string_view trimmed(std::string_view text) {
  std::size_t first = 0;
  auto end = text.size();
  while (first < end && is_white_space(text[first])) ++first;
  while (end > first && is_white_space(text[end - 1])) --end;
  return first == end ? std::string_view{} : text.substr(first, end - first);
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

bool is_utf8(std::string_view text) {
  if (is_ascii(text)) return true;
  while (!text.empty()) {
    const auto length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::size_t code_points(std::string_view text) {
  if (is_ascii(text)) return text.size();
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(static_cast<unsigned char>(c)); }));
}

std::string shortened(std::string_view text, std::size_t limit) {
  if (code_points(text) <= limit || limit == 0) return std::string(text);
  std::size_t kept = 0;
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    if (!is_continuation(static_cast<unsigned char>(text[bytes])) && ++kept == limit) break;
    ++bytes;
  }
  return std::string(text.substr(0, bytes)) + "…";
}

std::string_view did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest_compared = 64; // the distance is quadratic, and the word is untrusted
  if (word.size() > longest_compared) return {};
  const std::string wanted = lowered(word);
  std::string_view best;
  std::size_t best_distance = wanted.size() + 1;
  for (const auto& candidate : candidates) {
    if (candidate.size() > longest_compared) continue;
    const auto apart = distance(wanted, lowered(candidate));
    if (apart <= std::max(wanted.size(), candidate.size()) / 3 && apart < best_distance) {
      best = candidate;
      best_distance = apart;
    }
  }
  return best;
}

} // namespace handrail::text
