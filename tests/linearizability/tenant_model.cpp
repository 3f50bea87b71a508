#include "linearizability/tenant_model.h"

#include "app/command_fingerprint.h"
#include "app/tenant_history.h"
#include "engagement/access.h"
#include "engagement/decide.h"
#include "store/chain.h"
#include "support/small_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace handrail::linearizability {

namespace {

using State = TenantModel::State;
using Output = TenantModel::Output;

const playbook::Model& model() {
  static const auto made = testing::small_model();
  return *made;
}

const app::Receipt* receipt_in(const Output& output) {
  return output.answer && *output.answer ? std::get_if<app::Receipt>(&**output.answer) : nullptr;
}

bool is_error(const Output& output, ErrorCode code, const std::string& message) {
  return output.answer && !*output.answer && output.answer->error().code == code &&
         output.answer->error().message == message;
}

bool are_equal(const std::vector<engagement::Event>& a, const std::vector<engagement::Event>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
    return engagement::name_of(one) == engagement::name_of(other) &&
           engagement::to_json(one) == engagement::to_json(other);
  });
}

store::Hash request_of(const app::Submission& sent) {
  return app::command_fingerprint(sent.tenant, sent.actor, sent.seen, sent.command);
}

const TenantModel::UsedKey* used(const State& state, const CommandId& key) {
  for (const auto* one = state.keys.get(); one != nullptr; one = one->before.get())
    if (one->key == key) return one;
  return nullptr;
}

/// A key that was used gives the first answer again, to the same command alone.
bool is_answered_again(const TenantModel::UsedKey& before, const app::Submission& sent, const Output& output) {
  if (before.request != request_of(sent))
    return is_error(output, ErrorCode::conflict,
                    fmt::format("The key {} was used for another command", sent.key.text()));
  const auto* receipt = receipt_in(output);
  return receipt != nullptr && receipt->version == before.version &&
         (!before.position || receipt->position == *before.position) && are_equal(receipt->events, before.events);
}

std::string seen_refusal(const State& state, store::Version seen) {
  const auto& tenant = *state.tenant;
  return fmt::format("{} has changed since you saw it: it was at version {} and is at version {}",
                     tenant.name.empty() ? tenant.id.text() : tenant.name, seen, tenant.version);
}

/// The state after a decision that writes.
State after(const State& state, const app::Submission& sent, engagement::Decision decision,
            const app::Receipt* receipt) {
  State next = state;
  next.tenant = std::make_shared<const engagement::TenantState>(std::move(*decision.after));
  std::optional<store::Position> position;
  if (receipt != nullptr) position = receipt->position;
  next.position = position.value_or(state.position);
  std::string all = std::to_string(state.fingerprint) + sent.key.text();
  for (const auto& event : decision.events) all += engagement::to_json(event);
  const auto hash = store::hash_of(all);
  std::memcpy(&next.fingerprint, hash.data(), sizeof(next.fingerprint));
  next.keys = std::make_shared<const TenantModel::UsedKey>(TenantModel::UsedKey{
      sent.key, request_of(sent), next.tenant->version, position, std::move(decision.events), state.keys});
  return next;
}

std::optional<State> same_if(bool fits, const State& state) { return fits ? std::optional(state) : std::nullopt; }

