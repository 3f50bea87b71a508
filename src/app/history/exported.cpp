#include "app/history/exported.h"

#include "app/history/file.h"
#include "store/checkpoint/checkpoint_stream.h"
#include "store/checkpoint/event_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace handrail::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t page = 1'000;
constexpr std::uint64_t hash_page = 10'000;

/// A file that has its name only when all of it is there. It holds drafts too: nobody else may read it.
class NewFile {
public:
  explicit NewFile(const fs::path& to) : to_(to), partial_(to.string() + ".partial") {}
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    std::error_code ignored;
    if (out_.is_open()) fs::remove(partial_, ignored);
  }

  Result<void> begin() {
    std::error_code failure;
    if (fs::exists(fs::symlink_status(to_, failure)))
      return Error{ErrorCode::invalid, "There is a file already, and nothing is written over it", to_.string(),
                   "Name one that is not there yet, say with the date in it."};
    fs::remove(partial_, failure); // of one that was killed
    out_.open(partial_, std::ios::binary | std::ios::trunc);
    fs::permissions(partial_, fs::perms::owner_read | fs::perms::owner_write, failure);
    return out_ ? Result<void>() : failed();
  }
  void write(std::string_view line) { out_ << line << '\n'; }
  Result<void> finish() {
    out_.flush();
    if (!out_) return failed();
    std::error_code failure;
    fs::rename(partial_, to_, failure);
    if (failure) return failed();
    out_.close();
    return {};
  }

private:
  Error failed() const {
    return {ErrorCode::unavailable, "The history cannot be written", to_.string(),
            "Look at the folder's owner and free space."};
  }
  const fs::path to_, partial_;
  std::ofstream out_;
};

Result<std::string> origin_of_log(store::Store& store) {
  HANDRAIL_TRY(const auto head, store.head());
  if (head.position == 0) return Error{ErrorCode::not_found, "The log is empty: there is no history yet", "", ""};
  HANDRAIL_TRY(const auto first, store.hashes(0, 1));
  return store::origin_of(first.front());
}

/// What a stream's history is proved against.
struct Anchor {
  std::string text;
  store::Checkpoint checkpoint;
};

Result<Anchor> anchor(store::Store& store, const std::optional<std::string>& kept) {
  if (kept) {
    HANDRAIL_TRY(auto read, store::SignedCheckpoint::from(*kept));
    return Anchor{*kept, std::move(read.checkpoint)};
  }
  HANDRAIL_TRY(auto newest, store::newest_checkpoint(store));
  if (newest) return Anchor{std::move(newest->text), std::move(newest->content.checkpoint)};
  return Error{ErrorCode::not_found, "The log has no checkpoint yet that an event could be proved against", "",
               "Sign one with `handrail checkpoint`."};
}

/// The log's keys that have signed the note.
Result<std::vector<std::string>> signers(store::Store& store, const std::string& text) {
  HANDRAIL_TRY(const auto note, store::SignedNote::from(text));
  std::vector<std::string> keys;
  store::Version after = 0;
  for (;;) {
    HANDRAIL_TRY(const auto events, store.events_of(TenantId(store::checkpoint_stream), after, page));
    for (const auto& event : events) {
      const auto recorded = store::RecordedCheckpoint::from(event);
      if (!recorded || !note.is_signed_by(recorded->key)) continue;
      auto key = recorded->key.text();
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
    }
    if (events.size() < page) return keys;
    after = events.back().version;
  }
}

/// The stream's events up to a position, page by page.
template <class Visit>
Result<void> each_event(store::Store& store, const TenantId& stream, store::Position up_to, Visit visit) {
  store::Version after = 0;
  for (;;) {
    HANDRAIL_TRY(const auto events, store.events_of(stream, after, page));
    for (const auto& event : events) {
      if (event.position > up_to) return {};
      visit(event);
    }
    if (events.size() < page) return {};
    after = events.back().version;
  }
}

