// What a test breaks on purpose, to see that the simulation notices. As it stands it breaks nothing.
#pragma once

#include "engagement/state.h"
#include "store/read_models.h"
#include "store/store.h"

#include <optional>

namespace handrail::sim {

class Fault {
public:
  virtual ~Fault() = default;

  // ---- between the engine and the log
  /// Changes a commit on its way to the log.
  virtual void on_its_way(store::Commit&) {}
  /// Whether the commit is written; the engine is told so either way.
  virtual bool is_written(const store::Commit&) { return true; }
  /// Another commit that is written behind it.
  virtual std::optional<store::Commit> echo(const store::Commit&) { return std::nullopt; }
  /// Whether a message that was delivered is marked.
  virtual bool is_marked(const store::OutboxEntry&) { return true; }
  /// Another message that is taken along with those that wait.
  virtual std::optional<store::OutboxEntry> stray(const std::vector<store::OutboxEntry>&) { return std::nullopt; }

  // ---- between the engine and who looks
  /// What a refused command leaves behind all the same.
  virtual std::optional<store::NewEvent> left_by_refusal() { return std::nullopt; }
  /// A tenant as the engine shows it.
  virtual void shown(engagement::TenantState&) {}
  /// A row as the lists have it.
  virtual void shown(store::TenantRow&) {}
  /// Whether a list shows tenants that its reader may not see.
  virtual bool shows_everything() { return false; }
};

} // namespace handrail::sim
