// The text of one version of a playbook, to be stored when an engagement starts with it, and compiled again later.
//
//   store(version, model.texts.at(id));                              // at the start of an engagement
//   auto book = compile_pinned(stored_text, *newest_model, languages); // after the workspace was published anew
#pragma once

#include "core/result.h"
#include "playbook/languages.h"
#include "playbook/sources.h"
#include "playbook/workspace.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace handrail::playbook {

/// Everything a version was compiled from: the playbook's file and those it includes, by name.
struct PlaybookText {
  std::string file; ///< the playbook's own name among `files`
  std::map<std::string, std::string> files;
};

/// As one text (JSON), and back. Errors: invalid.
std::string to_text(const PlaybookText& text);
Result<PlaybookText> playbook_text_from(std::string_view text);

/// Notes which files a compilation reads.
class RecordingSources final : public Sources {
public:
  explicit RecordingSources(const Sources& sources) : sources_(sources) {}

  Result<std::string> read(const std::string& path) const override;
  Result<void> look_up(const std::string& path) const override { return sources_.look_up(path); }
  std::string root() const override { return sources_.root(); }

  std::map<std::string, std::string> take() { return std::move(files_); }

private:
  const Sources& sources_;
  mutable std::map<std::string, std::string> files_;
};

/// Compiles a stored version against today's workspace, tables and templates: it keeps its own steps, tasks and rules.
/// Errors: invalid, with the first problem's place, when a name it uses is no longer in the workspace. Whoever
/// publishes a workspace tries this for every version that engagements still run, and refuses the workspace if one
/// fails.
Result<std::shared_ptr<const Playbook>> compile_pinned(std::string_view text, const Model& current,
                                                       const Languages& languages);

} // namespace handrail::playbook
