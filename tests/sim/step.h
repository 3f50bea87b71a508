// What can happen in a simulation, as plain values: printed as a line each, read back from it, and played as often as
// wanted. A history is a list of them, and where it happens.
#pragma once

#include "core/id.h"
#include "core/result.h"
#include "engagement/commands.h"
#include "engagement/customer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace handrail::sim {

/// A command as somebody sends it to a node.
struct Sent {
  int node = 0;
  TenantId tenant;
  PersonId person;
  CommandId key;
  engagement::Command command;
  /// The sender saw the tenant as it was so many versions ago; nothing: it does not say what it saw.
  std::optional<int> versions_behind = {};
};

/// What becomes of the commit of a command.
enum class Commit {
  goes_well,
  fails,      ///< nothing is written, and the sender is told that it failed
  is_unheard, ///< it is written, but the sender is told that it failed: only where the log is shared
};

struct Send {
  Sent sent;
  bool asks_before = false; ///< what it would do, before it is sent
  Commit commit = Commit::goes_well;
};
/// Several wait at one node at once, and are decided in their order.
struct SendTogether {
  std::vector<Sent> sent;
};
/// The second is sent to another node when the first is decided and not yet written.
struct Race {
  Sent first, rival;
};
/// A command is sent again, word for word, as it was sent last under this key; nothing where it never was.
struct Again {
  int node = 0;
  CommandId key;
};
struct SendCustomer {
  int node = 0;
  PersonId person;
  CommandId key;
  engagement::CustomerCommand command;
};
/// A node's clock goes forward, or back.
struct Tick {
  int node = 0;
  std::int64_t seconds = 0;
};
/// A node ends and begins again; the log is closed where no other node has it open.
struct Restart {
  int node = 0;
  bool without_lists = false, without_snapshots = false;
};
/// A node publishes another edition of the workspace: the same rules, in playbooks of other versions.
struct Publish {
  int node = 0;
  int edition = 0;
};
/// What becomes of messages that the mail room takes.
enum class Mail {
  delivered,
  refused,          ///< given back
  answer_lost,      ///< delivered, but who delivers does not hear of it, and gives them back
  dies_before,      ///< taken, and nothing more
  dies_before_mark, ///< delivered, and not marked
};
struct Post {
  int node = 0;
  Mail mail = Mail::delivered;
  int at_most = 1;
};

using Step = std::variant<Send, SendTogether, Race, Again, SendCustomer, Tick, Restart, Publish, Post>;

/// One line of JSON.
std::string to_line(const Step& step);
/// Errors: invalid (says what).
Result<Step> step_from(const std::string& line);

/// Where a history happens.
struct Setting {
  std::string house = "fasttrack"; ///< the sample workspace; or "generated": one made from the seed
  std::uint64_t seed = 1;
  int nodes = 1; ///< more than one share a log
};
std::string to_line(const Setting& setting);
Result<Setting> setting_from(const std::string& line);

struct History {
  Setting setting;
  std::vector<Step> steps;
};
/// The setting, then a line for each step.
std::string to_text(const History& history);
/// Reads it back; lines that are empty or begin with # are passed over. Errors: invalid (with the line's number).
Result<History> history_from(const std::string& text);

} // namespace handrail::sim
