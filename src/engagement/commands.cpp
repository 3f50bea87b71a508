#include "engagement/commands.h"

#include "engagement/command_json.h"
#include "engagement/shapes.h"

namespace handrail::engagement {

namespace codec {

template <>
struct Shape<RegisterTenant> {
  static constexpr std::string_view name = "register_tenant";
  static constexpr auto fields =
      std::tuple(field("tenant", &RegisterTenant::tenant), field("name", &RegisterTenant::name),
                 field("customer", &RegisterTenant::customer), field("services", &RegisterTenant::services),
                 field("attributes", &RegisterTenant::attributes), field("assignments", &RegisterTenant::assignments),
                 field("contacts", &RegisterTenant::contacts));
};
template <>
struct Shape<EditTenant> {
  static constexpr std::string_view name = "edit_tenant";
  static constexpr auto fields =
      std::tuple(field("name", &EditTenant::name), field("customer", &EditTenant::customer),
                 field("services", &EditTenant::services), field("attributes", &EditTenant::attributes));
};
template <>
struct Shape<AddContact> {
  static constexpr std::string_view name = "add_contact";
  static constexpr auto fields = std::tuple(field("contact", &AddContact::contact));
};
template <>
struct Shape<EditContact> {
  static constexpr std::string_view name = "edit_contact";
  static constexpr auto fields = std::tuple(field("contact", &EditContact::contact));
};
template <>
struct Shape<SetStatus> {
  static constexpr std::string_view name = "set_status";
  static constexpr auto fields = std::tuple(field("status", &SetStatus::status));
};
template <>
struct Shape<SetNextAction> {
  static constexpr std::string_view name = "set_next_action";
  static constexpr auto fields = std::tuple(field("next_action", &SetNextAction::next_action));
};
template <>
struct Shape<Assign> {
  static constexpr std::string_view name = "assign";
  static constexpr auto fields = std::tuple(field("field", &Assign::field), field("holder", &Assign::holder),
                                            field("service", &Assign::service), field("primary", &Assign::primary));
};
template <>
struct Shape<Unassign> {
  static constexpr std::string_view name = "unassign";
  static constexpr auto fields = std::tuple(field("field", &Unassign::field), field("holder", &Unassign::holder),
                                            field("service", &Unassign::service));
};
template <>
struct Shape<Reassign> {
  static constexpr std::string_view name = "reassign";
  static constexpr auto fields = std::tuple(field("field", &Reassign::field), field("from", &Reassign::from),
                                            field("to", &Reassign::to), field("service", &Reassign::service));
};
template <>
struct Shape<MakeRequest> {
  static constexpr std::string_view name = "make_request";
  static constexpr auto fields = std::tuple(field("request", &MakeRequest::request), field("kind", &MakeRequest::kind),
                                            field("queue", &MakeRequest::queue), field("reason", &MakeRequest::reason),
                                            field("engagement", &MakeRequest::engagement));
};
template <>
struct Shape<AnswerRequest> {
  static constexpr std::string_view name = "answer_request";
  static constexpr auto fields =
      std::tuple(field("request", &AnswerRequest::request), field("accept", &AnswerRequest::accept),
                 field("reason", &AnswerRequest::reason));
};
template <>
struct Shape<StartEngagement> {
  static constexpr std::string_view name = "start_engagement";
  static constexpr auto fields =
      std::tuple(field("engagement", &StartEngagement::engagement), field("playbook", &StartEngagement::playbook));
};
template <>
struct Shape<CloseEngagement> {
  static constexpr std::string_view name = "close_engagement";
  static constexpr auto fields =
      std::tuple(field("engagement", &CloseEngagement::engagement), field("reason", &CloseEngagement::reason));
};
template <>
struct Shape<SetTask> {
  static constexpr std::string_view name = "set_task";
  static constexpr auto fields = std::tuple(field("engagement", &SetTask::engagement), field("task", &SetTask::task),
                                            field("status", &SetTask::status), field("percent", &SetTask::percent),
                                            field("service", &SetTask::service));
};
template <>
struct Shape<TickItem> {
  static constexpr std::string_view name = "tick_item";
  static constexpr auto fields = std::tuple(field("engagement", &TickItem::engagement), field("item", &TickItem::item),
                                            field("ticked", &TickItem::ticked));
};
template <>
struct Shape<ChooseOutcome> {
  static constexpr std::string_view name = "choose_outcome";
  static constexpr auto fields =
      std::tuple(field("engagement", &ChooseOutcome::engagement), field("task", &ChooseOutcome::task),
                 field("service", &ChooseOutcome::service));
};
template <>
struct Shape<WriteNote> {
  static constexpr std::string_view name = "write_note";
  static constexpr auto fields = std::tuple(field("note", &WriteNote::note), field("content", &WriteNote::content));
};
template <>
struct Shape<DraftNote> {
  static constexpr std::string_view name = "draft_note";
  static constexpr auto fields = std::tuple(field("note", &DraftNote::note), field("content", &DraftNote::content));
};
template <>
struct Shape<DiscardDraft> {
  static constexpr std::string_view name = "discard_draft";
  static constexpr auto fields = std::tuple(field("note", &DiscardDraft::note));
};
template <>
struct Shape<LogMeeting> {
  static constexpr std::string_view name = "log_meeting";
  static constexpr auto fields = std::tuple(
      field("meeting", &LogMeeting::meeting), field("kind", &LogMeeting::kind), field("purpose", &LogMeeting::purpose),
      field("attendees", &LogMeeting::attendees), field("minutes", &LogMeeting::minutes),
      field("outcome", &LogMeeting::outcome), field("engagement", &LogMeeting::engagement));
};
template <>
struct Shape<RecordEmail> {
  static constexpr std::string_view name = "record_email";
  static constexpr auto fields =
      std::tuple(field("email", &RecordEmail::email), field("message", &RecordEmail::message),
                 field("to", &RecordEmail::to), field("engagement", &RecordEmail::engagement));
};
template <>
struct Shape<LogTime> {
  static constexpr std::string_view name = "log_time";
  static constexpr auto fields =
      std::tuple(field("entry", &LogTime::entry), field("task", &LogTime::task), field("minutes", &LogTime::minutes),
                 field("engagement", &LogTime::engagement));
};
template <>
struct Shape<CorrectTime> {
  static constexpr std::string_view name = "correct_time";
  static constexpr auto fields =
      std::tuple(field("entry", &CorrectTime::entry), field("minutes", &CorrectTime::minutes),
                 field("reason", &CorrectTime::reason));
};

} // namespace codec

std::string_view name_of(const Command& command) {
  return std::visit([](const auto& one) { return codec::Shape<std::decay_t<decltype(one)>>::name; }, command);
}

std::string to_json(const Command& command) {
  codec::Json json = std::visit([](const auto& one) { return codec::write(one); }, command);
  json["command"] = name_of(command);
  return codec::line(json);
}

namespace {

/// Reads the command of that name; nothing when the name is another's.
template <class One>
std::optional<Result<Command>> read_if_named(std::string_view name, const codec::Json& json) {
  if (codec::Shape<One>::name != name) return std::nullopt;
  One command;
  if (auto read = codec::read(json, command, ""); !read) return Result<Command>(read.error());
  return Result<Command>(std::move(command));
}

template <std::size_t... Index>
std::optional<Result<Command>> read_named(std::string_view name, const codec::Json& json,
                                          std::index_sequence<Index...>) {
  std::optional<Result<Command>> found;
  ((found = found ? std::move(found) : read_if_named<std::variant_alternative_t<Index, Command>>(name, json)), ...);
  return found;
}

} // namespace

Result<Command> command_from_json(std::string_view text) {
  auto json = codec::Json::parse(text, nullptr, false);
  if (!json.is_object()) return Error{ErrorCode::invalid, "A command is an object of JSON", "", ""};
  const auto named = json.find("command");
  if (named == json.end() || !named->is_string())
    return Error{ErrorCode::invalid, "The command's name is missing", "command", ""};
  const auto name = named->get<std::string>();
  json.erase(named);
  if (auto found = read_named(name, json, std::make_index_sequence<std::variant_size_v<Command>>()))
    return std::move(*found);
  return Error{ErrorCode::invalid, fmt::format("There is no command “{}”", name), "command", ""};
}

} // namespace handrail::engagement
