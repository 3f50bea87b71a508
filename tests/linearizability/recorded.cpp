#include "linearizability/recorded.h"

#include "sim/chance.h"
#include "support/small_model.h"

#include <fmt/format.h>

#include <atomic>
#include <future>
#include <mutex>

namespace handrail::linearizability {

namespace {

using Kind = TenantModel::Input::Kind;

/// What all callers share: the time, and what was sent before so that it can be sent again.
struct Shared {
  std::atomic<std::uint64_t> time = 0;
  std::mutex mutex;
  std::map<TenantId, std::vector<app::Submission>> sent;
};

class Caller {
public:
  Caller(app::Engine& engine, Shared& shared, int number, std::uint64_t seed, const Load& load)
      : engine_(engine), shared_(shared), number_(number), load_(load),
        chance_(seed * 1'000 + static_cast<std::uint64_t>(number)) {}

  Histories run() {
    for (int i = 0; i < load_.calls_each; ++i) {
      const TenantId tenant(fmt::format("t{}", chance_.below(static_cast<std::size_t>(load_.tenants))));
      const auto share = chance_.below(10);
      if (share < 2)
        read_tenant(tenant);
      else if (share < 4)
        read_row(tenant);
      else
        send(share < 6 ? again(tenant) : fresh(tenant));
    }
    return std::move(history_);
  }

private:
  template <class Do>
  void record(const TenantId& tenant, TenantModel::Input input, Do ask) {
    TenantCall call{number_, ++shared_.time, never, std::move(input), std::nullopt};
    auto output = ask();
    call.ended = ++shared_.time;
    // Who is told that it is not known what became of a command has no answer.
    const bool is_known = !output.answer || *output.answer || output.answer->error().code != ErrorCode::unavailable;
    if (is_known)
      call.output = std::move(output);
    else
      call.ended = never;
    history_[tenant].push_back(std::move(call));
  }
  void read_tenant(const TenantId& tenant) {
    record(tenant, {Kind::tenant, {}}, [&] {
      TenantModel::Output output;
      if (auto state = engine_.tenant(tenant)) output.tenant = *state, seen_[tenant] = output.tenant->version;
      return output;
    });
  }
  void read_row(const TenantId& tenant) {
    record(tenant, {Kind::row, {}}, [&] {
      TenantModel::Output output;
      if (const auto page = engine_.tenants({}, PersonId("tara")))
        for (const auto& row : page->tenants)
          if (row.id == tenant) output.row = row;
      return output;
    });
  }
  void send(const app::Submission& submission) {
    record(submission.tenant, {Kind::command, submission}, [&] {
      TenantModel::Output output;
      output.answer = engine_.submit(submission);
      return output;
    });
    const std::lock_guard lock(shared_.mutex);
    shared_.sent[submission.tenant].push_back(submission);
  }

  app::Submission fresh(const TenantId& tenant) {
    const auto id = fmt::format("{}-{}", number_, ++count_);
    app::Submission made{tenant,
                         command(tenant, id),
                         PersonId(chance_.one_in(4) ? "ben" : "tara"),
                         CommandId(fmt::format("{}-{}", tenant.text(), id)),
                         {}};
    if (const auto seen = seen_.find(tenant); seen != seen_.end() && chance_.one_in(3)) made.seen = seen->second;
    return made;
  }
  engagement::Command command(const TenantId& tenant, const std::string& id) {
    const auto ben = engagement::person_holder(PersonId("ben"));
    switch (chance_.below(8)) {
      case 0: return testing::registration(tenant.text(), "Tenant " + tenant.text());
      case 1: return engagement::SetStatus{chance_.one_in(2) ? "Active" : "Inactive"};
      case 2: return engagement::SetNextAction{{"call " + id, {}, {}}};
      case 3: return engagement::EditTenant{"Tenant " + id, {}, {}, {}};
      case 4: return engagement::Assign{FieldId("FM"), ben, {}, false};
      case 5: return engagement::Unassign{FieldId("FM"), ben, {}};
      case 6: return testing::note("shared-" + std::to_string(chance_.below(6)), "Twice the same id is a conflict.");
      default: return testing::note("n" + id, "Keen.");
    }
  }
  /// One that somebody has sent before: as it was, or another command under its key.
  app::Submission again(const TenantId& tenant) {
    app::Submission made;
    {
      const std::lock_guard lock(shared_.mutex);
      const auto& sent = shared_.sent[tenant];
      if (sent.empty()) return fresh(tenant);
      const auto newest = std::min<std::size_t>(sent.size(), 8);
      made = sent[sent.size() - 1 - chance_.below(newest)];
    }
    if (chance_.one_in(4)) made.command = engagement::SetNextAction{{"something else", {}, {}}};
    return made;
  }

  app::Engine& engine_;
  Shared& shared_;
  const int number_;
  const Load& load_;
  sim::Chance chance_;
  int count_ = 0;
  std::map<TenantId, store::Version> seen_;
  Histories history_;
};

std::vector<TenantCall> without(const std::vector<TenantCall>& calls, Kind kind) {
  std::vector<TenantCall> others;
  for (const auto& call : calls)
    if (call.input.kind != kind) others.push_back(call);
  return others;
}

} // namespace

Histories recorded(const std::vector<app::Engine*>& engines, std::uint64_t seed, const Load& load) {
  Shared shared;
  std::vector<std::future<Histories>> working;
  for (int number = 0; number < load.callers; ++number) {
    auto& engine = *engines[static_cast<std::size_t>(number) % engines.size()];
    working.push_back(
        std::async(std::launch::async, [&, number] { return Caller(engine, shared, number, seed, load).run(); }));
  }
  Histories all;
  for (auto& one : working)
    for (auto& [tenant, calls] : one.get())
      all[tenant].insert(all[tenant].end(), std::make_move_iterator(calls.begin()),
                         std::make_move_iterator(calls.end()));
  return all;
}

std::string unexplained(const Histories& histories, Instant now) {
  for (const auto& [tenant, calls] : histories) {
    const Checker<TenantModel> checker(TenantModel::start(tenant, now));
    for (const auto left_out : {Kind::row, Kind::tenant}) {
      const auto looked_at = without(calls, left_out);
      switch (checker.check(looked_at)) {
        case Verdict::linearizable: break;
        case Verdict::undecided: return "the search was given up on the history of " + tenant.text();
        case Verdict::not_linearizable:
          return fmt::format("no order explains these calls on {}:\n{}", tenant.text(),
                             to_text(checker.shortest(looked_at)));
      }
    }
  }
  return {};
}

} // namespace handrail::linearizability
