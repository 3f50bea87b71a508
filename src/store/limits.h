// Every limit of the store, by name. docs/spec/storage.md lists them in § storage-9.
#pragma once

#include <cstddef>

namespace handrail::store::limits {

inline constexpr std::size_t event_bytes = std::size_t{1} << 20;     ///< one event's data
inline constexpr std::size_t document_bytes = std::size_t{16} << 20; ///< one kept text
inline constexpr std::size_t page_rows = 500;                        ///< one page of a list
inline constexpr std::size_t query_text = 200;                       ///< the words of a list's filter
inline constexpr std::size_t readers = 1'000;                        ///< people whose tenants one list shows

} // namespace handrail::store::limits
