#include "support/child.h"

#include <csignal>
#include <poll.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace handrail::testing {

namespace {

std::optional<std::string> first_line(std::string& text) {
  const auto end = text.find('\n');
  if (end == std::string::npos) return std::nullopt;
  auto line = text.substr(0, end);
  text.erase(0, end + 1);
  return line;
}

} // namespace

Child::Child(const std::vector<std::string>& command, Hears hears) {
  int ends[2] = {-1, -1};
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  process_ = ::fork();
  if (process_ < 0) throw std::runtime_error("no process");
  if (process_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    if (hears == Hears::output_and_errors) ::dup2(ends[1], STDERR_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  output_ = ends[0];
}

Child::~Child() {
  std::vector<std::string> ignored;
  if (process_ > 0) kill(ignored);
  ::close(output_);
}

std::optional<std::string> Child::line(std::chrono::microseconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  for (;;) {
    if (auto line = first_line(read_)) return line;
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) return std::nullopt;
    const timespec wait{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
    pollfd ready{output_, POLLIN, 0};
    if (::ppoll(&ready, 1, &wait, nullptr) <= 0) continue;
    char bytes[4096];
    const auto length = ::read(output_, bytes, sizeof(bytes));
    if (length <= 0) return std::nullopt;
    read_.append(bytes, static_cast<std::size_t>(length));
  }
}

std::optional<std::string> Child::line_with(std::string_view words, std::chrono::seconds within) {
  const auto until = std::chrono::steady_clock::now() + within;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(until - std::chrono::steady_clock::now());
    auto said = line(left);
    if (!said || said->find(words) != std::string::npos) return said;
  }
}

void Child::tell(int signal) const { ::kill(process_, signal); }

bool Child::kill(std::vector<std::string>& rest) {
  ::kill(process_, SIGKILL);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  char bytes[4096];
  for (ssize_t length = 0; (length = ::read(output_, bytes, sizeof(bytes))) > 0;)
    read_.append(bytes, static_cast<std::size_t>(length));
  while (auto line = first_line(read_)) rest.push_back(std::move(*line));
  return WIFSIGNALED(status);
}

} // namespace handrail::testing
