// What the text filter of a list looks at, and what it looks for: the same for every store. § lists-2
#pragma once

#include "store/read_models.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::store {

/// What is searched of a tenant: id, name and customer, folded, a line each.
std::string searched_text(const TenantRow& row);

/// A filter's text, as it is looked for.
class SearchedFor {
public:
  explicit SearchedFor(std::string_view text);

  bool empty() const { return text_.empty(); } ///< finds everything
  /// One or two letters stand at the beginning of a word; three and more anywhere.
  bool is_short() const { return short_; }
  const std::string& text() const { return text_; } ///< folded, trimmed
  bool finds(std::string_view searched) const;

private:
  std::string text_;
  bool short_ = false;
};

/// The one and two letters that words of a searched text begin with, each once: what short filters can find.
std::vector<std::string> short_beginnings(std::string_view searched);

} // namespace handrail::store
