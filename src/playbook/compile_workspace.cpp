#include "playbook/compile_workspace.h"

#include "core/text.h"
#include "playbook/coverage/coverage.h"
#include "playbook/facts.h"
#include "playbook/message_template.h"
#include "playbook/pinned.h"
#include "playbook/rule_block.h"
#include "playbook/table_file.h"
#include "playbook/workspace_reader.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace handrail::playbook {

namespace {

/// The files of a workspace by what they are, each sorted by name.
struct Files {
  std::vector<std::string> playbooks, templates, tables;
};

bool starts_with(std::string_view text, std::string_view start) { return text.substr(0, start.size()) == start; }
bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

Files sorted_out(std::vector<std::string> names, const std::string& root) {
  Files files;
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    if (!starts_with(name, root) || !ends_with(name, ".md")) continue;
    const std::string path = name.substr(root.size());
    if (starts_with(path, "playbooks/") && path.find("/includes/") == std::string::npos)
      files.playbooks.push_back(name);
    if (starts_with(path, "templates/")) files.templates.push_back(name);
    if (starts_with(path, "tables/")) files.tables.push_back(name);
  }
  return files;
}

Vocabulary vocabulary_of(const Workspace& workspace) {
  Vocabulary words{workspace.phases, workspace.motions, {}, {}};
  const auto add = [](std::vector<std::string>& list, const std::string& id, const std::string& name,
                      const std::vector<std::string>& aliases) {
    list.push_back(name);
    if (id != name) list.push_back(id);
    list.insert(list.end(), aliases.begin(), aliases.end());
  };
  for (const Role& role : workspace.roles) add(words.roles, role.id.text(), role.name, role.aliases);
  for (const Service& service : workspace.services)
    add(words.services, service.id.text(), service.name, service.aliases);
  return words;
}

class Compiler {
public:
  Compiler(const Sources& sources, const Languages& languages) : sources_(sources), languages_(languages) {}

  CompiledWorkspace run(std::vector<std::string> names) {
    const Files files = sorted_out(std::move(names), sources_.root());
    if (!settings()) return finish();
    const auto all = [&](const std::vector<std::string>& some, const char* noun, std::size_t limit, auto read) {
      for (std::size_t i = 0; i < std::min(some.size(), limit); ++i) read(some[i]);
      if (some.size() > limit)
        report("workspace-limit", some[limit], fmt::format("a workspace has at most {} {}", limit, noun),
               "take some away");
    };
    all(files.tables, "tables", max_tables, [&](const auto& file) { table(file); });
    facts_ = fact_names(model_.workspace, model_.tables);
    all(files.templates, "templates", max_templates, [&](const auto& file) { message(file); });
    const Vocabulary words = vocabulary_of(model_.workspace);
    all(files.playbooks, "playbooks", max_playbooks, [&](const auto& file) { playbook(file, words); });
    add(lint_together(results_));
    for (const CompileResult& result : results_) next_steps(result.playbook);
    rules();
    return finish();
  }

private:
  bool settings() {
    const std::string root = sources_.root();
    const auto text = read(root + "workspace.yaml");
    if (!text) return false;
    model_.workspace = read_workspace(*text, root + "workspace.yaml", diagnostics_);
    if (!sources_.look_up(root + "people.yaml")) return true;
    if (const auto people = read(root + "people.yaml"))
      read_people(*people, root + "people.yaml", model_.workspace, diagnostics_);
    return true;
  }

  void table(const std::string& file) {
    const auto text = read(file);
    if (!text) return;
    auto found = read_table(*text, file, model_.workspace, diagnostics_);
    if (!found) return;
    const bool taken = std::any_of(model_.tables.begin(), model_.tables.end(),
                                   [&](const Table& other) { return other.name == found->name; });
    if (taken)
      report("duplicate-name", file, fmt::format("there is another table “{}”", found->name),
             "rename one of the files");
    else
      model_.tables.push_back(std::move(*found));
  }

  void message(const std::string& file) {
    const auto text = read(file);
    if (!text) return;
    auto found = read_template(*text, file, model_.workspace, facts_, diagnostics_);
    if (!found) return;
    if (model_.workspace.message(found->id) != nullptr)
      report("duplicate-name", file, fmt::format("there is another template “{}”", found->id.text()),
             "rename one of the files");
    else
      model_.workspace.templates.push_back(std::move(*found));
  }

