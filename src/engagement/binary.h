// Plain structs as bytes, from the lists of fields that codec.h reads for JSON: compact and quick, for what is only
// ever read by the program that wrote it. Inside the engagement room only.
#pragma once

#include "core/sequence.h"
#include "engagement/codec.h"

#include <cstdint>
#include <type_traits>

namespace handrail::engagement::binary {

using codec::Shape;
using codec::Shaped;

template <class T>
concept Enumeration = std::is_enum_v<T>;

// ---- writing ---------------------------------------------------------------------------------------------------

/// Numbers are written seven bits a byte, so that small ones are short; a text and a list have their length before
/// them.
class Writer {
public:
  void write(std::uint64_t number) {
    for (; number >= 0x80; number >>= 7) bytes_ += static_cast<char>(number | 0x80);
    bytes_ += static_cast<char>(number);
  }
  void write(std::int64_t number) { // small ones below zero are short too
    write((static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63));
  }
  void write(int number) { write(std::int64_t{number}); }
  void write(bool value) { bytes_ += value ? '\1' : '\0'; }
  void write(const std::string& text) {
    write(std::uint64_t{text.size()});
    bytes_ += text;
  }
  void write(Date date) { write(std::int64_t{std::chrono::sys_days(date).time_since_epoch().count()}); }
  void write(Instant at) { write(std::int64_t{at.time_since_epoch().count()}); }
  template <Enumeration T>
  void write(T value) {
    write(static_cast<std::uint64_t>(value));
  }
  template <class Tag>
  void write(const Id<Tag>& id) {
    write(id.text());
  }
  template <class A, class B>
  void write(const std::pair<A, B>& pair) {
    write(pair.first);
    write(pair.second);
  }
  template <class T>
  void write(const std::optional<T>& value) {
    write(value.has_value());
    if (value) write(*value);
  }
  template <class T>
  void write(const std::vector<T>& items) {
    write_all(items);
  }
  template <class T, std::size_t part>
  void write(const Sequence<T, part>& items) {
    write_all(items);
  }
  template <class K, class V>
  void write(const std::map<K, V>& items) {
    write_all(items);
  }
  template <Shaped T>
  void write(const T& value) {
    std::apply([&](const auto&... each) { (write(value.*(each.member)), ...); }, Shape<T>::fields);
  }

  std::string bytes() && { return std::move(bytes_); }

private:
  template <class Items>
  void write_all(const Items& items) {
    write(std::uint64_t{items.size()});
    for (const auto& item : items) write(item);
  }

  std::string bytes_;
};

// ---- reading ---------------------------------------------------------------------------------------------------

/// Reads what a Writer wrote. Bytes that it did not write read as something else, or fail: never beyond their end.
class Reader {
public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  /// Everything was read, and there was neither too little nor too much.
  bool is_done() const { return !failed_ && rest_.empty(); }

