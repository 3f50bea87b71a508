// PostgreSQL for tests: a server of our own in a temporary folder, reached by a unix socket alone, with fsync on.
#pragma once

#include "support/temporary_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace handrail::testing {

class PostgresServer {
public:
  using Settings = std::vector<std::string>; ///< "max_connections=20"
  enum class Life {
    of_the_test, ///< ends with the process that started it, however that ends
    of_its_own,  ///< goes on until `stop`
  };

  /// Makes a new cluster and starts it. Throws where PostgreSQL is not installed or does not come up.
  explicit PostgresServer(Settings settings = {}, Life life = Life::of_the_test);
  /// A standby of a server that runs, as `name`; it is started.
  static PostgresServer standby_of(const PostgresServer& primary, const std::string& name, Settings settings = {});
  PostgresServer(PostgresServer&& other) noexcept;
  PostgresServer& operator=(PostgresServer&&) = delete;
  /// Ends it without ado and removes its folder, unless its life is its own.
  ~PostgresServer();

  void start();
  /// SIGKILL to the server and all that work for it: as a power cut, but for the disk's cache.
  void kill();
  void promote() const;
  /// Commits wait for that standby from now on; returns when it is as far as this server.
  void wait_for_standby(const std::string& name) const;
  /// An empty database.
  void make_database(const std::string& name) const;

  /// The folder of its socket: the host in an address.
  const std::filesystem::path& folder() const { return folder_; }
  std::string url(const std::string& database) const;

  /// Ends the server of a folder, and removes the folder.
  static void stop(const std::filesystem::path& folder);

private:
  PostgresServer(std::filesystem::path folder, Settings settings, Life life);

  std::filesystem::path folder_;
  Settings settings_;
  Life life_;
  int process_ = -1;
};

/// A database of a test's own, gone with its server: dropping one takes longer than most tests. The server is the one
/// that ctest started for all tests, or, where a test program is run by hand, one of this process.
class TestDatabase {
public:
  enum class Begins {
    with_tables, ///< an empty store: a copy of one made before
    with_nothing,
  };
  explicit TestDatabase(Begins begins = Begins::with_tables);

  const std::string& url() const { return url_; }

private:
  std::string url_;
};

/// Makes the store that databases of tests begin as copies of.
void make_template(const PostgresServer& server);

/// A folder in which a server can stand: short enough for a socket's path, and its user's own.
std::filesystem::path make_server_folder();

} // namespace handrail::testing
