#include "engagement/state_codec.h"

#include "core/allocation.h"
#include "engagement/binary.h"
#include "engagement/state_shapes.h"

#include <boost/pfr/tuple_size.hpp>

namespace handrail::engagement {

namespace {

/// Raised when `evolve` makes another state of the same events: tests/golden/engagement/state.txt shows when it does.
constexpr int revision = 1;

/// Every field of the struct stands in its list.
template <class T>
constexpr bool is_whole =
    std::tuple_size_v<std::remove_cvref_t<decltype(codec::Shape<T>::fields)>> == boost::pfr::tuple_size_v<T>;
static_assert(is_whole<TenantState> && is_whole<Engagement> && is_whole<TaskState> && is_whole<TaskState::Entry>);
static_assert(is_whole<Note> && is_whole<NoteContent> && is_whole<NoteFact> && is_whole<NextAction> && is_whole<Mark>);
static_assert(is_whole<Meeting> && is_whole<Email> && is_whole<AskedMessage> && is_whole<Request>);
static_assert(is_whole<TimeEntry> && is_whole<AssignmentChange> && is_whole<Assignment> && is_whole<Holder>);
static_assert(is_whole<Contact>);

/// FNV-1a: a name for a text, not a proof of it.
std::uint64_t short_name_of(std::string_view text) {
  std::uint64_t name = 0xcbf29ce484222325U;
  for (const char c : text) name = (name ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return name;
}

/// What a value keeps on the heap, outside of itself.
struct HeapBytes {
  std::size_t operator()(const std::string& text) const {
    constexpr std::size_t kept_inside = 15;
    return text.capacity() <= kept_inside ? 0 : allocated_bytes(text.capacity() + 1);
  }
  template <class T>
  requires std::is_trivially_copyable_v<T> std::size_t operator()(const T&) const { return 0; }
  template <class Tag>
  std::size_t operator()(const Id<Tag>& id) const {
    return (*this)(id.text());
  }
  template <class A, class B>
  std::size_t operator()(const std::pair<A, B>& pair) const {
    return (*this)(pair.first) + (*this)(pair.second);
  }
  template <class T>
  std::size_t operator()(const std::optional<T>& value) const {
    return value ? (*this)(*value) : 0;
  }
  template <class T>
  std::size_t operator()(const std::vector<T>& items) const {
    std::size_t bytes = allocated_bytes(items.capacity() * sizeof(T));
    for (const auto& item : items) bytes += (*this)(item);
    return bytes;
  }
  template <class K, class V>
  std::size_t operator()(const std::map<K, V>& items) const {
    constexpr std::size_t links = 4 * sizeof(void*); // of a node, beside what it holds
    std::size_t bytes = items.size() * allocated_bytes(links + sizeof(std::pair<const K, V>));
    for (const auto& item : items) bytes += (*this)(item);
    return bytes;
  }
  template <class T, std::size_t part>
  std::size_t operator()(const Sequence<T, part>& items) const {
    return items.heap_bytes(*this);
  }
  template <codec::Shaped T>
  std::size_t operator()(const T& value) const {
    return std::apply([&](const auto&... each) { return (std::size_t{0} + ... + (*this)(value.*(each.member))); },
                      codec::Shape<T>::fields);
  }
};

} // namespace

const std::string& state_format() {
  static const std::string format = [] {
    binary::Description description;
    description.add<TenantState>();
    return fmt::format("{}-{:016x}", revision, short_name_of(description.text()));
  }();
  return format;
}

std::string to_bytes(const TenantState& state) {
  binary::Writer writer;
  writer.write(state);
  return std::move(writer).bytes();
}

Result<TenantState> state_from_bytes(std::string_view bytes) {
  binary::Reader reader(bytes);
  TenantState state;
  reader.read(state);
  if (reader.is_done()) return state;
  return Error{ErrorCode::invalid, "these bytes are no state of a tenant", "", "Make the state from the log again."};
}

std::size_t size_bytes(const TenantState& state) { return allocated_bytes(sizeof(TenantState)) + HeapBytes()(state); }

} // namespace handrail::engagement
