// What the engine answers to a command that a test expects to be accepted. Only for tests that link the room `app`.
#pragma once

#include "app/engine.h"

#include <gtest/gtest.h>

namespace handrail::testing {

/// The receipt. Fails the test when there is none.
inline app::Receipt accepted(const Result<app::Answer>& answer) {
  if (answer && std::holds_alternative<app::Receipt>(*answer)) return std::get<app::Receipt>(*answer);
  ADD_FAILURE() << (answer ? "not accepted" : to_string(answer.error()));
  return {};
}

} // namespace handrail::testing
