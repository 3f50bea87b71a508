#include "app/model_library.h"

#include "playbook/pinned.h"
#include "store/chain.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace handrail::app {

namespace {

/// Has the model that version, as the newest or as a pinned one?
bool has(const playbook::Model& model, const PlaybookId& id, const std::string& version) {
  const auto newest = model.playbooks.find(id);
  return (newest != model.playbooks.end() && newest->second->version == version) ||
         model.pinned.contains({id, version});
}

constexpr const char* playbook_published = "playbook_published";

/// The house acts by itself here.
const PersonId house("@handrail");

Error unreadable(const store::StoredEvent& event) {
  return {ErrorCode::internal, "This program cannot read what was published", store::name_of(event),
          "Use the Handrail that wrote it, or a newer one."};
}

} // namespace

ModelLibrary::ModelLibrary(store::Store& store, store::ReadModels& models, const Clock& clock, IdSource& ids)
    : store_(store), models_(models), languages_(playbook::built_in_languages()), clock_(clock), ids_(ids),
      model_(std::make_shared<const playbook::Model>()) {}

Result<void> ModelLibrary::open() {
  const std::lock_guard lock(publishing_);
  texts_.clear();
  version_ = 0;
  return read_on();
}

Result<void> ModelLibrary::catch_up() {
  const std::lock_guard lock(publishing_);
  return read_on();
}

Result<void> ModelLibrary::read_on() {
  constexpr std::size_t page = 1000;
  for (;;) {
    HANDRAIL_TRY(const auto events, store_.events_of(TenantId(published_stream), version_, page));
    for (const auto& event : events) {
      const auto data = nlohmann::json::parse(event.data, nullptr, false);
      if (event.type != playbook_published || !data.is_object() || data.value("text", "").empty())
        return unreadable(event);
      HANDRAIL_TRY(const auto text, store::hash_from_hex(data.value("text", "")));
      texts_[{PlaybookId(data.value("playbook", "")), data.value("version", "")}] = text;
      version_ = event.version;
    }
    if (events.size() < page) return {};
  }
}

std::shared_ptr<const playbook::Model> ModelLibrary::model() const {
  const std::lock_guard lock(reading_);
  return model_;
}

Result<void> ModelLibrary::keep_texts(const playbook::Model& model) {
  std::vector<std::string> texts;
  std::map<PlaybookVersion, store::Hash> added;
  store::Commit commit{TenantId(published_stream), version_, CommandId(ids_.next()), {}, house, clock_.now(), {}};
  for (const auto& [id, text] : model.texts) {
    const auto found = model.playbooks.find(id);
    if (found == model.playbooks.end() || texts_.contains({id, found->second->version})) continue;
    const auto hash = store::hash_of(text);
    texts.push_back(text);
    added[{id, found->second->version}] = hash;
    const nlohmann::json data{
        {"playbook", id.text()}, {"version", found->second->version}, {"text", store::to_hex(hash)}};
    commit.events.push_back({playbook_published, data.dump(), false});
  }
  if (commit.events.empty()) return {};
  // The texts first: an event that names a text which is not there would be a promise broken by a power cut.
  HANDRAIL_CHECK(store_.put_documents(texts));
  HANDRAIL_TRY(const auto written, store_.append(std::array{commit}));
  if (!written.front()) {
    // Another node has published meanwhile, the same versions most likely: what is missing then is asked again.
    const auto expected = version_;
    if (written.front().error().code == ErrorCode::conflict) HANDRAIL_CHECK(read_on());
    return version_ > expected ? keep_texts(model) : Result<void>(written.front().error());
  }
  version_ = written.front()->back().version;
  texts_.merge(added);
  return {};
}

/// What is under way goes on by the rules it began with: a workspace that they do not fit is refused.
Result<void> ModelLibrary::pin_running(playbook::Model& model) {
  HANDRAIL_TRY(const auto running, models_.running());
  for (const auto& [id, version] : running) {
    if (has(model, id, version)) continue;
    auto book = compiled({id, version}, model);
    if (!book)
      return Error{ErrorCode::invalid,
                   fmt::format("Playbook {} is under way in a version (\"{}\") that does not fit this workspace: {}",
                               id.text(), version, book.error().message),
                   book.error().where,
                   "Keep the names that it uses in the workspace until its last engagement is closed."};
    model.pinned[{id, version}] = std::move(*book);
  }
  return {};
}

Result<void> ModelLibrary::publish(const std::shared_ptr<const playbook::Model>& model) {
  const std::lock_guard lock(publishing_);
  auto whole = std::make_shared<playbook::Model>(*model);
  HANDRAIL_CHECK(pin_running(*whole));
  HANDRAIL_CHECK(keep_texts(*whole));
  const std::lock_guard reading(reading_);
  model_ = std::move(whole);
  return {};
}

void ModelLibrary::look(std::shared_ptr<const playbook::Model> model) {
  const std::lock_guard reading(reading_);
  model_ = std::move(model);
}

Result<std::shared_ptr<const playbook::Playbook>> ModelLibrary::compiled(const PlaybookVersion& version,
                                                                         const playbook::Model& model) {
  const auto found = texts_.find(version);
  if (found == texts_.end())
    return Error{ErrorCode::internal,
                 fmt::format("The text of playbook {} as it was (version {}) was not kept", version.first.text(),
                             version.second),
                 "", "Bring the playbook's file back to that version."};
  HANDRAIL_TRY(const auto text, store_.document(found->second));
  return playbook::compile_pinned(text, model, languages_);
}

Result<std::shared_ptr<const playbook::Model>> ModelLibrary::model_for(const engagement::TenantState& state) {
  auto current = model();
  std::shared_ptr<playbook::Model> extended;
  for (const auto& engagement : state.engagements) {
    if (has(extended ? *extended : *current, engagement.playbook, engagement.version)) continue;
    const std::lock_guard lock(publishing_);
    const PlaybookVersion version{engagement.playbook, engagement.version};
    auto book = compiled(version, *current);
    if (!book && engagement.is_open()) return book.error();
    if (!book) continue; // a closed one decides nothing any more
    if (!extended) extended = std::make_shared<playbook::Model>(*current);
    extended->pinned[version] = std::move(*book);
  }
  if (!extended) return current;
  const std::lock_guard lock(reading_);
  if (model_ == current) model_ = extended; // else another was published meanwhile; this one is right for this tenant
  return std::shared_ptr<const playbook::Model>(std::move(extended));
}

} // namespace handrail::app
