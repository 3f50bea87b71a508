#include "engagement/events.h"

#include "core/text.h"
#include "engagement/shapes.h"

#include <array>

namespace handrail::engagement {

namespace codec {

template <>
struct Shape<Because> {
  static constexpr auto fields =
      std::tuple(field("engagement", &Because::engagement), field("task", &Because::task),
                 field("file", &Because::file), field("line", &Because::line), field("sentence", &Because::sentence));
};
template <>
struct Shape<TenantRegistered> {
  static constexpr std::string_view name = "tenant_registered";
  static constexpr auto fields =
      std::tuple(field("tenant", &TenantRegistered::tenant), field("name", &TenantRegistered::name),
                 field("customer", &TenantRegistered::customer), field("status", &TenantRegistered::status),
                 field("services", &TenantRegistered::services), field("attributes", &TenantRegistered::attributes));
};
template <>
struct Shape<TenantEdited> {
  static constexpr std::string_view name = "tenant_edited";
  static constexpr auto fields =
      std::tuple(field("name", &TenantEdited::name), field("customer", &TenantEdited::customer),
                 field("services", &TenantEdited::services), field("attributes", &TenantEdited::attributes));
};
template <>
struct Shape<ContactAdded> {
  static constexpr std::string_view name = "contact_added";
  static constexpr auto fields = std::tuple(field("contact", &ContactAdded::contact));
};
template <>
struct Shape<ContactEdited> {
  static constexpr std::string_view name = "contact_edited";
  static constexpr auto fields = std::tuple(field("contact", &ContactEdited::contact));
};
template <>
struct Shape<StatusSet> {
  static constexpr std::string_view name = "status_set";
  static constexpr auto fields = std::tuple(field("status", &StatusSet::status));
};
template <>
struct Shape<NextActionSet> {
  static constexpr std::string_view name = "next_action_set";
  static constexpr auto fields = std::tuple(field("next_action", &NextActionSet::next_action));
};
template <>
struct Shape<HolderAssigned> {
  static constexpr std::string_view name = "holder_assigned";
  static constexpr auto fields = std::tuple(field("assignment", &HolderAssigned::assignment));
};
template <>
struct Shape<HolderUnassigned> {
  static constexpr std::string_view name = "holder_unassigned";
  static constexpr auto fields =
      std::tuple(field("field", &HolderUnassigned::field), field("holder", &HolderUnassigned::holder),
                 field("service", &HolderUnassigned::service));
};
template <>
struct Shape<RequestMade> {
  static constexpr std::string_view name = "request_made";
  static constexpr auto fields =
      std::tuple(field("request", &RequestMade::request), field("engagement", &RequestMade::engagement),
                 field("kind", &RequestMade::kind), field("queue", &RequestMade::queue),
                 field("reason", &RequestMade::reason), field("team", &RequestMade::team));
};
template <>
struct Shape<RequestAnswered> {
  static constexpr std::string_view name = "request_answered";
  static constexpr auto fields =
      std::tuple(field("request", &RequestAnswered::request), field("accepted", &RequestAnswered::accepted),
                 field("reason", &RequestAnswered::reason));
};
template <>
struct Shape<EngagementStarted> {
  static constexpr std::string_view name = "engagement_started";
  static constexpr auto fields =
      std::tuple(field("engagement", &EngagementStarted::engagement), field("playbook", &EngagementStarted::playbook),
                 field("version", &EngagementStarted::version));
};
template <>
struct Shape<EngagementClosed> {
  static constexpr std::string_view name = "engagement_closed";
  static constexpr auto fields =
      std::tuple(field("engagement", &EngagementClosed::engagement), field("reason", &EngagementClosed::reason));
};
template <>
struct Shape<TaskSet> {
  static constexpr std::string_view name = "task_set";
  static constexpr auto fields = std::tuple(field("engagement", &TaskSet::engagement), field("task", &TaskSet::task),
                                            field("status", &TaskSet::status), field("percent", &TaskSet::percent),
                                            field("service", &TaskSet::service));
};
template <>
struct Shape<ItemTicked> {
  static constexpr std::string_view name = "item_ticked";
  static constexpr auto fields = std::tuple(field("engagement", &ItemTicked::engagement),
                                            field("item", &ItemTicked::item), field("ticked", &ItemTicked::ticked));
};
template <>
struct Shape<OutcomeChosen> {
  static constexpr std::string_view name = "outcome_chosen";
  static constexpr auto fields =
      std::tuple(field("engagement", &OutcomeChosen::engagement), field("step", &OutcomeChosen::step),
                 field("task", &OutcomeChosen::task), field("service", &OutcomeChosen::service));
};
template <>
struct Shape<NoteWritten> {
  static constexpr std::string_view name = "note_written";
  static constexpr auto fields = std::tuple(field("note", &NoteWritten::note), field("content", &NoteWritten::content));
};
template <>
struct Shape<NoteDrafted> {
  static constexpr std::string_view name = "note_drafted";
  static constexpr auto fields = std::tuple(field("note", &NoteDrafted::note), field("content", &NoteDrafted::content));
};
template <>
struct Shape<DraftDiscarded> {
  static constexpr std::string_view name = "draft_discarded";
  static constexpr auto fields = std::tuple(field("note", &DraftDiscarded::note));
};
template <>
struct Shape<MeetingLogged> {
  static constexpr std::string_view name = "meeting_logged";
  static constexpr auto fields =
      std::tuple(field("meeting", &MeetingLogged::meeting), field("engagement", &MeetingLogged::engagement),
                 field("kind", &MeetingLogged::kind), field("purpose", &MeetingLogged::purpose),
                 field("attendees", &MeetingLogged::attendees), field("minutes", &MeetingLogged::minutes),
                 field("outcome", &MeetingLogged::outcome));
};
template <>
struct Shape<EmailRecorded> {
  static constexpr std::string_view name = "email_recorded";
  static constexpr auto fields =
      std::tuple(field("email", &EmailRecorded::email), field("engagement", &EmailRecorded::engagement),
                 field("message", &EmailRecorded::message), field("to", &EmailRecorded::to));
};
template <>
struct Shape<MessageAsked> {
  static constexpr std::string_view name = "message_asked";
  static constexpr auto fields = std::tuple(field("engagement", &MessageAsked::engagement),
                                            field("message", &MessageAsked::message), field("to", &MessageAsked::to));
};
template <>
struct Shape<TimeLogged> {
  static constexpr std::string_view name = "time_logged";
  static constexpr auto fields =
      std::tuple(field("entry", &TimeLogged::entry), field("engagement", &TimeLogged::engagement),
                 field("task", &TimeLogged::task), field("minutes", &TimeLogged::minutes));
};
template <>
struct Shape<TimeCorrected> {
  static constexpr std::string_view name = "time_corrected";
  static constexpr auto fields =
      std::tuple(field("entry", &TimeCorrected::entry), field("minutes", &TimeCorrected::minutes),
                 field("reason", &TimeCorrected::reason));
};

} // namespace codec

namespace {

constexpr std::size_t payload_bytes = 4 * 1024 * 1024;

/// Reads one kind of change after the other until the type's name is met.
template <std::size_t I = 0>
Result<Change> change_of(std::string_view type, const codec::Json& json) {
  if constexpr (I == std::variant_size_v<Change>) {
    return Error{ErrorCode::invalid, fmt::format("there is no event of the type “{}”", type), "",
                 "It was probably written by a newer version of Handrail."};
  } else {
    using One = std::variant_alternative_t<I, Change>;
    if (type != codec::Shape<One>::name) return change_of<I + 1>(type, json);
    One one;
    HANDRAIL_CHECK(codec::read(json, one, std::string(type)));
    return Change(std::move(one));
  }
}

} // namespace

std::string_view name_of(const Event& event) {
  return std::visit([](const auto& one) { return codec::Shape<std::decay_t<decltype(one)>>::name; }, event.change);
}

std::string to_json(const Event& event) {
  codec::Json json = std::visit([](const auto& one) { return codec::write(one); }, event.change);
  if (event.because) json["because"] = codec::write(*event.because);
  return codec::line(json);
}

Result<Event> event_from_json(std::string_view type, std::string_view text) {
  if (text.size() > payload_bytes)
    return Error{ErrorCode::invalid,
                 fmt::format("an event of {} bytes is larger than the limit of {}", text.size(), payload_bytes),
                 std::string(type), ""};
  codec::Json json = codec::Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Error{ErrorCode::invalid, "the event is no JSON object", std::string(type), ""};
  Event event;
  if (const auto because = json.find("because"); because != json.end()) {
    HANDRAIL_CHECK(codec::read(*because, event.because, "because"));
    json.erase(because);
  }
  HANDRAIL_TRY(event.change, change_of(type, json));
  return event;
}

} // namespace handrail::engagement
