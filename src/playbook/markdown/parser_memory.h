// Where the Markdown parser's nodes live: thousands of small pieces, cut from a few large blocks that go all at once.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

struct cmark_mem;

namespace handrail::playbook {

/// The memory of one parsed text. The parser's functions of memory know no context, so while one lives it is that of
/// its thread; everything the parser made must be freed before it goes.
class ParserMemory {
public:
  ParserMemory();
  ~ParserMemory();
  ParserMemory(const ParserMemory&) = delete;
  ParserMemory& operator=(const ParserMemory&) = delete;

  /// What the parser is given.
  static cmark_mem* functions();

  void* allocate(std::size_t size);
  static void* grow(void* bytes, std::size_t size);
  static void release(void* bytes);

private:
  struct Piece;
  static constexpr std::size_t step = 16;           ///< pieces are multiples of it
  static constexpr std::size_t largest_small = 512; ///< larger ones come from the system
  static constexpr std::size_t block_size = 65'536;

  std::byte* next_ = nullptr;
  std::size_t left_ = 0; ///< bytes behind next_
  std::array<Piece*, largest_small / step + 1> free_{};
  std::vector<std::unique_ptr<std::byte[]>> blocks_; // NOLINT: bytes that others construct in
};

} // namespace handrail::playbook
