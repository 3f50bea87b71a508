#include "playbook/report.h"

#include "core/control_character.h"
#include "core/text.h"
#include "playbook/markdown/fold.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace handrail::playbook {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view reset = "\x1b[0m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view dim = "\x1b[2m";

std::string_view colour(Severity severity) {
  switch (severity) {
    case Severity::error: return "\x1b[1;31m";
    case Severity::warning: return "\x1b[1;33m";
    case Severity::note: return "\x1b[1;36m";
  }
  return reset;
}

/// East Asian letters take two columns of a terminal.
std::size_t width_of(std::uint32_t code) {
  const bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                    (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                    (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                    (code >= 0x1F300 && code <= 0x1FAFF);
  return is_invisible(code) ? 0 : wide ? 2 : 1;
}

/// The part of a line that is shown, with the caret's place in it. Control characters, which a terminal would obey, are
/// shown as blanks.
struct Excerpt {
  std::string line, caret;
};

Excerpt excerpt(const Diagnostic& diagnostic) {
  constexpr std::size_t before_caret = 60;
  constexpr std::size_t most = 110;
  const std::size_t column = diagnostic.at.column;
  const std::size_t first = column > before_caret + 20 ? column - before_caret : 1;
  Excerpt shown;
  if (first > 1) shown.line = "…", shown.caret = " ";
  std::size_t at_column = 1;
  std::size_t marked = 0;
  for (std::size_t at = 0; at < diagnostic.source_line.size(); ++at_column) {
    const auto [code, length] = code_point_at(diagnostic.source_line, at);
    const bool visible = at_column >= first && at_column < first + most;
    if (visible) {
      const bool control = code < 0x20 || code == 0x7F || (code >= 0x80 && code < 0xA0) || is_invisible(code);
      if (control)
        shown.line += ' ';
      else
        shown.line.append(diagnostic.source_line, at, length);
      const bool within = at_column >= column && at_column < column + std::max(1U, diagnostic.at.length);
      if (within)
        shown.caret += std::string(control ? 1 : width_of(code), marked++ == 0 ? '^' : '~');
      else if (at_column < column)
        shown.caret += std::string(control ? 1 : width_of(code), ' ');
    }
    at += length;
  }
  if (at_column > first + most) shown.line += "…";
  if (marked == 0) shown.caret += '^';
  return shown;
}

std::string place(const SourceSpan& at) { return fmt::format("{}:{}:{}", at.file, at.line, at.column); }

std::size_t count(std::span<const Diagnostic> diagnostics, Severity severity) {
  return static_cast<std::size_t>(std::count_if(diagnostics.begin(), diagnostics.end(),
                                                [&](const auto& each) { return each.severity == severity; }));
}

std::string counted(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

Json json_place(const SourceSpan& at) {
  return {{"file", at.file}, {"line", at.line}, {"column", at.column}, {"length", at.length}};
}

/// A path as a URI: what is no letter, digit or usual sign is escaped.
std::string uri(std::string_view path) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  std::string escaped;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos)
      escaped += c;
    else
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return escaped;
}

Json sarif_location(const SourceSpan& at) {
  Json region{{"startLine", std::max(1U, at.line)},
              {"startColumn", std::max(1U, at.column)},
              {"endColumn", std::max(1U, at.column) + at.length}};
  return {{"physicalLocation", {{"artifactLocation", {{"uri", uri(at.file)}}}, {"region", std::move(region)}}}};
}

std::string dumped(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

} // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "error";
}

std::string to_text(const Diagnostic& diagnostic, bool colours) {
  const auto plain = [](std::string_view words) { return text::without_control_characters(words); };
  const auto with = [&](std::string_view code) { return colours ? code : std::string_view{}; };
  std::string all = fmt::format("{}{}:{} {}{}:{} {} {}[{}]{}\n", with(bold), place(diagnostic.at), with(reset),
                                with(colour(diagnostic.severity)), to_string(diagnostic.severity), with(reset),
                                plain(diagnostic.message), with(dim), diagnostic.code, with(reset));
  if (!diagnostic.source_line.empty()) {
    const auto shown = excerpt(diagnostic);
    all += fmt::format("  {:>5} | {}\n        | {}{}{}\n", diagnostic.at.line, shown.line,
                       with(colour(diagnostic.severity)), shown.caret, with(reset));
  }
  if (!diagnostic.hint.empty()) all += fmt::format("        = {}\n", plain(diagnostic.hint));
  for (const auto& other : diagnostic.related) all += fmt::format("        = see {}\n", place(other));
  return all;
}

std::string summary(std::span<const Diagnostic> diagnostics, std::size_t files) {
  const auto in = " in " + counted(files, "file");
  if (diagnostics.empty()) return "no findings" + in;
  return fmt::format("{}, {}, {}{}", counted(count(diagnostics, Severity::error), "error"),
                     counted(count(diagnostics, Severity::warning), "warning"),
                     counted(count(diagnostics, Severity::note), "note"), in);
}

std::string to_json(std::span<const Diagnostic> diagnostics, std::size_t files) {
  Json all = Json::array();
  for (const auto& each : diagnostics) {
    Json one{{"code", each.code}, {"severity", to_string(each.severity)}};
    one.update(json_place(each.at));
    one["message"] = each.message;
    one["hint"] = each.hint;
    one["source_line"] = each.source_line;
    one["related"] = Json::array();
    for (const auto& other : each.related) one["related"].push_back(json_place(other));
    all.push_back(std::move(one));
  }
  return dumped({{"files", files},
                 {"errors", count(diagnostics, Severity::error)},
                 {"warnings", count(diagnostics, Severity::warning)},
                 {"notes", count(diagnostics, Severity::note)},
                 {"diagnostics", std::move(all)}});
}

std::string to_sarif(std::span<const Diagnostic> diagnostics, std::string_view version) {
  Json results = Json::array();
  std::map<std::string, std::size_t> rules;
  for (const auto& each : diagnostics) rules.emplace(each.code, 0);
  Json rule_list = Json::array();
  for (auto& [code, index] : rules) {
    index = rule_list.size();
    rule_list.push_back({{"id", code}, {"help", {{"text", "docs/spec/diagnostics.md explains " + code}}}});
  }
  for (const auto& each : diagnostics) {
    const auto message = each.hint.empty() ? each.message : each.message + " (" + each.hint + ")";
    Json result{{"ruleId", each.code},
                {"ruleIndex", rules[each.code]},
                {"level", to_string(each.severity)},
                {"message", {{"text", message}}},
                {"locations", Json::array({sarif_location(each.at)})}};
    if (!each.related.empty()) result["relatedLocations"] = Json::array();
    for (const auto& other : each.related) result["relatedLocations"].push_back(sarif_location(other));
    results.push_back(std::move(result));
  }
  return dumped(
      {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
       {"version", "2.1.0"},
       {"runs",
        Json::array(
            {{{"tool", {{"driver", {{"name", "handrail"}, {"version", version}, {"rules", std::move(rule_list)}}}}},
              {"columnKind", "unicodeCodePoints"},
              {"results", std::move(results)}}})}});
}

} // namespace handrail::playbook
