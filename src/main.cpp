// The composition root: the world's parts are handed in here, and nowhere else.
#include "cli/command.h"

#include <unistd.h>

#include <iostream>

int main(int argc, char** argv) {
  handrail::cli::Console console{std::cout, std::cerr, isatty(STDOUT_FILENO) != 0, isatty(STDERR_FILENO) != 0};
  return handrail::cli::run(argc, argv, console);
}
