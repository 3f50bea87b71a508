#include "app/history/verified.h"

#include "app/tenant_history.h"
#include "app/verification.h"
#include "store/chain.h"

#include <fmt/format.h>

#include <map>

namespace handrail::app {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t between_progress = 1'000;

class HistoryVerifier {
public:
  HistoryVerifier(const fs::path& file, const store::Noted& noted, const Progress& progress)
      : file_(file), noted_(noted), progress_(progress), proof_(noted) {}

  Result<HistoryVerification> run() {
    {
      HANDRAIL_TRY(const auto reader, HistoryReader::open(file_));
      result_.header = reader.header();
    }
    HANDRAIL_CHECK(result_.header.is_whole() ? check_log() : check_stream());
    return std::move(result_);
  }

private:
  void report(std::string where, std::string message) {
    if (result_.findings.size() < most_findings)
      result_.findings.push_back({std::move(where), std::move(message)});
    else
      result_.more = true;
  }
  void report(const std::vector<store::Finding>& findings) {
    for (const auto& one : findings) report(one.where, one.message);
  }

  /// Hands over event by event. A line that is none ends it: what follows could not be put in its place.
  template <class Visit>
  Result<void> each_event(Visit visit) {
    HANDRAIL_TRY(auto reader, HistoryReader::open(file_));
    for (;;) {
      const auto line = reader.next();
      if (line && line->empty()) break;
      auto entry = line ? entry_from(*line, !result_.header.is_whole()) : Result<HistoryEntry>(line.error());
      if (!entry) {
        report(fmt::format("line {}", reader.line()), entry.error().message + "; what follows was not looked at");
        is_cut_ = true;
        return {};
      }
      ++result_.events;
      visit(*entry);
      if (progress_ && result_.events % between_progress == 0) progress_(result_.events, result_.header.events);
    }
    if (result_.events < result_.header.events)
      report("the file's end", fmt::format("{} events should stand in it, and there are {}: the last ones are missing",
                                           result_.header.events, result_.events));
    else if (result_.events > result_.header.events)
      report("the file's end",
             fmt::format("{} events should stand in it, and there are {}", result_.header.events, result_.events));
    return {};
  }

  // ---- a whole log -------------------------------------------------------------------------------------------------

  /// The checkpoints among the events first: the others are held against them.
  Result<void> read_checkpoints() {
    static const auto mark = fmt::format(R"("tenant":"{}")", store::checkpoint_stream);
    HANDRAIL_TRY(auto reader, HistoryReader::open(file_));
    for (;;) {
      const auto line = reader.next();
      if (!line || line->empty()) return {};
      if (line->find(mark) == std::string::npos) continue;
      const auto entry = entry_from(*line, false);
      if (!entry || entry->event.tenant.text() != store::checkpoint_stream) continue;
      auto found = proof_.recorded(entry->event);
      if (!found.empty() && about_checkpoints_.size() < most_findings)
        about_checkpoints_[entry->event.position] = std::move(found);
    }
  }

  Result<void> check_log() {
    HANDRAIL_CHECK(read_checkpoints());
    store::ChainCheck chain;
    HANDRAIL_CHECK(each_event([&](const HistoryEntry& entry) {
      const auto& event = entry.event;
      if (event.position == 1 && store::origin_of(event.hash) != result_.header.origin)
        report(store::name_of(event), "the file says it is another log's history");
      report(chain.next(event));
      if (const auto found = about_checkpoints_.find(event.position); found != about_checkpoints_.end())
        report(found->second);
      report(proof_.next(event));
      if (is_tenant(event.tenant) && event.version == 1) ++result_.tenants;
      if (noted_.head && noted_.head->position == event.position && noted_.head->hash != chain.head().hash)
        report(store::name_of(event), "up to here the log is not the one whose head was noted");
    }));
    result_.head = chain.head();
    result_.checkpoints = proof_.result();
    if (is_cut_) return {};
    if (noted_.head && noted_.head->position > chain.head().position)
      report("the log's end", fmt::format("position {} was noted, and the history ends at {}: its last events are "
                                          "missing",
                                          noted_.head->position, chain.head().position));
    report(proof_.finish());
    return {};
  }

  // ---- one stream --------------------------------------------------------------------------------------------------

  /// What the paths lead to: the file's checkpoint, which must be the one that was kept.
  Result<store::Checkpoint> anchor() {
    const auto& header = result_.header;
    HANDRAIL_TRY(const auto own, store::SignedCheckpoint::from(header.checkpoint));
    const auto& against = noted_.checkpoint ? *noted_.checkpoint : own;
    if (against.checkpoint.origin != own.checkpoint.origin || own.checkpoint.origin != header.origin)
      report("the checkpoint", fmt::format("it was signed for the log {}, and this history is of {}",
                                           against.checkpoint.origin, header.origin));
    else if (against.checkpoint.size != own.checkpoint.size)
      return Error{ErrorCode::invalid,
                   fmt::format("The history was made for a checkpoint of {} events, and the one that was kept is of {}",
                               own.checkpoint.size, against.checkpoint.size),
                   file_.string(), "Export it again with `--checkpoint` and the one that was kept."};
    std::vector<store::PublicKey> named;
    for (const auto& text : header.keys)
      if (const auto key = store::PublicKey::from(text)) named.push_back(*key);
    if (const auto missing = store::signature_missing(against, noted_.keys, named)) report("the checkpoint", *missing);
    return against.checkpoint;
  }

  Result<void> check_stream() {
    HANDRAIL_TRY(const auto checkpoint, anchor());
    store::StoredEvent before;
    HANDRAIL_CHECK(each_event([&](const HistoryEntry& entry) {
      check_entry(entry, before, checkpoint);
      before = entry.event;
    }));
    if (result_.is_sound()) result_.checkpoints.events = checkpoint.size;
    return {};
  }

  void check_entry(const HistoryEntry& entry, const store::StoredEvent& before, const store::Checkpoint& checkpoint) {
    const auto& event = entry.event;
    if (event.tenant != result_.header.stream)
      report(store::name_of(event), "it is no event of " + result_.header.stream.text());
    else if (event.version != before.version + 1 || event.position <= before.position)
      report(store::name_of(event),
             fmt::format("event {} should stand here, behind position {}", before.version + 1, before.position));
    else if (store::chained(event, before.hash) != event.hash)
      report(store::name_of(event),
             "its content is not what was hashed when it was written, or the event before it was changed");
    else if (!store::is_included(event.hash, event.position, checkpoint.size, entry.path, checkpoint.root))
      report(store::name_of(event), "it is not among the events that the checkpoint was signed for");
  }

  const fs::path& file_;
  const store::Noted& noted_;
  const Progress& progress_;
  store::CheckpointProof proof_;
  std::map<store::Position, std::vector<store::Finding>> about_checkpoints_; ///< told where they stand
  bool is_cut_ = false;                                                      ///< what follows a line could not be read
  HistoryVerification result_;
};

} // namespace

Result<HistoryVerification> verify_history(const fs::path& file, const store::Noted& noted, const Progress& progress) {
  return HistoryVerifier(file, noted, progress).run();
}

} // namespace handrail::app
