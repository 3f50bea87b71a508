// A workspace's files → the Model that the engine decides by, and everything there is to say about them.
// docs/spec/workspace.md
#pragma once

#include "playbook/compile.h"
#include "playbook/diagnostic.h"
#include "playbook/languages.h"
#include "playbook/sources.h"
#include "playbook/workspace.h"

#include <memory>
#include <string>
#include <vector>

namespace handrail::playbook {

inline constexpr std::size_t max_playbooks = 2'000;
inline constexpr std::size_t max_templates = 1'000;

struct CompiledWorkspace {
  std::shared_ptr<const Model> model;  ///< null when one of the diagnostics is an error
  std::vector<Diagnostic> diagnostics; ///< of all files, sorted by place
  std::size_t files = 0;               ///< how many were read; what playbooks include is not counted
};

/// Compiles a workspace. `files` are the names of all files below the root, as `sources` takes them; which of them are
/// read follows from their folders (§ workspace-1): workspace.yaml, people.yaml, playbooks/**.md but for folders named
/// "includes", templates/*.md, tables/*.md. Never fails: what cannot be read is a diagnostic.
CompiledWorkspace compile_workspace(const Sources& sources, std::vector<std::string> files, const Languages& languages);

} // namespace handrail::playbook
