// A value that its copies share until one of them changes it.
#pragma once

#include "core/allocation.h"

#include <atomic>
#include <cstddef>
#include <utility>

namespace handrail {

/// Copying counts; changing copies first, unless nobody else has it. What is reachable from a const Shared never
/// changes, so copies may be handed to other threads. Empty stands for a default-made value and costs nothing.
template <class T>
class Shared {
public:
  Shared() = default;
  Shared(const Shared& other) noexcept : node_(other.node_) {
    if (node_ != nullptr) node_->uses.fetch_add(1, std::memory_order_relaxed);
  }
  Shared(Shared&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Shared& operator=(Shared other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Shared() {
    if (node_ != nullptr && node_->uses.fetch_sub(1, std::memory_order_acq_rel) == 1) delete node_;
  }

  const T& get() const {
    static const T nothing{};
    return node_ == nullptr ? nothing : node_->value;
  }
  const T& operator*() const { return get(); }
  const T* operator->() const { return &get(); }

  /// The value to change: this one's alone from now on, until it is copied again.
  T& own() {
    if (node_ == nullptr) {
      node_ = new Node;
    } else if (node_->uses.load(std::memory_order_acquire) != 1) {
      Shared copy(new Node(node_->value));
      std::swap(node_, copy.node_);
    }
    node_->bytes.store(0, std::memory_order_relaxed);
    return node_->value;
  }

  /// The bytes that `measure` says of the value, and those of its own place. Asked once for each change.
  template <class Measure>
  std::size_t heap_bytes(const Measure& measure) const {
    if (node_ == nullptr) return 0;
    auto bytes = node_->bytes.load(std::memory_order_relaxed);
    if (bytes == 0) {
      bytes = allocated_bytes(sizeof(Node)) + measure(node_->value);
      node_->bytes.store(bytes, std::memory_order_relaxed);
    }
    return bytes;
  }

  bool is_same_as(const Shared& other) const { return node_ == other.node_; }
  friend bool operator==(const Shared& a, const Shared& b) { return a.is_same_as(b) || a.get() == b.get(); }

private:
  struct Node {
    Node() = default;
    explicit Node(const T& from) : value(from) {}

    T value{};
    std::atomic<std::size_t> uses = 1;
    std::atomic<std::size_t> bytes = 0; ///< as they were measured last; 0: not since the last change
  };

  explicit Shared(Node* node) : node_(node) {}

  Node* node_ = nullptr;
};

} // namespace handrail
