// A message's template: front matter (name, audience, subject) and a Markdown body with {{formulas}} over the facts.
// docs/spec/workspace.md, § workspace-20 and following
#pragma once

#include "feel/feel.h"
#include "feel/names.h"
#include "playbook/diagnostic.h"
#include "playbook/workspace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::playbook {

inline constexpr std::size_t max_template_bytes = 64 * 1024;

/// What could be read of a template. Its id is the file's name without folder and ".md".
std::optional<MessageTemplate> read_template(std::string_view text, const std::string& file, const Workspace& workspace,
                                             const feel::Names& facts, std::vector<Diagnostic>& findings);

struct Message {
  std::string subject; ///< one line
  std::string body;    ///< Markdown
};

/// The template with the facts in it; what is unknown (null) leaves nothing, nor does a formula that did not compile.
Message written_out(const MessageTemplate& message, const feel::Value& facts, const feel::Surroundings& surroundings);

} // namespace handrail::playbook
