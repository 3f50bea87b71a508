// workspace.yaml, read and checked: everything that is particular to one organisation is data in here.
#pragma once

#include "core/id.h"
#include "playbook/diagnostic.h"
#include "playbook/playbook.h"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handrail::feel {
class DecisionTable;
}

namespace handrail::playbook {

/// How far somebody's right to write and to assign reaches (docs/spec/access.md).
enum class AccessLevel { partner, assigned, assignment, privileged };

struct Role {
  RoleId id;
  std::string name;
  AccessLevel access = AccessLevel::assigned;
  std::vector<std::string> aliases;
  SourceSpan at;
};
struct Person {
  PersonId id;
  std::string name, email, zone;
  std::vector<RoleId> roles;
  std::string partner;
  SourceSpan at;
};

/// A pseudo-person: customers wait in it.
struct Queue {
  std::string name;
  std::string region;
  std::string purpose;
  SourceSpan at;
};

/// A field that holds people or queues: FM, RM, Onboarding RM/PSM …
struct AssignmentField {
  FieldId id;
  std::string name, tab;
  bool tenant_level = true, service_level = false;
  bool primary_required = false;   ///< a tenant must have one primary here
  std::vector<RoleId> people;      ///< roles whose people may hold it; empty: anybody
  std::vector<std::string> queues; ///< queues that may stand in it
  bool partner = false;            ///< holders are the partner's own people
  SourceSpan at;
};

struct TaskStatus {
  enum class Kind { not_started, not_required, in_progress, complete, waiting, warning, blocked, cancelled };
  std::string name;
  Kind kind = Kind::not_started;
  SourceSpan at;
};

struct TenantAttribute {
  enum class Type { text, number, boolean, date, choice, services };
  std::string id, name;
  Type type = Type::text;
  std::vector<std::string> choices;
  bool required = false;
  SourceSpan at;
};

/// `about`: what such notes are for. One `about_task` is about one task, whose id it carries.
struct NoteCategory {
  std::string name, about;
  bool about_task = false;
  SourceSpan at;
};
/// What one team asks of another. Accepting one that moves the queue makes the queue asked for the primary of `field`.
struct RequestKind {
  std::string id, name;
  RoleId team;
  bool moves_queue = false;
  FieldId field;
  SourceSpan at;
};
struct Service {
  ServiceId id;
  std::string name;
  bool pseudo = false;
  std::vector<std::string> aliases;
  SourceSpan at;
};

/// A piece of a message: literal text, or a formula over the facts whose result stands in its place.
struct MessagePart {
  std::string text;
  std::optional<Condition> formula;
};
/// `audience` is a contact kind or a role's name. The texts are kept as written, the parts are what they are made of.
struct MessageTemplate {
  TemplateId id;
  std::string name, audience, subject, body;
  std::vector<MessagePart> subject_parts, body_parts;
  SourceSpan at;
};

/// A decision table of the workspace: a function that conditions call. docs/spec/tables.md
struct Table {
  std::string name;
  std::shared_ptr<const feel::DecisionTable> decision;
  SourceSpan at;
};

struct Workspace {
  std::string name, zone;
  std::vector<std::chrono::weekday> working_days;
  std::vector<Date> holidays;
  std::vector<std::string> phases, motions, regions, statuses;
  std::vector<Role> roles;
  std::vector<Person> people;
  std::vector<AssignmentField> fields;
  std::vector<Queue> queues;
  std::vector<NoteCategory> note_categories;
  std::vector<TaskStatus> task_statuses;
  std::vector<Service> services;
  std::vector<TenantAttribute> attributes;
  std::vector<RequestKind> request_kinds;
  std::vector<std::string> contact_kinds; ///< customer, partner, account team
  std::vector<MessageTemplate> templates;

  const Person* person(const PersonId& id) const;
  const Queue* queue(std::string_view name) const;
  const AssignmentField* field(const FieldId& id) const;
  const TaskStatus* task_status(std::string_view name) const;
  const Role* role(const RoleId& id) const;
  const NoteCategory* note_category(std::string_view name) const;
  const RequestKind* request_kind(std::string_view id) const;
  const TenantAttribute* attribute(std::string_view id) const;
  const MessageTemplate* message(const TemplateId& id) const;
  /// By id, name or one of its aliases; case aside.
  const Service* service(std::string_view word) const;
};

/// Everything the engine decides by: one immutable snapshot, shared by all who read it.
struct Model {
  Workspace workspace;
  std::vector<Table> tables;
  std::map<PlaybookId, std::shared_ptr<const Playbook>> playbooks; ///< the newest of each
  /// Older versions that engagements are pinned to, by playbook and version hash.
  std::map<std::pair<PlaybookId, std::string>, std::shared_ptr<const Playbook>> pinned;
  /// What the newest of each was compiled from, to be stored with the engagements that start with it (pinned.h).
  std::map<PlaybookId, std::string> texts;

  /// The playbook an engagement runs: its pinned version, else the newest; null when there is none.
  const Playbook* playbook(const PlaybookId& id, const std::string& version) const;
};

} // namespace handrail::playbook
