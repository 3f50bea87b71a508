// What must hold of the log, of the answers to commands, and of what nodes and lists make of the log.
#include "sim/invariants.h"

#include "app/tenant_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

namespace handrail::sim {

namespace {

using Finding = std::optional<std::string>;

const CommandId* customer_key(const Observed& observed) {
  const auto* step = std::get_if<SendCustomer>(&observed.step);
  return step == nullptr ? nullptr : &step->key;
}

bool was_accepted(const Result<app::CustomerAnswer>& answer) {
  return answer && std::holds_alternative<app::CustomerReceipt>(*answer);
}

/// The keys under which this step may have written: those that were accepted, and those of which it is not known.
std::set<CommandId> may_write(const Observed& observed) {
  std::set<CommandId> keys;
  for (const auto& one : observed.answers)
    if (one.receipt() != nullptr || one.commit == Commit::is_unheard) keys.insert(one.sent.key);
  if (const auto* key = customer_key(observed); key != nullptr && was_accepted(*observed.customer_answer))
    keys.insert(*key);
  return keys;
}

std::vector<std::string> texts_of(const std::vector<engagement::Event>& events) {
  std::vector<std::string> texts;
  for (const auto& event : events)
    texts.push_back(std::string(engagement::name_of(event)) + " " + engagement::to_json(event));
  return texts;
}
std::vector<std::string> texts_of(const std::vector<store::StoredEvent>& events) {
  std::vector<std::string> texts;
  for (const auto& event : events) texts.push_back(event.type + " " + event.data);
  return texts;
}

} // namespace

/// The log has what a receipt says, where it says, and nothing else under its key.
std::optional<std::string> differs_from_log(World& world, const CommandId& key, const app::Receipt& receipt) {
  const auto events = world.log().events_of(key);
  if (!events) return to_string(events.error());
  if (receipt.position == 0)
    return events->empty() ? Finding()
                           : fmt::format("{} was answered with nothing, and the log has events", key.text());
  if (events->empty()) return fmt::format("{} was answered, and the log has nothing of it", key.text());
  if (texts_of(*events) != texts_of(receipt.events))
    return fmt::format("{} was answered with other events than the log has", key.text());
  if (events->back().position != receipt.position || events->back().version != receipt.version)
    return fmt::format("{} was answered as position {} and version {}, and the log has it at {} and {}", key.text(),
                       receipt.position, receipt.version, events->back().position, events->back().version);
  return std::nullopt;
}

Finding refused_leaves_no_trace(World&, const Observed& observed) {
  const auto keys = may_write(observed);
  for (const auto& event : observed.written) {
    const bool is_publication = event.tenant.text() == "@playbooks";
    if (is_publication || keys.contains(event.command)) continue;
    return fmt::format("position {} is a {} of {} under the key {}, which nobody was told to be accepted",
                       event.position, event.type, event.tenant.text(), event.command.text());
  }
  return std::nullopt;
}

Finding answered_is_there_once(World& world, const Observed& observed) {
  for (const auto& one : observed.answers)
    if (const auto* receipt = one.receipt())
      if (auto found = differs_from_log(world, one.sent.key, *receipt)) return found;
  return std::nullopt;
}

Finding versions_have_no_hole(World& world, const Observed& observed) {
  std::map<TenantId, store::Version> versions;
  for (const auto& [id, before] : observed.before) versions[id] = before.version;
  auto position = world.position() - observed.written.size();
  for (const auto& event : observed.written) {
    if (event.position != ++position)
      return fmt::format("position {} stands where {} should", event.position, position);
    if (app::is_tenant(event.tenant) && event.version != ++versions[event.tenant])
      return fmt::format("{} goes on with version {} where {} should stand", event.tenant.text(), event.version,
                         versions[event.tenant]);
  }
  // A command alone moves its tenant by exactly its events.
  if (const auto* send = std::get_if<Send>(&observed.step)) {
    const auto* receipt = observed.answers.front().receipt();
    const auto before = observed.before.find(send->sent.tenant);
    const auto was = before == observed.before.end() ? 0 : before->second.version;
    const bool is_new = receipt != nullptr && receipt->position > world.position() - observed.written.size();
    if (is_new && receipt->version != was + receipt->events.size())
      return fmt::format("{} was at version {}, and {} events brought it to {}", send->sent.tenant.text(), was,
                         receipt->events.size(), receipt->version);
  }
  return std::nullopt;
}

Finding same_key_same_answer(World& world, const Observed& observed) {
  for (const auto& one : observed.answers) {
    const auto found = world.kept().find(one.sent.key);
    if (found == world.kept().end() || !found->second.receipt) continue;
    const auto& kept = found->second;
    const bool is_same = kept.sent.tenant == one.sent.tenant && kept.sent.person == one.sent.person &&
                         kept.seen == one.seen &&
                         engagement::to_json(kept.sent.command) == engagement::to_json(one.sent.command);
    if (const auto* receipt = one.receipt()) {
      if (!is_same) return fmt::format("{} was used for another command, and that was accepted", one.sent.key.text());
      if (receipt->position != kept.receipt->position || texts_of(receipt->events) != texts_of(kept.receipt->events))
        return fmt::format("{} was answered otherwise than before", one.sent.key.text());
    } else if (is_same && !(one.error() != nullptr && one.error()->code == ErrorCode::unavailable)) {
      return fmt::format("{} was accepted before, and is refused when it is sent again", one.sent.key.text());
    }
  }
  return std::nullopt;
}

Finding outdated_sight_is_refused(World&, const Observed& observed) {
  if (!std::holds_alternative<Send>(observed.step)) return std::nullopt;
  const auto& one = observed.answers.front();
  const auto before = observed.before.find(one.sent.tenant);
  const auto was = before == observed.before.end() ? 0 : before->second.version;
  const auto* receipt = one.receipt();
  const bool is_new = receipt != nullptr && (receipt->position == 0 || !observed.written.empty());
  if (is_new && one.seen && *one.seen != was)
    return fmt::format("{} was accepted for version {}, and {} was at {}", one.sent.key.text(), *one.seen,
                       one.sent.tenant.text(), was);
  return std::nullopt;
}

Finding considered_is_what_is_done(World&, const Observed& observed) {
  for (const auto& one : observed.answers) {
    if (!one.considered || one.seen || one.commit != Commit::goes_well) continue;
    const bool is_new = observed.written.size() != 0 || one.receipt() == nullptr || one.receipt()->position == 0;
    if (!is_new) continue;                                               // answered before
    if (one.error() != nullptr && one.error()->where == "key") continue; // which is not asked about
    if (one.error() != nullptr && one.error()->code == ErrorCode::conflict && *one.considered) continue; // the key
    const auto& considered = *one.considered;
    if (considered.has_value() != (one.error() == nullptr)) return "one of the two makes no sense";
    if (!considered) continue;
    if (considered->is_allowed() != (one.receipt() != nullptr)) return "one of the two is denied";
    if (one.denial() != nullptr && engagement::to_json(*considered->denial) != engagement::to_json(*one.denial()))
      return "they are denied for different reasons";
    if (one.receipt() != nullptr && texts_of(considered->events) != texts_of(one.receipt()->events))
      return "they make different events";
  }
  return std::nullopt;
}

Finding rebuilt_is_live(World& world, const Observed& observed) {
  for (const auto& [id, before] : observed.before) {
    for (int node = 0; node < world.nodes(); ++node) {
      const auto shown = world.shown(node, id);
      if (!shown) return fmt::format("node {} does not show {}: {}", node, id.text(), to_string(shown.error()));
      if (!(*shown == world.tenants().at(id)))
        return fmt::format("{} at node {} is not what its {} events make of it", id.text(), node,
                           world.tenants().at(id).version);
    }
  }
  return std::nullopt;
}

Finding lists_are_a_replay(World& world, const Observed& observed) {
  for (const auto& [id, before] : observed.before) {
    for (int node = 0; node < world.nodes(); ++node) {
      const auto row = world.row(node, id);
      if (!row) return fmt::format("the lists of node {}: {}", node, to_string(row.error()));
      if (!*row || !(**row == app::row_of(world.tenants().at(id))))
        return fmt::format("the lists of node {} {} {}", node, *row ? "have another row of" : "do not have", id.text());
    }
  }
  return std::nullopt;
}

} // namespace handrail::sim
