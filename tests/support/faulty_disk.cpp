#include "support/faulty_disk.h"

#include <sqlite3.h>

#include <cassert>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace handrail::testing {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t sector = 512; ///< a disk writes it as a whole

/// A change of a file that was not synced yet.
struct Change {
  std::size_t offset = 0;
  std::string bytes; ///< a truncation to `offset` when there are none
};

void apply(std::string& content, std::size_t offset, std::string_view bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
  content.replace(offset, bytes.size(), bytes);
}

void apply(std::string& content, const Change& change) {
  if (change.bytes.empty())
    content.resize(std::min(change.offset, content.size()));
  else
    apply(content, change.offset, change.bytes);
}

/// A file's content, whatever its name is.
struct Inode {
  std::string synced;
  std::vector<Change> changes; ///< since then

  void sync() {
    for (const auto& change : changes) apply(synced, change);
    changes.clear();
  }
};
using Handle = std::shared_ptr<Inode>;

/// What stands under a name: for programs, and on the disk as long as the folder is not synced.
struct Name {
  Handle live, on_disk;
};

std::string read_all(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

class FaultyDisk::Impl {
public:
  Impl();
  ~Impl();

  struct Fault {
    int code = SQLITE_OK;
    std::string name_ends;
    std::size_t skipped = 0, times = 0;
  };
  /// A file that SQLite has open; the real one stands behind it in memory.
  struct File : sqlite3_file {
    Impl* disk;
    Inode* inode; ///< null: a temporary file, which nobody will miss
    const char* name;
    bool syncs_folder; ///< a journal or write-ahead log that may be new: SQLite syncs the folder with its first sync

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };

  int open(const char* name, sqlite3_file* opened, int flags, int* given);
  int remove(const char* name, int syncs_folder);
  int write(File& file, const void* bytes, int count, sqlite3_int64 offset);
  int truncate(File& file, sqlite3_int64 size);
  int sync(File& file);
  /// SQLITE_OK, or how the call fails.
  int failure(Call call, const char* name);
  bool is_dead() const { return dead_; }
  void restore(std::mt19937& random);

  mutable std::mutex mutex_; ///< guards all that follows
  std::map<Call, Fault> faults_;
  bool write_protected_ = false;
  std::size_t failed_ = 0;
  std::optional<std::size_t> calls_left_;
  bool dead_ = false;
  std::map<std::string, Name> names_;
  std::vector<Handle> inodes_; ///< those that a file may have open

  sqlite3_vfs* real_;
  sqlite3_vfs vfs_{};

private:
  void sync_folder(const fs::path& folder);
  /// Counts a call that changes something; whether the power is gone.
  bool loses_power();
};

namespace {

using File = FaultyDisk::Impl::File;

File& self(sqlite3_file* file) { return *static_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return self(file).real(); }

bool is_dead(sqlite3_file* file) {
  const std::lock_guard lock(self(file).disk->mutex_);
  return self(file).disk->is_dead();
}

int close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }
int read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
  {
    const std::lock_guard lock(self(file).disk->mutex_);
    if (const int code = self(file).disk->failure(FaultyDisk::Call::read, self(file).name); code != SQLITE_OK)
      return code;
  }
  return real(file)->pMethods->xRead(real(file), bytes, count, offset);
}
int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  return self(file).disk->write(self(file), bytes, count, offset);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) { return self(file).disk->truncate(self(file), size); }
int sync(sqlite3_file* file, int) { return self(file).disk->sync(self(file)); }
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return is_dead(file) ? SQLITE_IOERR_FSTAT : real(file)->pMethods->xFileSize(real(file), size);
}
int lock(sqlite3_file* file, int level) {
  return is_dead(file) ? SQLITE_IOERR_LOCK : real(file)->pMethods->xLock(real(file), level);
}
int unlock(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int check_reserved_lock(sqlite3_file* file, int* held) {
  return real(file)->pMethods->xCheckReservedLock(real(file), held);
}
int file_control(sqlite3_file* file, int what, void* argument) {
  if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_NOTFOUND; // no growth unseen
  return real(file)->pMethods->xFileControl(real(file), what, argument);
}
int sector_size(sqlite3_file*) { return static_cast<int>(sector); }
int characteristics(sqlite3_file*) { return 0; } // a disk that promises nothing
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** mapped) {
  return is_dead(file) ? SQLITE_IOERR_SHMMAP : real(file)->pMethods->xShmMap(real(file), page, size, extend, mapped);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  if ((flags & SQLITE_SHM_UNLOCK) == 0 && is_dead(file)) return SQLITE_IOERR_SHMLOCK;
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int deletes) { return real(file)->pMethods->xShmUnmap(real(file), deletes); }

