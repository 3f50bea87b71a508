#include "app/engine.h"

#include "app/engine_on_log.h"
#include "app/fellow_nodes.h"
#include "app/model_library.h"
#include "app/projector.h"
#include "app/tenant_history.h"
#include "app/tenant_states.h"
#include "app/workspace_folder.h"
#include "app/writer.h"
#include "engagement/access.h"
#include "engagement/disclosure.h"
#include "store/checkpoint/key_file.h"
#include "store/data_folder.h"
#include "store/limits.h"
#include "store/postgres_store.h"
#include "store/sqlite_read_models.h"
#include "store/sqlite_snapshots.h"
#include "store/sqlite_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <future>

namespace handrail::app {

namespace {

constexpr std::size_t id_limit = 64;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// § storage-9: ids stand in addresses, file names and logs.
Result<void> check_tenant_id(const TenantId& tenant) {
  const auto& text = tenant.text();
  const bool fits = !text.empty() && text.size() <= id_limit && is_letter_or_digit(text.front()) &&
                    std::all_of(text.begin(), text.end(),
                                [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.'; });
  if (fits) return {};
  return Error{ErrorCode::invalid,
               fmt::format("A tenant's id is 1 to {} letters, digits, dashes, dots and underscores, and begins with a "
                           "letter or digit",
                           id_limit),
               "tenant", "Choose another id."};
}

/// A tenant is registered under the id that its history is kept under.
Result<void> check_registration(const Submission& submission) {
  const auto* registration = std::get_if<engagement::RegisterTenant>(&submission.command);
  if (registration == nullptr || registration->tenant == submission.tenant) return {};
  return Error{
      ErrorCode::invalid,
      fmt::format("The tenant {} cannot be registered as {}", submission.tenant.text(), registration->tenant.text()),
      "tenant", "Name the same tenant in both places."};
}

Result<void> check_key(const CommandId& key) {
  const auto& text = key.text();
  const bool fits =
      text.size() <= id_limit && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (fits) return {};
  return Error{ErrorCode::invalid, fmt::format("A command's key is 1 to {} printable characters", id_limit), "key",
               "Send a shorter one, or none."};
}

/// What the reader may see; nothing when it is every tenant. § access-3, § access-6 and § access-12
std::optional<store::Seen> seen_by(const playbook::Workspace& workspace, const engagement::Actor& reader) {
  const auto rights = engagement::rights_of(workspace, reader);
  if (!rights.any) return store::Seen();
  if (rights.reads_all) return std::nullopt;
  store::Seen seen{{reader.id.text()}, reader.customers};
  if (!rights.internal && !reader.partner.empty())
    for (const auto& person : workspace.people)
      if (person.partner == reader.partner && person.id != reader.id) seen.people.push_back(person.id.text());
  return seen;
}

class StoredEngine final : public Engine {
public:
  StoredEngine(const Options& options, store::WriterLock lock, std::unique_ptr<store::Store> store,
               std::unique_ptr<store::ReadModels> models, std::unique_ptr<store::Snapshots> snapshots,
               const Clock& clock, IdSource& ids)
      : lock_(std::move(lock)), store_(std::move(store)), models_(std::move(models)), clock_(clock), ids_(ids),
        snapshots_(*store_, std::move(snapshots)), states_(snapshots_, options.cached_states_bytes),
        library_(*store_, *models_, clock, ids), customers_(*store_, *models_, clock), projection_(projection()),
        writer_(*store_, snapshots_, states_, library_, customers_, *projection_, fellows_, clock, options) {}

  /// `key` signs checkpoints; nothing: none are signed.
  Result<void> open(const std::optional<CheckpointPolicy>& checkpoints, const std::optional<store::PrivateKey>& key) {
    HANDRAIL_CHECK(library_.open());
    HANDRAIL_CHECK(customers_.open());
    if (fellows_ != nullptr) HANDRAIL_CHECK(fellows_->open());
    if (checkpoints && key) checkpoints_.emplace(*store_, *key, *checkpoints, clock_, ids_);
    return {};
  }

  Result<void> publish(const std::filesystem::path& workspace) override {
    HANDRAIL_TRY(auto model, compiled_workspace(workspace));
    return publish(std::move(model));
  }
  Result<void> publish(std::shared_ptr<const playbook::Model> model) override {
    HANDRAIL_CHECK(meet_lists()); // they say what is under way
    return library_.publish(model);
  }
  std::shared_ptr<const playbook::Model> model() const override { return library_.model(); }

  Result<Answer> submit(Submission submission) override;
  void submit(Submission submission, std::function<void(Result<Answer>)> done) override;
  Result<CustomerAnswer> change_customer(CustomerSubmission submission) override;
  Result<engagement::Decision> consider(const TenantId& tenant, const engagement::Command& command,
                                        const PersonId& actor) override;

  Result<engagement::Actor> actor(const PersonId& person) override {
    HANDRAIL_CHECK(meet_house());
    return customers_.actor(library_.model()->workspace, person);
  }
  std::shared_ptr<const engagement::CustomerState> customer(const std::string& name) override {
    return customers_.state(name);
  }
  Result<store::TenantPage> tenants(store::TenantQuery query, const PersonId& reader) override;
  Result<std::size_t> count(store::TenantQuery query, const PersonId& reader, std::size_t up_to) override;
  Result<store::RequestPage> requests(store::RequestQuery query, const PersonId& reader) override;
  Result<store::NotePage> notes(store::NoteQuery query, const PersonId& reader) override;
  Result<std::shared_ptr<const engagement::TenantState>> tenant(const TenantId& tenant) override;
  Result<engagement::TenantState> tenant_at(const TenantId& tenant, store::Version version) override;
  Result<std::vector<TimelineEntry>> timeline(const TenantId& tenant, const PersonId& reader, store::Version before,
                                              std::size_t limit) override;
  Result<std::vector<engagement::Action>> can(const TenantId& tenant, const PersonId& person) override;

  IdSource& ids() override { return ids_; }
  const Clock& clock() const override { return clock_; }

private:
  std::unique_ptr<Projection> projection();
  Result<void> meet_house() { return fellows_ == nullptr ? Result<void>() : fellows_->meet_house(); }
  Result<void> meet_lists() { return fellows_ == nullptr ? Result<void>() : fellows_->meet_lists(); }
  Result<std::optional<store::Seen>> seen_in_lists(const PersonId& reader);
  Result<TenantStates::State> newest(const TenantId& tenant);

  // In the order in which they are needed: the writer ends first and the lock is let go of last.
  store::WriterLock lock_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::ReadModels> models_;
  const Clock& clock_;
  IdSource& ids_;
  StateSnapshots snapshots_;
  TenantStates states_;
  ModelLibrary library_;
  Customers customers_;
  FellowNodes* fellows_ = nullptr; ///< null: nobody else appends to the log
  std::unique_ptr<Projection> projection_;
  Writer writer_;
  std::optional<Checkpoints> checkpoints_;
};

std::unique_ptr<Projection> StoredEngine::projection() {
  if (!store_->is_shared()) return std::make_unique<Projector>(*store_, *models_);
  auto fellows = std::make_unique<FellowNodes>(*store_, *models_, states_, library_, customers_);
  fellows_ = fellows.get();
  return fellows;
}

/// The tenant with all that was answered anywhere before.
Result<TenantStates::State> StoredEngine::newest(const TenantId& tenant) {
  if (fellows_ != nullptr) HANDRAIL_CHECK(fellows_->meet(std::array{tenant}, {}));
  return states_.get(tenant);
}

// ---- commands ------------------------------------------------------------------------------------------------------

void StoredEngine::submit(Submission submission, std::function<void(Result<Answer>)> done) {
  if (submission.key.empty()) submission.key = CommandId(ids_.next());
  for (const auto& checked :
       {check_tenant_id(submission.tenant), check_key(submission.key), check_registration(submission)})
    if (!checked) return done(checked.error());
  writer_.submit(std::move(submission), std::move(done));
}

Result<Answer> StoredEngine::submit(Submission submission) {
  std::promise<Result<Answer>> promise;
  auto answer = promise.get_future();
  submit(std::move(submission), [&promise](Result<Answer> given) { promise.set_value(std::move(given)); });
  return answer.get();
}

Result<CustomerAnswer> StoredEngine::change_customer(CustomerSubmission submission) {
  if (submission.key.empty()) submission.key = CommandId(ids_.next());
  HANDRAIL_CHECK(check_key(submission.key));
  HANDRAIL_CHECK(meet_lists()); // they say which customers there are
  return customers_.submit(submission, library_.model()->workspace);
}

Result<engagement::Decision> StoredEngine::consider(const TenantId& tenant, const engagement::Command& command,
                                                    const PersonId& actor) {
  HANDRAIL_CHECK(check_tenant_id(tenant));
  HANDRAIL_TRY(const auto state, newest(tenant));
  HANDRAIL_TRY(const auto model, library_.model_for(*state));
  HANDRAIL_TRY(const auto who, customers_.actor(model->workspace, actor));
  return engagement::decide(*state, *model, command, who, clock_.now());
}

// ---- reading -------------------------------------------------------------------------------------------------------

/// What a list shows the reader, with all that was answered anywhere before. § lists-4
Result<std::optional<store::Seen>> StoredEngine::seen_in_lists(const PersonId& reader) {
  HANDRAIL_CHECK(meet_lists());
  const auto model = library_.model();
  HANDRAIL_TRY(const auto who, customers_.actor(model->workspace, reader));
  return seen_by(model->workspace, who);
}

Result<store::TenantPage> StoredEngine::tenants(store::TenantQuery query, const PersonId& reader) {
  HANDRAIL_TRY(query.seen, seen_in_lists(reader));
  return models_->tenants(query);
}

Result<std::size_t> StoredEngine::count(store::TenantQuery query, const PersonId& reader, std::size_t up_to) {
  HANDRAIL_TRY(query.seen, seen_in_lists(reader));
  return models_->count(query, up_to);
}

Result<store::RequestPage> StoredEngine::requests(store::RequestQuery query, const PersonId& reader) {
  HANDRAIL_TRY(query.seen, seen_in_lists(reader));
  return models_->requests(query);
}

Result<store::NotePage> StoredEngine::notes(store::NoteQuery query, const PersonId& reader) {
  HANDRAIL_TRY(query.seen, seen_in_lists(reader));
  return models_->notes(query);
}

Result<std::shared_ptr<const engagement::TenantState>> StoredEngine::tenant(const TenantId& tenant) {
  HANDRAIL_CHECK(check_tenant_id(tenant));
  HANDRAIL_TRY(auto state, newest(tenant));
  if (!state->is_registered())
    return Error{ErrorCode::not_found, fmt::format("There is no tenant {}", tenant.text()), "",
                 "The list of tenants shows those there are."};
  HANDRAIL_TRY(const auto model, library_.model_for(*state));
  (void)model;
  return state;
}

Result<engagement::TenantState> StoredEngine::tenant_at(const TenantId& tenant, store::Version version) {
  HANDRAIL_TRY(const auto newest, this->tenant(tenant));
  if (version == 0 || version > newest->version)
    return Error{ErrorCode::not_found, fmt::format("{} has the versions 1 to {}", newest->name, newest->version),
                 "version", ""};
  return replayed(*store_, tenant, version);
}

Result<std::vector<TimelineEntry>> StoredEngine::timeline(const TenantId& tenant, const PersonId& reader,
                                                          store::Version before, std::size_t limit) {
  HANDRAIL_TRY(const auto state, this->tenant(tenant));
  HANDRAIL_TRY(const auto model, library_.model_for(*state));
  HANDRAIL_TRY(const auto who, customers_.actor(model->workspace, reader));
  if (limit == 0 || limit > store::limits::page_rows)
    return Error{ErrorCode::invalid, fmt::format("A page holds 1 to {} entries", store::limits::page_rows), "limit",
                 ""};
  std::vector<TimelineEntry> entries;
  // What the reader may not see leaves gaps: the page is filled with what stands before them.
  for (auto last = before == 0 ? state->version : std::min(before - 1, state->version);
       last > 0 && entries.size() < limit;) {
    const auto first = last > limit ? last - limit : 0;
    HANDRAIL_TRY(const auto events, store_->events_of(tenant, first, static_cast<std::size_t>(last - first)));
    for (auto event = events.rbegin(); event != events.rend() && entries.size() < limit; ++event) {
      HANDRAIL_TRY(auto one, happened(*event));
      if (auto seen = engagement::as_seen_by(who, std::move(one), *state, *model))
        entries.push_back({event->position, event->version, event->command, std::move(*seen), event->hash});
    }
    last = first;
  }
  return entries;
}

Result<std::vector<engagement::Action>> StoredEngine::can(const TenantId& tenant, const PersonId& person) {
  HANDRAIL_TRY(const auto state, this->tenant(tenant));
  HANDRAIL_TRY(const auto model, library_.model_for(*state));
  HANDRAIL_TRY(const auto who, customers_.actor(model->workspace, person));
  return engagement::can(*state, *model, who, clock_.now());
}

} // namespace

namespace {

Result<std::unique_ptr<store::Store>> open_log(const Options& options, const store::DataFolder& data) {
  if (options.database.empty()) {
    HANDRAIL_TRY(auto log, store::open_sqlite_store(data.log(), store::sqlite::Access::write));
    return log;
  }
  HANDRAIL_TRY(const auto address, store::postgres::Address::from(options.database));
  return store::open_postgres_store(address, store::postgres::Access::write);
}

std::filesystem::path key_file(const CheckpointPolicy& policy, const store::DataFolder& data) {
  return policy.key_file.empty() ? data.checkpoint_key() : policy.key_file;
}

Result<std::unique_ptr<Engine>> opened(const Options& options, store::WriterLock lock,
                                       std::unique_ptr<store::Store> log, const Clock& clock, IdSource& ids) {
  const store::DataFolder data{options.data};
  HANDRAIL_CHECK(store::belong_to(data, log->identity()));
  std::optional<store::PrivateKey> key;
  if (options.checkpoints) {
    HANDRAIL_TRY(key, store::read_or_make_key(key_file(*options.checkpoints, data)));
  }
  HANDRAIL_TRY(auto models, store::open_sqlite_read_models(data.read_models(), store::sqlite::Access::write));
  HANDRAIL_CHECK(catch_up(*log, *models));
  auto snapshots = store::open_sqlite_snapshots(data.states()); // a cache: without it long histories open slowly
  auto engine = std::make_unique<StoredEngine>(options, std::move(lock), std::move(log), std::move(models),
                                               snapshots ? std::move(*snapshots) : nullptr, clock, ids);
  HANDRAIL_CHECK(engine->open(options.checkpoints, key));
  return std::unique_ptr<Engine>(std::move(engine));
}

} // namespace

Result<std::unique_ptr<Engine>> Engine::open(const Options& options, const Clock& clock, IdSource& ids) {
  const store::DataFolder data{options.data};
  HANDRAIL_TRY(auto lock, store::WriterLock::take(data));
  if (options.database.empty()) HANDRAIL_CHECK(store::belong_to(data, {}));
  HANDRAIL_TRY(auto log, open_log(options, data));
  return opened(options, std::move(lock), std::move(log), clock, ids);
}

Result<std::unique_ptr<Engine>> open_engine_on(std::unique_ptr<store::Store> log, const Options& options,
                                               const Clock& clock, IdSource& ids) {
  HANDRAIL_TRY(auto lock, store::WriterLock::take({options.data}));
  return opened(options, std::move(lock), std::move(log), clock, ids);
}

} // namespace handrail::app
