#include "playbook/markdown/parser_memory.h"

#include <cmark-gfm.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>
#include <new>

namespace handrail::playbook {

/// Stands in front of the bytes that the parser sees; free pieces of one size are a list.
struct alignas(16) ParserMemory::Piece {
  std::size_t size = 0; ///< without this
  Piece* next = nullptr;

  void* bytes() { return this + 1; }                                       // NOLINT: the bytes follow
  static Piece* of(void* bytes) { return static_cast<Piece*>(bytes) - 1; } // NOLINT
};

namespace {

thread_local ParserMemory* current = nullptr;

} // namespace

ParserMemory::ParserMemory() {
  assert(current == nullptr && "one text is parsed at a time");
  current = this;
}

ParserMemory::~ParserMemory() { current = nullptr; }

cmark_mem* ParserMemory::functions() {
  static cmark_mem functions{[](std::size_t count, std::size_t size) -> void* {
                               const auto bytes =
                                   count * size; // the parser asks for single structs and for what strings need
                               return std::memset(current->allocate(bytes), 0, bytes);
                             },
                             [](void* piece, std::size_t size) -> void* {
                               return piece == nullptr ? current->allocate(size) : ParserMemory::grow(piece, size);
                             },
                             ParserMemory::release};
  return &functions;
}

void* ParserMemory::allocate(std::size_t size) {
  size = (std::max<std::size_t>(size, 1) + step - 1) / step * step;
  if (size > largest_small) {
    auto* memory = std::malloc(sizeof(Piece) + size); // NOLINT: grown by realloc
    if (memory == nullptr) std::abort();              // as the parser does: C functions pass no exception on
    return (new (memory) Piece{size, nullptr})->bytes();
  }
  auto& free_ones = free_.at(size / step);
  if (free_ones != nullptr) {
    auto* piece = free_ones;
    free_ones = piece->next;
    return piece->bytes();
  }
  const auto whole = sizeof(Piece) + size;
  if (left_ < whole) {
    blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block_size)); // NOLINT
    next_ = blocks_.back().get();
    left_ = block_size;
  }
  auto* piece = new (next_) Piece{size, nullptr};
  next_ += whole; // NOLINT
  left_ -= whole;
  return piece->bytes();
}

void* ParserMemory::grow(void* bytes, std::size_t size) {
  auto* piece = Piece::of(bytes);
  if (size <= piece->size) return bytes;
  auto* larger = current->allocate(size);
  std::memcpy(larger, bytes, piece->size);
  release(bytes);
  return larger;
}

void ParserMemory::release(void* bytes) {
  if (bytes == nullptr) return;
  auto* piece = Piece::of(bytes);
  if (piece->size > largest_small) return std::free(piece); // NOLINT
  auto& free_ones = current->free_.at(piece->size / step);
  piece->next = free_ones;
  free_ones = piece;
}

} // namespace handrail::playbook
