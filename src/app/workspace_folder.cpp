#include "app/workspace_folder.h"

#include "app/folder_sources.h"
#include "playbook/compile_workspace.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::app {

namespace {

Error refused(const std::vector<playbook::Diagnostic>& diagnostics) {
  const auto is_error = [](const playbook::Diagnostic& one) { return one.severity == playbook::Severity::error; };
  const auto count = std::count_if(diagnostics.begin(), diagnostics.end(), is_error);
  const auto first = std::find_if(diagnostics.begin(), diagnostics.end(), is_error);
  if (first == diagnostics.end())
    return {ErrorCode::internal, "The workspace does not compile, and nothing says why", "", ""};
  const auto others = count > 1 ? fmt::format(" (and {} more errors)", count - 1) : std::string();
  return {ErrorCode::invalid, fmt::format("The workspace does not compile: {}{}", first->message, others),
          fmt::format("{}:{}:{}", first->at.file, first->at.line, first->at.column),
          "`handrail check` on the folder shows them all."};
}

} // namespace

Result<std::shared_ptr<const playbook::Model>> compiled_workspace(const std::filesystem::path& folder) {
  HANDRAIL_TRY(auto files, files_below(folder, {".md", ".yaml"}));
  const FolderSources sources(folder, "");
  auto compiled = playbook::compile_workspace(sources, std::move(files), playbook::built_in_languages());
  if (compiled.model == nullptr) return refused(compiled.diagnostics);
  return std::move(compiled.model);
}

} // namespace handrail::app
