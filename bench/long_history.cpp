#include "long_history.h"

#include "app/engine.h"
#include "store/data_folder.h"
#include "support/small_model.h"

#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <thread>

namespace handrail::bench {

namespace {

const TenantId tenant("long");
const PersonId caller("tara");

class Bed {
public:
  explicit Bed(const std::filesystem::path& folder) {
    auto opened = app::Engine::open({folder}, clock_, ids_);
    if (!opened || !(*opened)->publish(testing::small_model())) std::abort();
    engine_ = std::move(*opened);
  }
  void write(std::size_t events) {
    constexpr std::size_t at_once = 1'000;
    std::atomic<std::size_t> answered = 0;
    for (std::size_t sent = 0; sent < events; ++sent) {
      while (sent >= answered + at_once) std::this_thread::yield();
      engine_->submit({tenant, command(sent), caller, {}, {}}, [&answered](const Result<app::Answer>& answer) {
        if (!answer || !std::holds_alternative<app::Receipt>(*answer)) {
          fmt::print(stderr, "a command failed: {}\n", answer ? "denied" : to_string(answer.error()));
          std::abort();
        }
        ++answered;
      });
    }
    while (answered < events) std::this_thread::yield();
  }
  Clock::duration open() {
    const auto before = Clock::now();
    if (!engine_->tenant(tenant)) std::abort();
    return Clock::now() - before;
  }

private:
  static engagement::Command command(std::size_t number) {
    if (number == 0) return testing::registration(tenant.text(), "Long");
    const auto name = fmt::format("n{}", number);
    if (number % 6 == 0)
      return testing::note(name, fmt::format("What was said the {}th time, in a line or so", number));
    return engagement::SetNextAction{{fmt::format("Call them about {}", name), {}, {}}};
  }

  SystemClock clock_;
  app::RandomIds ids_{clock_};
  std::unique_ptr<app::Engine> engine_;
};

} // namespace

LongHistory open_long_history(const std::filesystem::path& folder, std::size_t events) {
  Bed(folder).write(events);
  LongHistory took;
  took.with_snapshot = Bed(folder).open();
  std::filesystem::remove(store::DataFolder{folder}.states());
  took.without = Bed(folder).open();
  return took;
}

} // namespace handrail::bench
