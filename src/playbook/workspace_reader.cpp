#include "playbook/workspace_reader.h"

#include "core/text.h"
#include "core/time.h"
#include "playbook/known_names.h"
#include "playbook/workspace_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace handrail::playbook {

namespace {

using yaml::Node;

constexpr std::size_t max_workspace_bytes = 1024 * 1024;

/// The meaning of a word that the shape has checked; the first meaning when it found it wrong.
template <class Words>
auto meaning(const Words& words, const std::string& word) {
  for (const auto& [known, value] : words)
    if (known == word) return value;
  return words.front().second;
}

template <class Thing, class Name>
KnownNames known(std::string noun, const std::vector<Thing>& things, Name name) {
  KnownNames names{std::move(noun), {}};
  for (const Thing& thing : things) names.names.push_back(name(thing));
  return names;
}

std::vector<RoleId> role_ids(const Node& node) {
  std::vector<RoleId> ids;
  for (auto& text : yaml::texts(node)) ids.emplace_back(std::move(text));
  return ids;
}

/// Finds the second use of a name, over one list or several.
class Uniqueness {
public:
  Uniqueness(std::string noun, std::vector<Diagnostic>& findings) : noun_(std::move(noun)), findings_(findings) {}

  void add(const Node& node) {
    if (!node.is_scalar()) return;
    const auto [first, is_new] = places_.emplace(text::lowered(node.text()), node.place());
    if (is_new) return;
    auto again = yaml::finding(node, node.place(), "duplicate-name",
                               fmt::format("“{}” is already the name of a {}", text::shortened(node.text(), 60), noun_),
                               "give one of the two another name");
    again.related.push_back(first->second);
    findings_.push_back(std::move(again));
  }

private:
  std::string noun_;
  std::vector<Diagnostic>& findings_;
  std::unordered_map<std::string, SourceSpan> places_;
};

void check_zone(const Node& zone, std::vector<Diagnostic>& findings) {
  if (zone.is_scalar() && !local_date(Instant{}, zone.text()))
    findings.push_back(yaml::finding(zone, zone.place(), "unknown-time-zone",
                                     fmt::format("there is no time zone “{}”", text::shortened(zone.text(), 60)),
                                     "write an IANA name such as Europe/Berlin or UTC"));
}

class Reader {
public:
  Reader(const Node& root, std::vector<Diagnostic>& findings) : root_(root), findings_(findings) {}

  Workspace read() {
    basics();
    roles();
    queues();
    fields();
    notes_and_statuses();
    services();
    attributes();
    requests();
    return std::move(workspace_);
  }

private:
  void basics() {
    workspace_.name = root_.at("name").text();
    workspace_.zone = root_.at("zone").text();
    check_zone(root_.at("zone"), findings_);
    for (const auto& day : yaml::texts(root_.at("working_days"))) {
      const auto* const found = std::find(weekday_words.begin(), weekday_words.end(), day);
      if (found != weekday_words.end())
        workspace_.working_days.emplace_back(static_cast<unsigned>(found - weekday_words.begin()));
    }
    require_one("working_days");
    for (const auto& day : yaml::texts(root_.at("holidays")))
      if (const auto date = date_from_iso(day)) workspace_.holidays.push_back(*date);
    workspace_.regions = unique_texts("regions", "region");
    workspace_.phases = unique_texts("phases", "phase");
    workspace_.motions = unique_texts("motions", "motion");
    workspace_.statuses = unique_texts("statuses", "status");
    require_one("statuses");
    workspace_.contact_kinds = unique_texts("contact_kinds", "contact kind");
  }

  void roles() {
    Uniqueness ids("role", findings_);
    for (const Node& node : root_.at("roles").items()) {
      workspace_.roles.push_back({RoleId(node.at("id").text()), node.at("name").text(),
                                  meaning(access_words, node.at("access").text()), yaml::texts(node.at("aliases")),
                                  node.place()});
      ids.add(node.at("id"));
    }
    require_one("roles");
  }

  void queues() {
    Uniqueness names("queue", findings_);
    const KnownNames regions{"region", workspace_.regions};
    for (const Node& node : root_.at("queues").items()) {
      workspace_.queues.push_back(
          {node.at("name").text(), node.at("region").text(), node.at("purpose").text(), node.place()});
      names.add(node.at("name"));
      expect_known(node.at("region"), regions, findings_);
    }
  }

