// Several writers on one log in PostgreSQL, and sessions that are broken off while they commit. § storage-21, §
// storage-22
#include "store/chain.h"
#include "store/postgres_store.h"
#include "support/postgres_server.h"

#include <gmock/gmock.h>
#include <libpq-fe.h>

#include <atomic>
#include <mutex>
#include <random>
#include <thread>

namespace handrail::testing {
namespace {

using namespace store;
using ::testing::IsEmpty;

std::unique_ptr<Store> opened(const TestDatabase& database) {
  auto store = open_postgres_store(*postgres::Address::from(database.url()), postgres::Access::write);
  EXPECT_TRUE(store.has_value()) << to_string(store.error());
  return std::move(*store);
}

Commit commit(const std::string& tenant, Version expected, const std::string& key, std::size_t events) {
  Commit made{TenantId(tenant), expected, CommandId(key), hash_of(key), PersonId("tara"), Instant{}, {}};
  for (std::size_t i = 0; i < events; ++i) made.events.push_back({"noted", "{}", i % 2 == 1});
  return made;
}

/// Appends to tenants of its own and, as everybody does, to one that all share: after a conflict it looks again.
class Sender {
public:
  Sender(Store& store, int number) : store_(store), number_(number) {}

  void send(int round) {
    const auto key = std::to_string(number_) + "-" + std::to_string(round);
    const auto own = "own-" + std::to_string(number_) + "-" + std::to_string(round % 3);
    const std::vector<Commit> group{commit(own, own_[round % 3], "own-" + key, 2), commit("shared", shared_, key, 1)};
    const auto answers = store_.append(group);
    ASSERT_TRUE(answers.has_value()) << to_string(answers.error());
    ASSERT_TRUE((*answers)[0].has_value()) << to_string((*answers)[0].error());
    own_[round % 3] += 2;
    answered.push_back("own-" + key);
    if ((*answers)[1].has_value()) {
      shared_ = (*answers)[1]->back().version;
      answered.push_back(key);
      return;
    }
    ASSERT_EQ((*answers)[1].error().code, ErrorCode::conflict);
    const auto events = store_.events_of(TenantId("shared"), shared_, 10'000);
    ASSERT_TRUE(events.has_value()) << to_string(events.error());
    shared_ += events->size();
  }

  std::vector<std::string> answered;

private:
  Store& store_;
  int number_;
  Version own_[3] = {};
  Version shared_ = 0;
};

class Writers : public ::testing::Test {
protected:
  /// Each sender has a store of its own, as each program has.
  void work(int senders, int rounds) {
    std::vector<std::unique_ptr<Store>> stores;
    for (int number = 0; number < senders; ++number) stores.push_back(opened(database_));
    std::vector<std::thread> threads;
    for (int number = 0; number < senders; ++number)
      threads.emplace_back([this, &stores, number, rounds] {
        Sender sender(*stores[static_cast<std::size_t>(number)], number);
        for (int round = 0; round < rounds && !HasFatalFailure(); ++round, ++done_) sender.send(round);
        const std::lock_guard lock(mutex_);
        answered_.insert(answered_.end(), sender.answered.begin(), sender.answered.end());
        ++finished_;
      });
    while (finished_ < senders) disturb();
    for (auto& thread : threads) thread.join();
  }
  virtual void disturb() { std::this_thread::yield(); }

  void check() {
    const auto store = opened(database_);
    ChainCheck chain;
    std::map<std::string, std::size_t> found;
    for (;;) {
      const auto events = *store->events_after(chain.head().position, 1000);
      for (const auto& event : events) {
        EXPECT_THAT(chain.next(event), IsEmpty());
        ++found[event.command.text()];
      }
      if (events.size() < 1000) break;
    }
    EXPECT_THAT(chain.finish(*store->head()), IsEmpty());
    EXPECT_THAT(*store->check_storage(), IsEmpty());
    for (const auto& key : answered_) EXPECT_EQ(found[key], key.starts_with("own") ? 2U : 1U) << key;
    // What was refused, or answered by an error, left nothing: nobody sent a key twice.
    EXPECT_EQ(found.size(), answered_.size());
  }

  TestDatabase database_;
  std::mutex mutex_;
  std::vector<std::string> answered_;
  std::atomic<int> done_ = 0, finished_ = 0;
};

TEST_F(Writers, TogetherMakeOneChainInWhichEveryAnsweredCommandStandsOnce) {
  work(4, 25);
  check();
  EXPECT_GT(answered_.size(), 4U * 25U);
}

/// The server's administrator ends sessions, whatever they are at.
class BrokenOffWriters : public Writers {
protected:
  BrokenOffWriters() : connection_(PQconnectdb(database_.url().c_str())) {}
  ~BrokenOffWriters() override { PQfinish(connection_); }

  /// Again and again, but only after some groups were answered: work goes on between two of them.
  void disturb() override {
    if (done_ < next_) return std::this_thread::yield();
    next_ = done_ + 1 + static_cast<int>(random_() % 6);
    PQclear(PQexec(connection_, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                                "current_database() AND pid <> pg_backend_pid() AND random() < 0.6"));
    ++disturbances_;
  }

  PGconn* connection_;
  std::mt19937 random_{20261124};
  int next_ = 1, disturbances_ = 0;
};

TEST_F(BrokenOffWriters, AnswerEachGroupForWhatBecameOfItAndAppendItOnce) {
  work(3, 40);
  check();
  EXPECT_GE(answered_.size(), 3U * 40U) << "each sender's own command, and some of the shared ones";
  EXPECT_GT(disturbances_, 5);
}

} // namespace
} // namespace handrail::testing
