#include "app/seed/life.h"

#include "app/seed/seed_words.h"
#include "core/fold.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace handrail::app::seed {

namespace {

using namespace std::chrono;
using playbook::TenantAttribute;

// Of a hundred tenants, so many are taken out of the queues; of these, so many have a playbook; of these, so many come
// to its end.
constexpr int led_percent = 40;
constexpr int with_playbook_percent = 60;
constexpr int to_the_end_percent = 45;

/// Some working hours of a later day.
Instant days_later(Random& random, Instant from, int most_days) {
  const days later(random.between(1, most_days));
  const microseconds into_the_day(hours(7) + seconds(random.between(0, 11 * 3'600 - 1)));
  return floor<days>(from) + later + into_the_day + microseconds(random.between(0, 999'999));
}

std::string number_of_seats(Random& random) {
  static constexpr std::array sizes{40, 75, 150, 300, 600, 1'200, 2'500, 5'000, 12'000, 40'000};
  const int size = random.one_of_first(sizes);
  return std::to_string(size + random.between(0, size / 2));
}

std::string value_of(Random& random, const TenantAttribute& attribute, const std::string& region,
                     std::string_view place) {
  if (attribute.id == "region") return region;
  if (attribute.id == "country") return std::string(place);
  if (attribute.id == "language") return std::string(language_of(place));
  switch (attribute.type) {
    case TenantAttribute::Type::boolean: return random.chance(60) ? "true" : "false";
    case TenantAttribute::Type::choice: return attribute.choices.empty() ? "" : random.one_of(attribute.choices);
    case TenantAttribute::Type::number: return number_of_seats(random);
    default: return "";
  }
}

/// Required attributes, and those that most tenants have.
std::map<std::string, std::string> attributes_of(const World& world, const std::string& region,
                                                 std::string_view place) {
  std::map<std::string, std::string> values;
  for (const auto& attribute : world.model.workspace.attributes) {
    const bool usual = attribute.id == "country" || attribute.id == "language" || attribute.id == "segment" ||
                       (attribute.id == "priority" && world.random.chance(30));
    if (!attribute.required && !usual) continue;
    auto value = value_of(world.random, attribute, region, place);
    if (value.empty() && attribute.required) value = std::string(answer(world.random));
    if (!value.empty()) values[attribute.id] = std::move(value);
  }
  return values;
}

std::vector<ServiceId> services_of(const World& world) {
  std::vector<ServiceId> services;
  for (const auto& service : world.model.workspace.services)
    if (!service.pseudo && world.random.chance(45)) services.push_back(service.id);
  return services;
}

std::vector<engagement::Contact> contacts_of(const World& world, const std::string& customer) {
  std::vector<engagement::Contact> contacts;
  const auto& kinds = world.model.workspace.contact_kinds;
  if (kinds.empty()) return contacts;
  for (int count = world.random.between(0, 2); count > 0; --count) {
    engagement::Contact contact;
    contact.id = ContactId(world.ids.next());
    contact.name = contact_name(world.random);
    contact.kind = world.random.one_of_first(kinds);
    contact.email = fmt::format("{}@{}.example", slug(text::folded(contact.name)), slug(text::folded(customer)));
    contact.do_not_contact = world.random.chance(2);
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

/// A queue in each field that needs somebody, or a person where it takes no queue of the region.
std::vector<engagement::Assignment> first_holders(const World& world, const std::string& region) {
  std::vector<engagement::Assignment> holders;
  for (const auto* field : world.cast.primary_fields()) {
    const auto queues = world.cast.queues(*field, region);
    const auto& people = world.cast.holders(field->id);
    if (!queues.empty())
      holders.push_back({field->id, engagement::queue_holder(world.random.one_of_first(queues)), {}, true});
    else if (!people.empty())
      holders.push_back({field->id, engagement::person_holder(world.random.one_of(people)->id), {}, true});
  }
  return holders;
}

engagement::NextAction next_action_after(Random& random, Instant at) {
  engagement::NextAction next;
  next.text = std::string(next_action(random));
  const year_month_day today(floor<days>(at));
  next.date = random.chance(10) ? Date(today.year() + years(1), December, day(31))
                                : Date(floor<days>(at) + days(random.between(2, 60)));
  return next;
}

} // namespace

Life::Life(const World& world, TenantId id, const Customer& customer, Instant born) : now_(born) {
  const auto& workspace = world.model.workspace;
  const auto region = workspace.regions.empty() ? std::string() : world.random.one_of_first(workspace.regions);
  const auto place = place_in(world.random, region);
  engagement::RegisterTenant registration;
  registration.tenant = std::move(id);
  registration.name = customer.tenants == 1 ? customer.name : fmt::format("{} {}", customer.name, place);
  registration.customer = customer.name;
  registration.services = services_of(world);
  registration.attributes = attributes_of(world, region, place);
  registration.assignments = first_holders(world, region);
  registration.contacts = contacts_of(world, customer.name);
  plan(born, &world.cast.assigner(world.random), std::move(registration));
}

void Life::plan(Instant at, const engagement::Actor* by, engagement::Command command, bool is_of_way) {
  const auto later = std::find_if(plan_.begin(), plan_.end(), [&](const Planned& one) { return one.at > at; });
  plan_.insert(later, {at, by, std::move(command), is_of_way});
}

void Life::go_on(const World& world, const engagement::TenantState& state, bool refused) {
  const bool way_ends = refused && plan_.front().is_of_way;
  now_ = plan_.front().at;
  plan_.pop_front();
  if (way_ends) std::erase_if(plan_, [](const Planned& one) { return one.is_of_way; });
  if (!state.is_registered()) return plan_.clear();
  switch (stage_) {
    case Stage::registered:
      if (world.random.chance(led_percent)) plan_lead(world, state);
      break;
    case Stage::led:
      if (refused) return plan_.clear();
      plan_small_things(world, state);
      if (world.random.chance(with_playbook_percent)) plan_start(world);
      break;
    case Stage::started:
      if (!refused && !state.engagements.empty()) plan_way(world, state);
      break;
    case Stage::at_work: break;
  }
}

/// Somebody becomes the primary of the field with the most people; sometimes others join.
void Life::plan_lead(const World& world, const engagement::TenantState& state) {
  const auto& fields = world.cast.primary_fields();
  const auto led = std::max_element(fields.begin(), fields.end(), [&](const auto* a, const auto* b) {
    return world.cast.holders(a->id).size() < world.cast.holders(b->id).size();
  });
  if (led == fields.end() || world.cast.holders((*led)->id).empty()) return;
  stage_ = Stage::led;
  lead_ = world.random.one_of(world.cast.holders((*led)->id));
  auto at = days_later(world.random, now_, 5);
  const auto& assigner = world.cast.assigner(world.random);
  plan(at, &assigner, engagement::Assign{(*led)->id, engagement::person_holder(lead_->id), {}, true});
  // The queue in which it waited is left.
  for (const auto& one : state.assignments) {
    if (one.field != (*led)->id || one.holder.kind != engagement::Holder::Kind::queue) continue;
    at += seconds(world.random.between(5, 90));
    plan(at, &assigner, engagement::Unassign{one.field, one.holder, {}});
  }
  const auto& others = world.cast.other_fields();
  if (others.empty() || !world.random.chance(30)) return;
  const auto* field = world.random.one_of(others);
  const auto* who = world.random.one_of(world.cast.holders(field->id));
  const bool primary = world.random.chance(50);
  plan(days_later(world.random, at, 3), &assigner,
       engagement::Assign{field->id, engagement::person_holder(who->id), {}, primary});
}

void Life::plan_start(const World& world) {
  std::vector<const playbook::Playbook*> books;
  for (const auto& [id, book] : world.model.playbooks)
    if (!engagement::refused_playbook(*book, world.model.workspace, *lead_)) books.push_back(book.get());
  if (books.empty()) return;
  stage_ = Stage::started;
  const EngagementId engagement(world.ids.next());
  const auto at = days_later(world.random, now_, 4);
  plan(at, lead_, engagement::StartEngagement{engagement, world.random.one_of(books)->id});
}

/// Works the playbook through, as far as it gets.
void Life::plan_way(const World& world, const engagement::TenantState& state) {
  stage_ = Stage::at_work;
  auto way = world.ways.to_the_end(state, state.engagements.back(), *lead_, now_, world.random, world.ids);
  if (!world.random.chance(to_the_end_percent) && !way.empty()) way.resize(world.random.below(way.size()));
  auto at = now_;
  for (auto& step : way) {
    if (step.by == nullptr) return;
    at = std::max(world.random.chance(50) ? days_later(world.random, at, 4) : at + minutes(world.random.between(3, 40)),
                  now_ + step.not_before + minutes(1));
    plan(at, step.by, std::move(step.command), true);
  }
}

/// Notes, calls, statuses and next actions of whoever leads.
void Life::plan_small_things(const World& world, const engagement::TenantState& state) {
  const auto& workspace = world.model.workspace;
  auto& random = world.random;
  auto at = now_;
  std::vector<const playbook::NoteCategory*> categories;
  for (const auto& category : workspace.note_categories)
    if (!category.about_task) categories.push_back(&category);
  for (int count = random.between(0, 3); count > 0 && !categories.empty(); --count) {
    engagement::WriteNote write;
    write.note = NoteId(world.ids.next());
    write.content.category = random.one_of_first(categories)->name;
    write.content.text = note_text(random);
    write.content.escalated = random.chance(6);
    at = days_later(random, at, 9);
    plan(at, lead_, std::move(write));
  }
  if (random.chance(40)) {
    engagement::LogMeeting log;
    log.meeting = MeetingId(world.ids.next());
    log.kind = random.chance(70) ? "call" : "meeting";
    log.purpose = purpose_of_call(random);
    if (!state.contacts.empty()) log.attendees = {state.contacts.front().name};
    log.minutes = 5 * random.between(2, 12);
    plan(days_later(random, now_, 12), lead_, std::move(log));
  }
  if (workspace.statuses.size() > 1 && random.chance(35)) {
    const auto then = days_later(random, now_, 20);
    plan(then, lead_, engagement::SetStatus{random.one_of(workspace.statuses)});
  }
  if (random.chance(75)) {
    const auto then = days_later(random, now_, 25);
    plan(then, lead_, engagement::SetNextAction{next_action_after(random, then)});
  }
}

} // namespace handrail::app::seed
