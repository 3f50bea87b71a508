#include "playbook/rule_shape.h"

#include <utility>

namespace handrail::playbook {

namespace {

using yaml::Key;
using yaml::required;
using yaml::Shape;

Key when(std::string help) { return {"when", std::move(help), yaml::formula()}; }

Key cites() {
  return {"cites", "The sentences of the prose that this enforces, word for word; part of a sentence is enough.",
          yaml::one_or_more(yaml::text())};
}

Key otherwise(std::string help) { return {"otherwise", std::move(help), yaml::text()}; }

/// A map whose free keys are assignment fields and whose values are holders.
Shape holders(std::string help, std::vector<Key> keys) {
  Shape shape = yaml::object(std::move(help), std::move(keys));
  shape.others = "an assignment field";
  shape.of.push_back(yaml::name());
  return shape;
}

Shape note() {
  return yaml::object("A saved note.", {{"category", "Its category.", yaml::name(), required},
                                        {"begins", "The words it begins with.", yaml::text()},
                                        {"stating", "The fact it answers, as a field of its own.", yaml::text()}});
}

Shape duration() {
  Shape shape = yaml::text();
  shape.help = "How long: 2 business days, 60 days, 3 weeks, 4 hours.";
  return shape;
}

/// What somebody did that a time is counted from, or that is counted.
std::vector<Key> done_keys(bool asked) {
  return {
      {"task", "A task, of any playbook, is completed.", yaml::name()},
      {"call", "A call with this purpose.", yaml::text()},
      {"meeting", "A meeting with this purpose.", yaml::text()},
      {"email", "An e-mail made from this template.", yaml::name()},
      {"request", asked ? "A request of this kind is made." : "A request of this kind is answered.", yaml::name()},
  };
}

Shape event() {
  auto keys = done_keys(true);
  keys.push_back({"assigned", "The tenant got its present primary of this field.", yaml::name()});
  Shape happened = yaml::object("Something that happened.", std::move(keys));
  happened.exactly_one = {"task", "call", "meeting", "email", "request", "assigned"};
  Shape word = yaml::formula();
  word.help = "started (this engagement), = FEEL (a date), or a map such as {assigned: FIELD}, {call: PURPOSE}";
  return yaml::either(std::move(word), std::move(happened));
}

Shape attempts() {
  Shape shape = yaml::object("Calls, meetings or e-mails that count.",
                             {{"call", "Calls with this purpose.", yaml::text()},
                              {"meeting", "Meetings with this purpose.", yaml::text()},
                              {"email", "E-mails made from this template.", yaml::name()},
                              {"at_least", "How many, 1 to 50.", yaml::name(), required},
                              {"apart", "How long after the one that was counted before.", duration()}});
  shape.exactly_one = {"call", "meeting", "email"};
  return shape;
}

Shape elapsed() {
  return yaml::object("Time that has passed.",
                      {{"at_least", "How long.", duration(), required}, {"since", "Since when.", event(), required}});
}

Shape inactive() {
  return yaml::either(duration(), yaml::object("Time without work.",
                                               {{"at_least", "How long.", duration(), required},
                                                {"before", "Before what; without it, until now.", event(), required}}));
}

/// The keys that say by when, of `due` and of an item of `deadlines`.
std::vector<Key> time_keys() {
  return {
      {"within", "How long it may take.", duration()},
      {"since", "What that is counted from.", event()},
      {"by", "FEEL: the last day, a date; in place of within and since.", yaml::formula()},
      {"remind", "How long before its end people are reminded.", yaml::one_or_more(duration())},
      otherwise("What to tell who is late."),
      when("FEEL: the deadline is there only then."),
      cites(),
  };
}

Key due_key() {
  auto keys = time_keys();
  keys.push_back(
      {"late", "tracked: it can still be completed, late; refuse: it cannot.", yaml::word({"tracked", "refuse"})});
  return {"due", "By when it must be complete.", yaml::object("By when it must be complete.", std::move(keys))};
}

Shape deadline() {
  auto keys = done_keys(false);
  keys.push_back({"note", "A note is saved.", note()});
  for (Key& key : time_keys()) keys.push_back(std::move(key));
  Shape shape = yaml::object("Something that must have happened by a time.", std::move(keys));
  shape.exactly_one = {"task", "call", "meeting", "email", "request", "note"};
  return shape;
}

Shape total() {
  return yaml::object("Numbers and what they add up to.",
                      {{"of", "The numbers, each by what it is called.",
                        yaml::map_of("what the number is called", yaml::formula()), required},
                       {"equals", "FEEL: the number that they must add up to.", yaml::formula(), required}});
}

Shape by() {
  Shape other = yaml::object("What somebody else did.",
                             {{"task", "Who completed this task.", yaml::name()},
                              {"request", "Who made a request of this kind in this engagement.", yaml::name()}});
  other.exactly_one = {"task", "request"};
  return yaml::object("Who must act.", {{"other_than", "Not who did this.", std::move(other), required}});
}

Shape told() {
  return yaml::object("Who must be told, and how.",
                      {{"who", "A contact kind or a role.", yaml::name(), required},
                       {"by", "The ways that count; without it, any of them.",
                        yaml::one_or_more(yaml::word({"email", "call", "meeting"}))},
                       {"template", "The message that the e-mail is made from; without it, any.", yaml::name()}});
}

Shape requirement() {
  Shape shape = yaml::object(
      "Something that must hold.",
      {
          {"note", "A saved note exists.", note()},
          {"email", "An e-mail made from this template was recorded as sent.", yaml::name()},
          {"call", "A call with this purpose was logged.", yaml::text()},
          {"meeting", "A meeting with this purpose was logged.", yaml::text()},
          {"check", "A checklist item of this playbook is ticked: its words, or its id.", yaml::text()},
          {"task", "A task, of any playbook, has a status; without one, a status that completes it.",
           yaml::either(
               yaml::name(),
               yaml::object("A task and its status.",
                            {{"id", "The task's id.", yaml::name(), required},
                             {"status", "One of the workspace's task statuses.", yaml::name()},
                             {"service", "Of a task done once per service: only for this service.", yaml::name()}}))},
          {"assigned",
           "Somebody holds an assignment field: FIELD: a queue or person, me, = FEEL, anyone, somebody else.",
           holders("Fields and who must hold them.",
                   {{"primary", "As primary of the tenant.", yaml::boolean()},
                    {"role", "With “anyone” and “somebody else”: who holds it has this role.", yaml::name()}})},
          {"request", "A request of this kind was made in this engagement and accepted.", yaml::name()},
          {"attempts", "So many calls, meetings or e-mails were logged, apart from each other.", attempts()},
          {"elapsed", "So much time has passed since something.", elapsed()},
          {"inactive", "No work was recorded on the tenant for so long.", inactive()},
          {"that", "A FEEL condition is true.", yaml::formula()},
          {"total", "Numbers add up to another one.", total()},
          {"by", "Whoever acts is not who did something else.", by()},
          {"told", "Somebody was told, where there is somebody to tell.", told()},
          when("FEEL: the requirement applies only then."),
          otherwise("With “that” and “total”: what to tell who is refused."),
          cites(),
      });
  shape.exactly_one = {"note",     "email",   "call",     "meeting", "check", "task", "assigned", "request",
                       "attempts", "elapsed", "inactive", "that",    "total", "by",   "told"};
  return shape;
}

Shape effect() {
  Shape shape = yaml::object(
      "Something that completing does.",
      {
          {"assign", "Puts somebody in an assignment field: FIELD: a queue or person, me, = FEEL.",
           holders("Fields and who is put in them.", {{"primary", "As primary of the tenant.", yaml::boolean()}})},
          {"unassign", "Takes somebody out of an assignment field.",
           holders("Fields and who is taken out of them.", {})},
          {"keep", "Every other holder of these fields stays as it was.", yaml::one_or_more(yaml::name())},
          {"set", "Sets facts of the tenant to the results of FEEL expressions; one of its choices may stand as it is.",
           yaml::map_of("status, next_action, next_action_date or an attribute", yaml::formula())},
          {"send", "Asks for a message to be sent.",
           yaml::object("A message and its audience.",
                        {{"template", "The template's id: its file's name without .md.", yaml::name(), required},
                         {"to", "Contact kinds or roles; without it the template's audience.",
                          yaml::one_or_more(yaml::name())}})},
          {"request", "Asks another team for something.",
           yaml::object("A request.", {{"kind", "One of the workspace's request kinds.", yaml::name(), required},
                                       {"queue", "FEEL, or a queue's name: the queue asked for.", yaml::formula()}})},
          {"start", "Starts another playbook for the tenant: its id, the file's name without .md.", yaml::name()},
          {"task", "Sets other tasks of this playbook: TASK: STATUS.", yaml::map_of("a task's id", yaml::name())},
          {"close", "Closes the engagement.", yaml::boolean()},
          when("FEEL: the effect happens only then."),
          cites(),
      });
  shape.exactly_one = {"assign", "unassign", "keep", "set", "send", "request", "start", "task", "close"};
  return shape;
}

Key requires_key() { return {"requires", "What must hold before it completes.", yaml::list_of(requirement())}; }
Key effects_key() {
  return {"effects", "What completing it does, all or nothing, in this order.", yaml::list_of(effect())};
}

Shape outcome() {
  return yaml::object("Exactly one of several tasks may be completed in an engagement.",
                      {
                          {"one_of", "The ids of the tasks.", yaml::list_of(yaml::name()), required},
                          requires_key(),
                          effects_key(),
                          {"except", "Those of the tasks that do not have these effects.", yaml::list_of(yaml::name())},
                          due_key(),
                          when("FEEL: the rule applies only then."),
                          cites(),
                      });
}

Shape choose() {
  return yaml::object("At least and at most so many of several tasks are completed in an engagement.",
                      {
                          {"of", "The ids of the tasks.", yaml::list_of(yaml::name()), required},
                          {"at_least", "So many must be complete before the engagement closes.", yaml::name()},
                          {"at_most", "No more than so many can be completed.", yaml::name()},
                          {"requires", "What must hold before any of them completes.", yaml::list_of(requirement())},
                          when("FEEL: the rule applies only then."),
                          cites(),
                      });
}

Shape task() {
  return yaml::object("What completing a task takes and does.",
                      {
                          when("FEEL: whether the task may be completed at all."),
                          otherwise("What to tell who is refused by “when”."),
                          requires_key(),
                          effects_key(),
                          due_key(),
                          {"on", "What setting it to another status does: a status, or a kind of status, and effects.",
                           yaml::map_of("a task status, or its kind", yaml::list_of(effect()))},
                          cites(),
                      });
}

Shape forbid() {
  Shape shape =
      yaml::object("An action that is refused until something holds.",
                   {
                       {"assign", "Putting somebody in a field: FIELD: a queue or person, me, = FEEL, anyone.",
                        holders("The field and the holder.", {})},
                       {"unassign", "Taking somebody out of a field.", holders("The field and the holder.", {})},
                       {"close", "Closing the engagement.", yaml::boolean()},
                       {"start", "Starting another engagement with a playbook.", yaml::name()},
                       {"until", "What must hold before it is allowed.", yaml::list_of(requirement()), required},
                       otherwise("What to tell who is refused."),
                       when("FEEL: the rule applies only then."),
                       cites(),
                   });
  shape.exactly_one = {"assign", "unassign", "close", "start"};
  return shape;
}

Key guidance() {
  return {
      "guidance",
      "Sentences that sound like an order and are none: advice, or what no system can see. Word for word, as cites.",
      yaml::one_or_more(yaml::text())};
}

std::vector<Key> step_keys() {
  return {
      when("FEEL: the step applies only then."),
      otherwise("What to tell who is refused by “when”."),
      cites(),
      {"once_per", "service: the step's tasks are done for each service in scope that they are for.",
       yaml::word({"service"})},
      {"outcome", "Exactly one of several tasks.", outcome()},
      {"choose", "At least and at most so many of several tasks.", choose()},
      {"tasks", "Rules of single tasks, by id.", yaml::map_of("a task's id", task())},
      {"forbid", "Actions that are refused until something holds.", yaml::list_of(forbid())},
      {"deadlines", "What must have happened by when.", yaml::list_of(deadline())},
      guidance(),
  };
}

Key entry_key() {
  return {"entry", "Under Key Inputs: what must hold before any task completes.", yaml::list_of(requirement())};
}
Key exit_key() {
  return {"exit", "Under Key Outputs: what must hold before the engagement closes.", yaml::list_of(requirement())};
}

} // namespace

const Shape& step_rules_shape() {
  static const Shape shape = yaml::object("The rules of a step.", step_keys());
  return shape;
}

const Shape& entry_rules_shape() {
  static const Shape shape = yaml::object("What must hold before.", {entry_key(), guidance()});
  return shape;
}

const Shape& exit_rules_shape() {
  static const Shape shape = yaml::object("What must hold after.", {exit_key(), guidance()});
  return shape;
}

const Shape& guidance_rules_shape() {
  static const Shape shape = [] {
    Key key = guidance();
    key.required = true;
    return yaml::object("What orders nothing.", {std::move(key)});
  }();
  return shape;
}

const Shape& rules_shape() {
  static const Shape shape = [] {
    auto keys = step_keys();
    keys.push_back(entry_key());
    keys.push_back(exit_key());
    return yaml::object("The rules of a step, of Key Inputs or of Key Outputs.", std::move(keys));
  }();
  return shape;
}

} // namespace handrail::playbook
