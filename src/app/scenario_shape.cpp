#include "app/scenario_shape.h"

namespace handrail::app {

namespace {

using namespace playbook::yaml; // a file of nothing but declarations

constexpr const char* playbook_help = "The playbook whose engagement is meant, where several are open.";

constexpr const char* service_help = "The service it is done for, where it is done once per service.";

Shape holder() {
  return object("Somebody in an assignment field.",
                {
                    {"holder", "A person's id or name, or a queue's name.", name(), required},
                    {"primary", "As the primary of the field.", boolean()},
                    {"service", "For this service only; without it, for the whole tenant.", name()},
                });
}

Shape contact() {
  return object("A contact of the tenant.", {
                                                {"name", "Its name.", name(), required},
                                                {"kind", "One of the workspace's contact kinds.", name(), required},
                                                {"email", "Its address.", value()},
                                                {"do_not_contact", "It asked not to be contacted.", boolean()},
                                            });
}

Shape attribute_value() { return either(value(), list_of(name())); }

Shape tenant(std::vector<Key> more = {}) {
  std::vector<Key> keys{
      {"name", "Its name.", name(), required},
      {"customer", "The customer it belongs to.", name()},
      {"services", "The services in scope.", list_of(name())},
      {"fields", "Who holds which assignment field.", map_of("an assignment field", list_of(holder()))},
      {"contacts", "Its contacts.", list_of(contact())},
  };
  keys.insert(keys.begin(), more.begin(), more.end());
  Shape shape = object("A tenant as it is registered.", std::move(keys));
  shape.of.push_back(attribute_value());
  shape.others = "a tenant attribute";
  return shape;
}

Shape next_action() {
  return object("What is to be done next.", {
                                                {"text", "What.", value()},
                                                {"date", "By when.", date()},
                                                {"owner", "By whom: a person's id.", name()},
                                            });
}

Shape note() {
  return object("A note.",
                {
                    {"category", "One of the workspace's note categories.", name(), required},
                    {"text", "What it says.", value(), required},
                    {"id", "An id to name the note by later.", name()},
                    {"task", "The task it is about.", name()},
                    {"services", "The services it is about.", list_of(name())},
                    {"facts", "Answers to what rules ask for (`stating`).", map_of("what is answered", value())},
                    {"escalated", "Somebody above should see it.", boolean()},
                    {"next_action", "Becomes the tenant's next action.", next_action()},
                    {"playbook", playbook_help, name()},
                });
}

Shape edit() {
  Shape shape = map_of("a tenant attribute, `name`, `customer` or `services`", attribute_value());
  shape.help = "Changes only what is given; an empty text clears an attribute.";
  return shape;
}

Shape on_task(std::string help, std::vector<Key> more) {
  std::vector<Key> keys{{"task", "The task's id.", name(), required}, {"playbook", playbook_help, name()}};
  keys.insert(keys.end(), more.begin(), more.end());
  return object(std::move(help), std::move(keys));
}

/// A task by its id alone; or with the service it is done for, and the playbook.
Shape task_done() { return either(name(), on_task("A task.", {{"service", service_help, name()}})); }

Shape meeting() {
  return object("A call or meeting that was held.",
                {
                    {"kind", "call or meeting.", word({"call", "meeting"}), required},
                    {"purpose", "What for, in the words that rules use.", name(), required},
                    {"attendees", "Who took part.", list_of(name())},
                    {"minutes", "How long, at least 1.", name(), required},
                    {"outcome", "What came of it.", value()},
                    {"playbook", playbook_help, name()},
                });
}

Shape customer_holder() {
  return object("", {{"customer", "The customer's name.", name(), required},
                     {"person", "A person's id, or `me`.", name(), required}});
}

Shape command() {
  std::vector<Key> keys{
      {"register", "Registers a further tenant.", tenant({{"tenant", "Its id.", name(), required}})},
      {"edit", "Edits the tenant.", edit()},
      {"add_contact", "Adds a contact.", contact()},
      {"set_status", "Sets the tenant's status.", name()},
      {"set_next_action", "Sets the tenant's next action.", next_action()},
      {"assign", "Puts somebody into a field.",
       object("", {{"field", "The field's id.", name(), required},
                   {"holder", "A person's id or name, a queue's name, or `me`.", name(), required},
                   {"primary", "As its primary.", boolean()},
                   {"service", "For this service only.", name()}})},
      {"unassign", "Takes somebody out of a field.",
       object("", {{"field", "The field's id.", name(), required},
                   {"holder", "A person's id or name, a queue's name, or `me`.", name(), required},
                   {"service", "For this service only.", name()}})},
      {"reassign", "Gives somebody's place in a field to another, who is primary where the first was.",
       object("", {{"field", "The field's id.", name(), required},
                   {"from", "A person's id or name, a queue's name, or `me`.", name(), required},
                   {"to", "A person's id or name, a queue's name, or `me`.", name(), required},
                   {"service", "For this service only.", name()}})},
      {"grant_customer", "Gives somebody rights on all tenants of a customer.", customer_holder()},
      {"revoke_customer", "Takes them away.", customer_holder()},
      {"request", "Asks another team.",
       object("", {{"kind", "One of the workspace's kinds of request.", name(), required},
                   {"queue", "The queue to move to, where the kind moves one.", name()},
                   {"reason", "Why.", value()},
                   {"playbook", playbook_help, name()}})},
      {"answer", "Answers the newest request of a kind.",
       object("", {{"request", "Its kind.", name(), required},
                   {"accept", "true accepts, false declines.", boolean(), required},
                   {"reason", "Why; a refusal needs one.", value()}})},
      {"start", "Starts a playbook, by the name of its file without “.md”.", name()},
      {"close", "Closes the engagement of a playbook.", name()},
      {"set_task", "Sets a task's status, its percentage, or both.",
       on_task("", {{"status", "One of the workspace's task statuses.", name()},
                    {"percent", "0 to 100.", name()},
                    {"service", service_help, name()}})},
      {"complete", "Completes a task: its id, or a map.", task_done()},
      {"choose_outcome", "Completes a task that is an outcome: its id, or a map.", task_done()},
      {"tick", "Ticks a checklist item, by its words or its id.", name()},
      {"untick", "Takes the tick away.", name()},
      {"write_note", "Saves a note.", note()},
      {"draft_note", "Keeps a private draft.", note()},
      {"discard_draft", "Throws a draft away, by its id.", name()},
      {"log_meeting", "Logs a call or meeting.", meeting()},
      {"record_email", "Records that a message was sent.",
       object("", {{"template", "The message's template.", name(), required},
                   {"to", "An address, or a kind of contact.", name(), required},
                   {"playbook", playbook_help, name()}})},
      {"log_time", "Logs time on a task.", on_task("", {{"minutes", "Whole minutes, at least 1.", name(), required}})},
      {"correct_time", "Corrects the newest time entry of a task.",
       on_task("", {{"minutes", "Whole minutes, at least 1.", name(), required}, {"reason", "Why.", value()}})},
  };
  std::vector<std::string> names;
  for (const auto& key : keys) names.push_back(key.name);
  Shape shape = object("What is done: exactly one of these.", std::move(keys));
  shape.exactly_one = std::move(names);
  return shape;
}

Shape expectation() {
  const Shape field = object("Who holds the field for the whole tenant.",
                             {
                                 {"primary", "Its primary, or `nobody`.", name()},
                                 {"present", "Holders that must be in it.", one_or_more(name())},
                                 {"absent", "Holders that must not be in it.", one_or_more(name())},
                             });
  return object("What must hold now.",
                {
                    {"fields", "Assignment fields.", map_of("an assignment field", field)},
                    {"tasks", "Tasks and their status; of one done once per service, a map from services to statuses.",
                     map_of("a task", either(name(), map_of("a service", name())))},
                    {"engagement", "open: some engagement is; closed: none is. Or a map from playbooks to these.",
                     either(word({"open", "closed"}), map_of("a playbook", word({"open", "closed"})))},
                    {"due", "Deadlines and how they stand; none: there is no such.",
                     map_of("a task, or what is due: call outreach",
                            word({"upcoming", "due soon", "overdue", "met", "met late", "none"}))},
                    {"messages", "Messages that rules asked for: a template and to whom, in order; none: nobody.",
                     map_of("a template", one_or_more(name()))},
                    {"requests", "The newest request of a kind; none: nobody asked.",
                     map_of("a kind of request", word({"waiting", "accepted", "declined", "none"}))},
                    {"status", "The tenant's status.", name()},
                    {"next_action", "The text of the next action; null: none.", value()},
                    {"next_action_date", "Its date; null: none.", value()},
                    {"attributes", "Tenant attributes; null or an empty text: not filled in.",
                     map_of("a tenant attribute", attribute_value())},
                });
}

Shape step() {
  return object("One step: somebody does something, time passes, or something is expected.",
                {
                    {"tenant", "Which tenant, where there is more than one.", name()},
                    {"as", "Who does it: a person's id.", name()},
                    {"do", "What is done.", command()},
                    {"denied", "It must be refused, and how.",
                     object("", {{"says", "Words of the refusal or of a way out.", name()},
                                 {"rule", "The kind of rule that refuses.", name()},
                                 {"cites", "Words of the sentence it cites.", name()},
                                 {"at", "file:line of the rule.", name()}})},
                    {"expect", "What must hold now.", expectation()},
                    {"advance", "How much time passes: P3D, PT4H30M.", name()},
                });
}

} // namespace

Shape scenario_shape() {
  return object(
      "A scenario: tenants, and what people do with them.",
      {
          {"scenario", "What it shows, as a sentence.", name(), required},
          {"clock", "When it begins: 2026-03-02T09:00:00Z.", name(), required},
          {"registered_by", "Who registers its tenants; without it, the first person who may.", name()},
          {"tenants", "The tenants it begins with, by their ids.", map_of("a tenant's id", tenant()), required},
          {"steps", "What happens, in order.", list_of(step()), required},
      });
}

} // namespace handrail::app
