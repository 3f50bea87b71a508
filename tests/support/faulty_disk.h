// A disk under SQLite that can fail, and lose its power: what was synced stays, and of the rest what chance leaves.
#pragma once

#include <cstddef>
#include <memory>
#include <random>
#include <string>

namespace handrail::testing {

/// Every database that is opened while this lives stands on it. Used by one test at a time; its functions may be called
/// while other threads use databases.
class FaultyDisk {
public:
  enum class Call { open, read, write, sync, truncate };

  FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;
  ~FaultyDisk();

  // ---- failing -----------------------------------------------------------------------------------------------------

  /// From the call after `skipped` more of its kind on, `times` of them fail with an SQLite code, on files whose name
  /// ends so ("log.db", "log.db-wal", "" for all). One fault at a time of each kind.
  void fail(Call call, int code, std::string name_ends, std::size_t skipped = 0, std::size_t times = ~std::size_t{0});
  /// Files can be opened for reading alone.
  void write_protect(bool on);
  /// Nothing fails any more.
  void mend();
  /// How many calls failed since the disk was mended last.
  std::size_t failed() const;

  // ---- losing power ------------------------------------------------------------------------------------------------

  /// After so many more writes, syncs and truncations nothing works any more.
  void lose_power_after(std::size_t calls);
  bool has_lost_power() const;
  /// Makes the files what the disk has of them: what was synced, and of each write since then all, nothing or some of
  /// its sectors, as `random` chooses. Files that were made or removed may be so or not, unless their folder was
  /// synced. Every database must be closed. Afterwards everything works again.
  void restore_power(std::mt19937& random);
  /// The same without a loss of power before: everything that was not synced may be gone.
  void pull_the_plug(std::mt19937& random);

  class Impl;

private:
  std::unique_ptr<Impl> impl_;
};

} // namespace handrail::testing