  void fields() {
    Uniqueness ids("field", findings_);
    const KnownNames roles = role_names();
    const KnownNames queues = queue_names();
    for (const Node& node : root_.at("fields").items()) {
      AssignmentField field;
      field.id = FieldId(node.at("id").text());
      field.name = node.at("name").text();
      field.tab = node.at("tab").text();
      if (const Node* levels = node.find("levels")) {
        const auto words = yaml::texts(*levels);
        field.tenant_level = std::count(words.begin(), words.end(), "tenant") > 0;
        field.service_level = std::count(words.begin(), words.end(), "service") > 0;
      }
      field.primary_required = node.at("primary_required").as_boolean().value_or(false);
      field.people = role_ids(node.at("people"));
      field.queues = yaml::texts(node.at("queues"));
      field.partner = node.at("partner").as_boolean().value_or(false);
      field.at = node.place();
      ids.add(node.at("id"));
      for (const Node& role : node.at("people").items()) expect_known(role, roles, findings_);
      for (const Node& queue : node.at("queues").items()) expect_known(queue, queues, findings_);
      if (field.primary_required && !field.tenant_level)
        add(node.at("primary_required"), "field-primary",
            "only a field with the level “tenant” can require a primary of the tenant", "add “tenant” to its levels");
      workspace_.fields.push_back(std::move(field));
    }
  }

  void notes_and_statuses() {
    Uniqueness categories("note category", findings_);
    for (const Node& node : root_.at("note_categories").items()) {
      workspace_.note_categories.push_back({node.at("name").text(), node.at("about").text(),
                                            node.at("about_task").as_boolean().value_or(false), node.place()});
      categories.add(node.at("name"));
    }
    Uniqueness statuses("task status", findings_);
    for (const Node& node : root_.at("task_statuses").items()) {
      workspace_.task_statuses.push_back(
          {node.at("name").text(), meaning(task_status_words, node.at("kind").text()), node.place()});
      statuses.add(node.at("name"));
    }
    for (const auto kind : {TaskStatus::Kind::not_started, TaskStatus::Kind::complete})
      if (std::none_of(workspace_.task_statuses.begin(), workspace_.task_statuses.end(),
                       [&](const TaskStatus& status) { return status.kind == kind; }))
        add(root_.at("task_statuses"), "task-status-missing",
            fmt::format("no task status is of the kind “{}”",
                        kind == TaskStatus::Kind::complete ? "complete" : "not_started"),
            "every task begins as one and ends as the other");
  }

  void services() {
    Uniqueness names("service", findings_);
    for (const Node& node : root_.at("services").items()) {
      workspace_.services.push_back({ServiceId(node.at("id").text()), node.at("name").text(),
                                     node.at("pseudo").as_boolean().value_or(false), yaml::texts(node.at("aliases")),
                                     node.place()});
      names.add(node.at("id"));
      if (text::lowered(node.at("name").text()) != text::lowered(node.at("id").text())) names.add(node.at("name"));
      for (const Node& alias : node.at("aliases").items()) names.add(alias);
    }
  }

  void attributes() {
    Uniqueness ids("attribute", findings_);
    const KnownNames regions{"region", workspace_.regions};
    for (const Node& node : root_.at("attributes").items()) {
      const auto type = meaning(attribute_type_words, node.at("type").text());
      workspace_.attributes.push_back({node.at("id").text(), node.at("name").text(), type,
                                       yaml::texts(node.at("choices")),
                                       node.at("required").as_boolean().value_or(false), node.place()});
      ids.add(node.at("id"));
      attribute_id(node.at("id"));
      const bool has_choices = !node.at("choices").items().empty();
      if (type == TenantAttribute::Type::choice && !has_choices)
        add(node.at("type"), "attribute-choices", "a choice needs its “choices”", "list them: choices: [High, Low]");
      if (type != TenantAttribute::Type::choice && node.find("choices") != nullptr)
        add(node.at("choices"), "attribute-choices", "only a choice has “choices”", "write type: choice");
      if (node.at("id").text() == "region")
        for (const Node& choice : node.at("choices").items()) expect_known(choice, regions, findings_);
    }
  }

