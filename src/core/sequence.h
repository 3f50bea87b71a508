// A list that grows at its end, and whose copies share what they have in common: the history of a tenant is copied for
// every decision, and grows by one.
#pragma once

#include "core/allocation.h"
#include "core/shared.h"

#include <compare>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <utility>
#include <vector>

namespace handrail {

/// Read like a std::vector. A copy costs a step, whatever its length. After a copy, appending costs at most a part, and
/// once in a part's items a list of all parts; so does changing an item. `part_items` is smaller where items are large.
template <class T, std::size_t part_items = 16>
class Sequence {
public:
  using value_type = T;
  using size_type = std::size_t;
  using const_reference = const T&;
  using reference = const T&;

  class const_iterator {
  public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    const_iterator() = default;
    const_iterator(const Sequence& all, std::size_t at) : all_(&all), at_(at) {}

    const T& operator*() const { return (*all_)[at_]; }
    const T* operator->() const { return &(*all_)[at_]; }
    const T& operator[](difference_type by) const { return *(*this + by); }
    const_iterator& operator+=(difference_type by) {
      at_ = static_cast<std::size_t>(static_cast<difference_type>(at_) + by);
      return *this;
    }
    const_iterator& operator-=(difference_type by) { return *this += -by; }
    const_iterator& operator++() { return *this += 1; }
    const_iterator& operator--() { return *this += -1; }
    const_iterator operator++(int) { return std::exchange(*this, *this + 1); }
    const_iterator operator--(int) { return std::exchange(*this, *this - 1); }
    friend const_iterator operator+(const_iterator at, difference_type by) { return at += by; }
    friend const_iterator operator+(difference_type by, const_iterator at) { return at += by; }
    friend const_iterator operator-(const_iterator at, difference_type by) { return at -= by; }
    friend difference_type operator-(const const_iterator& a, const const_iterator& b) {
      return static_cast<difference_type>(a.at_) - static_cast<difference_type>(b.at_);
    }
    friend bool operator==(const const_iterator& a, const const_iterator& b) { return a.at_ == b.at_; }
    friend auto operator<=>(const const_iterator& a, const const_iterator& b) { return a.at_ <=> b.at_; }

  private:
    const Sequence* all_ = nullptr;
    std::size_t at_ = 0;
  };
  using iterator = const_iterator;
  using const_reverse_iterator = std::reverse_iterator<const_iterator>;

  Sequence() = default;
  Sequence(std::initializer_list<T> items) {
    for (const auto& item : items) push_back(item);
  }

  std::size_t size() const { return parts_->size() * part_items + tail_->size(); }
  bool empty() const { return size() == 0; }
  const T& operator[](std::size_t at) const {
    const std::size_t part = at / part_items;
    return part < parts_->size() ? (*(*parts_)[part])[at % part_items] : (*tail_)[at % part_items];
  }
  const T& front() const { return (*this)[0]; }
  const T& back() const { return (*this)[size() - 1]; }
  const_iterator begin() const { return {*this, 0}; }
  const_iterator end() const { return {*this, size()}; }
  const_reverse_iterator rbegin() const { return const_reverse_iterator(end()); }
  const_reverse_iterator rend() const { return const_reverse_iterator(begin()); }

  void push_back(T item) {
    tail_.own().push_back(std::move(item));
    if (tail_->size() == part_items) parts_.own().push_back(std::exchange(tail_, {}));
  }

  /// Hands an item to `change`, which may alter it.
  template <class Change>
  void edit(std::size_t at, const Change& change) {
    const std::size_t part = at / part_items;
    change((part < parts_->size() ? parts_.own()[part].own() : tail_.own())[at % part_items]);
  }

  /// Takes out what `is_gone` says; costs nothing when that is nothing, and as much as making the list anew otherwise.
  template <class IsGone>
  void erase_if(const IsGone& is_gone) {
    std::size_t first = 0;
    while (first < size() && !is_gone((*this)[first])) ++first;
    if (first == size()) return;
    Sequence kept;
    for (std::size_t at = 0; at < size(); ++at)
      if (at < first || (at > first && !is_gone((*this)[at]))) kept.push_back((*this)[at]);
    *this = std::move(kept);
  }

  /// What the list keeps outside of itself; `measure` says what an item keeps outside of itself.
  template <class Measure>
  std::size_t heap_bytes(const Measure& measure) const {
    const auto of_part = [&](const Part& part) {
      std::size_t bytes = allocated_bytes(part.capacity() * sizeof(T));
      for (const auto& item : part) bytes += measure(item);
      return bytes;
    };
    const auto of_parts = [&](const std::vector<Shared<Part>>& parts) {
      std::size_t bytes = allocated_bytes(parts.capacity() * sizeof(Shared<Part>));
      for (const auto& part : parts) bytes += part.heap_bytes(of_part);
      return bytes;
    };
    return parts_.heap_bytes(of_parts) + tail_.heap_bytes(of_part);
  }

  friend bool operator==(const Sequence& a, const Sequence& b) { return a.parts_ == b.parts_ && a.tail_ == b.tail_; }

private:
  using Part = std::vector<T>;

  Shared<std::vector<Shared<Part>>> parts_; ///< each of exactly `part_items`
  Shared<Part> tail_;                       ///< fewer than that
};

} // namespace handrail
