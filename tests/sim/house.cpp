#include "sim/house.h"

#include "playbook/compile_workspace.h"
#include "support/files.h"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

namespace handrail::sim {

namespace fs = std::filesystem;

namespace {

std::map<std::string, std::string> sample_house() {
  const fs::path root = "workspaces/fasttrack";
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.is_regular_file())
      files[fs::relative(entry.path(), root).generic_string()] = testing::read_whole(entry.path());
  if (files.empty()) throw std::runtime_error("There is no workspaces/fasttrack here: start in the project's folder.");
  return files;
}

std::shared_ptr<const playbook::Model> compiled(const Setting& setting, int edition) {
  auto files = setting.house == "generated" ? generated_house(setting.seed) : sample_house();
  std::vector<std::string> names;
  for (auto& [name, text] : files) {
    if (edition > 0 && name.starts_with("playbooks/") && name.find("/includes/") == std::string::npos)
      text += fmt::format("\n<!-- edition {} -->\n", edition);
    names.push_back(name);
  }
  auto made = playbook::compile_workspace(playbook::MemorySources(files), names, playbook::built_in_languages());
  if (made.model != nullptr) return made.model;
  std::string findings = to_line(setting) + " does not compile:\n";
  for (const auto& one : made.diagnostics)
    if (one.severity == playbook::Severity::error)
      findings += fmt::format("{}:{}:{}: {} ({})\n", one.at.file, one.at.line, one.at.column, one.message, one.hint);
  throw std::runtime_error(findings);
}

} // namespace

std::shared_ptr<const playbook::Model> model_of(const Setting& setting, int edition) {
  static std::map<std::tuple<std::string, std::uint64_t, int>, std::shared_ptr<const playbook::Model>> made;
  const auto seed = setting.house == "generated" ? setting.seed : 0;
  auto& model = made[{setting.house, seed, edition}];
  if (model == nullptr) model = compiled(setting, edition);
  return model;
}

} // namespace handrail::sim
