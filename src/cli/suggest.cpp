// handrail suggest: rules that a playbook's sentences seem to ask for.
#include "app/workspace_folder.h"
#include "cli/command.h"
#include "cli/playbook_files.h"
#include "playbook/compile.h"
#include "playbook/suggest/suggest_report.h"

#include <filesystem>
#include <memory>

namespace handrail::cli {

namespace {

/// The workspace that is named, or the one around the file; null when there is none.
Result<std::shared_ptr<const playbook::Model>> model_for(const Arguments& arguments, const std::string& file) {
  if (arguments.has("workspace")) return app::compiled_workspace(arguments["workspace"]);
  if (const auto folder = workspace_above(file)) return app::compiled_workspace(*folder);
  return std::shared_ptr<const playbook::Model>();
}

int suggest(const Arguments& arguments, Console& console) {
  const auto refuse = [&](const Error& error, Exit status) {
    console.err << "handrail suggest: " << to_string(error) << "\n";
    return static_cast<int>(status);
  };
  const auto extra = arguments.flags.find("languages");
  const auto languages = languages_with(extra == arguments.flags.end() ? std::vector<std::string>{} : extra->second);
  if (!languages) return refuse(languages.error(), Exit::usage);
  const auto& path = arguments.positional.front();
  std::error_code failure;
  if (std::filesystem::is_directory(path, failure))
    return refuse({ErrorCode::invalid, "this is a folder", path, "name one playbook"}, Exit::usage);
  const auto paths = named_paths(arguments.positional, arguments.has("root") ? arguments["root"] : "");
  if (!paths) return refuse(paths.error(), Exit::usage);
  const auto& file = paths->files.front();
  const auto model = model_for(arguments, file.name);
  if (!model) return refuse(model.error(), Exit::failure);
  const auto result = playbook::compile_playbook(file.name, *file.sources, *languages);
  if (result.playbook.version.empty()) { // nothing was read
    const auto& why = result.diagnostics.front();
    return refuse({ErrorCode::invalid, why.message, file.name, why.hint}, Exit::failure);
  }
  const auto suggestions = playbook::suggest(result.playbook, *languages, model->get());
  console.out << (arguments["format"] == "json"
                      ? playbook::to_json(result.playbook, suggestions)
                      : playbook::to_text(result.playbook, suggestions, console.out_is_terminal));
  return Exit::success;
}

} // namespace

extern const Command suggest_command{
    "suggest",
    "Propose rules for a playbook's sentences",
    "Reads the usual phrasings of orders (“set only one of the following”, “required to add … in … notes”, “remove "
    "X”,\n"
    "“only for unmanaged customers” …) and prints, for each heading, a rules block to be pasted below its text. Every\n"
    "rule cites its sentence. Sentences that rules enforce already are left alone; what was not understood is listed.\n"
    "With a workspace (the one around the file, or --workspace) names are spelled as it has them, and only what it\n"
    "allows is suggested. The phrases are English. Read what is suggested before you keep it: `handrail check` and\n"
    "scenarios tell whether it says what you mean.\n"
    "Exit status: 0, 1 when the playbook or workspace cannot be read, 2 when the command line is wrong.",
    "  handrail suggest playbooks/re-engagement.md\n"
    "  handrail suggest --workspace workspaces/fasttrack playbooks/re-engagement.md\n",
    {{"workspace", "DIR", "The workspace whose names are meant; by default the one around the playbook", "", false},
     {"format", "text|json", "How suggestions are printed", "text", false},
     {"root", "DIR", "The folder below which includes are looked for; by default the file's own", "", false},
     {"languages", "FILE", "More words to recognise playbooks by, in the format of data/languages.yaml", "", true}},
    {"PLAYBOOK.md", "The playbook's file", 1, 1},
    suggest};

} // namespace handrail::cli
