// A process that says lines until it is killed.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace handrail::testing {

class Child {
public:
  enum class Hears { output, output_and_errors };

  /// Starts the program that the first word is the path of.
  explicit Child(const std::vector<std::string>& command, Hears hears = Hears::output);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  /// The next line; nothing after `within`, or when the process has ended.
  std::optional<std::string> line(std::chrono::microseconds within);
  /// The next line that has `words` in it; nothing as above.
  std::optional<std::string> line_with(std::string_view words, std::chrono::seconds within);
  void tell(int signal) const;
  /// SIGKILL, and the lines it had said until then. False when it had ended by itself.
  bool kill(std::vector<std::string>& rest);

private:
  int process_ = -1;
  int output_ = -1;
  std::string read_;
};

} // namespace handrail::testing
