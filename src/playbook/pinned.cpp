#include "playbook/pinned.h"

#include "playbook/compile.h"
#include "playbook/coverage/coverage.h"
#include "playbook/facts.h"
#include "playbook/rule_block.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace handrail::playbook {

std::string to_text(const PlaybookText& text) {
  const nlohmann::json json = {{"file", text.file}, {"files", text.files}};
  // A file that is not UTF-8 is an error of the compilation; here it only must not throw.
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<PlaybookText> playbook_text_from(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  const Error error{ErrorCode::invalid, "the stored text of a playbook cannot be read", "", "restore it from a backup"};
  if (!json.is_object() || !json.contains("file") || !json["file"].is_string()) return error;
  if (!json.contains("files") || !json["files"].is_object()) return error;
  PlaybookText result;
  result.file = json["file"].get<std::string>();
  for (const auto& [name, content] : json["files"].items()) {
    if (!content.is_string()) return error;
    result.files.emplace(name, content.get<std::string>());
  }
  return result;
}

Result<std::string> RecordingSources::read(const std::string& path) const {
  auto text = sources_.read(path);
  if (text) files_.emplace(path, *text);
  return text;
}

Result<std::shared_ptr<const Playbook>> compile_pinned(std::string_view text, const Model& current,
                                                       const Languages& languages) {
  HANDRAIL_TRY(PlaybookText stored, playbook_text_from(text));
  const MemorySources sources(std::move(stored.files));
  CompileResult result = compile_playbook(stored.file, sources, languages);

  const feel::Names facts = fact_names(current.workspace, current.tables);
  std::vector<const Playbook*> all{&result.playbook};
  for (const auto& [id, playbook] : current.playbooks)
    if (id != result.playbook.id) all.push_back(playbook.get());
  compile_rules(result.playbook, rule_scope(current.workspace, facts, all), result.diagnostics);
  result.playbook.coverage = std::make_shared<const Coverage>(coverage_of(result.playbook, languages));
  sort_diagnostics(result.diagnostics);
  const auto error = std::find_if(result.diagnostics.begin(), result.diagnostics.end(),
                                  [](const Diagnostic& one) { return one.severity == Severity::error; });
  if (error != result.diagnostics.end())
    return Error{ErrorCode::invalid,
                 fmt::format("a version of “{}” that engagements still run no longer fits the workspace: {}",
                             result.playbook.title, error->message),
                 fmt::format("{}:{}:{}", error->at.file, error->at.line, error->at.column), error->hint};
  return std::make_shared<const Playbook>(std::move(result.playbook));
}

} // namespace handrail::playbook
