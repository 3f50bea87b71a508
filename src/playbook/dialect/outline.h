// Which headings begin a section, which a step, and which only part a step. § playbook-6 and § playbook-8
#pragma once

#include "playbook/dialect/document.h"
#include "playbook/dialect/label.h"
#include "playbook/languages.h"
#include "playbook/playbook.h"

#include <optional>
#include <string>
#include <vector>

namespace handrail::playbook {

/// A stretch of the document under one heading: a section, or a step (`section` is nothing).
struct Chapter {
  std::optional<Section::Kind> section = Section::Kind::other;
  std::string title;
  std::optional<std::size_t> heading; ///< index of its block; nothing for what stands above the first heading
  std::size_t begin = 0, end = 0;     ///< its blocks, without the heading
  std::vector<Label> labels;
};

struct Outline {
  std::string title; ///< the first heading of level 1 that is no section's name; may be empty
  std::optional<std::size_t> title_heading;
  std::vector<Chapter> chapters; ///< in order; every block is in one of them
};

Outline outline(const Document& document, const Languages& languages);

} // namespace handrail::playbook
