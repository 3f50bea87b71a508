// A process that says lines on its standard output until it is killed.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace handrail::testing {

class Child {
public:
  explicit Child(const std::vector<std::string>& command);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  /// The next line; nothing after `within`, or when the process has ended.
  std::optional<std::string> line(std::chrono::microseconds within);
  /// SIGKILL, and the lines it had said until then. False when it had ended by itself.
  bool kill(std::vector<std::string>& rest);

private:
  int process_ = -1;
  int output_ = -1;
  std::string read_;
};

} // namespace handrail::testing
