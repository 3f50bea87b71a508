#include "web/sample_test.h"

#include <gmock/gmock.h>
#include <unistd.h>

namespace handrail::web {

namespace {

using playbook::Block;
using playbook::SourceSpan;
using Kind = playbook::TaskStatus::Kind;

const std::string file = "playbooks/hand-over.md";

SourceSpan at(std::uint32_t line) { return {file, line, 1, 10}; }

Block leaf(Block::Kind kind, std::uint32_t line, std::string text, std::string html = {}) {
  Block block;
  block.kind = kind;
  block.at = at(line);
  block.last_line = line;
  block.html = html.empty() ? text : std::move(html);
  block.text = std::move(text);
  return block;
}

playbook::Workspace sample_workspace() {
  playbook::Workspace workspace;
  workspace.name = "Sample";
  workspace.zone = "UTC";
  workspace.phases = {"Validation", "Engagement", "Assignment"};
  workspace.regions = {"EMEA", "APJ"};
  workspace.statuses = {"Active", "Inactive"};
  workspace.roles = {{RoleId("FM"), "FastTrack Manager", playbook::AccessLevel::assigned, {}, {}},
                     {RoleId("AT"), "Assignment Team", playbook::AccessLevel::assignment, {}, {}},
                     {RoleId("PF"), "Partner FM", playbook::AccessLevel::partner, {}, {}}};
  workspace.people = {{PersonId("ana"), "Ana Silva", "", "Europe/Lisbon", {RoleId("FM")}, "", {}},
                      {PersonId("bo"), "Bo <b>Berg</b>", "", "", {RoleId("FM")}, "", {}},
                      {PersonId("carla"), "Carla Roth", "", "", {RoleId("AT")}, "", {}},
                      {PersonId("pia"), "Pia Ek", "", "", {RoleId("PF")}, "Lumen", {}}};
  workspace.queues = {{"Parked", "", "parked", {}}, {"Waiting", "EMEA", "waits for delivery", {}}};
  workspace.fields = {
      {FieldId("FM"), "FM", "Onboarding", true, false, true, {RoleId("FM")}, {"Parked"}, false, {}},
      {FieldId("RM"), "RM", "Onboarding", true, false, false, {RoleId("AT")}, {"Parked", "Waiting"}, false, {}}};
  workspace.note_categories = {{"Status", "the tenant", false, {}}, {"Technical", "a task", true, {}}};
  workspace.task_statuses = {{"Not Started", Kind::not_started, {}},
                             {"In Progress", Kind::in_progress, {}},
                             {"Complete", Kind::complete, {}},
                             {"Blocked", Kind::blocked, {}}};
  workspace.services = {{ServiceId("mail"), "Mail", false, {}, {}}};
  using Type = playbook::TenantAttribute::Type;
  workspace.attributes = {{"region", "Region", Type::choice, {"EMEA", "APJ"}, true, {}},
                          {"managed", "Managed", Type::boolean, {}, false, {}},
                          {"seats", "Seats", Type::number, {}, true, {}}};
  workspace.contact_kinds = {"customer", "account team"};
  playbook::MessageTemplate bye;
  bye.id = TemplateId("bye");
  bye.name = "Good-bye";
  bye.audience = "customer";
  workspace.templates = {bye};
  return workspace;
}

/// "Say why it ends" with two outcomes, of which 102 asks for a note that answers a question.
playbook::Step outcome_step() {
  playbook::Step step;
  step.id = "say-why-it-ends";
  step.title = "Say why it ends";
  step.at = at(10);
  step.roles = {"FastTrack Manager"};
  step.blocks.push_back(
      leaf(Block::Kind::paragraph, 12, "Complete exactly one outcome.", "Complete <em>exactly one</em> outcome."));
  Block list = leaf(Block::Kind::list, 14, "");
  Block item = leaf(Block::Kind::item, 14, "Tell the account team");
  item.checklist_item = ChecklistItemId("tell-the-account-team");
  list.children.push_back(item);
  step.blocks.push_back(list);
  step.checklist = {{ChecklistItemId("tell-the-account-team"), "Tell the account team", at(14)}};
  Block table = leaf(Block::Kind::task_table, 20, "");
  table.last_line = 24;
  step.blocks.push_back(table);
  step.tasks = {{TaskId("101"), "Customer satisfied", false, "FastTrack Manager", {}, at(22)},
                {TaskId("102"), "Customer declined", false, "FastTrack Manager", {}, at(23)},
                {TaskId("103"), "Process complete", true, "FastTrack Manager", {}, at(24)}};
  playbook::OutcomeRule outcome;
  outcome.source.at = at(16);
  outcome.source.cites = {{"Complete exactly one outcome.", at(17), at(12)}};
  outcome.one_of = {TaskId("101"), TaskId("102")};
  step.rules.outcome = outcome;
  playbook::TaskRule declined;
  declined.task = TaskId("102");
  declined.source.at = at(18);
  playbook::Requirement note;
  note.source.at = at(19);
  note.what = playbook::RequiredNote{"Technical", "", "why the customer declined", true};
  declined.requires_ = {note};
  step.rules.tasks = {declined};
  return step;
}

} // namespace

std::shared_ptr<const playbook::Model> sample_model() {
  auto book = std::make_shared<playbook::Playbook>();
  book->id = PlaybookId("hand-over");
  book->file = file;
  book->version = "0123456789abcdef";
  book->title = "Hand over";
  book->phase = "Engagement";
  book->audience = "internal";
  playbook::Section overview;
  overview.kind = playbook::Section::Kind::overview;
  overview.title = "Overview";
  overview.at = at(4);
  overview.blocks = {leaf(Block::Kind::paragraph, 6, "How an engagement ends.")};
  book->sections = {overview};
  book->steps = {outcome_step()};
  auto model = std::make_shared<playbook::Model>();
  model->workspace = sample_workspace();
  model->playbooks[book->id] = book;
  return model;
}

Sample::Sample() : clock_(*instant_from_iso("2026-03-02T09:00:00Z")), ids_("id") {
  std::string name = (std::filesystem::temp_directory_path() / "handrail-portal-XXXXXX").string();
  folder_ = mkdtemp(name.data());
  app::Options options;
  options.data = folder_ / "data";
  auto engine = app::Engine::open(options, clock_, ids_);
  auto renderer = Renderer::create();
  EXPECT_TRUE(engine) << to_string(engine.error());
  EXPECT_TRUE(renderer) << to_string(renderer.error());
  engine_ = std::move(*engine);
  renderer_ = std::move(*renderer);
  const auto published = engine_->publish(sample_model());
  EXPECT_TRUE(published) << to_string(published.error());
  portal_ = std::make_unique<Portal>(*engine_, *renderer_, port, Limits{});
}

Sample::~Sample() {
  portal_.reset();
  engine_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Response Sample::answer(RawRequest raw, const std::string& person) {
  raw.headers.add("host", "127.0.0.1:8080");
  if (!person.empty()) raw.headers.add("cookie", "person=" + person);
  return portal_->answer(std::move(raw));
}

Response Sample::get(const std::string& target, const std::string& person) {
  return answer({"GET", target, "", {}}, person);
}

Response Sample::post(const std::string& target, const std::string& form, const std::string& person) {
  RawRequest raw{"POST", target, form, {}};
  raw.headers.add("content-type", "application/x-www-form-urlencoded");
  raw.headers.add("origin", "http://127.0.0.1:8080");
  return answer(std::move(raw), person);
}

void Sample::must(const std::string& person, engagement::Command command) {
  const auto done = engine_->submit({TenantId("contoso"), std::move(command), PersonId(person), {}, {}});
  ASSERT_TRUE(done) << to_string(done.error());
  ASSERT_TRUE(std::holds_alternative<app::Receipt>(*done)) << engagement::to_text(std::get<engagement::Denial>(*done));
}

void Sample::with_contoso() {
  engagement::RegisterTenant tenant;
  tenant.tenant = TenantId("contoso");
  tenant.name = "Contoso Ltd";
  tenant.customer = "Contoso";
  tenant.attributes = {{"region", "EMEA"}, {"managed", "true"}, {"seats", "1240"}};
  tenant.assignments = {{FieldId("FM"), engagement::person_holder(PersonId("ana")), {}, true}};
  must("carla", tenant);
  must("ana", engagement::StartEngagement{EngagementId("run"), PlaybookId("hand-over")});
}

} // namespace handrail::web
