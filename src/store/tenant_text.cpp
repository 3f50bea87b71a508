#include "store/tenant_text.h"

#include "core/fold.h"
#include "core/text.h"

#include <algorithm>

namespace handrail::store {

namespace {

constexpr std::size_t short_letters = 2;

std::size_t length_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return end - at;
}

/// ASCII letters and digits, and everything beyond ASCII: a dash, a dot or a space begins a new word behind it.
bool is_in_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

bool begins_word(std::string_view text, std::size_t at) {
  return at == 0 || !is_in_word(text[at]) || !is_in_word(text[at - 1]);
}

} // namespace

std::string searched_text(const TenantRow& row) {
  return text::folded(row.id.text()) + "\n" + text::folded(row.name) + "\n" + text::folded(row.customer);
}

SearchedFor::SearchedFor(std::string_view text)
    : text_(text::folded(text::trimmed(text))), short_(text::code_points(text_) <= short_letters) {}

bool SearchedFor::finds(std::string_view searched) const {
  for (auto at = searched.find(text_); at != std::string_view::npos; at = searched.find(text_, at + 1))
    if (!short_ || begins_word(searched, at)) return true;
  return false;
}

std::vector<std::string> short_beginnings(std::string_view searched) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < searched.size(); at += length_at(searched, at)) {
    if (searched[at] == '\n' || !begins_word(searched, at)) continue;
    const auto first = length_at(searched, at);
    found.emplace_back(searched.substr(at, first));
    const auto next = at + first;
    if (next < searched.size() && searched[next] != '\n')
      found.emplace_back(searched.substr(at, first + length_at(searched, next)));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

} // namespace handrail::store
