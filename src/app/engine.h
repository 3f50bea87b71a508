// The way of a command: from who asked to what is durable and readable. Web and command line use this and nothing
// below.
#pragma once

#include "app/checkpoints.h"
#include "app/customers.h"
#include "app/id_source.h"
#include "core/result.h"
#include "core/time.h"
#include "engagement/commands.h"
#include "engagement/decide.h"
#include "engagement/events.h"
#include "engagement/possible.h"
#include "engagement/state.h"
#include "playbook/workspace.h"
#include "store/event.h"
#include "store/read_models.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace handrail::app {

struct Options {
  std::filesystem::path data;       ///< the folder of log.db and read.db; made when not there
  std::string database{};           ///< the PostgreSQL that has the log instead, shared with other nodes; empty: log.db
  std::size_t waiting_limit = 4096; ///< commands that may wait; more are told to come again
  std::size_t group_limit = 256;    ///< commands committed together
  std::size_t cached_states_bytes = std::size_t{64} << 20; ///< states of tenants kept in memory
  std::optional<CheckpointPolicy> checkpoints{};           ///< nothing: none are signed
};

/// A command as somebody sends it.
struct Submission {
  TenantId tenant;
  engagement::Command command;
  PersonId actor;
  /// The sender's key for this command (1 to 64 characters): sent again with the same key, the same command is
  /// answered as it was the first time, and another command is a conflict. What the command makes new, a note say, is
  /// best given an id derived from the key, so that the command stays the same. Empty: a new key.
  CommandId key;
  /// The version of the tenant that the sender saw. Another one now is a conflict. Empty: any.
  std::optional<store::Version> seen;
};

/// What a command did. It is durable, and every list shows it.
struct Receipt {
  CommandId command;
  store::Position position = 0; ///< of its last event in the log; 0 when all was so already and nothing was written
  store::Version version = 0;   ///< of the tenant after it
  std::vector<engagement::Event> events;
};

using Answer = std::variant<Receipt, engagement::Denial>;

/// One line of a tenant's history.
struct TimelineEntry {
  store::Position position = 0;
  store::Version version = 0;
  CommandId command; ///< entries of one command belong together
  engagement::Happened happened;
  store::Hash hash{};
};

/// One process writes to a data folder at a time, and any number of them, each with a folder of its own, to a database.
/// Every function may be called from any thread.
class Engine {
public:
  /// Opens the data folder, or makes it, and brings the read models up to the log. `clock` and `ids` must outlive it.
  /// A model must be published before the first command.
  /// Errors: unavailable (in use by another process, not writable, damaged, no database there), invalid (newer than
  /// this program, no address of a database, a folder that belongs to another log).
  static Result<std::unique_ptr<Engine>> open(const Options& options, const Clock& clock, IdSource& ids);
  virtual ~Engine() = default;

  // ---- the model -----------------------------------------------------------------------------------------------

  /// Compiles a workspace folder, keeps its texts so that engagements stay with the version they were started with,
  /// and decides by it from now on. Errors: invalid (it does not compile: nothing changes), not_found, unavailable.
  virtual Result<void> publish(const std::filesystem::path& workspace) = 0;
  /// The same with a model that is compiled already.
  virtual Result<void> publish(std::shared_ptr<const playbook::Model> model) = 0;
  /// The model as it stands; never null.
  virtual std::shared_ptr<const playbook::Model> model() const = 0;

  // ---- commands ------------------------------------------------------------------------------------------------

  /// Waits until the command is durable and readable, or refused. A refused one leaves no trace.
  /// Errors: invalid and not_found (the command makes no sense; see engagement::decide), conflict (the key was used for
  /// another command, or the tenant has changed since it was seen), unavailable (too much waits; disk full).
  virtual Result<Answer> submit(Submission submission) = 0;
  /// The same without waiting: `done` is called once, from a thread of the engine, and must not block.
  virtual void submit(Submission submission, std::function<void(Result<Answer>)> done) = 0;
  /// Gives somebody rights on a customer, or takes them; an empty key is a new one. Waits until it is durable, and
  /// holds for every command and page after it. Errors: as Customers::submit.
  virtual Result<CustomerAnswer> change_customer(CustomerSubmission submission) = 0;
  /// What the command would do now; nothing is written.
  virtual Result<engagement::Decision> consider(const TenantId& tenant, const engagement::Command& command,
                                                const PersonId& actor) = 0;

  // ---- reading -------------------------------------------------------------------------------------------------

  /// Who acts: the person as the workspace knows them, with the customers they have rights on. Errors: not_found.
  virtual Result<engagement::Actor> actor(const PersonId& person) = 0;
  /// Who has rights on a customer; never null.
  virtual std::shared_ptr<const engagement::CustomerState> customer(const std::string& name) = 0;
  /// The tenants the person may see.
  virtual Result<store::TenantPage> tenants(store::TenantQuery query, const PersonId& reader) = 0;
  /// How many such tenants there are, up to a number. § lists-7
  virtual Result<std::size_t> count(store::TenantQuery query, const PersonId& reader, std::size_t up_to) = 0;
  /// Requests that wait for an answer, of the tenants that the person may see.
  virtual Result<store::RequestPage> requests(store::RequestQuery query, const PersonId& reader) = 0;
  /// Saved notes of the tenants that the person may see, newest first. § lists-8
  virtual Result<store::NotePage> notes(store::NoteQuery query, const PersonId& reader) = 0;
  /// The tenant as it stands; the model then holds the playbooks its engagements run. Whether somebody may see it is
  /// for the caller to ask (engagement::refused_to_read). Errors: not_found.
  virtual Result<std::shared_ptr<const engagement::TenantState>> tenant(const TenantId& tenant) = 0;
  /// The tenant as it stood after that event. Errors: not_found.
  virtual Result<engagement::TenantState> tenant_at(const TenantId& tenant, store::Version version) = 0;
  /// The newest `limit` entries before `before` (0: the newest of all), newest first, without other people's drafts.
  virtual Result<std::vector<TimelineEntry>> timeline(const TenantId& tenant, const PersonId& reader,
                                                      store::Version before, std::size_t limit) = 0;
  /// What the person may do now, and why not what they may not.
  virtual Result<std::vector<engagement::Action>> can(const TenantId& tenant, const PersonId& person) = 0;

  virtual IdSource& ids() = 0;
  virtual const Clock& clock() const = 0;
};

} // namespace handrail::app
