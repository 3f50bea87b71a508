#include "served.h"

#include "arrivals.h"
#include "raw_sqlite.h"
#include "support/child.h"
#include "support/http_client.h"

#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace handrail::bench {

namespace {

namespace fs = std::filesystem;

constexpr const char* person = "tara";
constexpr auto patience = std::chrono::seconds(120);

/// Takes the files out of the machine's memory, as after a start of the machine.
void forget_files(const fs::path& data) {
  ::sync();
  for (const auto& entry : fs::directory_iterator(data)) {
    const int file = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    ::close(file);
  }
}

double megabytes_of(int process, const std::string& wanted) {
  std::ifstream in(fmt::format("/proc/{}/status", process));
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(wanted)) return std::atof(line.c_str() + wanted.size()) / 1024;
  std::abort();
}

/// The program of the same build as this one.
std::string program() { return (fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "handrail").string(); }

/// What holds the folder says its number there.
int process_of(const fs::path& data) {
  std::ifstream in(data / "lock");
  int process = 0;
  in >> process;
  return process;
}

std::uint16_t port_in(const std::string& line) {
  const std::string before = "http://127.0.0.1:";
  const auto at = line.find(before);
  std::uint16_t port = 0;
  if (at != std::string::npos) std::from_chars(line.data() + at + before.size(), line.data() + line.size(), port);
  return port;
}

void check(bool holds, const std::string& what) {
  if (holds) return;
  fmt::print(stderr, "handrail serve: {}\n", what);
  std::abort();
}

HttpRequest request(std::uint64_t number, std::uint64_t tenants, Draw& draw) {
  const auto tenant = tenant_name(draw.below(tenants));
  switch (number % 10) {
    case 0: return {"/tenants?holder=tara", ""};
    case 5: return {"/tenants?region=EMEA", ""};
    case 2:
    case 6:
    case 8:
      return {fmt::format("/tenants/{}/do/set_next_action", tenant),
              fmt::format("key=load-{}-{}&form=next_action&next_text=Call+them+about+{}&next_date=&next_owner=",
                          ::getpid(), Clock::now().time_since_epoch().count(), number)};
    default: return {"/tenants/" + tenant, ""};
  }
}

} // namespace

Served serve(const fs::path& data, std::uint64_t tenants, double per_second, double seconds) {
  forget_files(data);
  Served served;
  const auto start = Clock::now();
  testing::Child server(
      {program(), "serve", "--workspace", "workspaces/fasttrack", "--data", data.string(), "--port", "0"});
  const auto line = server.line_with("http://", patience);
  check(line.has_value(), "did not come up; it is started from the repository's folder");
  const auto port = port_in(*line);
  const auto first = testing::get(port, "/tenants", person);
  served.first_page_ms = 1000 * seconds_since(start);
  check(first && first->status == 200, "no first page");
  const int process = process_of(data);
  served.first_memory_mb = megabytes_of(process, "VmRSS:");
  Draw draw(static_cast<std::uint64_t>(start.time_since_epoch().count()));
  std::uint64_t number = 0;
  served.http = load_over_http({port, person, per_second, seconds}, [&] { return request(number++, tenants, draw); });
  served.memory_mb = megabytes_of(process, "VmHWM:");
  server.tell(SIGTERM);
  while (server.line(patience)) {
  } // until it has ended, with its files merged
  std::uintmax_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(data)) bytes += entry.file_size();
  served.disk_bytes_of_a_tenant = static_cast<double>(bytes) / static_cast<double>(tenants);
  return served;
}

} // namespace handrail::bench
