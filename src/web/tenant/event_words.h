// What happened, in a line: for the timeline and for the receipt after a command.
#pragma once

#include "engagement/events.h"
#include "engagement/state.h"
#include "playbook/workspace.h"

#include <string>

namespace handrail::web {

struct EventWords {
  std::string icon; ///< "note"
  std::string sign; ///< "plus", "minus" or "same"
  std::string text; ///< "RM ★ FTCQ Intent NonActionable"
};

/// `state` only lends names: of tasks, requests, contacts.
EventWords event_words(const engagement::Event& event, const playbook::Workspace& workspace,
                       const playbook::Model& model, const engagement::TenantState& state);

} // namespace handrail::web
