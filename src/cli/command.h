// A command of the program, declared once: the parser, --help and the usage errors come from this.
#pragma once

#include <map>
#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace handrail::cli {

/// Exit statuses, the same for every command.
enum Exit : int { success = 0, failure = 1, usage = 2 };

struct Flag {
  std::string name;       ///< "format", written --format
  std::string value_name; ///< "text|json"; "" for a switch. Values between bars are the only ones allowed.
  std::string help;
  std::string fallback; ///< the value when it is not given; "" for none
  bool repeatable = false;
};

struct Positional {
  std::string name; ///< "PATH"
  std::string help;
  std::size_t at_least = 0;
  std::size_t at_most = 0; ///< 0: none are taken
};

/// What the user wrote, checked against the command's declaration.
struct Arguments {
  std::vector<std::string> positional;
  std::map<std::string, std::vector<std::string>> flags;

  bool has(const std::string& flag) const { return flags.contains(flag); }
  /// The flag's value, or its fallback; empty for a flag that has neither.
  const std::string& operator[](const std::string& flag) const {
    static const std::string none;
    const auto found = flags.find(flag);
    return found == flags.end() || found->second.empty() ? none : found->second.front();
  }
};

/// Where a command speaks. Results go to `out`, everything else to `err`.
struct Console {
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false; ///< colours only then
  bool err_is_terminal = false; ///< progress only then
};

struct Command {
  std::string name;
  std::string summary;     ///< one line for the list
  std::string description; ///< what it does and when to use it
  std::string examples;    ///< lines one can paste
  std::vector<Flag> flags;
  Positional positional;
  int (*run)(const Arguments&, Console&);
};

/// Every command, in the order --help lists them.
std::span<const Command* const> commands();

/// Parses and runs. Returns the process's exit status.
int run(int argc, const char* const* argv, Console& console);

} // namespace handrail::cli
