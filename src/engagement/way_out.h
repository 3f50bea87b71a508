// The way out of a denial: the shortest sequence of permitted actions by permitted people after which what was refused
// is possible. Searched over `decide` itself, and bounded. docs/spec/engagement.md, § engagement-50 to § engagement-56
#pragma once

#include "engagement/decide.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::engagement {

/// One thing that somebody does on the way.
struct WayStep {
  PersonId by;                       ///< empty: nobody does anything, time passes
  Command command;                   ///< as it was tried; "…" stands where only the person can know
  std::optional<Instant> wait_until; ///< time passes until then; there is no command
  Instant at{};                      ///< when it was tried
  std::string text;                  ///< "Ama Brook (Assignment Team) accepts the request “Move to a queue”."
  bool is_correction = false;        ///< it changes what the record says: right only where the record is wrong
};

struct WayOut {
  enum class Verdict {
    open,       ///< nothing stands against it
    done,       ///< what it would bring about is so already
    found,      ///< `steps` lead to it; the last one is the thing itself
    impossible, ///< proven: for everybody something stands against it that no action changes
    not_found   ///< the search ended at a limit, or at a reason that names nothing to do
  };
  Verdict verdict = Verdict::not_found;
  std::vector<WayStep> steps;
  bool is_shortest = false;  ///< proven: no way of fewer steps is made of what the reasons name
  bool by_another = false;   ///< the thing itself has to be done by somebody else than who asked
  std::size_t decisions = 0; ///< how often `decide` was asked
  std::string because;       ///< of one that is impossible: the reasons that last
};

/// How far to search. § engagement-54
struct WayLimits {
  std::size_t steps = 40;         ///< of one way
  std::size_t states = 400;       ///< tenants looked at, in each of the passes
  std::size_t decisions = 10'000; ///< in all passes together
};

/// Errors: those of `decide` on the command itself: it makes no sense, whoever gives it.
Result<WayOut> way_out(const TenantState& state, const playbook::Model& model, const Command& command,
                       const Actor& actor, Instant now, const WayLimits& limits = {});

/// "complete 3713 Customer Declined": what a command does, as one says it to whom it is up to.
std::string in_words(const Command& command, const TenantState& state, const playbook::Model& model,
                     const Actor& actor);

/// As people read it, a line for each step; empty for one that is open.
std::string to_text(const WayOut& way);
/// {verdict, shortest, by_another, decisions, because, steps: [{by, text, command, wait_until, correction}]}
std::string to_json(const WayOut& way);
std::string_view to_string(WayOut::Verdict verdict);

} // namespace handrail::engagement
