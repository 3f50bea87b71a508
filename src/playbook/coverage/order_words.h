// The words by which a sentence is seen to order something, in every language (data/languages.yaml). § coverage-10
#pragma once

#include "playbook/coverage/words.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace handrail::playbook {

/// A word of a sentence that orders something.
struct Order {
  std::string word;       ///< as the data has it: "must", "add"
  std::size_t from = 0;   ///< of its word in the sentence
  bool completes = false; ///< it may only mean that a task is completed
};

class OrderWords {
public:
  enum class Use { orders, commands, completes, harmless, leads, before_command, abbreviations };

  void add(Use use, std::string_view written);

  /// Every order in a sentence, in order.
  std::vector<Order> orders_in(std::string_view sentence) const;

  /// `word` as it stands before a full stop, folded, with inner full stops.
  bool is_abbreviation(std::string_view word) const { return abbreviations_.contains(std::string(word)); }

private:
  struct Phrase {
    std::vector<std::string> words; ///< all of them, the first included
    Use use = Use::orders;
    bool completes = false;
    std::string written;
  };
  using Words = std::vector<TextWord>;

  void add_unspaced(Use use, std::string_view written, std::string folded_text);
  const Phrase* phrase_at(const Words& words, std::size_t at, Use use) const;
  bool begins_clause(const Words& words, std::size_t at, bool after_command) const;
  void unspaced_orders(const TextWord& word, bool first, std::vector<Order>& orders) const;

  std::unordered_map<std::string, std::vector<Phrase>> phrases_; ///< by their first word
  std::vector<Phrase> unspaced_;
  std::unordered_set<std::string> abbreviations_;
};

} // namespace handrail::playbook
