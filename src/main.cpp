// Hands the program its words and its terminal. The command that runs makes what else of the world it needs (the
// clock, the ids, the data folder) and hands it on; no room below makes any for itself.
#include "cli/command.h"

#include <unistd.h>

#include <iostream>

int main(int argc, char** argv) {
  handrail::cli::Console console{std::cout, std::cerr, isatty(STDOUT_FILENO) != 0, isatty(STDERR_FILENO) != 0};
  return handrail::cli::run(argc, argv, console);
}
