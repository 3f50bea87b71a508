// What must hold when a run ends, of everything: mail is delivered, and all that can be made from the log is made anew.
#include "sim/invariants.h"

#include "app/due.h"
#include "app/model_library.h"
#include "app/tenant_history.h"
#include "app/verification.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

namespace handrail::sim {

namespace {

using Finding = std::optional<std::string>;

using DeadlineLine = std::tuple<std::string, std::string, std::string, std::string, Date, std::string>;

DeadlineLine line_of(const TenantId& tenant, const engagement::Deadline& one) {
  return {tenant.text(), one.engagement.text(), one.step, one.what, one.day, one.words};
}

} // namespace

Finding mail_arrives_and_is_marked_once(World& world) {
  if (const auto delivered = world.deliver_all(); !delivered) return to_string(delivered.error());
  store::Position after = 0;
  std::size_t count = 0;
  for (bool more = true; more;) {
    const auto page = world.log().messages(after, 500);
    if (!page) return to_string(page.error());
    more = !page->empty();
    for (const auto& entry : *page) {
      after = entry.position;
      ++count;
      const auto found = world.letters().find(entry.position);
      if (found == world.letters().end())
        return fmt::format("the outbox has a message of position {}, where nobody asked for one", entry.position);
      if (!entry.delivered) return fmt::format("the message of position {} waits for ever", entry.position);
      if (found->second.delivered < 1) return fmt::format("the message of position {} never arrived", entry.position);
      if (found->second.marked != 1)
        return fmt::format("the message of position {} was marked {} times", entry.position, found->second.marked);
    }
  }
  if (count != world.letters().size())
    return fmt::format("{} messages were asked for, and the outbox has {}", world.letters().size(), count);
  return std::nullopt;
}

Finding all_answered_is_there(World& world) {
  for (const auto& [key, kept] : world.kept())
    if (kept.receipt)
      if (auto found = differs_from_log(world, key, *kept.receipt)) return found;
  return std::nullopt;
}

Finding rebuilt_from_the_log_alone(World& world) {
  for (int node = 0; node < world.nodes(); ++node)
    if (const auto begun = world.take(Restart{node, true, true}); begun.failed) return begun.failed;
  for (const auto& [id, state] : world.tenants()) {
    const auto replayed = app::replayed(world.log(), id);
    if (!replayed) return to_string(replayed.error());
    if (!(*replayed == state)) return fmt::format("{} comes out otherwise when it is replayed", id.text());
    for (int node = 0; node < world.nodes(); ++node) {
      const auto shown = world.shown(node, id);
      if (!shown) return to_string(shown.error());
      if (!(*shown == state)) return fmt::format("{} comes out otherwise at node {}", id.text(), node);
      const auto row = world.row(node, id);
      if (!row) return to_string(row.error());
      if (!*row || !(**row == app::row_of(state)))
        return fmt::format("{} is listed otherwise at node {}", id.text(), node);
    }
  }
  return std::nullopt;
}

Finding deadlines_are_a_replay(World& world) {
  const auto models = world.lists(0);
  if (!models) return to_string(models.error());
  app::CountedIds ids("looking");
  app::ModelLibrary library(world.log(), **models, world.engine(0).clock(), ids);
  if (const auto opened = library.open(); !opened) return to_string(opened.error());
  library.look(world.engine(0).model());
  app::DueQuery query;
  query.all = true;
  query.limit = 1'000'000;
  const auto due = app::what_is_due(world.log(), **models, library, world.now(0), query);
  if (!due) return to_string(due.error());
  std::multiset<DeadlineLine> listed, live;
  for (const auto& row : due->rows) listed.insert(line_of(row.tenant, row.deadline));
  for (const auto& [id, state] : world.tenants()) {
    const auto shown = world.shown(0, id);
    if (!shown) return to_string(shown.error());
    for (const auto& one : engagement::deadlines(*shown, *world.engine(0).model(), world.now(0)))
      live.insert(line_of(id, one));
  }
  if (listed == live) return std::nullopt;
  return fmt::format("{} deadlines are listed, and {} are what the tenants' states give", listed.size(), live.size());
}

Finding everybody_sees_only_theirs(World& world) {
  for (const auto& person : world.model()->workspace.people) {
    for (int node = 0; node < world.nodes(); ++node) {
      std::set<TenantId> listed;
      store::TenantQuery query;
      query.limit = 500;
      do {
        const auto page = world.engine(node).tenants(query, person.id);
        if (!page) return to_string(page.error());
        for (const auto& row : page->tenants)
          if (!listed.insert(row.id).second)
            return fmt::format("{} is shown {} twice", person.id.text(), row.id.text());
        query.cursor = page->next;
      } while (!query.cursor.empty());
      for (const auto& [id, state] : world.tenants())
        if (may_know_of(world, world.grants(), person.id, state) != listed.contains(id))
          return fmt::format("{} {} {} at node {}", person.id.text(),
                             listed.contains(id) ? "is shown, and may not know of," : "may know of, and is not shown,",
                             id.text(), node);
    }
  }
  return std::nullopt;
}

Finding log_verifies(World& world) {
  for (int node = 0; node < world.nodes(); ++node) {
    const auto models = world.lists(node);
    if (!models) return to_string(models.error());
    const auto verification = app::verify(world.log(), *models);
    if (!verification.is_sound())
      return verification.findings.front().where + ": " + verification.findings.front().message;
    if (verification.read_models_at != verification.head.position)
      return fmt::format("the lists of node {} end at {}, the log at {}", node, verification.read_models_at,
                         verification.head.position);
  }
  return std::nullopt;
}

} // namespace handrail::sim
