// Strong ids: a TaskId cannot be passed where a TenantId is meant.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace handrail {

/// A text that names one thing of one kind. `Tag` is what makes two kinds different types.
template <class Tag>
class Id {
public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}
  explicit Id(std::string_view text) : text_(text) {}
  explicit Id(const char* text) : text_(text) {}

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

  auto operator<=>(const Id&) const = default;
  bool operator==(const Id&) const = default;

private:
  std::string text_;
};

using TenantId = Id<struct TenantTag>;
using PersonId = Id<struct PersonTag>;
using PlaybookId = Id<struct PlaybookTag>;     ///< the file's stem
using EngagementId = Id<struct EngagementTag>; ///< one run of one playbook for one tenant
using TaskId = Id<struct TaskTag>;             ///< the key that is stable across languages
using ChecklistItemId = Id<struct ChecklistItemTag>;
using NoteId = Id<struct NoteTag>;
using RoleId = Id<struct RoleTag>;
using FieldId = Id<struct FieldTag>; ///< an assignment field: FM, RM, Partner RM …
using ServiceId = Id<struct ServiceTag>;
using TemplateId = Id<struct TemplateTag>; ///< a message's template
using RequestId = Id<struct RequestTag>;   ///< something asked of another team
using ContactId = Id<struct ContactTag>;
using MeetingId = Id<struct MeetingTag>; ///< a call or a meeting that was logged
using EmailId = Id<struct EmailTag>;
using TimeEntryId = Id<struct TimeEntryTag>;
using CommandId = Id<struct CommandTag>; ///< one accepted command: the cause of its events

} // namespace handrail

template <class Tag>
struct std::hash<handrail::Id<Tag>> {
  std::size_t operator()(const handrail::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.text()); }
};
