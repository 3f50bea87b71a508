#include "playbook/coverage/claims.h"

#include "playbook/rule_scope.h"
#include "playbook/yaml.h"

#include <algorithm>
#include <array>

namespace handrail::playbook {

namespace {

using yaml::Node;

constexpr std::string_view guidance = "guidance";

/// Keys that say when, what to tell and why, not what.
bool is_circumstance(std::string_view key) {
  constexpr std::array keys{"when", "otherwise", "cites", "until"};
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// The kind of a rule: what an author would call it. `list`: the key of the list it stands in.
std::string kind_of(const Node& rule, std::string_view list) {
  constexpr std::array of_many_kinds{"requires", "effects", "until", "entry", "exit"};
  if (list == "tasks" && rule.find("when") == nullptr) return "task";
  if (list == "tasks" || (list.empty() && rule.key().empty())) return "when";
  if (!rule.key().empty()) return rule.key();
  if (std::find(of_many_kinds.begin(), of_many_kinds.end(), list) == of_many_kinds.end()) return std::string(list);
  for (const Node& value : rule.items())
    if (!is_circumstance(value.key())) return value.key();
  return std::string(list);
}

class Reader {
public:
  Reader(const Prose& prose, std::size_t& searched_bytes)
      : prose_(prose), searchable_(prose), searched_bytes_(searched_bytes) {}

  void fence(const Node& root) {
    rule(root, "");
    sentences(root.at(guidance), std::string(guidance));
  }

  std::vector<PlacedClaim> take() { return std::move(claims_); }

private:
  void rule(const Node& node, std::string_view list) {
    if (node.is_sequence())
      for (const Node& member : node.items()) rule(member, node.key());
    if (!node.is_map()) return;
    sentences(node.at("cites"), kind_of(node, list));
    if (node.at("check").is_scalar())
      claims_.push_back({{"check", node.at("check").place()}, {}, folded_item(node.at("check").text())});
    for (const Node& value : node.items()) rule(value, node.key());
  }

  void sentences(const Node& cited, const std::string& kind) {
    sentence(cited, kind);
    for (const Node& one : cited.items()) sentence(one, kind);
  }

  void sentence(const Node& cited, const std::string& kind) {
    if (!cited.is_scalar()) return;
    searched_bytes_ += prose_.text().size();
    if (searched_bytes_ > max_searched_bytes) return;
    if (const auto found = searchable_.find(cited.text())) claims_.push_back({{kind, cited.place()}, *found, {}});
  }

  const Prose& prose_;
  SearchableProse searchable_;
  std::size_t& searched_bytes_;
  std::vector<PlacedClaim> claims_;
};

} // namespace

std::vector<PlacedClaim> claims_of(std::span<const RuleFence> fences, const Prose& prose, std::size_t& searched_bytes) {
  if (fences.empty()) return {};
  Reader reader(prose, searched_bytes);
  for (const RuleFence& fence : fences) {
    std::vector<Diagnostic> findings; // `check` shows them
    const std::uint32_t indentation = fence.at.column > 0 ? fence.at.column - 1 : 0;
    const auto root = yaml::parse(fence.text, {fence.at.file, fence.at.line, indentation}, findings);
    if (root && root->is_map()) reader.fence(*root);
  }
  return reader.take();
}

} // namespace handrail::playbook
