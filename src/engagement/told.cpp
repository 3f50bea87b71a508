// Who must be told. § rules-35
#include "core/text.h"
#include "engagement/directory.h"
#include "engagement/missing.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::engagement {

namespace {

/// Those who can be told, and those who must not be contacted.
struct Audience {
  struct Member {
    std::string name, email;
  };
  std::vector<Member> members;
  std::vector<std::string> untouchable;

  bool has(std::string_view word) const {
    return std::any_of(members.begin(), members.end(), [&](const Member& member) {
      return same_words(member.name, word) || (!member.email.empty() && same_words(member.email, word));
    });
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& member : members) all.push_back(member.name);
    return all;
  }
};

Audience audience_of(const playbook::RequiredTold& required, const Deciding& deciding) {
  Audience audience;
  if (required.is_role) {
    for (const auto& person : deciding.workspace.people)
      if (std::any_of(person.roles.begin(), person.roles.end(),
                      [&](const RoleId& role) { return name_of(deciding.workspace, role) == required.who; }))
        audience.members.push_back({person.name, person.email});
    return audience;
  }
  for (const auto& contact : deciding.state().contacts) {
    if (!same_words(contact.kind, required.who)) continue;
    if (contact.do_not_contact)
      audience.untouchable.push_back(contact.name);
    else
      audience.members.push_back({contact.name, contact.email});
  }
  return audience;
}

/// Was the audience, or one of it, named there?
bool names_them(const std::string& word, const playbook::RequiredTold& required, const Audience& audience) {
  return same_words(word, required.who) || audience.has(word);
}

bool is_told(const playbook::RequiredTold& required, const Audience& audience, const Ground& ground,
             const Deciding& deciding) {
  if (required.email)
    for (const auto& email : deciding.state().emails)
      if (is_of(ground, deciding, email.engagement, email.mark) &&
          (required.message.empty() || email.message == required.message) && names_them(email.to, required, audience))
        return true;
  for (const auto& meeting : deciding.state().meetings) {
    const bool counts = meeting.kind == "call" ? required.call : required.meeting;
    if (!counts || !is_of(ground, deciding, meeting.engagement, meeting.mark)) continue;
    if (std::any_of(meeting.attendees.begin(), meeting.attendees.end(),
                    [&](const std::string& attendee) { return names_them(attendee, required, audience); }))
      return true;
  }
  return false;
}

/// The template that says it, or the first that is written for them.
const playbook::MessageTemplate* message_for(const playbook::RequiredTold& required, const Deciding& deciding) {
  if (!required.message.empty()) return deciding.workspace.message(required.message);
  for (const auto& message : deciding.workspace.templates)
    if (message.audience == required.who) return &message;
  return nullptr;
}

std::vector<Remedy> ways(const playbook::RequiredTold& required, const Audience& audience, const Ground& ground,
                         const Deciding& deciding) {
  std::vector<Remedy> remedies;
  const auto* message = required.email ? message_for(required, deciding) : nullptr;
  if (message != nullptr) {
    RecordEmail record;
    record.message = message->id;
    record.to = required.who;
    record.engagement = ground.engagement;
    remedies.push_back({fmt::format("Send the {} “{}” and record it.", required.who, message->name), record});
  }
  for (const char* kind : {"call", "meeting"}) {
    if (!(std::string_view(kind) == "call" ? required.call : required.meeting)) continue;
    LogMeeting log;
    log.kind = kind;
    log.engagement = ground.engagement;
    if (audience.members.size() == 1) log.attendees = audience.names();
    remedies.push_back(
        {fmt::format("Log the {} in which the {} was told, with who took part.", kind, required.who), std::move(log)});
  }
  return remedies;
}

} // namespace

std::optional<Missing> missing(const playbook::RequiredTold& required, const Ground& ground, Deciding& deciding) {
  const Audience audience = audience_of(required, deciding);
  if (!required.is_role && audience.members.empty()) return std::nullopt; // nobody who may be told
  if (is_told(required, audience, ground, deciding)) return std::nullopt;
  std::vector<std::string> how;
  if (required.email) {
    const auto* message = required.message.empty() ? nullptr : deciding.workspace.message(required.message);
    how.push_back(message == nullptr ? "by e-mail" : fmt::format("by e-mail (“{}”)", message->name));
  }
  if (required.call) how.emplace_back("in a call");
  if (required.meeting) how.emplace_back("in a meeting");
  std::string by = how.front();
  for (std::size_t i = 1; i < how.size(); ++i) by += (i + 1 == how.size() ? " or " : ", ") + how[i];

  Missing missing;
  missing.needs = fmt::format("the {} to be told {}", required.who, by);
  std::string reach = audience.members.empty() ? required.who : listed(audience.names());
  if (!audience.untouchable.empty()) reach += fmt::format("; {} must not be contacted", listed(audience.untouchable));
  missing.facts = {{required.who, reach, required.is_role ? "people.yaml" : "the tenant's contacts"},
                   {"told", "nobody of them yet", "the e-mails, calls and meetings of this engagement"}};
  missing.remedies = ways(required, audience, ground, deciding);
  return missing;
}

} // namespace handrail::engagement
