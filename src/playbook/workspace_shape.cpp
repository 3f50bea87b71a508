#include "playbook/workspace_shape.h"

namespace handrail::playbook {

namespace {

using yaml::required;
using yaml::Shape;

template <class Words>
Shape word_of(const Words& words) {
  std::vector<std::string> list;
  list.reserve(words.size());
  for (const auto& [word, meaning] : words) list.emplace_back(word);
  return yaml::word(std::move(list));
}

Shape weekday() { return yaml::word({weekday_words.begin(), weekday_words.end()}); }

Shape names() { return yaml::list_of(yaml::name()); }

Shape role() {
  return yaml::object("A role that people have and playbooks name.",
                      {
                          {"id", "What rules and people.yaml call it.", yaml::name(), required},
                          {"name", "What it is called where people read it.", yaml::name(), required},
                          {"access",
                           "partner: own tenants and partner playbooks; assigned: the tenants one is assigned to; "
                           "assignment: reads and assigns on all, writes assigned ones; privileged: reads all.",
                           word_of(access_words), required},
                          {"aliases", "Other names that playbooks use for it.", names()},
                      });
}

Shape queue() {
  return yaml::object("A pseudo-person in which tenants wait.",
                      {
                          {"name", "Its name, unique among queues and people.", yaml::name(), required},
                          {"region", "The region it serves; one of `regions`.", yaml::name()},
                          {"purpose", "What a tenant in it is doing: “waits for delivery”.", yaml::text()},
                      });
}

Shape field() {
  return yaml::object(
      "An assignment field: it holds people or queues.",
      {
          {"id", "What rules and conditions call it.", yaml::name(), required},
          {"name", "What it is called where people read it.", yaml::name(), required},
          {"tab", "The tab of the tenant's page it stands on.", yaml::name()},
          {"levels", "Whether a holder has the whole tenant, or named services of it. Without it: tenant.",
           yaml::list_of(yaml::word({"tenant", "service"}))},
          {"primary_required", "Every tenant must have one primary holder here.", yaml::boolean()},
          {"people", "The roles whose people may hold it. Without it: anybody.", names()},
          {"queues", "The queues that may stand in it. Without it: none.", names()},
          {"partner", "Its holders are the partner's own people.", yaml::boolean()},
      });
}

Shape note_category() {
  return yaml::object("A category of notes.",
                      {
                          {"name", "Its name.", yaml::name(), required},
                          {"about", "What such notes are for, as a hint to who writes one.", yaml::text()},
                          {"about_task", "A note of it is about one task and carries its id.", yaml::boolean()},
                      });
}

Shape task_status() {
  return yaml::object("A status a task can have.",
                      {
                          {"name", "Its name.", yaml::name(), required},
                          {"kind", "What it means to the rules.", word_of(task_status_words), required},
                      });
}

Shape service() {
  return yaml::object("A service (workload) that is in scope or not.",
                      {
                          {"id", "What scenarios and the interface call it.", yaml::name(), required},
                          {"name", "What playbooks call it.", yaml::name(), required},
                          {"pseudo", "Not a real one: what applies to it is done once per tenant.", yaml::boolean()},
                          {"aliases", "Other names that playbooks use for it.", names()},
                      });
}

Shape attribute() {
  return yaml::object(
      "What is known of a tenant; conditions read it as tenant.ID.",
      {
          {"id", "Lower-case letters, digits and “_”; conditions call it tenant.ID.", yaml::name(), required},
          {"name", "Its label.", yaml::name(), required},
          {"type", "What its values are.", word_of(attribute_type_words), required},
          {"choices", "The values of a choice.", names()},
          {"required", "A tenant cannot be registered without it.", yaml::boolean()},
      });
}

Shape request_kind() {
  return yaml::object(
      "What one team asks of another, which accepts or declines it.",
      {
          {"id", "What rules call it.", yaml::name(), required},
          {"name", "What it is called where people read it.", yaml::name(), required},
          {"team", "The role whose people answer it.", yaml::name(), required},
          {"moves_queue", "It names a queue; accepting it makes that queue the primary of `field`.", yaml::boolean()},
          {"field", "The assignment field the queue is put in.", yaml::name()},
      });
}

Shape person() {
  return yaml::object("Somebody who works here.",
                      {
                          {"id", "What scenarios and the command line call this person.", yaml::name(), required},
                          {"name", "First and last name.", yaml::name(), required},
                          {"email", "Where messages go.", yaml::text()},
                          {"zone", "An IANA time zone; without it the workspace's.", yaml::text()},
                          {"roles", "The ids of the roles this person has.", names(), required},
                          {"partner", "The partner this person works for; empty for our own people.", yaml::name()},
                      });
}

} // namespace

const Shape& workspace_shape() {
  static const Shape shape = yaml::object(
      "A workspace: everything that is particular to one organisation.",
      {
          {"name", "The organisation's name.", yaml::name(), required},
          {"zone", "The IANA time zone that dates are in: Europe/Berlin, UTC.", yaml::text(), required},
          {"working_days", "The days business days are counted in.", yaml::list_of(weekday()), required},
          {"holidays", "Days that are no business days.", yaml::list_of(yaml::date())},
          {"regions", "The regions that queues and tenants belong to.", names()},
          {"phases", "The phases playbooks name, in order.", names()},
          {"motions", "The motions playbooks name.", names()},
          {"statuses", "The overall statuses of a tenant; the first is a new tenant's.", names(), required},
          {"roles", "The roles, with how far their rights reach.", yaml::list_of(role()), required},
          {"queues", "The queues tenants wait in.", yaml::list_of(queue())},
          {"fields", "The assignment fields.", yaml::list_of(field()), required},
          {"note_categories", "The categories of notes.", yaml::list_of(note_category()), required},
          {"task_statuses", "The statuses of a task; the first one of a kind is the usual one.",
           yaml::list_of(task_status()), required},
          {"services", "The services that may be in scope.", yaml::list_of(service())},
          {"attributes", "What is known of a tenant beside its name, customer, status, services and next action.",
           yaml::list_of(attribute())},
          {"request_kinds", "What teams ask of each other.", yaml::list_of(request_kind())},
          {"contact_kinds", "The kinds of contacts a tenant has.", names()},
      });
  return shape;
}

const Shape& people_shape() {
  static const Shape shape = yaml::object("The people of a workspace.",
                                          {{"people", "Everybody who works here.", yaml::list_of(person()), required}});
  return shape;
}

const yaml::Shape& template_shape() {
  static const yaml::Shape shape =
      yaml::object("A message's front matter.",
                   {{"name", "What the message is called where people read it.", yaml::name(), yaml::required},
                    {"audience", "Whom it goes to: a contact kind or a role.", yaml::name(), yaml::required},
                    {"subject", "Its subject, with {{formulas}}.", yaml::text(), yaml::required}});
  return shape;
}

} // namespace handrail::playbook
