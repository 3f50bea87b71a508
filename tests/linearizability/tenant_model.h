// One tenant as callers see it: what may be answered is what the domain's own `decide` and `evolve` give, one command
// after the other, and what § storage-5 says of keys and versions.
#pragma once

#include "app/engine.h"
#include "engagement/state.h"
#include "linearizability/checker.h"
#include "store/read_models.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace handrail::linearizability {

struct TenantModel {
  struct Input {
    enum class Kind {
      command,
      tenant, ///< reads the tenant's page
      row,    ///< reads its row in the list of tenants
    };
    Kind kind = Kind::command;
    app::Submission submission{}; ///< of a command; its key is never empty
  };
  struct Output {
    std::optional<Result<app::Answer>> answer{};             ///< to a command
    std::shared_ptr<const engagement::TenantState> tenant{}; ///< null: there is none
    std::optional<store::TenantRow> row{};                   ///< nothing: it is in no list
  };
  struct UsedKey;
  struct State {
    std::shared_ptr<const engagement::TenantState> tenant;
    std::shared_ptr<const UsedKey> keys; ///< the newest; each knows the one before
    store::Position position = 0;        ///< of the last event that was answered
    Instant now;                         ///< everything happens at this instant
    std::uint64_t fingerprint = 0;
  };
  /// What was done under a key.
  struct UsedKey {
    CommandId key;
    store::Hash request{};
    store::Version version = 0;
    std::optional<store::Position> position; ///< nothing: nobody was answered yet
    std::vector<engagement::Event> events;
    std::shared_ptr<const UsedKey> before;
  };

  static State start(const TenantId& tenant, Instant now);
  static std::optional<State> step(const State& state, const Input& input, const Output* output);
  static std::uint64_t fingerprint(const State& state) { return state.fingerprint; }
  static bool is_read(const Input& input) { return input.kind != Input::Kind::command; }
};

using TenantCall = Call<TenantModel>;

/// One line for each call, in the order in which they began.
std::string to_text(std::vector<TenantCall> calls);

} // namespace handrail::linearizability