  void playbook(const std::string& file, const Vocabulary& words) {
    ++files_;
    RecordingSources recording(sources_);
    CompileResult result = compile_playbook(file, recording, languages_, &words);
    add(std::move(result.diagnostics));
    const PlaybookId id = result.playbook.id;
    const auto first = model_.texts.find(id);
    if (first != model_.texts.end())
      report("duplicate-name", file, fmt::format("there is another playbook “{}”", id.text()),
             "rename one of the files");
    model_.texts.emplace(id, to_text({file, recording.take()}));
    audience(result.playbook);
    results_.push_back(std::move(result));
  }

  void audience(const Playbook& playbook) {
    const std::vector<std::string> known{"internal", "partner"};
    if (playbook.audience.empty() || std::find(known.begin(), known.end(), playbook.audience) != known.end()) return;
    report("unknown-audience", playbook.file,
           fmt::format("the audience “{}” is neither internal nor partner", text::shortened(playbook.audience, 60)),
           yaml::suggestion(playbook.audience, known), Severity::warning);
  }

  /// A link to a file that is not there is a finding already; one to a file that is no playbook leads nowhere either.
  void next_steps(const Playbook& playbook) {
    for (const NextPlaybook& next : playbook.next) {
      if (next.target.empty() || next.target.find("://") != std::string::npos) continue;
      const std::string path = resolved_path(playbook.file, next.target, sources_.root());
      const auto leads_there = [&](const CompileResult& result) { return result.playbook.file == path; };
      if (std::any_of(results_.begin(), results_.end(), leads_there) || !sources_.look_up(path)) continue;
      std::vector<std::string> known;
      for (const CompileResult& result : results_) known.push_back(result.playbook.id.text() + ".md");
      diagnostics_.push_back({"unknown-playbook",
                              Severity::warning,
                              next.at,
                              fmt::format("“{}” is no playbook of this workspace", text::shortened(next.target, 60)),
                              yaml::suggestion(next.target, known),
                              {},
                              {}});
    }
  }

  void rules() {
    std::vector<const Playbook*> all;
    for (const CompileResult& result : results_) all.push_back(&result.playbook);
    const RuleScope scope = rule_scope(model_.workspace, facts_, all);
    for (CompileResult& result : results_) {
      compile_rules(result.playbook, scope, diagnostics_);
      result.playbook.coverage = std::make_shared<const Coverage>(coverage_of(result.playbook, languages_));
      const PlaybookId id = result.playbook.id;
      model_.playbooks.emplace(id, std::make_shared<const Playbook>(std::move(result.playbook)));
    }
  }

  CompiledWorkspace finish() {
    for (Diagnostic& diagnostic : diagnostics_)
      if (diagnostic.source_line.empty()) diagnostic.source_line = source_line(sources_, diagnostic.at);
    sort_diagnostics(diagnostics_);
    CompiledWorkspace compiled;
    if (!has_errors(diagnostics_)) compiled.model = std::make_shared<const Model>(std::move(model_));
    compiled.diagnostics = std::move(diagnostics_);
    compiled.files = files_;
    return compiled;
  }

  std::optional<std::string> read(const std::string& file) {
    auto text = sources_.read(file);
    ++files_;
    if (text) return std::move(*text);
    report("unreadable", file, text.error().message, text.error().remedy);
    return std::nullopt;
  }

  void add(std::vector<Diagnostic> more) {
    diagnostics_.insert(diagnostics_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }

  void report(std::string code, const std::string& file, std::string message, std::string hint,
              Severity severity = Severity::error) {
    diagnostics_.push_back({std::move(code), severity, {file, 1, 1, 1}, std::move(message), std::move(hint), {}, {}});
  }

  const Sources& sources_;
  const Languages& languages_;
  Model model_;
  feel::Names facts_;
  std::vector<CompileResult> results_;
  std::vector<Diagnostic> diagnostics_;
  std::size_t files_ = 0;
};

} // namespace

CompiledWorkspace compile_workspace(const Sources& sources, std::vector<std::string> files,
                                    const Languages& languages) {
  return Compiler(sources, languages).run(std::move(files));
}

} // namespace handrail::playbook
