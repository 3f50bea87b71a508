#include "playbook/markdown/include.h"

#include "core/text.h"
#include "playbook/compile.h"
#include "playbook/markdown/fence.h"
#include "playbook/markdown/finding.h"
#include "playbook/markdown/front_matter.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace handrail::playbook {

namespace {

constexpr std::size_t none = std::string_view::npos;
constexpr std::string_view mark = "[!include";

struct Directive {
  std::size_t from = 0, to = 0; ///< the whole of it in the line
  std::string_view path;
};

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

/// The next directive of the line from `start` on.
std::optional<Directive> next_directive(std::string_view line, const std::string& lowered, std::size_t start) {
  const auto from = lowered.find(mark, start);
  if (from == none) return std::nullopt;
  auto at = skip_blanks(line, from + mark.size());
  if (at < line.size() && line[at] == '-') at = std::min(line.find(' ', at), line.size()); // [!INCLUDE-once …]
  at = skip_blanks(line, at);
  if (at >= line.size() || line[at] != '[') return std::nullopt;
  const auto title_end = line.find("](", at);
  const auto spaced_end = line.find("] (", at);
  const auto open = std::min(title_end == none ? none : title_end + 1, spaced_end == none ? none : spaced_end + 2);
  if (open == none) return std::nullopt;
  const auto close = line.find(')', open);
  if (close == none) return std::nullopt;
  auto path = text::trimmed(line.substr(open + 1, close - open - 1));
  if (path.size() > 1 && path.front() == '<' && path.back() == '>') path = path.substr(1, path.size() - 2);
  if (const auto title = path.find(" \""); title != none) path = text::trimmed(path.substr(0, title));
  const auto end = skip_blanks(line, close + 1);
  return Directive{from, end < line.size() && line[end] == ']' ? end + 1 : close + 1, path};
}

/// Does it stand between backquotes, as something that is only spoken of?
bool is_in_code(std::string_view line, const Directive& directive) {
  const auto before = line.substr(0, directive.from);
  return std::count(before.begin(), before.end(), '`') % 2 == 1 && line.find('`', directive.to) != none;
}

class Expander {
public:
  Expander(SourceText& source, const Sources& sources, std::vector<Include>& includes,
           std::vector<Diagnostic>& findings)
      : source_(source), sources_(sources), includes_(includes), findings_(findings) {}

  void expand(const std::vector<SourceLine>& lines, const std::string& prefix) {
    FenceTracker fence;
    bool first = true;
    for (const auto& line : lines) {
      if (fence.feed(line.text)) {
        emit(line, prefix, first);
        continue;
      }
      const auto lowered = line.text.find("[!") == none ? std::string{} : text::lowered(line.text);
      if (lowered.find(mark) == none)
        emit(line, prefix, first);
      else
        with_includes(line, lowered, prefix, first);
    }
  }

  std::vector<std::string> open_files; ///< the chain of files being included, outermost first

private:
  void emit(const SourceLine& line, const std::string& prefix, bool& first) {
    bytes_ += line.text.size() + prefix.size() + 1;
    if (bytes_ > max_expanded_bytes) {
      if (!told_size_)
        findings_.push_back(
            finding(source_, line, Severity::error, "limit-expanded",
                    fmt::format("with its includes the playbook is larger than {} bytes; the rest is left out",
                                max_expanded_bytes),
                    "include less"));
      told_size_ = true;
      return;
    }
    SourceLine placed = line;
    if (!prefix.empty()) {
      // A list's mark goes before the first line only; the others are indented by as much.
      std::string before = prefix;
      if (!first)
        std::transform(before.begin(), before.end(), before.begin(),
                       [](char c) { return c == '>' || c == ' ' || c == '\t' ? c : ' '; });
      placed.text = source_.keep(before + std::string(line.text));
    }
    first = false;
    source_.lines.push_back(placed);
  }

  void with_includes(const SourceLine& line, const std::string& lowered, const std::string& prefix, bool& first) {
    std::string inlined;
    std::size_t copied = 0;
    for (auto found = next_directive(line.text, lowered, 0); found;
         found = next_directive(line.text, lowered, found->to)) {
      if (is_in_code(line.text, *found)) continue;
      const auto before = line.text.substr(copied, found->from - copied);
      const bool stands_alone = copied == 0 && without_markers(before).empty() &&
                                text::trimmed(line.text.substr(found->to)).find_first_not_of('\\') == none;
      auto lines = included(line, *found);
      if (stands_alone) {
        put_block(line, lines, prefix, std::string(before), first);
        return close_file(lines);
      }
      inlined += before;
      for (std::size_t i = 0; lines && i < lines->size(); ++i) {
        if (i > 0) inlined += ' ';
        inlined += text::trimmed((*lines)[i].text);
      }
      close_file(lines);
      copied = found->to;
    }
    inlined += line.text.substr(copied);
    SourceLine whole = line;
    whole.text = source_.keep(inlined);
    emit(whole, prefix, first);
  }

