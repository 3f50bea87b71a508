// `handrail history TENANT`: who did what, when, and by which rule.
#include "app/customers.h"
#include "app/tenant_history.h"
#include "cli/stored.h"
#include "store/chain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace handrail::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t page = 500;

/// "assigned to" for "assigned_to"
std::string spaced(std::string words) {
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

void tell(const std::string& name, const nlohmann::json& value, std::vector<std::string>& parts);

void tell_members(const nlohmann::json& object, std::vector<std::string>& parts) {
  for (const auto& [name, value] : object.items()) tell(name, value, parts);
}

/// What an event's data says, part by part; what is empty or false says nothing.
void tell(const std::string& name, const nlohmann::json& value, std::vector<std::string>& parts) {
  if (value.is_object() && value.size() == 2 && value.contains("kind") && value.contains("id")) {
    parts.push_back(fmt::format("{} {}", spaced(name), plain(value["id"].get<std::string>()))); // a holder
  } else if (value.is_object()) {
    tell_members(value, parts);
  } else if (value.is_array()) {
    std::vector<std::string> items;
    for (const auto& item : value)
      item.is_string() ? items.push_back(plain(item.get<std::string>())) : tell(name, item, items);
    if (!items.empty()) parts.push_back(fmt::format("{} {}", spaced(name), fmt::join(items, " + ")));
  } else if (value.is_boolean()) {
    if (value.get<bool>()) parts.push_back(spaced(name));
  } else if (value.is_string()) {
    if (!value.get<std::string>().empty())
      parts.push_back(fmt::format("{} {}", spaced(name), plain(value.get<std::string>())));
  } else if (value.is_number()) {
    parts.push_back(fmt::format("{} {}", spaced(name), value.dump()));
  }
}

/// A draft is its author's alone, also here: that there is one is told, what it says is not.
bool is_private(const store::StoredEvent& event) {
  return event.type == "note_drafted" || event.type == "draft_discarded";
}

void print_text(const store::StoredEvent& event, std::ostream& out) {
  auto data = nlohmann::json::parse(event.data, nullptr, false);
  const auto because = data.is_object() && data.contains("because") ? data["because"] : nlohmann::json();
  std::vector<std::string> parts;
  if (data.is_object() && !is_private(event)) {
    data.erase("because");
    tell_members(data, parts);
  }
  out << fmt::format("{:>6}  {}  {:<12} {}{}{}\n", event.version, to_iso(event.at).substr(0, 19) + "Z",
                     plain(event.actor.text()), spaced(event.type), parts.empty() ? "" : ": ", fmt::join(parts, ", "));
  if (because.is_object() && because.value("line", 0) > 0)
    out << fmt::format(
        "{:>6}  because {}:{}{}\n", "", plain(because.value("file", "")), because.value("line", 0),
        because.value("sentence", "").empty() ? "" : fmt::format(" \"{}\"", plain(because.value("sentence", ""))));
}

Json as_json(const store::StoredEvent& event) {
  return {{"version", event.version},
          {"position", event.position},
          {"at", to_iso(event.at)},
          {"by", event.actor.text()},
          {"type", event.type},
          {"data", is_private(event) ? Json(nullptr) : Json::parse(event.data, nullptr, false)},
          {"command", event.command.text()},
          {"request", store::to_hex(event.request)},
          {"message", event.message},
          {"hash", store::to_hex(event.hash)}};
}

/// Hands over the tenant's events page by page, so that a long history needs no more memory than a short one.
template <class Print>
Result<void> each_event(store::Store& log, const TenantId& tenant, Print print) {
  store::Version after = 0;
  for (;;) {
    HANDRAIL_TRY(const auto events, log.events_of(tenant, after, page));
    for (const auto& event : events) print(event);
    if (events.size() < page) return {};
    after = events.back().version;
  }
}

/// The stream that is asked for: a tenant's, or that of the rights on a customer.
Result<TenantId> stream_of(const Arguments& arguments, store::Store& log) {
  const auto& customer = arguments["customer"];
  if (customer.empty() == arguments.positional.empty())
    return Error{ErrorCode::invalid, "A history is a tenant's or a customer's", "--customer",
                 "Give the tenant's id, or --customer and a name."};
  const TenantId stream = customer.empty() ? TenantId(arguments.positional.front()) : app::customer_stream(customer);
  HANDRAIL_TRY(const auto first, log.events_of(stream, 0, 1));
  if (!first.empty() && app::is_tenant(stream) == customer.empty()) return stream;
  if (customer.empty())
    return Error{ErrorCode::not_found, fmt::format("There is no tenant {}", plain(stream.text())), arguments["data"],
                 "`handrail tenants` lists those there are."};
  return Error{ErrorCode::not_found, fmt::format("Nobody was ever given rights on the customer {}", plain(customer)),
               arguments["data"], "Write it as the tenant's details have it."};
}

Result<void> print_history(const Arguments& arguments, Console& console) {
  HANDRAIL_TRY(const auto stored, open_stored({arguments["data"]}));
  HANDRAIL_TRY(const auto stream, stream_of(arguments, *stored.log));
  if (arguments["format"] == "text")
    return each_event(*stored.log, stream, [&](const auto& event) { print_text(event, console.out); });
  console.out << "[";
  const char* between = "\n";
  HANDRAIL_CHECK(each_event(*stored.log, stream, [&](const auto& event) {
    console.out << std::exchange(between, ",\n") << as_json(event).dump(-1, ' ', false, Json::error_handler_t::replace);
  }));
  console.out << "\n]\n";
  return {};
}

int history(const Arguments& arguments, Console& console) {
  const auto printed = print_history(arguments, console);
  return printed ? int{Exit::success} : fail(console, "history", printed.error());
}

} // namespace

extern const Command history_command{
    "history",
    "Print a tenant's history: who did what, when and why",
    "Prints every event of one tenant, oldest first: its number, when, who, what, and, where a rule brought it about, "
    "the\n"
    "playbook's file, line and sentence. With --customer, who was given rights on all tenants of that customer, and "
    "by\n"
    "whom. The JSON form is the log itself, event by event, with the hashes of the chain. That somebody keeps a draft "
    "is\n"
    "told; what it says is its author's alone.",
    "  handrail history contoso\n"
    "  handrail history contoso --format json --data /srv/handrail\n"
    "  handrail history --customer 'Fjordline Group'\n",
    {data_flag(),
     {"customer", "NAME", "The rights on this customer, instead of a tenant's history", ""},
     {"format", "text|json", "How to print it", "text"}},
    {"TENANT", "The tenant's id", 0, 1},
    history};

} // namespace handrail::cli
