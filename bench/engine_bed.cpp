#include "engine_bed.h"

#include "raw_sqlite.h"
#include "support/small_model.h"

#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

namespace handrail::bench {

namespace {

const PersonId caller("tara");

/// What changes nothing costs nothing: every command of a benchmark must have been written.
void check_written(const Result<app::Answer>& answer) {
  if (!answer) {
    fmt::print(stderr, "a command failed: {}\n", to_string(answer.error()));
    std::abort();
  }
  if (!std::holds_alternative<app::Receipt>(*answer) || std::get<app::Receipt>(*answer).events.empty()) std::abort();
}

/// Lets so many through at once.
class Window {
public:
  explicit Window(int open) : open_(open) {}
  void enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return open_ > 0; });
    --open_;
  }
  void leave() {
    {
      const std::lock_guard lock(mutex_);
      ++open_;
    }
    changed_.notify_one();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int open_;
};

/// A page of the tenant list a hundred times a second, as people who look at it would. How long each took.
void read_lists(app::Engine& engine, const std::atomic<bool>& ends, std::uint64_t seed, Times& times) {
  Draw draw(seed);
  while (!ends) {
    store::TenantQuery query;
    query.limit = 50;
    query.holder = draw.below(2) == 0 ? "tara" : "";
    const auto before = Clock::now();
    if (!engine.tenants(query, caller)) std::abort();
    times.add(Clock::now() - before);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

} // namespace

EngineBed::EngineBed(const std::filesystem::path& folder, std::uint64_t tenants,
                     const std::function<void(std::uint64_t)>& progress, const std::string& database)
    : tenants_(tenants) {
  app::Options options;
  options.data = folder;
  options.database = database;
  options.waiting_limit = 65'536; // an open loop goes on when the disk stands still for a second
  auto opened = app::Engine::open(options, clock_, ids_);
  if (!opened || !(*opened)->publish(testing::small_model())) std::abort();
  engine_ = std::move(*opened);
  register_missing(progress);
}

void EngineBed::register_missing(const std::function<void(std::uint64_t)>& progress) {
  constexpr int at_once = 2000;
  if (engine_->tenant(TenantId(tenant_name(tenants_ - 1)))) return; // all or none: a folder is filled once
  Window window(at_once);
  for (std::uint64_t number = 0; number < tenants_; ++number) {
    window.enter();
    const auto name = tenant_name(number);
    engine_->submit({TenantId(name), testing::registration(name, name), caller, {}, {}},
                    [&window](Result<app::Answer> answer) {
                      check_written(answer);
                      window.leave();
                    });
    if (progress && number % 10'000 == 0) progress(number);
  }
  for (int i = 0; i < at_once; ++i) window.enter();
}

Times EngineBed::closed_loop(int callers, double seconds) {
  std::vector<Times> times(static_cast<std::size_t>(callers));
  std::vector<std::thread> threads;
  const auto start = Clock::now();
  const auto own = static_cast<std::uint64_t>(callers);
  for (std::size_t number = 0; number < times.size(); ++number)
    threads.emplace_back([&, number] {
      Draw draw(number + 1 + static_cast<std::uint64_t>(start.time_since_epoch().count()));
      while (seconds_since(start) < seconds) {
        // Tenants of the caller's own, so that each command finds the status it does not set.
        const TenantId tenant(tenant_name(draw.below(tenants_ / own) * own + number));
        const auto before = Clock::now();
        const auto action = fmt::format("Call them about {}", before.time_since_epoch().count());
        check_written(engine_->submit({tenant, engagement::SetNextAction{{action, {}, {}}}, caller, {}, {}}));
        times[number].add(Clock::now() - before);
      }
    });
  for (auto& thread : threads) thread.join();
  Times all;
  for (const auto& each : times) all.add(each);
  return all;
}

OpenLoop EngineBed::open_loop(double per_second, double seconds, std::size_t list_readers) {
  std::atomic<bool> ends = false;
  std::vector<Times> read(list_readers);
  std::vector<std::thread> readers;
  for (std::size_t i = 0; i < list_readers; ++i)
    readers.emplace_back([this, &ends, &read, i] { read_lists(*engine_, ends, i + 1, read[i]); });
  Draw draw(static_cast<std::uint64_t>(Clock::now().time_since_epoch().count()));
  OpenLoop all;
  all.commands = bench::open_loop(per_second, seconds, [this, &draw](std::function<void()> done) {
    const TenantId tenant(tenant_name(draw.below(tenants_)));
    const auto action = fmt::format("Call them about {}", Clock::now().time_since_epoch().count());
    engine_->submit({tenant, engagement::SetNextAction{{action, {}, {}}}, caller, {}, {}},
                    [done = std::move(done)](const Result<app::Answer>& answer) {
                      check_written(answer);
                      done();
                    });
  });
  ends = true;
  for (auto& reader : readers) reader.join();
  for (const auto& each : read) all.lists.add(each);
  return all;
}

} // namespace handrail::bench
