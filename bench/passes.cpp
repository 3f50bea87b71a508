#include "passes.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace handrail::bench {

namespace fs = std::filesystem;

void progress(std::string_view what) {
  if (::isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r\033[K{}", what);
}

void tell(const std::string& name, double figure) {
  fmt::print("{} {:.3f}\n", name, figure);
  std::fflush(stdout);
}

void tell(const std::string& name, Times& times) {
  tell(name + "_p50_us", times.at(0.5));
  tell(name + "_p99_us", times.at(0.99));
  tell(name + "_p999_us", times.at(0.999));
}

Figures pass(const Settings& settings, const std::string& program, bool slow_sync) {
  const auto preload =
      slow_sync ? fmt::format("LD_PRELOAD={} ", (fs::path(program).parent_path() / "libslow_sync.so").string()) : "";
  const auto only = settings.only.empty() ? "" : " --only " + settings.only;
  const auto command =
      fmt::format("{}{} --one-pass --tenants {} --postgres-tenants {} --seeded-tenants {} --seconds {} --folder {}{}",
                  preload, program, settings.tenants, settings.postgres_tenants, settings.seeded_tenants,
                  settings.seconds, settings.folder.string(), only);
  Figures figures;
  FILE* output = ::popen(command.c_str(), "r");
  if (output == nullptr) std::abort();
  std::array<char, 200> name{};
  double figure = 0;
  while (std::fscanf(output, "%199s %lf", name.data(), &figure) == 2) figures[name.data()] = figure;
  if (::pclose(output) != 0) {
    fmt::print(stderr, "store_bench: a pass failed: {}\n", command);
    std::exit(1);
  }
  return figures;
}

} // namespace handrail::bench