  void read(std::uint64_t& number) {
    number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      number |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return;
    }
    fail();
  }
  void read(std::int64_t& number) {
    std::uint64_t folded = 0;
    read(folded);
    number = static_cast<std::int64_t>((folded >> 1) ^ (~(folded & 1) + 1));
  }
  void read(int& number) {
    std::int64_t wide = 0;
    read(wide);
    number = static_cast<int>(wide);
    if (number != wide) fail();
  }
  void read(bool& value) {
    std::uint64_t number = 0;
    read(number);
    value = number == 1;
    if (number > 1) fail();
  }
  void read(std::string& text) {
    const auto length = read_count();
    text = rest_.substr(0, length);
    rest_.remove_prefix(length);
  }
  void read(Date& date) {
    std::int64_t days = 0;
    read(days);
    date = Date(std::chrono::sys_days(std::chrono::days(days)));
    if (!date.ok()) fail();
  }
  void read(Instant& at) {
    std::int64_t micros = 0;
    read(micros);
    at = Instant(std::chrono::microseconds(micros));
  }
  template <Enumeration T>
  void read(T& value) {
    std::uint64_t number = 0;
    read(number);
    value = static_cast<T>(number);
  }
  template <class Tag>
  void read(Id<Tag>& id) {
    std::string text;
    read(text);
    id = Id<Tag>(std::move(text));
  }
  template <class A, class B>
  void read(std::pair<A, B>& pair) {
    read(pair.first);
    read(pair.second);
  }
  template <class T>
  void read(std::optional<T>& value) {
    bool there = false;
    read(there);
    if (there) read(value.emplace());
  }
  template <class T>
  void read(std::vector<T>& items) {
    const auto count = read_count();
    items.reserve(count);
    for (std::size_t i = 0; i < count && !failed_; ++i) read(items.emplace_back());
  }
  template <class T, std::size_t part>
  void read(Sequence<T, part>& items) {
    const auto count = read_count();
    for (std::size_t i = 0; i < count && !failed_; ++i) {
      T item{};
      read(item);
      items.push_back(std::move(item));
    }
  }
  template <class K, class V>
  void read(std::map<K, V>& items) {
    const auto count = read_count();
    for (std::size_t i = 0; i < count && !failed_; ++i) {
      std::pair<K, V> item;
      read(item);
      items.insert(items.end(), std::move(item)); // they come in their order
    }
  }
  template <Shaped T>
  void read(T& value) {
    std::apply([&](const auto&... each) { (read(value.*(each.member)), ...); }, Shape<T>::fields);
  }

private:
  /// A length: no item is shorter than a byte, so that none can ask for more than there is.
  std::size_t read_count() {
    std::uint64_t count = 0;
    read(count);
    if (count > rest_.size()) fail();
    return failed_ ? 0 : static_cast<std::size_t>(count);
  }
  void fail() {
    failed_ = true;
    rest_ = {};
  }

  std::string_view rest_;
  bool failed_ = false;
};

// ---- naming ----------------------------------------------------------------------------------------------------

/// Writes down what is written, type by type: two programs that write the same text read each other's bytes.
class Description {
public:
  template <class T>
  void add() {
    add(static_cast<const T*>(nullptr));
  }
  const std::string& text() const { return text_; }

private:
  void add(const std::uint64_t*) { text_ += "natural"; }
  void add(const int*) { text_ += "whole"; }
  void add(const bool*) { text_ += "bool"; }
  void add(const std::string*) { text_ += "text"; }
  void add(const Date*) { text_ += "date"; }
  void add(const Instant*) { text_ += "instant"; }
  template <Enumeration T>
  void add(const T*) {
    text_ += "choice";
  }
  template <class Tag>
  void add(const Id<Tag>*) {
    text_ += "id";
  }
  template <class A, class B>
  void add(const std::pair<A, B>*) {
    add_all<A, B>("pair");
  }
  template <class T>
  void add(const std::optional<T>*) {
    add_all<T>("optional");
  }
  template <class T>
  void add(const std::vector<T>*) {
    add_all<T>("list");
  }
  template <class T, std::size_t part>
  void add(const Sequence<T, part>*) {
    add_all<T>("list");
  }
  template <class K, class V>
  void add(const std::map<K, V>*) {
    add_all<K, V>("map");
  }
  template <Shaped T>
  void add(const T*) {
    text_ += "{";
    std::apply([&](const auto&... each) { (add_field(each), ...); }, Shape<T>::fields);
    text_ += "}";
  }

  template <class Owner, class Member>
  void add_field(const codec::Field<Owner, Member>& field) {
    text_ += field.key;
    text_ += ":";
    add<Member>();
    text_ += ";";
  }
  template <class... Parts>
  void add_all(std::string_view what) {
    text_ += what;
    text_ += "(";
    (add_part<Parts>(), ...);
    text_ += ")";
  }
  template <class Part>
  void add_part() {
    add<Part>();
    text_ += " ";
  }

  std::string text_;
};

} // namespace handrail::engagement::binary