  void requests() {
    Uniqueness ids("request kind", findings_);
    const KnownNames roles = role_names();
    const auto field_names = known("field", workspace_.fields, [](const auto& field) { return field.id.text(); });
    for (const Node& node : root_.at("request_kinds").items()) {
      const RequestKind kind{node.at("id").text(),
                             node.at("name").text(),
                             RoleId(node.at("team").text()),
                             node.at("moves_queue").as_boolean().value_or(false),
                             FieldId(node.at("field").text()),
                             node.place()};
      ids.add(node.at("id"));
      expect_known(node.at("team"), roles, findings_);
      expect_known(node.at("field"), field_names, findings_);
      if (kind.moves_queue == kind.field.empty())
        add(node, "request-field",
            kind.moves_queue ? "a request that moves the queue needs the “field” the queue is put in"
                             : "“field” is only for a request that moves the queue",
            kind.moves_queue ? "add field: RM, or the field you mean" : "add moves_queue: true, or take “field” away");
      workspace_.request_kinds.push_back(kind);
    }
  }

  /// Conditions read attributes as tenant.ID, so an id must be a plain FEEL name and no fact the tenant has anyway.
  void attribute_id(const Node& id) {
    const std::string& text = id.text();
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    if (!text.empty() &&
        (!std::all_of(text.begin(), text.end(), plain) || (text.front() >= '0' && text.front() <= '9')))
      add(id, "attribute-id", fmt::format("“{}” cannot be read in conditions", text::shortened(text, 60)),
          "use lower-case letters, digits and “_”, a letter first");
    if (std::find(built_in_tenant_facts.begin(), built_in_tenant_facts.end(), text) != built_in_tenant_facts.end())
      add(id, "attribute-id", fmt::format("every tenant has “{}” already", text),
          "take this attribute away, or call it otherwise");
  }

  std::vector<std::string> unique_texts(std::string_view key, std::string noun) {
    Uniqueness names(std::move(noun), findings_);
    for (const Node& node : root_.at(key).items()) names.add(node);
    return yaml::texts(root_.at(key));
  }

  void require_one(std::string_view key) {
    const Node& list = root_.at(key);
    if (list.is_sequence() && list.items().empty())
      add(list, "empty-list", fmt::format("“{}” is empty", key), "a workspace needs at least one");
  }

  void add(const Node& node, std::string code, std::string message, std::string hint) {
    findings_.push_back(yaml::finding(node, node.place(), std::move(code), std::move(message), std::move(hint)));
  }

  KnownNames role_names() const {
    return known("role", workspace_.roles, [](const Role& role) { return role.id.text(); });
  }
  KnownNames queue_names() const {
    return known("queue", workspace_.queues, [](const Queue& queue) { return queue.name; });
  }

  const Node& root_;
  std::vector<Diagnostic>& findings_;
  Workspace workspace_;
};

} // namespace

Workspace read_workspace(std::string_view yaml, const std::string& file, std::vector<Diagnostic>& findings) {
  const auto root = yaml::parse(yaml, {file}, findings, {max_workspace_bytes});
  if (!root) return {};
  yaml::check(*root, workspace_shape(), findings);
  return Reader(*root, findings).read();
}

void read_people(std::string_view yaml, const std::string& file, Workspace& workspace,
                 std::vector<Diagnostic>& findings) {
  const auto root = yaml::parse(yaml, {file}, findings, {max_workspace_bytes});
  if (!root) return;
  yaml::check(*root, people_shape(), findings);
  const auto roles = known("role", workspace.roles, [](const Role& role) { return role.id.text(); });
  const auto queues = known("queue", workspace.queues, [](const Queue& queue) { return queue.name; });
  Uniqueness ids("person", findings);
  Uniqueness names("person", findings); // holders are shown by name: two of one name could not be told apart
  for (const Node& node : root->at("people").items()) {
    workspace.people.push_back({PersonId(node.at("id").text()), node.at("name").text(), node.at("email").text(),
                                node.at("zone").text(), role_ids(node.at("roles")), node.at("partner").text(),
                                node.place()});
    ids.add(node.at("id"));
    names.add(node.at("name"));
    for (const Node& role : node.at("roles").items()) expect_known(role, roles, findings);
    if (node.find("zone") != nullptr) check_zone(node.at("zone"), findings);
    for (const char* key : {"id", "name"})
      if (queues.has(node.at(key).text()))
        findings.push_back(yaml::finding(node.at(key), node.at(key).place(), "duplicate-name",
                                         fmt::format("“{}” is already the name of a queue", node.at(key).text()),
                                         "a field could not tell the two apart"));
  }
}

} // namespace handrail::playbook
