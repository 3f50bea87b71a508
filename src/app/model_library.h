// The model that is decided by, and the playbooks that engagements stay with when their files change. § storage-7
#pragma once

#include "app/id_source.h"
#include "core/result.h"
#include "core/time.h"
#include "engagement/state.h"
#include "playbook/languages.h"
#include "playbook/workspace.h"
#include "store/read_models.h"
#include "store/store.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace handrail::app {

/// The stream in which the house keeps what was published: which text each version of a playbook was made from.
inline constexpr const char* published_stream = "@playbooks";

/// May be used from any thread.
class ModelLibrary {
public:
  ModelLibrary(store::Store& store, store::ReadModels& models, const Clock& clock, IdSource& ids);

  /// Reads what was published before, all of it. Called before anything else.
  Result<void> open();
  /// Reads what others have published since.
  Result<void> catch_up();

  /// Keeps the texts of playbook versions that are new, durably, and then decides by the model.
  /// Errors: invalid (a version that is under way for some tenant does not compile in this workspace any more).
  Result<void> publish(const std::shared_ptr<const playbook::Model>& model);

  /// Decides by a model without keeping anything: for reading a folder that somebody else may write.
  void look(std::shared_ptr<const playbook::Model> model);

  /// Never null.
  std::shared_ptr<const playbook::Model> model() const;

  /// The model, with the versions that the tenant's engagements were started with.
  /// Errors: internal (a version's text is not kept, or compiles no more).
  Result<std::shared_ptr<const playbook::Model>> model_for(const engagement::TenantState& state);

private:
  using PlaybookVersion = std::pair<PlaybookId, std::string>;

  Result<void> read_on();
  Result<void> keep_texts(const playbook::Model& model);
  Result<void> pin_running(playbook::Model& model);
  Result<std::shared_ptr<const playbook::Playbook>> compiled(const PlaybookVersion& version,
                                                             const playbook::Model& model);

  store::Store& store_;
  store::ReadModels& models_;
  const playbook::Languages languages_;
  const Clock& clock_;
  IdSource& ids_;
  std::mutex publishing_; ///< guards the next two
  std::map<PlaybookVersion, store::Hash> texts_;
  store::Version version_ = 0; ///< of the stream
  mutable std::mutex reading_; ///< guards the pointer
  std::shared_ptr<const playbook::Model> model_;
};

} // namespace handrail::app