/// The paths of events at these places, and the root that they lead to, which must be the checkpoint's.
Result<std::vector<store::InclusionPath>> paths_of(store::Store& store, const std::vector<store::Position>& positions,
                                                   const store::Checkpoint& checkpoint, const Progress& progress) {
  store::InclusionPaths paths;
  store::EventTree tree;
  auto wanted = positions.begin();
  while (tree.size() < checkpoint.size) {
    HANDRAIL_TRY(const auto hashes, store.hashes(tree.size(), std::min(checkpoint.size, tree.size() + hash_page)));
    for (const auto& hash : hashes) {
      tree.add(hash);
      const bool is_wanted = wanted != positions.end() && *wanted == tree.size();
      paths.add(hash, is_wanted);
      if (is_wanted) ++wanted;
    }
    if (progress) progress(tree.size(), checkpoint.size);
  }
  if (tree.root() != checkpoint.root)
    return Error{
        ErrorCode::invalid,
        fmt::format("The log's first {} events are not those that the checkpoint was signed for", checkpoint.size), "",
        "`handrail verify --checkpoint` says what was changed."};
  return std::move(paths).finish();
}

} // namespace

Result<Exported> export_log(store::Store& store, const fs::path& to, const Progress& progress) {
  NewFile file(to);
  HANDRAIL_TRY(const auto head, store.head());
  HANDRAIL_TRY(auto origin, origin_of_log(store));
  HANDRAIL_CHECK(file.begin());
  file.write(to_line(HistoryHeader{std::move(origin), {}, head.position, {}, {}}));
  Exported exported;
  store::Position after = 0;
  for (bool more = true; more;) {
    HANDRAIL_TRY(const auto events, store.events_after(after, page));
    more = events.size() == page;
    for (const auto& event : events) {
      if (event.position > head.position) break;
      file.write(to_line(event, nullptr));
      ++exported.events;
    }
    if (!events.empty()) after = events.back().position;
    more = more && after < head.position;
    if (progress) progress(std::min(after, head.position), head.position);
  }
  HANDRAIL_CHECK(file.finish());
  return exported;
}

Result<Exported> export_stream(store::Store& store, const TenantId& stream, const std::optional<std::string>& kept,
                               const fs::path& to, const Progress& progress) {
  HANDRAIL_TRY(auto origin, origin_of_log(store));
  HANDRAIL_TRY(auto against, anchor(store, kept));
  if (against.checkpoint.origin != origin)
    return Error{
        ErrorCode::invalid,
        fmt::format("The checkpoint was signed for the log {}, and this one is {}", against.checkpoint.origin, origin),
        "--checkpoint", "Give one of this log."};
  std::vector<store::Position> positions;
  HANDRAIL_CHECK(each_event(store, stream, against.checkpoint.size,
                            [&](const store::StoredEvent& event) { positions.push_back(event.position); }));
  if (positions.empty())
    return Error{ErrorCode::not_found,
                 fmt::format("Of {} there is no event among the {} that the checkpoint was signed for", stream.text(),
                             against.checkpoint.size),
                 "", "Sign a new one with `handrail checkpoint`, or look for the id in `handrail tenants`."};
  HANDRAIL_TRY(const auto paths, paths_of(store, positions, against.checkpoint, progress));
  HANDRAIL_TRY(auto keys, signers(store, against.text));
  NewFile file(to);
  HANDRAIL_CHECK(file.begin());
  file.write(to_line(HistoryHeader{std::move(origin), stream, positions.size(), against.text, std::move(keys)}));
  std::size_t next = 0;
  HANDRAIL_CHECK(each_event(store, stream, against.checkpoint.size, [&](const store::StoredEvent& event) {
    if (next < paths.size()) file.write(to_line(event, &paths[next]));
    ++next;
  }));
  HANDRAIL_CHECK(file.finish());
  return Exported{positions.size(), against.checkpoint.size};
}

} // namespace handrail::app