constexpr sqlite3_io_methods methods{2,
                                     close,
                                     read,
                                     write,
                                     truncate,
                                     sync,
                                     file_size,
                                     lock,
                                     unlock,
                                     check_reserved_lock,
                                     file_control,
                                     sector_size,
                                     characteristics,
                                     shm_map,
                                     shm_lock,
                                     shm_barrier,
                                     shm_unmap,
                                     nullptr,
                                     nullptr};

FaultyDisk::Impl& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk::Impl*>(vfs->pAppData); }

} // namespace

// ---- the disk as SQLite knows it ---------------------------------------------------------------------------------

FaultyDisk::Impl::Impl() : real_(sqlite3_vfs_find(nullptr)) {
  vfs_ = *real_;
  vfs_.zName = "faulty";
  vfs_.pAppData = this;
  vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
  vfs_.xOpen = [](sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* given) {
    return disk_of(vfs).open(name, file, flags, given);
  };
  vfs_.xDelete = [](sqlite3_vfs* vfs, const char* name, int syncs_folder) {
    return disk_of(vfs).remove(name, syncs_folder);
  };
  vfs_.xAccess = [](sqlite3_vfs* vfs, const char* name, int flags, int* answer) {
    auto* below = disk_of(vfs).real_;
    return below->xAccess(below, name, flags, answer);
  };
  vfs_.xFullPathname = [](sqlite3_vfs* vfs, const char* name, int size, char* path) {
    auto* below = disk_of(vfs).real_;
    return below->xFullPathname(below, name, size, path);
  };
  if (sqlite3_vfs_register(&vfs_, 1) != SQLITE_OK) throw std::runtime_error("the disk cannot be registered");
}

FaultyDisk::Impl::~Impl() {
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(real_, 1);
}

int FaultyDisk::Impl::open(const char* name, sqlite3_file* opened, int flags, int* given) {
  auto& file = *new (opened) File();
  const std::lock_guard lock(mutex_);
  if (name != nullptr) {
    if (const int code = failure(Call::open, name); code != SQLITE_OK) return code;
    if (write_protected_) flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
  }
  const bool was_there = name != nullptr && fs::exists(name);
  if (const int code = real_->xOpen(real_, name, file.real(), flags, given); code != SQLITE_OK) return code;
  file.disk = this;
  file.name = name;
  file.pMethods = &methods;
  if (name == nullptr) return SQLITE_OK;
  auto& known = names_[name];
  if (was_there && known.live == nullptr) { // from before this disk's time, and safe
    known.live = known.on_disk = std::make_shared<Inode>();
    known.live->synced = read_all(name);
  } else if (!was_there) {
    known.live = std::make_shared<Inode>();
  }
  inodes_.push_back(known.live);
  file.inode = known.live.get();
  const int journals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
  file.syncs_folder = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & journals) != 0;
  return SQLITE_OK;
}

int FaultyDisk::Impl::remove(const char* name, int syncs_folder) {
  const std::lock_guard lock(mutex_);
  if (dead_) return SQLITE_IOERR_DELETE;
  const int code = real_->xDelete(real_, name, 0);
  if (code != SQLITE_OK) return code;
  names_[name].live = nullptr;
  if (syncs_folder != 0) sync_folder(fs::path(name).parent_path());
  return SQLITE_OK;
}

int FaultyDisk::Impl::write(File& file, const void* bytes, int count, sqlite3_int64 offset) {
  const std::lock_guard lock(mutex_);
  if (const int code = failure(Call::write, file.name); code != SQLITE_OK) return code;
  if (loses_power()) return SQLITE_IOERR_WRITE;
  const int code = file.real()->pMethods->xWrite(file.real(), bytes, count, offset);
  if (code == SQLITE_OK && file.inode != nullptr && count > 0)
    file.inode->changes.push_back({static_cast<std::size_t>(offset),
                                   std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count))});
  return code;
}

int FaultyDisk::Impl::truncate(File& file, sqlite3_int64 size) {
  const std::lock_guard lock(mutex_);
  if (const int code = failure(Call::truncate, file.name); code != SQLITE_OK) return code;
  if (loses_power()) return SQLITE_IOERR_TRUNCATE;
  const int code = file.real()->pMethods->xTruncate(file.real(), size);
  if (code == SQLITE_OK && file.inode != nullptr) file.inode->changes.push_back({static_cast<std::size_t>(size), ""});
  return code;
}

