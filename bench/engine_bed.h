// An engine over a folder with many tenants, and callers who send it commands.
#pragma once

#include "app/engine.h"
#include "figures.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace handrail::bench {

struct OpenLoop {
  Times commands; ///< from the moment each was meant to come
  Times lists;    ///< a page of fifty tenants each
};

class EngineBed {
public:
  /// Opens the folder, or a node's over a database, and registers the tenants that are missing; `progress` is told how
  /// many are there.
  EngineBed(const std::filesystem::path& folder, std::uint64_t tenants,
            const std::function<void(std::uint64_t)>& progress = {}, const std::string& database = {});

  /// One after the other from each caller, to tenants drawn at random, until the time is over. How long each waited.
  Times closed_loop(int callers, double seconds);

  /// Commands that come when they come, so many a second on average, whether or not those before are answered; some
  /// list readers beside.
  OpenLoop open_loop(double per_second, double seconds, std::size_t list_readers);

  app::Engine& engine() { return *engine_; }

private:
  void register_missing(const std::function<void(std::uint64_t)>& progress);

  std::uint64_t tenants_;
  SystemClock clock_;
  app::RandomIds ids_{clock_};
  std::unique_ptr<app::Engine> engine_;
};

} // namespace handrail::bench
