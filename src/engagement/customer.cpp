#include "engagement/customer.h"

#include "engagement/checks.h"
#include "engagement/directory.h"
#include "engagement/limits.h"
#include "engagement/shapes.h"

#include <algorithm>

namespace handrail::engagement {

namespace codec {

template <>
struct Shape<GrantCustomer> {
  static constexpr std::string_view name = "grant_customer";
  static constexpr auto fields =
      std::tuple(field("customer", &GrantCustomer::customer), field("person", &GrantCustomer::person));
};
template <>
struct Shape<RevokeCustomer> {
  static constexpr std::string_view name = "revoke_customer";
  static constexpr auto fields =
      std::tuple(field("customer", &RevokeCustomer::customer), field("person", &RevokeCustomer::person));
};
template <>
struct Shape<CustomerGranted> {
  static constexpr std::string_view name = "customer_granted";
  static constexpr auto fields =
      std::tuple(field("customer", &CustomerGranted::customer), field("person", &CustomerGranted::person));
};
template <>
struct Shape<CustomerRevoked> {
  static constexpr std::string_view name = "customer_revoked";
  static constexpr auto fields =
      std::tuple(field("customer", &CustomerRevoked::customer), field("person", &CustomerRevoked::person));
};

} // namespace codec

namespace {

template <class One>
Result<CustomerEvent> read(const codec::Json& json) {
  One one;
  HANDRAIL_CHECK(codec::read(json, one, std::string(codec::Shape<One>::name)));
  return CustomerEvent(std::move(one));
}

template <class Variant>
std::string_view shape_name(const Variant& variant) {
  return std::visit([](const auto& one) { return codec::Shape<std::decay_t<decltype(one)>>::name; }, variant);
}

Result<void> check_person(const PersonId& person, const playbook::Workspace& workspace) {
  if (workspace.person(person) != nullptr) return {};
  std::vector<std::string> known;
  for (const auto& one : workspace.people) known.push_back(one.id.text());
  return unknown("person", "person", person.text(), known);
}

} // namespace

std::string_view name_of(const CustomerCommand& command) { return shape_name(command); }
std::string_view name_of(const CustomerEvent& event) { return shape_name(event); }

std::string to_json(const CustomerCommand& command) {
  return codec::line(std::visit([](const auto& one) { return codec::write(one); }, command));
}
std::string to_json(const CustomerEvent& event) {
  return codec::line(std::visit([](const auto& one) { return codec::write(one); }, event));
}

const std::string& customer_of(const CustomerCommand& command) {
  return std::visit([](const auto& one) -> const std::string& { return one.customer; }, command);
}

Result<CustomerEvent> customer_event_from_json(std::string_view type, std::string_view text) {
  const auto json = codec::Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (type == codec::Shape<CustomerGranted>::name) return read<CustomerGranted>(json);
  if (type == codec::Shape<CustomerRevoked>::name) return read<CustomerRevoked>(json);
  return Error{ErrorCode::invalid, fmt::format("there is no event of the type “{}” for a customer", type), "",
               "It was probably written by a newer version of Handrail."};
}

bool CustomerState::is_held_by(const PersonId& person) const {
  return std::any_of(holders.begin(), holders.end(), [&](const CustomerHolder& one) { return one.person == person; });
}

CustomerState evolve(CustomerState state, const CustomerEvent& event, const PersonId& by, Instant at) {
  const Mark mark{by, at, ++state.version};
  if (const auto* granted = std::get_if<CustomerGranted>(&event)) {
    state.name = granted->customer;
    state.holders.push_back({granted->person, mark});
    state.log.push_back({granted->person, true, mark});
  } else if (const auto* revoked = std::get_if<CustomerRevoked>(&event)) {
    std::erase_if(state.holders, [&](const CustomerHolder& one) { return one.person == revoked->person; });
    state.log.push_back({revoked->person, false, mark});
  }
  return state;
}

Result<CustomerDecision> decide(const CustomerState& state, const playbook::Workspace& workspace,
                                const CustomerCommand& command, const Actor& actor) {
  HANDRAIL_CHECK(check_line(customer_of(command), "customer", limits::name, Blank::refused));
  if (const auto* grant = std::get_if<GrantCustomer>(&command)) {
    if (auto reason = refused_to_give_customer(workspace, actor, grant->customer))
      return CustomerDecision{{}, Denial{{std::move(*reason)}}};
    HANDRAIL_CHECK(check_person(grant->person, workspace));
    if (state.is_held_by(grant->person)) return CustomerDecision{};
    HANDRAIL_CHECK(check_count(state.holders.size() + 1, "people with rights on a customer", limits::customer_holders));
    return CustomerDecision{{CustomerGranted{grant->customer, grant->person}}, {}};
  }
  const auto& revoke = std::get<RevokeCustomer>(command);
  if (revoke.person != actor.id) // one's own right may be given up
    if (auto reason = refused_to_give_customer(workspace, actor, revoke.customer))
      return CustomerDecision{{}, Denial{{std::move(*reason)}}};
  if (!state.is_held_by(revoke.person))
    return Error{ErrorCode::not_found,
                 fmt::format("{} has no rights on the customer {}", name_of(workspace, revoke.person), revoke.customer),
                 "person", "Look at who has them."};
  return CustomerDecision{{CustomerRevoked{revoke.customer, revoke.person}}, {}};
}

} // namespace handrail::engagement
