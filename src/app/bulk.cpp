#include "app/bulk.h"

#include "engagement/explain.h"
#include "store/chain.h"
#include "store/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>

namespace handrail::app {

namespace {

/// So many commands of an order wait for the writer at most: whoever works beside it waits for one group more.
constexpr std::size_t most_waiting = 512;
constexpr std::size_t told_every = 256;

/// The commands that can be meant for any tenant. § bulk-2
struct FitsAnyTenant {
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
  bool operator()(const engagement::Assign&) const { return true; }
  bool operator()(const engagement::Unassign&) const { return true; }
  bool operator()(const engagement::Reassign&) const { return true; }
  bool operator()(const engagement::SetStatus&) const { return true; }
  bool operator()(const engagement::SetNextAction&) const { return true; }
  bool operator()(const engagement::StartEngagement&) const { return true; }
  bool operator()(const engagement::EditTenant& edit) const { return !edit.name; }
};

/// The key of one tenant's part: of the order and the tenant, so that it is found done when the order comes again.
CommandId key_for(const BulkOrder& order, const TenantId& tenant) {
  const std::array<std::string_view, 2> parts{order.id, tenant.text()};
  return CommandId(store::to_hex(store::fingerprint(parts)));
}

/// An engagement that is to be started needs an id of its own in each tenant.
engagement::Command command_for(const BulkOrder& order, const CommandId& key) {
  auto command = order.command;
  if (auto* start = std::get_if<engagement::StartEngagement>(&command))
    start->engagement = EngagementId(key.text().substr(0, 32));
  return command;
}

std::string place_of(const engagement::Reason& reason) {
  return !reason.at.is_somewhere() ? reason.paragraph : fmt::format("{}:{}", reason.at.file, reason.at.line);
}

/// Counts what became of each tenant, and keeps what to tell.
class Counting {
public:
  explicit Counting(const BulkOrder& order) : order_(order) { report_.progress.all = order.tenants.size(); }

  void count(std::size_t index, const Result<Answer>& answer) {
    auto& progress = report_.progress;
    ++progress.done;
    if (!answer)
      except(index, false, answer.error().message, answer.error().where);
    else if (const auto* denial = std::get_if<engagement::Denial>(&*answer))
      except(index, true, denial->reasons.front().message, place_of(denial->reasons.front()));
    else if (std::get<Receipt>(*answer).events.empty())
      ++progress.unchanged;
    else
      changed(index);
  }
  void changed(std::size_t index) {
    ++report_.progress.changed;
    changed_.push_back(index);
  }
  void stop() { report_.stopped = true; }
  const BulkProgress& progress() const { return report_.progress; }

  BulkReport report() && {
    std::sort(changed_.begin(), changed_.end());
    for (const auto index : changed_) report_.changed.push_back(order_.tenants[index]);
    for (auto& [index, exception] : exceptions_) report_.exceptions.push_back(std::move(exception));
    return std::move(report_);
  }

private:
  void except(std::size_t index, bool refused, std::string reason, std::string where) {
    ++(refused ? report_.progress.refused : report_.progress.failed);
    exceptions_.emplace(index,
                        BulkReport::Exception{order_.tenants[index], refused, std::move(reason), std::move(where)});
    if (exceptions_.size() > BulkReport::most_exceptions) exceptions_.erase(std::prev(exceptions_.end()));
  }

  const BulkOrder& order_;
  BulkReport report_;
  std::vector<std::size_t> changed_;
  std::map<std::size_t, BulkReport::Exception> exceptions_;
};

/// Keeps a window of commands on their way to the writer.
class Run {
public:
  Run(Engine& engine, const BulkOrder& order, const BulkTold& told)
      : engine_(engine), order_(order), told_(told), counting_(order) {}

