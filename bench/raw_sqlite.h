// The references of the storage figures: the least that SQLite must do on the same disk in the same run.
#pragma once

#include "arrivals.h"

#include <cstdint>
#include <filesystem>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace handrail::bench {

/// "tenant-123456"
std::string tenant_name(std::uint64_t number);

/// An event row and an indexed state row for each command, or the event row alone; synced at each commit.
class RawSqlite {
public:
  enum class Writes { event_and_state, event };

  /// With this many tenants present.
  RawSqlite(const std::filesystem::path& file, Writes writes, std::uint64_t tenants);
  ~RawSqlite();
  RawSqlite(const RawSqlite&) = delete;
  RawSqlite& operator=(const RawSqlite&) = delete;

  /// One transaction, each command for a tenant drawn at random.
  void commit(int commands);

  /// Commands that come when they come; one thread commits all that wait, at most 256, again and again: the least that
  /// a writer that syncs before it answers must do.
  Times open_loop(double per_second, double seconds);

private:
  void fill();
  void put_state(std::uint64_t tenant, std::uint64_t change);
  void put_event(std::uint64_t tenant, std::uint64_t version);
  void run(const char* sql);
  sqlite3_stmt* prepared(const char* sql);

  Writes writes_;
  std::uint64_t tenants_;
  Draw draw_{7};
  std::uint64_t number_ = 0;
  const std::string data_ = std::string(120, 'x');
  sqlite3* database_ = nullptr;
  sqlite3_stmt* event_ = nullptr;
  sqlite3_stmt* state_ = nullptr;
};

} // namespace handrail::bench
