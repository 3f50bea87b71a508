// A load on a portal that runs: reads of lists and tenants' pages, and next actions set.
//   http_load --port 8080 --tenants-file FILE [--person tara] [--rate 100] [--seconds 10] [--connections 32] [--writes
//   30]
// FILE has a tenant's id on each line: `handrail tenants --limit 500 --format json | jq -r .tenants[].id`
#include "arrivals.h"
#include "http_load.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace handrail::bench;

struct Settings {
  HttpLoad load;
  std::vector<std::string> tenants;
  std::uint64_t writes_percent = 30;
};

[[noreturn]] void fail(const std::string& why) {
  fmt::print(stderr, "http_load: {}\n", why);
  std::exit(2);
}

std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(file);
  if (!in) fail(file + " cannot be read");
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

Settings settings_from(int argc, char** argv) {
  Settings settings;
  settings.load.person = "tara";
  settings.load.seconds = 10;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string flag = argv[i], value = argv[i + 1];
    if (flag == "--port")
      settings.load.port = static_cast<std::uint16_t>(std::stoul(value));
    else if (flag == "--person")
      settings.load.person = value;
    else if (flag == "--rate")
      settings.load.per_second = std::stod(value);
    else if (flag == "--seconds")
      settings.load.seconds = std::stod(value);
    else if (flag == "--connections")
      settings.load.connections = std::stoul(value);
    else if (flag == "--writes")
      settings.writes_percent = std::stoul(value);
    else if (flag == "--tenants-file")
      settings.tenants = lines_of(value);
    else
      fail(flag + " is no flag of it");
  }
  if (settings.load.port == 0) fail("--port says where the portal listens");
  if (settings.tenants.empty()) fail("--tenants-file names a file with a tenant's id on each line");
  return settings;
}

void print(const char* what, Times& times, double seconds) {
  fmt::print("{:<6} {:>8}  {:>8.0f}/s  p50 {:>8.2f} ms  p90 {:>8.2f}  p99 {:>8.2f}  p99.9 {:>8.2f}\n", what,
             times.count(), static_cast<double>(times.count()) / seconds, times.at(0.5) / 1000, times.at(0.9) / 1000,
             times.at(0.99) / 1000, times.at(0.999) / 1000);
}

} // namespace

int main(int argc, char** argv) {
  const auto settings = settings_from(argc, argv);
  Draw draw(static_cast<std::uint64_t>(Clock::now().time_since_epoch().count()));
  const auto next = [&]() -> HttpRequest {
    const auto& tenant = settings.tenants[draw.below(settings.tenants.size())];
    if (draw.below(100) < settings.writes_percent)
      return {"/tenants/" + tenant + "/do/set_next_action",
              fmt::format("form=next_action&next_text=Call+them+about+{}-{}&next_date=&next_owner=", ::getpid(),
                          Clock::now().time_since_epoch().count())};
    return {draw.below(5) == 0 ? "/tenants" : "/tenants/" + tenant, ""};
  };
  auto figures = load_over_http(settings.load, next);
  print("pages", figures.pages, settings.load.seconds);
  print("forms", figures.forms, settings.load.seconds);
  fmt::print("failed {:>8}\n", figures.failed);
  return figures.failed == 0 ? 0 : 1;
}
