// What invented organisations are called, and what people write about them.
#pragma once

#include "app/seed/seed_random.h"

#include <string>
#include <string_view>

namespace handrail::app::seed {

/// "Altenberg Logistics": a customer's name. There are some two hundred thousand of them.
std::string customer_name(Random& random);
/// Where a customer's tenant is, in one of the organisation's regions: "Denmark", "Ohio". Any place for a region that
/// is not known.
std::string_view place_in(Random& random, std::string_view region);
std::string_view language_of(std::string_view place);
/// "altenberg-logistics": lower-case letters, digits and dashes.
std::string slug(std::string_view name);
std::string contact_name(Random& random);
/// One to four sentences about the work.
std::string note_text(Random& random);
std::string_view next_action(Random& random);
std::string_view purpose_of_call(Random& random);
std::string_view reason_to_close(Random& random);
/// An answer, where a rule asks for one.
std::string_view answer(Random& random);

} // namespace handrail::app::seed
