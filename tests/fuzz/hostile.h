// Inputs made to hurt, generated rather than stored: huge, deep, malformed, or costly for a parser that looks back.
#pragma once

#include <string>
#include <vector>

namespace handrail::fuzz {

struct HostileInput {
  std::string name;
  std::string text;
};

std::vector<HostileInput> hostile_inputs();

} // namespace handrail::fuzz
