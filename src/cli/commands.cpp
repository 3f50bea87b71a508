// The list of commands: each stands in a file of its own name.
#include "cli/command.h"

#include <array>

namespace handrail::cli {

extern const Command backup_command;
extern const Command check_command;
extern const Command checkpoint_command;
extern const Command compact_command;
extern const Command coverage_command;
extern const Command due_command;
extern const Command export_command;
extern const Command feel_command;
extern const Command history_command;
extern const Command move_command;
extern const Command notes_command;
extern const Command rebuild_command;
extern const Command restore_command;
extern const Command schema_command;
extern const Command seed_command;
extern const Command serve_command;
extern const Command show_command;
extern const Command suggest_command;
extern const Command table_command;
extern const Command tenants_command;
extern const Command test_command;
extern const Command verify_command;
extern const Command version_command;
extern const Command why_command;

std::span<const Command* const> commands() {
  static const std::array all{
      &check_command,   &coverage_command,   &suggest_command, &test_command,   &feel_command,    &table_command,
      &serve_command,   &tenants_command,    &notes_command,   &due_command,    &why_command,     &history_command,
      &verify_command,  &checkpoint_command, &export_command,  &backup_command, &restore_command, &compact_command,
      &rebuild_command, &move_command,       &seed_command,    &schema_command, &show_command,    &version_command,
  };
  return all;
}

} // namespace handrail::cli
