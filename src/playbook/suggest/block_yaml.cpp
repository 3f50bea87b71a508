// Suggestions as one rules block, in the order in which authors write them: outcome, tasks, forbid; entry.
#include "playbook/suggest/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace handrail::playbook {

namespace {

using Place = Suggestion::Place;
using Some = std::vector<const Suggestion*>;

class Writer {
public:
  std::string take() { return std::move(out_); }

  void line(std::size_t indent, std::string_view text) { out_.append(indent, ' ').append(text).append("\n"); }

  /// Lines of a rule: the first behind "- " where it is a member of a list.
  void lines(std::size_t indent, const std::string& text, bool member) {
    for (std::size_t from = 0; from <= text.size();) {
      const auto to = std::min(text.find('\n', from), text.size());
      line(indent, (member && from == 0 ? "- " : member ? "  " : "") + text.substr(from, to - from));
      from = to + 1;
    }
  }

  void cites(std::size_t indent, const std::vector<std::string>& sentences) {
    if (sentences.size() == 1) return line(indent, "cites: " + yaml_scalar(sentences.front()));
    if (sentences.empty()) return;
    line(indent, "cites:");
    for (const auto& each : sentences) line(indent + 2, "- " + yaml_scalar(each));
  }

  void remark(std::size_t indent, const Suggestion& suggestion) {
    if (!suggestion.remark.empty()) line(indent, "# " + suggestion.remark);
  }

  void list(std::size_t indent, std::string_view key, const Some& suggestions) {
    if (suggestions.empty()) return;
    line(indent, fmt::format("{}:", key));
    for (const Suggestion* each : suggestions) {
      remark(indent + 2, *each);
      lines(indent + 2, each->yaml, true);
      cites(indent + 4, each->cites);
    }
  }

  /// The keys of a task or an outcome.
  void body(std::size_t indent, const Some& all) {
    for (const Suggestion* each : all)
      if (each->place == Place::when) {
        remark(indent, *each);
        lines(indent, each->yaml, false);
        cites(indent, each->cites);
        break; // a task has one condition
      }
    list(indent, "requires", of(all, Place::requirement));
    list(indent, "effects", of(all, Place::effect));
    for (const Suggestion* each : all)
      if (each->place == Place::due) {
        remark(indent, *each);
        constexpr std::string_view key = "due: {";
        line(indent, "due:");
        // Its keys a line each, so that what it cites can stand with them.
        auto rest = std::string_view(each->yaml).substr(key.size());
        rest.remove_suffix(1);
        for (std::size_t from = 0; from < rest.size();) {
          const auto to = std::min(rest.find(", ", from), rest.size());
          line(indent + 2, rest.substr(from, to - from));
          from = to + 2;
        }
        cites(indent + 2, each->cites);
        break;
      }
  }

  static Some of(const Some& all, Place place) {
    Some some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                 [&](const auto* each) { return each->place == place; });
    return some;
  }

private:
  std::string out_;
};

} // namespace

std::string block_yaml(const std::vector<Suggestion>& suggestions) {
  Some outcome_parts, all;
  std::map<std::string, Some> by_task;
  const Suggestion* outcome = nullptr;
  for (const Suggestion& each : suggestions) {
    all.push_back(&each);
    if (each.place == Place::outcome) outcome = outcome == nullptr ? &each : outcome;
    const bool on_tasks = each.place != Place::outcome && each.place != Place::forbid && each.place != Place::entry &&
                          each.place != Place::exit;
    if (!on_tasks) continue;
    if (each.tasks.empty()) outcome_parts.push_back(&each);
    for (const auto& id : each.tasks) by_task[id].push_back(&each);
  }
  Writer writer;
  if (outcome != nullptr) {
    writer.line(0, "outcome:");
    writer.lines(2, outcome->yaml, false);
    writer.cites(2, outcome->cites);
    writer.body(2, outcome_parts);
  }
  if (!by_task.empty()) writer.line(0, "tasks:");
  for (const auto& [id, parts] : by_task) {
    writer.line(2, id + ":");
    writer.body(4, parts);
  }
  writer.list(0, "forbid", Writer::of(all, Place::forbid));
  writer.list(0, "entry", Writer::of(all, Place::entry));
  writer.list(0, "exit", Writer::of(all, Place::exit));
  return writer.take();
}

} // namespace handrail::playbook
