#include "support/small_model.h"

namespace handrail::testing {

std::shared_ptr<const playbook::Model> small_model() {
  auto model = std::make_shared<playbook::Model>();
  auto& workspace = model->workspace;
  workspace.name = "Small";
  workspace.zone = "UTC";
  workspace.regions = {"EMEA", "APJ"};
  workspace.statuses = {"Active", "Inactive"};
  workspace.contact_kinds = {"customer"};
  playbook::Role lead;
  lead.id = RoleId("FM");
  lead.name = "Manager";
  lead.access = playbook::AccessLevel::assignment;
  playbook::Role helper = lead;
  helper.id = RoleId("FE");
  helper.name = "Engineer";
  helper.access = playbook::AccessLevel::assigned;
  workspace.roles = {lead, helper};
  playbook::Person tara;
  tara.id = PersonId("tara");
  tara.name = "Tara Okonkwo";
  tara.roles = {lead.id};
  playbook::Person ben = tara;
  ben.id = PersonId("ben");
  ben.name = "Ben Adeyemi";
  ben.roles = {helper.id};
  workspace.people = {tara, ben};
  playbook::AssignmentField field;
  field.id = FieldId("FM");
  field.name = "FM";
  workspace.fields = {field};
  playbook::NoteCategory category;
  category.name = "Engagement Management";
  workspace.note_categories = {category};
  playbook::TenantAttribute region;
  region.id = "region";
  region.name = "Region";
  region.type = playbook::TenantAttribute::Type::choice;
  region.choices = workspace.regions;
  workspace.attributes = {region};
  return model;
}

engagement::RegisterTenant registration(const std::string& tenant, const std::string& name) {
  engagement::RegisterTenant command;
  command.tenant = TenantId(tenant);
  command.name = name;
  command.customer = name + " Group";
  command.attributes = {{"region", "EMEA"}};
  command.assignments = {{FieldId("FM"), engagement::person_holder(PersonId("tara")), {}, true}};
  return command;
}

engagement::WriteNote note(const std::string& id, const std::string& text) {
  engagement::WriteNote command;
  command.note = NoteId(id);
  command.content.category = "Engagement Management";
  command.content.text = text;
  return command;
}

} // namespace handrail::testing
