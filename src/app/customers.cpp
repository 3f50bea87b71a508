#include "app/customers.h"

#include "store/chain.h"
#include "store/limits.h"

#include <fmt/format.h>

#include <array>

namespace handrail::app {

namespace {

/// What a key stands for: the same key with anything else here is a conflict.
store::Hash fingerprint(const CustomerSubmission& submission) {
  const auto stream = customer_stream(engagement::customer_of(submission.command));
  const auto body = engagement::to_json(submission.command);
  return store::fingerprint(std::array<std::string_view, 5>{stream.text(), submission.actor.text(), "any",
                                                            engagement::name_of(submission.command), body});
}

Result<engagement::CustomerEvent> customer_event(const store::StoredEvent& event) {
  auto read = engagement::customer_event_from_json(event.type, event.data);
  if (read) return read;
  return Error{ErrorCode::internal, "This program cannot read what the log holds: " + read.error().message,
               store::name_of(event), "Use the Handrail that wrote it, or a newer one."};
}

Result<CustomerAnswer> receipt(const std::vector<store::StoredEvent>& events) {
  CustomerReceipt receipt{events.back().command, events.back().version, {}};
  for (const auto& event : events) {
    HANDRAIL_TRY(auto one, customer_event(event));
    receipt.events.push_back(std::move(one));
  }
  return CustomerAnswer(std::move(receipt));
}

} // namespace

TenantId customer_stream(std::string_view customer) {
  return TenantId(std::string(customer_stream_mark) + std::string(customer));
}

Result<engagement::CustomerState> replayed_customer(store::Store& store, const std::string& customer) {
  constexpr std::size_t page = 1000;
  engagement::CustomerState state;
  state.name = customer;
  for (;;) {
    HANDRAIL_TRY(const auto events, store.events_of(customer_stream(customer), state.version, page));
    for (const auto& event : events) {
      HANDRAIL_TRY(const auto one, customer_event(event));
      state = engagement::evolve(std::move(state), one, event.actor, event.at);
    }
    if (events.size() < page) return state;
  }
}

Result<void> Customers::open() {
  constexpr std::size_t page = 1000;
  std::vector<std::string> customers;
  TenantId after{customer_stream_mark};
  for (bool more = true; more;) {
    HANDRAIL_TRY(const auto streams, store_.tenants(after, page));
    more = streams.size() == page;
    for (const auto& stream : streams) {
      more = more && stream.text().starts_with(customer_stream_mark);
      if (stream.text().starts_with(customer_stream_mark))
        customers.push_back(stream.text().substr(customer_stream_mark.size()));
    }
    if (more) after = streams.back();
  }
  std::vector<engagement::CustomerState> states;
  for (const auto& customer : customers) {
    HANDRAIL_TRY(auto state, replayed_customer(store_, customer));
    states.push_back(std::move(state));
  }
  const std::lock_guard lock(reading_);
  by_name_.clear();
  by_person_.clear();
  for (auto& state : states) keep_locked(std::move(state));
  return {};
}

Result<void> Customers::reread(const std::string& customer) {
  HANDRAIL_TRY(auto state, replayed_customer(store_, customer));
  keep(std::move(state));
  return {};
}

void Customers::keep(engagement::CustomerState state) {
  const std::lock_guard lock(reading_);
  keep_locked(std::move(state));
}

/// Unless a newer one is kept: two who read may come back in the other order.
void Customers::keep_locked(engagement::CustomerState state) {
  auto& kept = by_name_[state.name];
  if (kept != nullptr && kept->version > state.version) return;
  if (kept != nullptr)
    for (const auto& holder : kept->holders) by_person_[holder.person].erase(state.name);
  for (const auto& holder : state.holders) by_person_[holder.person].insert(state.name);
  kept = std::make_shared<const engagement::CustomerState>(std::move(state));
}

Customers::State Customers::state(const std::string& customer) const {
  const std::lock_guard lock(reading_);
  if (const auto found = by_name_.find(customer); found != by_name_.end()) return found->second;
  engagement::CustomerState nobody;
  nobody.name = customer;
  return std::make_shared<const engagement::CustomerState>(std::move(nobody));
}

Result<engagement::Actor> Customers::actor(const playbook::Workspace& workspace, const PersonId& person) const {
  HANDRAIL_TRY(auto actor, engagement::actor_of(workspace, person));
  const std::lock_guard lock(reading_);
  if (const auto found = by_person_.find(person); found != by_person_.end())
    actor.customers.assign(found->second.begin(), found->second.end());
  return actor;
}

/// Rights are given on customers that there are, and on so many that a list can be narrowed to them. § access-15
Result<void> Customers::check_customer(const engagement::CustomerCommand& command) {
  const auto* grant = std::get_if<engagement::GrantCustomer>(&command);
  if (grant == nullptr) return {};
  store::TenantQuery query;
  query.customer = grant->customer;
  query.limit = 1;
  HANDRAIL_TRY(const auto page, models_.tenants(query));
  if (page.tenants.empty())
    return Error{ErrorCode::not_found, fmt::format("No tenant belongs to a customer {}", grant->customer), "customer",
                 "Write it as the tenant's details have it."};
  const std::lock_guard lock(reading_);
  const auto held = by_person_.find(grant->person);
  if (held == by_person_.end() || held->second.size() < store::limits::readers) return {};
  return Error{
      ErrorCode::invalid,
      fmt::format("{} has rights on {} customers, which is the limit", grant->person.text(), store::limits::readers),
      "person", "Take some away, or give the person a role that reads all tenants."};
}

Result<CustomerAnswer> Customers::decided(const CustomerSubmission& submission, const store::Hash& request,
                                          const playbook::Workspace& workspace) {
  const auto before = state(engagement::customer_of(submission.command));
  HANDRAIL_TRY(const auto actor, engagement::actor_of(workspace, submission.actor));
  HANDRAIL_TRY(auto decision, engagement::decide(*before, workspace, submission.command, actor));
  if (decision.denial) return CustomerAnswer(std::move(*decision.denial));
  if (decision.events.empty()) return CustomerAnswer(CustomerReceipt{submission.key, before->version, {}});
  HANDRAIL_CHECK(check_customer(submission.command));
  const auto now = clock_.now();
  store::Commit commit{
      customer_stream(before->name), before->version, submission.key, request, submission.actor, now, {}};
  auto after = *before;
  for (const auto& event : decision.events) {
    commit.events.push_back({std::string(engagement::name_of(event)), engagement::to_json(event), false});
    after = engagement::evolve(std::move(after), event, submission.actor, now);
  }
  HANDRAIL_TRY(const auto written, store_.append(std::array{std::move(commit)}));
  if (!written.front()) {
    if (written.front().error().code != ErrorCode::conflict) return written.front().error();
    HANDRAIL_CHECK(reread(before->name)); // another node was first: decided anew on what it left
    if (state(before->name)->version == before->version) return written.front().error();
    return decided(submission, request, workspace);
  }
  keep(std::move(after));
  return receipt(*written.front());
}

Result<CustomerAnswer> Customers::submit(const CustomerSubmission& submission, const playbook::Workspace& workspace) {
  const std::lock_guard lock(writing_);
  const auto request = fingerprint(submission);
  HANDRAIL_TRY(const auto before, store_.events_of(submission.key));
  if (before.empty()) return decided(submission, request, workspace);
  if (before.front().request == request) return receipt(before);
  return Error{ErrorCode::conflict, fmt::format("The key {} was used for another command", submission.key.text()), "",
               "Send each command with a key of its own."};
}

} // namespace handrail::app
