// The process that is killed: it sends notes through the engine from several threads, and writes a line for each answer
// the moment it has it.
//
//   crash_writer DATA DATABASE THREAD FIRST...
//
// DATABASE: where the log is; empty for one in the folder. THREAD: the number of the first thread, others' being taken
// by other nodes. FIRST: one number a thread, where its notes begin.
#include "app/engine.h"
#include "support/small_model.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace handrail;

/// In one write, so that no other thread's line stands in between and none is left in a buffer.
void say(const std::string& line) {
  const auto whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) std::abort();
}

/// While the database is gone, the same is sent again under the same key, as people do.
void send(app::Engine& engine, const std::string& tenant, const engagement::Command& command, const std::string& key) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  const auto submit = [&] { return engine.submit({TenantId(tenant), command, PersonId("tara"), CommandId(key), {}}); };
  auto answer = submit();
  while (!answer && answer.error().code == ErrorCode::unavailable && std::chrono::steady_clock::now() < until)
    answer = submit();
  if (!answer.has_value() || !std::holds_alternative<app::Receipt>(*answer)) {
    std::fprintf(stderr, "%s was not accepted: %s\n", key.c_str(),
                 answer.has_value() ? "denied" : to_string(answer.error()).c_str());
    std::_Exit(3);
  }
  say(key);
}

/// Two tenants of each thread's own in turn, and one that all write to.
void send_notes(app::Engine& engine, std::size_t thread, int first) {
  for (int number = first;; ++number) {
    const auto key = std::to_string(thread) + "-" + std::to_string(number);
    const auto tenant = number % 3 == 0 ? "shared" : "own-" + std::to_string(thread);
    send(engine, tenant, testing::note(key, "What was said in " + key), key);
  }
}

} // namespace

int main(int argc, char** argv) {
  const SystemClock clock;
  app::RandomIds ids(clock);
  app::Options options;
  options.data = argv[1];
  options.database = argv[2];
  auto engine = app::Engine::open(options, clock, ids);
  if (!engine || !(*engine)->publish(testing::small_model())) {
    std::fprintf(stderr, "%s\n", engine ? "the model was refused" : to_string(engine.error()).c_str());
    return 2;
  }
  constexpr int before_numbers = 4;
  const auto begin = static_cast<std::size_t>(std::atoi(argv[3]));
  const auto end = begin + static_cast<std::size_t>(argc - before_numbers);
  send(**engine, "shared", testing::registration("shared", "Shared"), "register-shared");
  for (std::size_t thread = begin; thread < end; ++thread) {
    const auto own = "own-" + std::to_string(thread);
    send(**engine, own, testing::registration(own, own), "register-" + own);
  }
  std::vector<std::thread> senders;
  for (std::size_t thread = begin; thread < end; ++thread)
    senders.emplace_back(send_notes, std::ref(**engine), thread, std::atoi(argv[thread - begin + before_numbers]));
  for (auto& sender : senders) sender.join();
}
