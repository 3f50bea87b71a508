#include "cli/command.h"

#include "core/text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace handrail::cli {

namespace {

/// "text|json" → {"text", "json"}; a value name without a bar allows anything.
std::vector<std::string> allowed_values(const Flag& flag) {
  std::vector<std::string> values;
  if (flag.value_name.find('|') == std::string::npos) return values;
  std::istringstream in(flag.value_name);
  for (std::string value; std::getline(in, value, '|');) values.push_back(value);
  return values;
}

/// The library writes "PATH(1x)" and "text|json:{text,json}=text"; people read "PATH…" and "text|json [text]".
class HelpText : public CLI::Formatter {
public:
  std::string make_option_usage(const CLI::Option* option) const override {
    const auto name = make_option_name(option, true) + (option->get_expected_max() > 1 ? "…" : "");
    return option->get_required() ? name : "[" + name + "]";
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_positional() || option->get_type_size() == 0) return "";
    const auto values = option->get_type_name();
    const auto fallback = option->get_default_str();
    return " " + values.substr(0, values.find(":{")) + (fallback.empty() ? "" : fmt::format(" [{}]", fallback));
  }
};

void declare_flag(CLI::App& app, const Flag& flag, Arguments& arguments) {
  if (flag.value_name.empty()) {
    app.add_flag_function(
        "--" + flag.name, [&arguments, name = flag.name](std::int64_t) { arguments.flags[name]; }, flag.help);
    return;
  }
  if (!flag.fallback.empty()) arguments.flags[flag.name] = {flag.fallback};
  auto* option = app.add_option_function<std::vector<std::string>>(
      "--" + flag.name,
      [&arguments, name = flag.name](const std::vector<std::string>& values) { arguments.flags[name] = values; },
      flag.help);
  // Without this the parser would take "[1, 2]" for two values.
  option->type_name(flag.value_name)->expected(1)->allow_extra_args(false)->default_str(flag.fallback);
  if (flag.repeatable) option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  const auto values = allowed_values(flag);
  if (!values.empty()) option->check(CLI::IsMember(values));
}

void declare_positional(CLI::App& app, const Positional& positional, Arguments& arguments) {
  if (positional.at_most == 0) return;
  app.add_option(positional.name, arguments.positional, positional.help)
      // One that may be left out is still taken as one: the parser passes over those that expect none.
      ->expected(static_cast<int>(std::max<std::size_t>(positional.at_least, 1)), static_cast<int>(positional.at_most))
      ->required(positional.at_least > 0)
      ->allow_extra_args(positional.at_most > 1); // else "[1, 2]" would be two values
}

/// The first word, when it is meant as a command and is none.
std::string unknown_command(int argc, const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') return "";
  const std::string word = argv[1];
  const auto known = [&](const Command* command) { return command->name == word; };
  return std::any_of(commands().begin(), commands().end(), known) ? "" : word;
}

/// The parser alone would only say that some command is required.
int refuse_unknown(const std::string& word, Console& console) {
  std::vector<std::string> names;
  for (const auto* command : commands()) names.push_back(command->name);
  const auto near = text::did_you_mean(word, names);
  console.err << fmt::format("handrail: there is no command “{}”{}\n`handrail --help` lists them.\n",
                             text::shortened(word, 40), near.empty() ? "." : fmt::format("; did you mean “{}”?", near));
  return Exit::usage;
}

} // namespace

int run(int argc, const char* const* argv, Console& console) {
  if (const auto word = unknown_command(argc, argv); !word.empty()) return refuse_unknown(word, console);

  CLI::App app{"Handrail: playbooks that run.", "handrail"};
  app.formatter(std::make_shared<HelpText>());
  app.set_version_flag("--version", HANDRAIL_VERSION);
  app.require_subcommand(1);
  app.footer("`handrail COMMAND --help` says what a command does, with examples.");

  std::vector<Arguments> arguments(commands().size());
  const Command* chosen = nullptr;
  Arguments* given = nullptr;
  for (std::size_t i = 0; i < commands().size(); ++i) {
    const Command& command = *commands()[i];
    auto* sub = app.add_subcommand(command.name, command.summary);
    sub->footer(fmt::format("{}\n\nExamples:\n{}", command.description, command.examples));
    for (const auto& flag : command.flags) declare_flag(*sub, flag, arguments[i]);
    declare_positional(*sub, command.positional, arguments[i]);
    sub->callback([&, i] {
      chosen = commands()[i];
      given = &arguments[i];
    });
  }
  if (argc < 2) {
    console.err << app.help();
    return Exit::usage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& stop) {
    const int status = app.exit(stop, console.out, console.err);
    return status == 0 ? Exit::success : Exit::usage;
  }
  try {
    return chosen->run(*given, console);
  } catch (const std::exception& broken) { // a bug, and still no reason to leave without a word
    console.err << fmt::format("handrail {}: something broke on our side: {}\n", chosen->name, broken.what());
    return Exit::failure;
  }
}

} // namespace handrail::cli