/// § storage-5, in its order: the key, the version that was seen, the decision.
std::optional<State> command(const State& state, const app::Submission& sent, const Output* output) {
  if (const auto* before = used(state, sent.key))
    return same_if(output == nullptr || is_answered_again(*before, sent, *output), state);
  if (sent.seen && *sent.seen != state.tenant->version)
    return same_if(output == nullptr || is_error(*output, ErrorCode::conflict, seen_refusal(state, *sent.seen)), state);
  auto decided = engagement::decide(*state.tenant, model(), sent.command,
                                    *engagement::actor_of(model().workspace, sent.actor), state.now);
  if (!decided)
    return same_if(output == nullptr || is_error(*output, decided.error().code, decided.error().message), state);
  const auto* receipt = output == nullptr ? nullptr : receipt_in(*output);
  if (decided->denial) {
    const auto* denial = output != nullptr && output->answer && *output->answer
                             ? std::get_if<engagement::Denial>(&**output->answer)
                             : nullptr;
    return same_if(output == nullptr || (denial != nullptr && denial->message() == decided->denial->message()), state);
  }
  if (decided->events.empty())
    return same_if(output == nullptr || (receipt != nullptr && receipt->position == 0 &&
                                         receipt->version == state.tenant->version && receipt->events.empty()),
                   state);
  if (output != nullptr &&
      (receipt == nullptr || receipt->position <= state.position || receipt->version != decided->after->version ||
       !are_equal(receipt->events, decided->events)))
    return std::nullopt;
  return after(state, sent, std::move(*decided), receipt);
}

bool shows(const State& state, const std::shared_ptr<const engagement::TenantState>& seen) {
  if (seen == nullptr) return !state.tenant->is_registered();
  if (seen->version != state.tenant->version || app::row_of(*seen) != app::row_of(*state.tenant)) return false;
  return std::equal(seen->notes.begin(), seen->notes.end(), state.tenant->notes.begin(), state.tenant->notes.end(),
                    [](const auto& one, const auto& other) { return one.id == other.id; });
}

bool shows(const State& state, const std::optional<store::TenantRow>& seen) {
  return seen ? *seen == app::row_of(*state.tenant) && state.tenant->is_registered() : !state.tenant->is_registered();
}

} // namespace

State TenantModel::start(const TenantId& tenant, Instant now) {
  engagement::TenantState nobody;
  nobody.id = tenant;
  return {std::make_shared<const engagement::TenantState>(std::move(nobody)), nullptr, 0, now, 0};
}

std::optional<State> TenantModel::step(const State& state, const Input& input, const Output* output) {
  if (input.kind == Input::Kind::command) return command(state, input.submission, output);
  if (output == nullptr) return state;
  return same_if(input.kind == Input::Kind::tenant ? shows(state, output->tenant) : shows(state, output->row), state);
}

// ---- as a text -----------------------------------------------------------------------------------------------------

namespace {

std::string asked(const TenantModel::Input& input) {
  if (input.kind == TenantModel::Input::Kind::tenant) return "reads the tenant";
  if (input.kind == TenantModel::Input::Kind::row) return "reads the list";
  const auto& sent = input.submission;
  return fmt::format("{} {} {} as {}, key {}{}", sent.tenant.text(), engagement::name_of(sent.command),
                     engagement::to_json(sent.command), sent.actor.text(), sent.key.text(),
                     sent.seen ? fmt::format(", saw version {}", *sent.seen) : "");
}

std::string answered(const TenantModel::Input& input, const std::optional<Output>& output) {
  if (!output) return "no answer";
  if (input.kind == TenantModel::Input::Kind::tenant)
    return output->tenant ? fmt::format("version {}, {} notes, {}", output->tenant->version,
                                        output->tenant->notes.size(), output->tenant->status)
                          : "there is none";
  if (input.kind == TenantModel::Input::Kind::row)
    return output->row ? fmt::format("version {}, {}", output->row->version, output->row->status) : "in no list";
  const auto& answer = *output->answer;
  if (!answer) return to_string(answer.error());
  if (const auto* receipt = std::get_if<app::Receipt>(&answer.value()))
    return fmt::format("done: version {}, position {}", receipt->version, receipt->position);
  return "denied: " + std::get<engagement::Denial>(answer.value()).message();
}

} // namespace

std::string to_text(std::vector<TenantCall> calls) {
  std::sort(calls.begin(), calls.end(), [](const auto& a, const auto& b) { return a.began < b.began; });
  std::string all;
  for (const auto& call : calls)
    all += fmt::format("{:>5} to {:<5} caller {}: {} → {}\n", call.began,
                       call.ended == never ? "?" : std::to_string(call.ended), call.caller, asked(call.input),
                       answered(call.input, call.output));
  return all;
}

} // namespace handrail::linearizability
