// Starts the PostgreSQL that a run of ctest shares, and ends it. The file says where it is.
#include "support/postgres_server.h"

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;
using handrail::testing::PostgresServer;

/// Also one that an earlier run left, because it was broken off.
void stop(const fs::path& file) {
  std::ifstream in(file);
  std::string folder;
  if (in >> folder && folder.starts_with("/tmp/handrail-pg-")) PostgresServer::stop(folder);
  fs::remove(file);
}

void start(const fs::path& file) {
  stop(file);
  const PostgresServer server({}, PostgresServer::Life::of_its_own);
  handrail::testing::make_template(server);
  std::ofstream(file) << server.folder().string();
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    std::string_view(argv[1]) == "start" ? start(argv[2]) : stop(argv[2]);
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}
