// Rights that reach all tenants of a customer: durable, in a stream of the customer's own, and kept in memory, since
// every command asks who has them. § access-12 to § access-15, § storage-12
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "engagement/access.h"
#include "engagement/customer.h"
#include "playbook/workspace.h"
#include "store/read_models.h"
#include "store/store.h"

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace handrail::app {

/// What the streams of customers begin with; the customer's name follows.
inline constexpr std::string_view customer_stream_mark = "@customer/";
TenantId customer_stream(std::string_view customer);

/// A command on a customer as somebody sends it; the key as in `Submission`, but never empty.
struct CustomerSubmission {
  engagement::CustomerCommand command;
  PersonId actor;
  CommandId key;
};

/// What it did. It is durable, and holds for every command decided after it.
struct CustomerReceipt {
  CommandId command;
  store::Version version = 0; ///< of the customer after it
  std::vector<engagement::CustomerEvent> events;
};
using CustomerAnswer = std::variant<CustomerReceipt, engagement::Denial>;

/// May be used from any thread.
class Customers {
public:
  using State = std::shared_ptr<const engagement::CustomerState>;

  Customers(store::Store& store, store::ReadModels& models, const Clock& clock)
      : store_(store), models_(models), clock_(clock) {}

  /// Reads what was given before, all of it. Called before anything else.
  Result<void> open();
  /// Reads a customer's rights again: others have changed them.
  Result<void> reread(const std::string& customer);

  /// Errors: invalid (see engagement::decide), not_found (no tenant belongs to such a customer, nobody of that id),
  /// conflict (the key was used for another command), unavailable.
  Result<CustomerAnswer> submit(const CustomerSubmission& submission, const playbook::Workspace& workspace);

  /// Never null; without holders where nobody ever gave any.
  State state(const std::string& customer) const;
  /// The person as the workspace knows them, with the customers they have rights on. Errors: not_found.
  Result<engagement::Actor> actor(const playbook::Workspace& workspace, const PersonId& person) const;

private:
  Result<CustomerAnswer> decided(const CustomerSubmission& submission, const store::Hash& request,
                                 const playbook::Workspace& workspace);
  Result<void> check_customer(const engagement::CustomerCommand& command);
  void keep(engagement::CustomerState state);
  void keep_locked(engagement::CustomerState state);

  store::Store& store_;
  store::ReadModels& models_;
  const Clock& clock_;
  std::mutex writing_;         ///< one command after the other
  mutable std::mutex reading_; ///< guards the next two
  std::map<std::string, State> by_name_;
  std::map<PersonId, std::set<std::string>> by_person_;
};

/// A customer's events in the log, made into its state. Errors: internal (an event that this program cannot read).
Result<engagement::CustomerState> replayed_customer(store::Store& store, const std::string& customer);

} // namespace handrail::app
