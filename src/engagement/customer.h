// Rights given on a customer, which reach all its tenants: who holds them, and who may give them. Pure, as all of this
// room: docs/spec/access.md § access-12 to § access-15.
#pragma once

#include "core/result.h"
#include "engagement/access.h"
#include "engagement/explain.h"
#include "engagement/state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace handrail::engagement {

// ---- what people ask for ---------------------------------------------------------------------------------------

struct GrantCustomer {
  std::string customer;
  PersonId person;
};
struct RevokeCustomer {
  std::string customer;
  PersonId person;
};
using CustomerCommand = std::variant<GrantCustomer, RevokeCustomer>;

/// "grant_customer": the name of a command in routes, scenarios and JSON.
std::string_view name_of(const CustomerCommand& command);
/// One line of JSON with every field of the command: what an idempotency key is compared by.
std::string to_json(const CustomerCommand& command);
/// The customer that a command is about.
const std::string& customer_of(const CustomerCommand& command);

// ---- what happened ---------------------------------------------------------------------------------------------

struct CustomerGranted {
  std::string customer;
  PersonId person;
};
struct CustomerRevoked {
  std::string customer;
  PersonId person;
};
using CustomerEvent = std::variant<CustomerGranted, CustomerRevoked>;

/// "customer_granted": the event's type in the log. Never changes once written.
std::string_view name_of(const CustomerEvent& event);
std::string to_json(const CustomerEvent& event);
/// Errors: invalid (unknown type, malformed JSON, missing, unknown or mistyped field; says which).
Result<CustomerEvent> customer_event_from_json(std::string_view type, std::string_view json);

// ---- the state -------------------------------------------------------------------------------------------------

/// Somebody who is assigned to every tenant of the customer.
struct CustomerHolder {
  PersonId person;
  Mark given; ///< by whom and when

  bool operator==(const CustomerHolder&) const = default;
};

struct CustomerLogLine {
  PersonId person;
  bool granted = true; ///< else revoked
  Mark mark;

  bool operator==(const CustomerLogLine&) const = default;
};

/// A customer as its events left it. A value, changed by `evolve` alone.
struct CustomerState {
  std::string name;
  std::uint64_t version = 0; ///< how many events made it
  std::vector<CustomerHolder> holders;
  std::vector<CustomerLogLine> log; ///< oldest first

  bool is_held_by(const PersonId& person) const;
  bool operator==(const CustomerState&) const = default;
};

CustomerState evolve(CustomerState state, const CustomerEvent& event, const PersonId& by, Instant at);

// ---- deciding --------------------------------------------------------------------------------------------------

/// All of the events, or the denial and none of them. No events and no denial: all was so already.
struct CustomerDecision {
  std::vector<CustomerEvent> events;
  std::optional<Denial> denial;
};

/// Errors: invalid (no customer named, nobody of that id, too many holders). A right that refuses is a denial.
Result<CustomerDecision> decide(const CustomerState& state, const playbook::Workspace& workspace,
                                const CustomerCommand& command, const Actor& actor);

} // namespace handrail::engagement
