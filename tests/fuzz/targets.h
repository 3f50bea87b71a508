// What is fuzzed: every way in which text of others comes in. Each function takes any bytes at all, and comes back soon
// whatever they are; what it finds wrong with them is its own affair. docs/spec/strength.md
#pragma once

#include <array>
#include <string_view>

namespace handrail::fuzz {

void markdown(std::string_view input);
void front_matter(std::string_view input);
void workspace(std::string_view input);
void rules(std::string_view input);
void feel(std::string_view input);
void table(std::string_view input);
void scenario(std::string_view input);
void cases(std::string_view input);

struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
  std::string_view seeds; ///< folders of the project whose files are inputs too, with colons between
};
inline constexpr std::array<Target, 8> targets{{
    {"markdown", markdown, "tests/fixtures/playbooks:workspaces/fasttrack/playbooks"},
    {"front_matter", front_matter, "workspaces/fasttrack/templates"},
    {"workspace", workspace, "workspaces/fasttrack"},
    {"rules", rules, ""},
    {"feel", feel, ""},
    {"table", table, "workspaces/fasttrack/tables"},
    {"scenario", scenario, "workspaces/fasttrack/scenarios"},
    {"cases", cases, ""},
}};

} // namespace handrail::fuzz
