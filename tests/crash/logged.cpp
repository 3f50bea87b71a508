#include "crash/logged.h"

#include "store/sqlite_store.h"

#include <stdexcept>

namespace handrail::testing {

std::optional<Logged> read_log(const std::filesystem::path& log) {
  const auto store = store::open_sqlite_store(log, store::sqlite::Access::read);
  if (!store && !std::filesystem::exists(log)) return std::nullopt;
  if (!store) throw std::runtime_error(to_string(store.error()));
  return logged_in(**store);
}

Logged logged_in(store::Store& log) {
  constexpr std::size_t page = 1000;
  Logged logged;
  store::Position position = 0;
  for (;;) {
    const auto events = log.events_after(position, page);
    if (!events) throw std::runtime_error(to_string(events.error()));
    for (const auto& event : *events) {
      logged.commands.insert(event.command.text());
      if (event.type == "note_written") ++logged.notes[event.command.text()];
      if (event.type == "tenant_registered") ++logged.registered;
    }
    if (events->size() < page) return logged;
    position = events->back().position;
  }
}

} // namespace handrail::testing
