#include "cli/command.h"

namespace handrail::cli {

namespace {

int version(const Arguments&, Console& console) {
  console.out << "handrail " HANDRAIL_VERSION "\n";
  return Exit::success;
}

} // namespace

extern const Command version_command{
    "version", "Print the version", "Prints the version of this program.", "  handrail version\n", {}, {}, version};

} // namespace handrail::cli
