#include "playbook/markdown/finding.h"

namespace handrail::playbook {

Diagnostic finding(const SourceText& source, const SourceLine& line, std::size_t from, std::size_t to,
                   Severity severity, std::string_view code, std::string message, std::string hint) {
  return {std::string(code),     severity, source.span(line, from, to), std::move(message), std::move(hint),
          std::string(line.raw), {}};
}

Diagnostic finding(const SourceText& source, const SourceLine& line, Severity severity, std::string_view code,
                   std::string message, std::string hint) {
  auto found = finding(source, line, 0, line.text.size(), severity, code, std::move(message), std::move(hint));
  found.at = source.span(line);
  return found;
}

} // namespace handrail::playbook
