// From text to tree, by recursive descent. Names are resolved on the way, for only the scope tells where one ends.
#pragma once

#include "feel/evaluation/node.h"
#include "feel/feel.h"

#include <string>
#include <string_view>
#include <vector>

namespace handrail::feel {

struct Parsed {
  NodePtr root; ///< null when the text does not follow the grammar
  std::size_t slots = 0;
  std::vector<Problem> problems;
  std::vector<std::string> paths_read;
};

/// `source` must be UTF-8 within the limits. Under Checking::lenient only breaches of the grammar are problems.
Parsed parse(std::string_view source, const Names& names, Mode mode, Checking checking, const Type& input);

} // namespace handrail::feel
