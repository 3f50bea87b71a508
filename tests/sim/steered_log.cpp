#include "sim/steered_log.h"

#include "store/data_folder.h"
#include "store/sqlite_store.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace handrail::sim {

using store::OutboxEntry;
using store::Position;
using store::StoredEvent;
using store::Version;

namespace {

/// What a store that lost an append would have answered.
std::vector<StoredEvent> made_up(const store::Commit& commit, Position position) {
  std::vector<StoredEvent> events;
  auto version = commit.expected;
  for (const auto& event : commit.events) {
    StoredEvent one;
    one.position = ++position;
    one.tenant = commit.tenant;
    one.version = ++version;
    one.command = commit.command;
    one.request = commit.request;
    one.actor = commit.actor;
    one.at = commit.at;
    one.type = event.type;
    one.data = event.data;
    one.message = event.message;
    events.push_back(std::move(one));
  }
  return events;
}

using Appended = std::vector<Result<std::vector<StoredEvent>>>;

class SteeredLog final : public store::Store {
public:
  SteeredLog(std::shared_ptr<store::Store> log, bool shared, std::shared_ptr<Steering> steering, Fault* fault)
      : log_(std::move(log)), shared_(shared), steering_(std::move(steering)), fault_(fault) {}

  Result<Appended> append(std::span<const store::Commit> group) override {
    if (auto rival = std::exchange(steering_->before_append, nullptr)) rival();
    const auto fate = std::exchange(steering_->commit, Commit::goes_well);
    const Error failed{ErrorCode::unavailable, "The simulation lets this commit fail", "", "Send it again."};
    if (fate == Commit::fails) return failed;
    auto written = fault_ == nullptr ? log_->append(group) : append_with_fault(group);
    if (fate == Commit::is_unheard) return failed;
    return written;
  }
  Result<void> acknowledge(std::span<const OutboxEntry> entries, Instant at) override {
    std::vector<OutboxEntry> marked(entries.begin(), entries.end());
    if (fault_ != nullptr) std::erase_if(marked, [this](const auto& one) { return !fault_->is_marked(one); });
    return log_->acknowledge(marked, at);
  }
  Result<std::vector<OutboxEntry>> claim(Instant now, Instant until, std::size_t limit) override {
    auto claimed = log_->claim(now, until, limit);
    if (!claimed || fault_ == nullptr) return claimed;
    if (auto stray = fault_->stray(*claimed)) claimed->push_back(*stray);
    return claimed;
  }

  bool is_shared() const override { return shared_ || log_->is_shared(); }
  std::string identity() const override {
    const auto own = log_->identity();
    return own.empty() && shared_ ? "a simulated log" : own;
  }
  Result<Position> wait_beyond(Position after, std::chrono::milliseconds within) override {
    return log_->wait_beyond(after, std::min(within, std::chrono::milliseconds(20))); // so that nodes end quickly
  }

  // ---- all else as it is -------------------------------------------------------------------------------------------

  Result<void> put_documents(std::span<const std::string> texts) override { return log_->put_documents(texts); }
  Result<store::Head> head() override { return log_->head(); }
  Result<std::vector<store::Hash>> hashes(Position after, Position up_to) override {
    return log_->hashes(after, up_to);
  }
  Result<store::Reach> reach() override { return log_->reach(); }
  Result<store::Standing> standing(std::span<const TenantId> tenants, std::span<const CommandId> commands) override {
    return log_->standing(tenants, commands);
  }
  Result<std::vector<StoredEvent>> events_of(const TenantId& tenant, Version after, std::size_t limit) override {
    return log_->events_of(tenant, after, limit);
  }
  Result<std::vector<std::vector<StoredEvent>>> beginnings(std::span<const TenantId> tenants,
                                                           std::size_t limit) override {
    return log_->beginnings(tenants, limit);
  }
  Result<std::vector<StoredEvent>> events_after(Position after, std::size_t limit) override {
    return log_->events_after(after, limit);
  }
  Result<std::vector<StoredEvent>> house_events_after(Position after, std::size_t limit) override {
    return log_->house_events_after(after, limit);
  }
  Result<std::vector<StoredEvent>> events_of(const CommandId& command) override { return log_->events_of(command); }
  Result<std::vector<TenantId>> tenants(const TenantId& after, std::size_t limit) override {
    return log_->tenants(after, limit);
  }
  Result<std::string> document(const store::Hash& hash) override { return log_->document(hash); }
  Result<std::vector<store::Hash>> documents(const store::Hash& after, std::size_t limit) override {
    return log_->documents(after, limit);
  }
  Result<std::vector<OutboxEntry>> outbox(Position after, std::size_t limit) override {
    return log_->outbox(after, limit);
  }
  Result<std::vector<OutboxEntry>> messages(Position after, std::size_t limit) override {
    return log_->messages(after, limit);
  }
  Result<void> give_back(std::span<const OutboxEntry> entries, Instant again) override {
    return log_->give_back(entries, again);
  }
  Result<std::vector<store::Finding>> check_storage() override { return log_->check_storage(); }

private:
  Result<Appended> append_with_fault(std::span<const store::Commit> group) {
    Appended all;
    for (auto commit : group) {
      fault_->on_its_way(commit);
      if (!fault_->is_written(commit)) {
        HANDRAIL_TRY(const auto head, log_->head());
        all.emplace_back(made_up(commit, head.position));
        continue;
      }
      HANDRAIL_TRY(auto written, log_->append(std::span(&commit, 1)));
      all.push_back(std::move(written.front()));
      if (const auto echo = fault_->echo(commit)) HANDRAIL_CHECK(log_->append(std::span(&*echo, 1)));
    }
    return all;
  }

  std::shared_ptr<store::Store> log_;
  bool shared_;
  std::shared_ptr<Steering> steering_;
  Fault* fault_;
};

class SqlitePlace final : public LogPlace {
public:
  std::shared_ptr<store::Store> open() override {
    if (auto log = open_.lock()) return log;
    auto opened = store::open_sqlite_store(folder_.path() / "log.db", store::sqlite::Access::write);
    if (!opened) throw std::runtime_error(to_string(opened.error()));
    std::shared_ptr<store::Store> log(std::move(*opened));
    open_ = log;
    return log;
  }

private:
  testing::TemporaryFolder folder_;
  std::weak_ptr<store::Store> open_;
};

} // namespace

std::unique_ptr<store::Store> steered(std::shared_ptr<store::Store> log, bool shared,
                                      std::shared_ptr<Steering> steering, Fault* fault) {
  return std::make_unique<SteeredLog>(std::move(log), shared, std::move(steering), fault);
}

std::unique_ptr<LogPlace> sqlite_place() { return std::make_unique<SqlitePlace>(); }

} // namespace handrail::sim