  BulkReport carry_out() {
    for (std::size_t index = 0; index < order_.tenants.size(); ++index) {
      std::unique_lock lock(mutex_);
      answered_.wait(lock, [this] { return waiting_ < most_waiting; });
      if (!goes_on(lock)) {
        counting_.stop();
        break;
      }
      ++waiting_;
      lock.unlock();
      submit(index);
    }
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [this] { return waiting_ == 0; });
    if (told_) told_(counting_.progress());
    return std::move(counting_).report();
  }

private:
  void submit(std::size_t index) {
    const auto& tenant = order_.tenants[index];
    const auto key = key_for(order_, tenant);
    engine_.submit({tenant, command_for(order_, key), order_.actor, key, {}},
                   [this, index](const Result<Answer>& answer) {
                     const std::lock_guard lock(mutex_);
                     counting_.count(index, answer);
                     --waiting_;
                     answered_.notify_one();
                   });
  }
  /// Asks whoever is told, without holding up the answers.
  bool goes_on(std::unique_lock<std::mutex>& lock) {
    if (!told_ || counting_.progress().done < told_at_) return true;
    told_at_ = counting_.progress().done + told_every;
    const auto progress = counting_.progress();
    lock.unlock();
    const bool on = told_(progress);
    lock.lock();
    return on;
  }

  Engine& engine_;
  const BulkOrder& order_;
  const BulkTold& told_;
  std::mutex mutex_;
  std::condition_variable answered_;
  Counting counting_;
  std::size_t waiting_ = 0, told_at_ = 0;
};

} // namespace

Result<void> check(const BulkOrder& order) {
  if (order.id.empty() || order.id.size() > 64)
    return Error{ErrorCode::invalid, "An order has an id of 1 to 64 characters", "id", ""};
  if (!std::visit(FitsAnyTenant(), order.command))
    return Error{ErrorCode::invalid,
                 fmt::format("“{}” is not done for many tenants at once", engagement::name_of(order.command)),
                 "command",
                 "Assign, unassign or reassign, set the status, the next action or attributes, or start a playbook."};
  if (order.tenants.size() > most_bulk_tenants)
    return Error{ErrorCode::invalid,
                 fmt::format("{} tenants are more than {} at once", order.tenants.size(), most_bulk_tenants), "tenants",
                 "Do it in several parts."};
  std::set<TenantId> named;
  for (const auto& tenant : order.tenants)
    if (!named.insert(tenant).second)
      return Error{ErrorCode::invalid, fmt::format("The tenant {} is named twice", tenant.text()), "tenants", ""};
  return {};
}

Result<std::vector<TenantId>> tenants_in(Engine& engine, store::TenantQuery query, const PersonId& reader) {
  std::vector<TenantId> tenants;
  query.limit = store::limits::page_rows;
  for (;;) {
    HANDRAIL_TRY(const auto page, engine.tenants(query, reader));
    for (const auto& row : page.tenants) tenants.push_back(row.id);
    if (tenants.size() > most_bulk_tenants)
      return Error{ErrorCode::invalid, fmt::format("The list has more than {} tenants", most_bulk_tenants), "tenants",
                   "Narrow it with another filter."};
    if (page.next.empty()) return tenants;
    query.cursor = page.next;
  }
}

Result<BulkReport> preview(Engine& engine, const BulkOrder& order, const BulkTold& told) {
  HANDRAIL_CHECK(check(order));
  Counting counting(order);
  for (std::size_t index = 0; index < order.tenants.size(); ++index) {
    if (told && index % told_every == 0 && !told(counting.progress())) {
      counting.stop();
      break;
    }
    const auto& tenant = order.tenants[index];
    const auto key = key_for(order, tenant);
    auto decision = engine.consider(tenant, command_for(order, key), order.actor);
    if (!decision)
      counting.count(index, std::move(decision).error());
    else if (decision->denial)
      counting.count(index, Answer(std::move(*decision->denial)));
    else
      counting.count(index, Answer(Receipt{key, 0, 0, std::move(decision->events)}));
  }
  if (told) told(counting.progress());
  return std::move(counting).report();
}

Result<BulkReport> carry_out(Engine& engine, const BulkOrder& order, const BulkTold& told) {
  HANDRAIL_CHECK(check(order));
  return Run(engine, order, told).carry_out();
}

} // namespace handrail::app
