// The steps of a way out, in words. Inside the engagement room only.
#pragma once

#include "engagement/way_search.h"

#include <string>

namespace handrail::engagement {

/// "Ama Brook (Assignment Team) accepts the request “Move to a queue”." To whom asked, one says "you".
std::string sentence(const WayMove& move, const playbook::Model& model, const Actor& asker);

} // namespace handrail::engagement
