#include "fuzz/hostile.h"

#include <string_view>

namespace handrail::fuzz {

namespace {

using namespace std::string_literals;

std::string repeated(std::string_view part, std::size_t times) {
  std::string all;
  all.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += part;
  return all;
}

/// `a:` within `a:` within …, each two blanks further in.
std::string stairs(std::string_view step, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += std::string(2 * i, ' ') + std::string(step) + "\n";
  return all;
}

constexpr std::string_view task_table = "| Task ID | Task Name | (M)andatory / (O)ptional |\n|---|---|---|\n";

} // namespace

std::vector<HostileInput> hostile_inputs() {
  constexpr std::size_t ten_megabytes = 10'000'000;
  constexpr std::size_t megabyte = 1'000'000;
  constexpr std::size_t many = 10'000;
  std::vector<HostileInput> inputs{
      {"nothing", ""},
      {"ten megabytes in one line", std::string(ten_megabytes, 'a')},
      {"a megabyte in one line", std::string(megabyte, 'a')},
      {"a megabyte of blanks", std::string(megabyte, ' ')},
      {"a megabyte of empty lines", std::string(megabyte, '\n')},
      {"a number that nothing holds", "1e999999"},
      {"a negative one", "-1e-999999 * 1e999999 ** 1e999999"},
      {"a date that nothing holds", "---\ntitle: x\nms.date: 99999999999/99999999999/99999999999\n---\n"},
      {"a pattern that never ends", R"(matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$"))"},
      {"a pattern of patterns", "matches(\"" + std::string(4'000, 'a') + "\", \"" + repeated("(a|a?)+", 500) + "\")"},
      {"bytes that are no UTF-8", "# A\n\nb\xC0\xAF\xFF\xFE\xED\xA0\x80 c\xF4\x90\x80\x80\n"},
      {"a sequence cut off", "# A\n\nb\xE2\x82"},
      {"only continuations", repeated("\x80", many)},
      {"NUL bytes", "# A\0B\n\n\0\0\0: \0\n"s},
      {"only NUL bytes", std::string(many, '\0')},
      {"UTF-16", "\xFF\xFE#\0 \0A\0\n\0"s},
      {"combining marks", "a" + repeated("\xCC\x81", many)},
      {"marks of direction", repeated("\xE2\x80\xAE", many)},
      {"heads without end", repeated("---\n", many)},
      {"a head that never ends", "---\n" + repeated("title: a\n", many)},
      {"headings", repeated("### a\n", many)},
      {"rows of pipes", "|" + repeated("a|", many) + "\n|" + repeated("-|", many) + "\n|" + repeated("|", many) + "\n"},
      {"rows of too many cells", std::string(task_table) + repeated("|" + repeated("1234 |", 100) + "\n", 500)},
      {"a table under a table", repeated("| a | b |\n|---|---|\n", 5'000)},
      {"a list of tables", repeated("- | a | b |\n  |---|---|\n", 3'000)},
      {"a decision table of many rows",
       "| F | a: number | \xE2\x86\x92 b: number |\n|---|---|---|\n" + repeated("| - | [1..2) | 3 |\n", 9'000)},
      {"a decision table of many columns", "| F |" + repeated(" a: number |", 40) + " \xE2\x86\x92 b: number |\n|" +
                                               repeated("---|", 42) + "\n|1|" + repeated(" - |", 40) + " 3 |\n"},
      {"includes of itself", repeated("[!INCLUDE [a](a.md)]\n", 300)},
      {"links", repeated("[a](b.md) ", many)},
      {"links within links", repeated("[a", many) + repeated("](b)", many)},
      {"definitions", repeated("[a]: b\n", many)},
      {"comments that never end", repeated("<!-- a ", many)},
      {"tags", repeated("<a b=\"", many)},
      {"entities", repeated("&#x10FFFF;&nbsp;&", many)},
      {"rules that never end", "### A\n\n```rules\n" + repeated("requires:\n", many)},
      {"fences", repeated("```rules\n", many)},
      {"steps in a scenario",
       "scenario: a\nclock: 2026-03-02T09:00:00Z\nsteps:\n" + repeated("  - advance: P1D\n", 20'000)},
      {"anchors that multiply", "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n"},
      {"tags of YAML", "a: !!binary aaaa\n--- !<tag:b> c\n"},
      {"maps within maps", stairs("a:", 2'000)},
      {"lists within maps", stairs("- a:", 2'000)},
      {"the same key", repeated("a: b\n", many)},
      {"names with blanks", repeated("tenant first name ", 3'000)},
      {"calls", repeated("f(", 5'000) + repeated(")", 5'000)},
      {"loops", "for a in 1..999999999 return for b in 1..999999999 return for c in 1..999999999 return a"},
      {"sums", "1" + repeated("+1", 20'000)},
      {"strings that grow", "for i in 1..60 return if i = 1 then \"ab\" else partial[-1] + partial[-1]"},
      {"a formula that never ends", "---\nname: a\naudience: customer\nsubject: a\n---\n" + repeated("{{", many)},
  };
  for (const std::string_view bracket :
       {"[", "(", "{", "<", "\"", "'", "`", "*", "_", "~", "!", "&", "|", "\\", ":", "-", "#"}) {
    inputs.push_back({"ten thousand of " + std::string(bracket), repeated(bracket, many)});
    inputs.push_back({"lines of " + std::string(bracket), repeated(std::string(bracket) + "\n", many)});
  }
  for (const std::string_view mark : {"> ", "- ", "1. ", "* ", ">- ", "[[", "{a: ", "[{", "**a ", "__a_ ", "*a **a "})
    inputs.push_back({"ten thousand within each other of " + std::string(mark), repeated(mark, many) + "a"});
  return inputs;
}

} // namespace handrail::fuzz
