// Given, when, then: a small workspace with two playbooks, and a tenant that commands are decided for.
#pragma once

#include "engagement/decide.h"
#include "engagement/evolve.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace handrail::engagement {

/// The workspace of these tests, compiled from its texts as any other is. Aborts with the findings when it does not.
std::shared_ptr<const playbook::Model> test_model();
/// The same with one more file, or another text for one of its own.
std::shared_ptr<const playbook::Model> test_model_with(const std::string& file, const std::string& text);

/// The same with more files.
std::shared_ptr<const playbook::Model> test_model_with(const std::map<std::string, std::string>& more);

class World {
public:
  /// A tenant "contoso", managed, EMEA, 1240 seats: primary RM is the queue "Validation", primary FM is tara.
  World();

  /// Must be accepted: anything else fails the test.
  World& given(const std::string& person, const Command& command);
  /// Decides and, when it is allowed, applies.
  Decision when(const std::string& person, const Command& command);
  /// Must make no sense: the error.
  Error error(const std::string& person, const Command& command);

  Actor actor(const std::string& person) const;
  std::string status_of(const std::string& task) const;
  /// "Validation* rana": the holders of a field for the whole tenant, the primary with a star.
  std::string holders_of(const std::string& field) const;

  std::shared_ptr<const playbook::Model> model = test_model();
  TenantState state;
  std::vector<Happened> log;
  Instant now;
};

// Commands as tests write them.
Command complete(const std::string& task);
Command outcome(const std::string& task);
Command set_task(const std::string& task, const std::string& status);
Command start(const std::string& playbook, const std::string& id);
Command close(const std::string& engagement);
Command note(const std::string& id, const std::string& category, const std::string& text);
Command note_about(const std::string& id, const std::string& task, const std::string& fact, const std::string& value);
Command tick(const std::string& engagement, const std::string& words);
Command assign_person(const std::string& field, const std::string& person, bool primary);
Command assign_queue(const std::string& field, const std::string& queue, bool primary);
Command unassign_person(const std::string& field, const std::string& person);

} // namespace handrail::engagement
