// A compiled expression: its source, its tree, and what is known of it.
#pragma once

#include "feel/evaluation/node.h"

#include <memory>
#include <string>
#include <vector>

namespace handrail::feel {

class Expression : public std::enable_shared_from_this<Expression> {
public:
  std::string source;
  NodePtr root;
  std::size_t slots = 0; ///< locals that an evaluation needs
  Type type;
  std::vector<std::string> paths_read; ///< sorted, each once
};

} // namespace handrail::feel
