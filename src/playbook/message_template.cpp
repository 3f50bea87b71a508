#include "playbook/message_template.h"

#include "core/text.h"
#include "playbook/rule_scope.h"
#include "playbook/workspace_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace handrail::playbook {

namespace {

/// Front matter and body, and the line the front matter begins on.
struct Parts {
  std::string_view matter, body;
  std::size_t body_offset = 0;
};

std::optional<Parts> split(std::string_view text) {
  const auto first_end = text.find('\n');
  if (first_end == std::string_view::npos || text::trimmed(text.substr(0, first_end)) != "---") return std::nullopt;
  for (std::size_t from = first_end + 1; from < text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    if (text::trimmed(text.substr(from, end - from)) == "---") {
      const std::size_t body = std::min(end + 1, text.size());
      return Parts{text.substr(first_end + 1, from - first_end - 1), text.substr(body), body};
    }
    from = end + 1;
  }
  return std::nullopt;
}

/// Places in a whole file.
class FileText {
public:
  FileText(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

  SourceSpan place(std::size_t offset, std::size_t length) const {
    const auto start = line_start(offset);
    const auto line = static_cast<std::uint32_t>(
                          std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(start), '\n')) +
                      1;
    const auto inside = text_.substr(offset, length);
    return {
        file_, line, static_cast<std::uint32_t>(text::code_points(text_.substr(start, offset - start))) + 1,
        std::max<std::uint32_t>(1, static_cast<std::uint32_t>(text::code_points(inside.substr(0, inside.find('\n')))))};
  }

  std::string line(std::size_t offset) const {
    const auto start = line_start(offset);
    return std::string(text_.substr(start, text_.find('\n', start) - start));
  }

private:
  std::size_t line_start(std::size_t offset) const {
    const auto feed = offset == 0 ? std::string_view::npos : text_.rfind('\n', offset - 1);
    return feed == std::string_view::npos ? 0 : feed + 1;
  }

  std::string_view text_;
  std::string file_;
};

using Report = std::function<void(std::size_t offset, std::size_t length, const feel::Problem& problem)>;
using Place = std::function<SourceSpan(std::size_t offset, std::size_t length)>;

/// Cuts a text at its {{formulas}} and compiles them.
std::vector<MessagePart> parts_of(std::string_view text, const feel::Names& facts, const Place& place,
                                  const Report& report) {
  std::vector<MessagePart> parts;
  std::size_t from = 0;
  while (from < text.size()) {
    const auto open = text.find("{{", from);
    if (open != from)
      parts.push_back(
          {std::string(text.substr(from, open == std::string_view::npos ? open : open - from)), std::nullopt});
    if (open == std::string_view::npos) break;
    const auto close = text.find("}}", open);
    if (close == std::string_view::npos) {
      report(open, 2, {0, 2, "this “{{” is never closed", "end the formula with “}}”"});
      break;
    }
    const std::string formula(text.substr(open + 2, close - open - 2));
    auto compiled = feel::compile(formula, facts, feel::Mode::expression);
    for (const feel::Problem& problem : compiled.problems)
      report(open + 2 + problem.offset, std::max<std::size_t>(1, problem.length), problem);
    parts.push_back({"", Condition{formula, place(open, close + 2 - open), std::move(compiled.expression)}});
    from = close + 2;
  }
  return parts;
}

std::string stem(const std::string& file) {
  const auto slash = file.rfind('/');
  const std::string name = slash == std::string::npos ? file : file.substr(slash + 1);
  return name.substr(0, name.rfind('.'));
}

std::string written_out(const std::vector<MessagePart>& parts, const feel::Value& facts,
                        const feel::Surroundings& surroundings) {
  std::string text;
  for (const MessagePart& part : parts) {
    if (!part.formula) {
      text += part.text;
      continue;
    }
    if (part.formula->expression == nullptr) continue; // it did not compile, which a finding says
    const feel::Value value = feel::evaluate(*part.formula->expression, facts, surroundings).value;
    if (!value.is_null()) text += value.is_string() ? value.as_string() : value.to_text();
  }
  return text;
}

} // namespace

std::optional<MessageTemplate> read_template(std::string_view text, const std::string& file, const Workspace& workspace,
                                             const feel::Names& facts, std::vector<Diagnostic>& findings) {
  const FileText whole(text, file);
  const auto add = [&](std::size_t offset, std::size_t length, std::string code, std::string message,
                       std::string hint) {
    findings.push_back({std::move(code),
                        Severity::error,
                        whole.place(offset, length),
                        std::move(message),
                        std::move(hint),
                        whole.line(offset),
                        {}});
  };
  if (text.size() > max_template_bytes || !text::is_utf8(text)) {
    add(0, 1, "template", fmt::format("a template is UTF-8 text of at most {} bytes", max_template_bytes), "");
    return std::nullopt;
  }
  const auto parts = split(text);
  if (!parts) {
    add(0, 1, "template", "the front matter is missing",
        "begin with name, audience and subject between two lines of “---”");
    return std::nullopt;
  }
  const auto root = yaml::parse(parts->matter, {file, 2}, findings);
  if (!root || !yaml::check(*root, template_shape(), findings)) return std::nullopt;

  MessageTemplate message;
  message.id = TemplateId(stem(file));
  message.name = root->at("name").text();
  message.at = root->at("name").place();
  const yaml::Node& audience = root->at("audience");
  if (const auto known = audience_named(workspace, audience.text()))
    message.audience = *known;
  else
    findings.push_back(unknown_name(audience, audience.place(), audience.text(), audiences(workspace), findings));
  const yaml::Node& subject = root->at("subject");
  message.subject = subject.text();
  message.subject_parts = parts_of(
      subject.text(), facts, [&](std::size_t offset, std::size_t length) { return subject.place_of(offset, length); },
      [&](std::size_t offset, std::size_t length, const feel::Problem& problem) {
        findings.push_back(yaml::finding(subject, subject.place_of(offset, length), "template-formula", problem.message,
                                         problem.hint));
      });
  message.body = std::string(parts->body);
  const std::size_t base = parts->body_offset;
  message.body_parts = parts_of(
      parts->body, facts, [&](std::size_t offset, std::size_t length) { return whole.place(base + offset, length); },
      [&](std::size_t offset, std::size_t length, const feel::Problem& problem) {
        add(base + offset, length, "template-formula", problem.message, problem.hint);
      });
  return message;
}

Message written_out(const MessageTemplate& message, const feel::Value& facts, const feel::Surroundings& surroundings) {
  Message result{written_out(message.subject_parts, facts, surroundings),
                 written_out(message.body_parts, facts, surroundings)};
  // A subject is one line of a mail's head: a fact must not be able to begin a second.
  std::replace_if(
      result.subject.begin(), result.subject.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return result;
}

} // namespace handrail::playbook
