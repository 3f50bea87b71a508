#include "cli/playbook_files.h"

#include "core/file.h"
#include "playbook/compile.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

namespace handrail::cli {

namespace fs = std::filesystem;

namespace {

bool is_included_only(const std::string& name) {
  return name.rfind("includes/", 0) == 0 || name.find("/includes/") != std::string::npos;
}

/// A text file is a playbook when it begins with front matter; Markdown always may be one.
bool is_playbook_name(const app::FolderSources& sources, const std::string& name) {
  if (fs::path(name).extension() != ".txt") return true;
  const auto text = sources.read(name);
  return text && text->find("---") != std::string::npos && text->find("---") <= 3; // behind a byte-order mark, at most
}

class Reader {
public:
  explicit Reader(const std::string& root) {
    if (root.empty()) return;
    root_ = prefix_of(root);
    shared_ = std::make_shared<const app::FolderSources>(root, root_);
  }

  Result<void> read(const std::string& path) {
    std::error_code failure;
    const auto status = fs::status(path, failure);
    if (!fs::exists(status))
      return Error{ErrorCode::not_found, "there is no such file or folder", path, "check the name"};
    return fs::is_directory(status) ? folder(path) : file(path);
  }

  NamedPaths take() { return std::move(found_); }

private:
  Result<void> folder(const std::string& path) {
    std::error_code ignored; // a folder that may not be looked into says so when its files are listed
    if (fs::exists(fs::path(path) / "workspace.yaml", ignored)) {
      if (seen_.insert(prefix_of(path)).second) found_.workspaces.push_back(path);
      return {};
    }
    const auto prefix = prefix_of(path);
    HANDRAIL_CHECK(below_root(prefix, path));
    const auto sources = shared_ ? shared_ : std::make_shared<const app::FolderSources>(path, prefix);
    HANDRAIL_TRY(const auto names, app::files_below(path, {".md", ".markdown", ".txt"}));
    for (const auto& name : names)
      if (!is_included_only(name) && is_playbook_name(*sources, prefix + name)) add(prefix + name, sources);
    return {};
  }

  Result<void> file(const std::string& path) {
    const auto name = fs::path(path).lexically_normal().generic_string();
    HANDRAIL_CHECK(below_root(name, path));
    const auto parent = fs::path(name).parent_path();
    const auto own = parent.empty() ? std::string(".") : parent.string();
    add(name, shared_ ? shared_ : std::make_shared<const app::FolderSources>(own, prefix_of(own)));
    return {};
  }

  Result<void> below_root(const std::string& name, const std::string& path) const {
    if (name.rfind(root_, 0) == 0) return {};
    return Error{ErrorCode::invalid, "this is not below the folder given as --root", path,
                 "name both the same way, from the current folder or from /"};
  }

  void add(const std::string& name, std::shared_ptr<const app::FolderSources> sources) {
    if (seen_.insert(name).second) found_.files.push_back({name, std::move(sources)});
  }

  std::string root_;
  std::shared_ptr<const app::FolderSources> shared_;
  std::set<std::string> seen_;
  NamedPaths found_;
};

} // namespace

std::string prefix_of(const std::string& folder) {
  auto name = fs::path(folder).lexically_normal().generic_string();
  if (name == "." || name == "./" || name.empty()) return "";
  if (name.back() != '/') name += '/';
  return name;
}

Result<fs::path> workspace_above(const fs::path& file) {
  std::error_code error;
  const fs::path absolute = fs::absolute(file, error);
  for (fs::path folder = absolute.parent_path(); !error; folder = folder.parent_path()) {
    if (fs::exists(folder / "workspace.yaml", error)) return folder;
    if (folder == folder.parent_path()) break;
  }
  return Error{ErrorCode::not_found, "no folder above it has a workspace.yaml", file.string(),
               "Say which workspace is meant, with --workspace."};
}

Result<NamedPaths> named_paths(const std::vector<std::string>& paths, const std::string& root) {
  Reader reader(root);
  for (const auto& path : paths) HANDRAIL_CHECK(reader.read(path));
  return reader.take();
}

Result<playbook::Languages> languages_with(const std::vector<std::string>& files) {
  auto languages = playbook::built_in_languages();
  for (const auto& file : files) {
    HANDRAIL_TRY(const auto text, read_file(file, playbook::max_file_bytes));
    HANDRAIL_CHECK(languages.add(text, file));
  }
  return languages;
}

} // namespace handrail::cli