/// The machine's own disk is not asked: nothing here outlives the process, and hundreds of rounds would take minutes.
int FaultyDisk::Impl::sync(File& file) {
  const std::lock_guard lock(mutex_);
  if (const int code = failure(Call::sync, file.name); code != SQLITE_OK) {
    // As the kernel has it: what could not be written is given up, and the next sync says nothing of it.
    if (file.inode != nullptr && !dead_) file.inode->changes.clear();
    return code;
  }
  if (loses_power()) return SQLITE_IOERR_FSYNC;
  if (file.inode == nullptr) return SQLITE_OK;
  file.inode->sync();
  if (std::exchange(file.syncs_folder, false)) sync_folder(fs::path(file.name).parent_path());
  return SQLITE_OK;
}

int FaultyDisk::Impl::failure(Call call, const char* name) {
  if (dead_) return SQLITE_IOERR;
  const auto found = faults_.find(call);
  if (found == faults_.end() || found->second.times == 0) return SQLITE_OK;
  auto& fault = found->second;
  if (name != nullptr && !std::string_view(name).ends_with(fault.name_ends)) return SQLITE_OK;
  if (fault.skipped > 0) {
    --fault.skipped;
    return SQLITE_OK;
  }
  --fault.times;
  ++failed_;
  return fault.code;
}

bool FaultyDisk::Impl::loses_power() {
  if (!calls_left_) return false;
  if (*calls_left_ == 0) dead_ = true;
  if (!dead_) --*calls_left_;
  return dead_;
}

void FaultyDisk::Impl::sync_folder(const fs::path& folder) {
  for (auto& [name, known] : names_)
    if (fs::path(name).parent_path() == folder) known.on_disk = known.live;
}

// ---- after a loss of power ---------------------------------------------------------------------------------------

namespace {

/// What is left of a file whose last changes were not synced.
std::string remains_of(const Inode& inode, unsigned percent_kept, std::mt19937& random) {
  std::string content = inode.synced;
  for (const auto& change : inode.changes) {
    if (random() % 100 >= percent_kept) continue;
    if (change.bytes.empty() || random() % 3 != 0) {
      apply(content, change);
      continue;
    }
    for (std::size_t at = 0; at < change.bytes.size(); at += sector) // torn: some sectors, in any order
      if (random() % 2 == 0) apply(content, change.offset + at, std::string_view(change.bytes).substr(at, sector));
  }
  return content;
}

} // namespace

void FaultyDisk::Impl::restore(std::mt19937& random) {
  constexpr unsigned kept[] = {0, 20, 50, 80, 100};
  for (const auto& [name, known] : names_) {
    const auto& left = known.live == known.on_disk || random() % 2 == 0 ? known.live : known.on_disk;
    fs::remove(name);
    fs::remove(name + "-shm");
    if (left == nullptr) continue;
    const auto content = remains_of(*left, kept[random() % std::size(kept)], random);
    std::ofstream(name, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
  }
  names_.clear();
  inodes_.clear();
  calls_left_.reset();
  dead_ = false;
}

// ---- for tests -----------------------------------------------------------------------------------------------------

FaultyDisk::FaultyDisk() : impl_(std::make_unique<Impl>()) {}
FaultyDisk::~FaultyDisk() = default;

void FaultyDisk::fail(Call call, int code, std::string name_ends, std::size_t skipped, std::size_t times) {
  const std::lock_guard lock(impl_->mutex_);
  impl_->faults_[call] = {code, std::move(name_ends), skipped, times};
}

void FaultyDisk::write_protect(bool on) {
  const std::lock_guard lock(impl_->mutex_);
  impl_->write_protected_ = on;
}

void FaultyDisk::mend() {
  const std::lock_guard lock(impl_->mutex_);
  impl_->faults_.clear();
  impl_->write_protected_ = false;
  impl_->failed_ = 0;
}

std::size_t FaultyDisk::failed() const {
  const std::lock_guard lock(impl_->mutex_);
  return impl_->failed_;
}

void FaultyDisk::lose_power_after(std::size_t calls) {
  const std::lock_guard lock(impl_->mutex_);
  impl_->calls_left_ = calls;
}

bool FaultyDisk::has_lost_power() const {
  const std::lock_guard lock(impl_->mutex_);
  return impl_->dead_;
}

void FaultyDisk::restore_power(std::mt19937& random) {
  const std::lock_guard lock(impl_->mutex_);
  assert(impl_->dead_ && "the power was never lost");
  impl_->restore(random);
}

void FaultyDisk::pull_the_plug(std::mt19937& random) {
  const std::lock_guard lock(impl_->mutex_);
  impl_->restore(random);
}

} // namespace handrail::testing
