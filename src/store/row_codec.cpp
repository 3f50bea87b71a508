#include "store/row_codec.h"

#include "store/request_order.h"

#include <chrono>

namespace handrail::store {

namespace {

/// Numbers take seven bits a byte, the low ones first; a text is its length and its bytes.
class Packer {
public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80U));
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }
  /// Small ones of either sign stay small.
  void integer(std::int64_t value) {
    number((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U));
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  void at(Instant value) { integer(micros(value)); }
  std::vector<std::uint8_t> take() && { return std::move(bytes_); }

private:
  std::vector<std::uint8_t> bytes_;
};

/// Reads what a Packer wrote. What is missing reads as nothing, and `whole` says so.
class Unpacker {
public:
  explicit Unpacker(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ == bytes_.size()) break;
      const std::uint64_t byte = bytes_[at_++];
      value |= (byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
    damaged_ = true;
    return 0;
  }
  std::int64_t integer() {
    const auto value = number();
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
  }
  std::string text() {
    const auto size = number();
    if (size > bytes_.size() - at_) {
      damaged_ = true;
      return {};
    }
    const auto* begin = reinterpret_cast<const char*>(bytes_.data()) + at_;
    at_ += static_cast<std::size_t>(size);
    return {begin, static_cast<std::size_t>(size)};
  }
  Instant at() { return Instant(std::chrono::microseconds(integer())); }
  /// How many things follow: never more than there are bytes for.
  std::size_t count() {
    const auto count = number();
    if (count <= bytes_.size() - at_) return static_cast<std::size_t>(count);
    damaged_ = true;
    return 0;
  }
  bool damaged() const { return damaged_; }
  bool whole() const { return !damaged_ && at_ == bytes_.size(); }

private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool damaged_ = false;
};

constexpr unsigned has_date = 1, has_work = 2;
constexpr unsigned is_queue = 1, is_primary = 2;

void pack_lists(const TenantRow& row, Packer& into) {
  into.number(row.holders.size());
  for (const auto& one : row.holders) {
    into.number((one.queue ? is_queue : 0U) | (one.primary ? is_primary : 0U));
    into.text(one.field.text());
    into.text(one.service);
    into.text(one.holder);
  }
  into.number(row.running.size());
  for (const auto& one : row.running) {
    into.text(one.playbook.text());
    into.text(one.version);
  }
  into.number(row.ends.size());
  for (const auto& one : row.ends) {
    into.number(one.closed ? 1 : 0);
    into.text(one.playbook.text());
    into.text(one.outcome.text());
  }
  into.number(row.services.size());
  for (const auto& one : row.services) {
    into.text(one.service.text());
    into.text(one.status);
  }
  into.number(row.requests.size());
  for (const auto& one : row.requests) {
    into.text(one.request.text());
    into.text(one.team.text());
    into.text(one.asked_by.text());
    into.at(one.asked_at);
  }
}

void unpack_head(Unpacker& from, TenantRow& row) {
  for (auto* value : {&row.name, &row.customer, &row.region, &row.status, &row.next_action}) *value = from.text();
  const auto marks = from.number();
  if ((marks & has_date) != 0)
    row.next_action_date = Date(std::chrono::sys_days(std::chrono::days(static_cast<int>(from.integer()))));
  if ((marks & has_work) != 0) row.last_work = from.at();
  row.changed = from.at();
  row.open_engagements = static_cast<int>(from.number());
}

void unpack_lists(Unpacker& from, TenantRow& row) {
  row.holders.resize(from.count());
  for (auto& one : row.holders) {
    const auto marks = from.number();
    one.queue = (marks & is_queue) != 0;
    one.primary = (marks & is_primary) != 0;
    one.field = FieldId(from.text());
    one.service = from.text();
    one.holder = from.text();
  }
  row.running.resize(from.count());
  for (auto& one : row.running) {
    one.playbook = PlaybookId(from.text());
    one.version = from.text();
  }
  row.ends.resize(from.count());
  for (auto& one : row.ends) {
    one.closed = from.number() != 0;
    one.playbook = PlaybookId(from.text());
    one.outcome = TaskId(from.text());
  }
  row.services.resize(from.count());
  for (auto& one : row.services) {
    one.service = ServiceId(from.text());
    one.status = from.text();
  }
  row.requests.resize(from.count());
  for (auto& one : row.requests) {
    one.request = RequestId(from.text());
    one.team = RoleId(from.text());
    one.asked_by = PersonId(from.text());
    one.asked_at = from.at();
  }
}

Error damaged(const TenantRow& row) {
  return {ErrorCode::unavailable, "A tenant's row in the lists is damaged", row.id.text(),
          "Stop the server and run `handrail rebuild`: the lists are made anew from the log."};
}

} // namespace

std::vector<std::uint8_t> packed(const TenantRow& row) {
  Packer into;
  for (const auto* value : {&row.name, &row.customer, &row.region, &row.status, &row.next_action}) into.text(*value);
  into.number((row.next_action_date ? has_date : 0U) | (row.last_work ? has_work : 0U));
  if (row.next_action_date) into.integer(std::chrono::sys_days(*row.next_action_date).time_since_epoch().count());
  if (row.last_work) into.at(*row.last_work);
  into.at(row.changed);
  into.number(static_cast<std::uint64_t>(row.open_engagements));
  pack_lists(row, into);
  return std::move(into).take();
}

Result<void> unpack(std::span<const std::uint8_t> bytes, TenantRow& row) {
  Unpacker from(bytes);
  unpack_head(from, row);
  unpack_lists(from, row);
  return from.whole() ? Result<void>() : damaged(row);
}

Result<void> unpack_head(std::span<const std::uint8_t> bytes, TenantRow& row) {
  Unpacker from(bytes);
  unpack_head(from, row);
  return from.damaged() ? damaged(row) : Result<void>();
}

} // namespace handrail::store
