// The fields of the structs that commands and events share, for codec.h.
#pragma once

#include "engagement/codec.h"
#include "engagement/commands.h"

namespace handrail::engagement::codec {

template <>
struct Shape<Holder> {
  static constexpr auto fields = std::tuple(field("kind", &Holder::kind), field("id", &Holder::id));
};
template <>
struct Shape<Assignment> {
  static constexpr auto fields =
      std::tuple(field("field", &Assignment::field), field("holder", &Assignment::holder),
                 field("service", &Assignment::service), field("primary", &Assignment::primary));
};
template <>
struct Shape<Contact> {
  static constexpr auto fields =
      std::tuple(field("id", &Contact::id), field("name", &Contact::name), field("kind", &Contact::kind),
                 field("email", &Contact::email), field("do_not_contact", &Contact::do_not_contact));
};
template <>
struct Shape<NextAction> {
  static constexpr auto fields = std::tuple(field("text", &NextAction::text), field("date", &NextAction::date),
                                            field("owner", &NextAction::owner));
};
template <>
struct Shape<NoteFact> {
  static constexpr auto fields = std::tuple(field("label", &NoteFact::label), field("value", &NoteFact::value));
};
template <>
struct Shape<NoteContent> {
  static constexpr auto fields =
      std::tuple(field("category", &NoteContent::category), field("text", &NoteContent::text),
                 field("task", &NoteContent::task), field("services", &NoteContent::services),
                 field("facts", &NoteContent::facts), field("escalated", &NoteContent::escalated),
                 field("next_action", &NoteContent::next_action), field("engagement", &NoteContent::engagement));
};

} // namespace handrail::engagement::codec
