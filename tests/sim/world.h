// The world of a simulation: real nodes on a real log, clocks that are moved, a mail room, and books about all that was
// answered. One step is taken after the other, so that the same steps always do the same.
#pragma once

#include "app/engine.h"
#include "core/time.h"
#include "sim/fault.h"
#include "sim/steered_log.h"
#include "sim/step.h"
#include "store/data_folder.h"
#include "support/temporary_folder.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace handrail::sim {

/// A command and what came of it.
struct Answered {
  Sent sent;
  std::optional<store::Version> seen;
  std::optional<Result<app::Answer>> answer; ///< always there once it was answered
  std::optional<Result<engagement::Decision>> considered;
  Commit commit = Commit::goes_well;

  const app::Receipt* receipt() const;
  const engagement::Denial* denial() const;
  const Error* error() const;
};

/// What the mail room knows of a message.
struct Letter {
  int delivered = 0, marked = 0;
  std::optional<Instant> taken_until; ///< by somebody who did not give it back
};

/// Messages that the mail room took, and when.
struct Taken {
  std::vector<store::OutboxEntry> entries;
  std::vector<std::optional<Letter>> before; ///< what was known of each; nothing: nobody asked for it
  Instant now{}, until{};
};

/// What one step did.
struct Observed {
  Step step;
  std::size_t number = 0; ///< of the step, from 1
  std::vector<Answered> answers;
  std::optional<Result<app::CustomerAnswer>> customer_answer;
  std::optional<Taken> taken;
  std::vector<store::StoredEvent> written;                 ///< what the log has more than before
  std::map<TenantId, engagement::TenantState> before;      ///< of the tenants that are in it
  std::map<std::string, std::set<PersonId>> grants_before; ///< who had rights on customers
  std::optional<std::string> failed;                       ///< the world itself could not go on
};

/// An answer that was given, and to what.
struct Kept {
  Sent sent;
  std::optional<store::Version> seen;
  std::optional<app::Receipt> receipt; ///< nothing: it was not accepted, as far as anybody was told
};

class World {
public:
  /// Throws when it cannot be begun. `fault` may be null.
  World(const Setting& setting, LogPlace& place, Fault* fault = nullptr);
  ~World();

  Observed take(const Step& step);

  const Setting& setting() const { return setting_; }
  int nodes() const { return static_cast<int>(nodes_.size()); }
  app::Engine& engine(int node);
  Instant now(int node) const;
  store::Store& log() { return *log_; }
  Fault* fault() const { return fault_; }
  std::shared_ptr<const playbook::Model> model(int edition = 0) const;

  /// Tenants as the log's events make them, read back from it.
  const std::map<TenantId, engagement::TenantState>& tenants() const { return tenants_; }
  const std::map<std::string, std::set<PersonId>>& grants() const { return grants_; }
  const std::map<CommandId, Kept>& kept() const { return kept_; }
  const std::map<store::Position, Letter>& letters() const { return letters_; }
  store::Position position() const { return position_; }

  /// The tenant as a node shows it.
  Result<engagement::TenantState> shown(int node, const TenantId& tenant);
  /// The tenant's row in a node's lists, once they show the whole log.
  Result<std::optional<store::TenantRow>> row(int node, const TenantId& tenant);
  /// A node's lists, once they show the whole log; never null.
  Result<store::ReadModels*> lists(int node);
  /// Whether a list of all that the person may see shows the tenant.
  Result<bool> is_listed(int node, const PersonId& person, const TenantId& tenant);

  /// Messages that wait are taken and delivered until none waits.
  Result<void> deliver_all();

private:
  struct Node;

  void begin(int number);
  void end(int number);
  Node& node(int number) { return *nodes_[static_cast<std::size_t>(number) % nodes_.size()]; }
  std::optional<store::Version> seen_by(const Sent& sent) const;
  app::Submission submission(const Sent& sent, const std::optional<store::Version>& seen) const;
  Answered answered(const Sent& sent);
  void keep(const Answered& answered);
  void leave_traces(const Observed& observed);

  void take(const Send& step, Observed& observed);
  void take(const SendTogether& step, Observed& observed);
  void take(const Race& step, Observed& observed);
  void take(const Again& step, Observed& observed);
  void take(const SendCustomer& step, Observed& observed);
  void take(const Tick& step, Observed& observed);
  void take(const Restart& step, Observed& observed);
  void take(const Publish& step, Observed& observed);
  void take(const Post& step, Observed& observed);
  Result<void> read_on(Observed& observed);
  Result<void> post(int node, Mail mail, std::size_t at_most, Taken& taken);

  Setting setting_;
  LogPlace& place_;
  Fault* fault_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::shared_ptr<store::Store> log_; ///< to look into; not a node's way to it
  std::size_t steps_ = 0;
  store::Position position_ = 0;
  std::map<TenantId, engagement::TenantState> tenants_;
  std::map<std::string, std::set<PersonId>> grants_;
  std::map<CommandId, Kept> kept_;
  std::map<store::Position, Letter> letters_; ///< of all that were asked for
};

} // namespace handrail::sim