  /// The file's lines in the place of a line of its own, apart from the paragraphs around it.
  void put_block(const SourceLine& line, const std::optional<std::vector<SourceLine>>& lines, const std::string& prefix,
                 const std::string& markers, bool& first) {
    SourceLine empty = line;
    empty.text = line.text.substr(0, 0);
    const bool is_apart = text::trimmed(markers).empty();
    if (is_apart) emit(empty, prefix, first);
    if (!lines) return;
    expand(*lines, prefix + markers);
    if (is_apart) emit(empty, prefix, first);
  }

  void close_file(const std::optional<std::vector<SourceLine>>& lines) {
    if (lines) open_files.pop_back();
  }

  void refuse(const SourceLine& line, const Directive& directive, Severity severity, std::string_view code,
              std::string message, std::string hint) {
    findings_.push_back(
        finding(source_, line, directive.from, directive.to, severity, code, std::move(message), std::move(hint)));
  }

  /// The lines of the file a directive names, opened; nothing after a diagnostic.
  std::optional<std::vector<SourceLine>> included(const SourceLine& line, const Directive& directive) {
    const auto& from = source_.files()[line.file];
    const auto path = resolved_path(from, directive.path, sources_.root());
    if (std::find(open_files.begin(), open_files.end(), path) != open_files.end()) {
      refuse(line, directive, Severity::error, "include-cycle",
             fmt::format("`{}` is being included already: the files include each other in a circle", directive.path),
             "break the circle");
      return std::nullopt;
    }
    if (open_files.size() > max_include_depth) {
      refuse(line, directive, Severity::error, "limit-include-depth",
             fmt::format("includes stand within includes more than {} deep", max_include_depth),
             "include the file further up");
      return std::nullopt;
    }
    if (includes_.size() >= max_includes) {
      refuse(line, directive, Severity::error, "limit-includes",
             fmt::format("a playbook includes at most {} files", max_includes), "include less");
      return std::nullopt;
    }
    auto lines = read(line, directive, path);
    if (!lines) return std::nullopt;
    includes_.push_back({path, source_.span(line, directive.from, directive.to)});
    open_files.push_back(path);
    return lines;
  }

  std::optional<std::vector<SourceLine>> read(const SourceLine& line, const Directive& directive,
                                              const std::string& path) {
    if (const auto known = files_.find(path); known != files_.end()) return known->second;
    auto bytes = sources_.read(path);
    if (!bytes) {
      const auto& why = bytes.error();
      if (why.code == ErrorCode::forbidden)
        refuse(line, directive, Severity::warning, "include-outside-root",
               fmt::format("`{}` is outside the folder that is read, and is left out", directive.path),
               "move the file below it, or name the folder that holds both (`--root`)");
      else if (directive.path.find("://") != none)
        refuse(line, directive, Severity::warning, "include-missing",
               fmt::format("`{}` is an address, and only files are included", directive.path),
               "link to it, or put its text into a file below the root");
      else if (why.code == ErrorCode::not_found)
        refuse(line, directive, Severity::warning, "include-missing",
               fmt::format("there is no file `{}` to include", directive.path), fmt::format("looked for {}", path));
      else
        refuse(line, directive, Severity::error, "include-unreadable",
               fmt::format("`{}` cannot be included: {}", directive.path, why.message), why.remedy);
      return std::nullopt;
    }
    auto lines = read_lines(source_, std::move(bytes).value(), source_.add_file(path), findings_);
    std::vector<Diagnostic> of_its_head; // an include's own front matter is none of the playbook's business
    const auto head = read_front_matter(source_, lines, of_its_head);
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(head.body));
    return files_.emplace(path, std::move(lines)).first->second;
  }

  SourceText& source_;
  const Sources& sources_;
  std::vector<Include>& includes_;
  std::vector<Diagnostic>& findings_;
  std::map<std::string, std::vector<SourceLine>> files_; ///< read once, however often they are included
  std::size_t bytes_ = 0;
  bool told_size_ = false;
};

} // namespace

void expand_includes(SourceText& source, const std::vector<SourceLine>& lines, const Sources& sources,
                     std::vector<Include>& includes, std::vector<Diagnostic>& findings) {
  Expander expander(source, sources, includes, findings);
  expander.open_files.push_back(source.files().front());
  expander.expand(lines, "");
}

} // namespace handrail::playbook
