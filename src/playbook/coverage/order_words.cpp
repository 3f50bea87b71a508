#include "playbook/coverage/order_words.h"

#include "playbook/markdown/fold.h"

#include <algorithm>

namespace handrail::playbook {

void OrderWords::add(Use use, std::string_view written) {
  if (use == Use::abbreviations) {
    abbreviations_.insert(folded(written));
    return;
  }
  const auto words = text_words(written);
  if (words.empty()) return;
  if (words.front().unspaced) return add_unspaced(use, written, words.front().text);
  Phrase phrase{{}, use, false, std::string(written)};
  for (const auto& word : words) phrase.words.push_back(word.text);
  auto& same_start = phrases_[words.front().text];
  if (use == Use::completes) { // says more about an order that is there already
    for (auto& other : same_start)
      if (other.words == phrase.words) other.completes = true;
    return;
  }
  same_start.push_back(std::move(phrase));
  std::stable_sort(same_start.begin(), same_start.end(),
                   [](const Phrase& a, const Phrase& b) { return a.words.size() > b.words.size(); });
}

void OrderWords::add_unspaced(Use use, std::string_view written, std::string folded_text) {
  if (use == Use::completes) {
    for (auto& other : unspaced_)
      if (other.words.front() == folded_text) other.completes = true;
    return;
  }
  unspaced_.push_back({{std::move(folded_text)}, use, false, std::string(written)});
}

const OrderWords::Phrase* OrderWords::phrase_at(const Words& words, std::size_t at, Use use) const {
  const auto found = phrases_.find(words[at].text);
  if (found == phrases_.end()) return nullptr;
  for (const Phrase& phrase : found->second) {
    if (phrase.use != use || at + phrase.words.size() > words.size()) continue;
    bool same = true;
    for (std::size_t i = 1; same && i < phrase.words.size(); ++i) same = words[at + i].text == phrase.words[i];
    if (same) return &phrase;
  }
  return nullptr;
}

/// "Add …", "RM field: add …", "Then add …", "If …, add …", "Remove … and add …"
bool OrderWords::begins_clause(const Words& words, std::size_t at, bool after_command) const {
  while (true) {
    if (at == 0) return true;
    const char before = words[at].before;
    if (before != ' ' && before != ',') return true;
    if (before == ',' && (after_command || phrase_at(words, 0, Use::leads) != nullptr)) return true;
    if (phrase_at(words, at - 1, Use::before_command) == nullptr) return false;
    if (after_command) return true;
    --at; // "then" itself begins the clause
  }
}

void OrderWords::unspaced_orders(const TextWord& word, bool first, std::vector<Order>& orders) const {
  std::vector<std::pair<std::size_t, std::size_t>> harmless;
  for (const Phrase& phrase : unspaced_) {
    if (phrase.use != Use::harmless) continue;
    const std::string& wanted = phrase.words.front();
    for (auto at = word.text.find(wanted); at != std::string::npos; at = word.text.find(wanted, at + wanted.size()))
      harmless.emplace_back(at, at + wanted.size());
  }
  const auto is_harmless = [&](std::size_t from, std::size_t to) {
    return std::any_of(harmless.begin(), harmless.end(),
                       [&](const auto& range) { return from >= range.first && to <= range.second; });
  };
  for (const Phrase& phrase : unspaced_) {
    const std::string& wanted = phrase.words.front();
    if (phrase.use == Use::commands && first && word.text.rfind(wanted, 0) == 0 && word.text.size() > wanted.size())
      orders.push_back({phrase.written, word.from, phrase.completes});
    if (phrase.use != Use::orders) continue;
    for (auto at = word.text.find(wanted); at != std::string::npos; at = word.text.find(wanted, at + wanted.size())) {
      if (is_harmless(at, at + wanted.size())) continue;
      orders.push_back({phrase.written, word.from, phrase.completes});
      break;
    }
  }
}

std::vector<Order> OrderWords::orders_in(std::string_view sentence) const {
  const auto words = text_words(sentence);
  std::vector<Order> orders;
  bool after_command = false;
  for (std::size_t at = 0; at < words.size();) {
    if (words[at].unspaced) {
      unspaced_orders(words[at], at == 0 || words[at].before != ' ', orders);
      ++at;
      continue;
    }
    if (const auto* harmless = phrase_at(words, at, Use::harmless)) {
      at += harmless->words.size();
      continue;
    }
    const auto* order = phrase_at(words, at, Use::orders);
    if (order == nullptr) {
      order = phrase_at(words, at, Use::commands);
      if (order != nullptr && (words.size() == 1 || !begins_clause(words, at, after_command))) order = nullptr;
      after_command = after_command || order != nullptr;
    }
    if (order != nullptr) orders.push_back({order->written, words[at].from, order->completes});
    at += order == nullptr ? 1 : order->words.size();
  }
  return orders;
}

} // namespace handrail::playbook
