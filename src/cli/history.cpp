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
  if (value.is_object() && value.size() == 2 && value.contains("kind") && value.contains("id") &&
      value["id"].is_string()) {
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

/// What stands there, when it is a text or a number: an altered event may have anything in its place.
std::string text_at(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}
std::int64_t number_at(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
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
  if (!because.is_object() || number_at(because, "line") <= 0) return;
  const auto sentence = text_at(because, "sentence");
  out << fmt::format("{:>6}  because {}:{}{}\n", "", plain(text_at(because, "file")), number_at(because, "line"),
                     sentence.empty() ? "" : fmt::format(" \"{}\"", plain(sentence)));
}

/// Data that is no JSON any more is handed on as the text that stands there.
Json as_json(const store::StoredEvent& event) {
  auto data = is_private(event) ? Json(nullptr) : Json::parse(event.data, nullptr, false);
  if (data.is_discarded()) data = event.data;
  return {{"version", event.version},
          {"position", event.position},
          {"at", to_iso(event.at)},
          {"by", event.actor.text()},
          {"type", event.type},
          {"data", std::move(data)},
          {"command", event.command.text()},
          {"request", store::to_hex(event.request)},
          {"message", event.message},
          {"hash", store::to_hex(event.hash)}};
}

/// What is wrong with a tenant's events, as they come: told beside each, and once at the end. § storage-3
class Suspicions {
public:
  /// In a sentence; empty when the event is as it was written, and stands where it did.
  std::string about(const store::StoredEvent& event) {
    const bool in_order = event.version == version_ + 1;
    const bool is_kept = !in_order || event.hash == store::chained(event, hash_);
    version_ = event.version;
    hash_ = event.hash;
    if (in_order && is_kept && !nlohmann::json::parse(event.data, nullptr, false).is_discarded()) return {};
    if (first_.empty()) first_ = store::name_of(event);
    ++count_;
    return in_order ? "this event is not as it was written" : "an event before this one is missing";
  }

  Result<void> at_the_end() const {
    if (count_ == 0) return {};
    const auto others = count_ == 1 ? "" : fmt::format(", nor are {} after it", counted(count_ - 1, "event", "events"));
    return Error{ErrorCode::unavailable,
                 fmt::format("{} is not as it was written, or what stood before it is gone{}", plain(first_), others),
                 "", "What can be read is printed. `handrail verify` says what was changed in the whole log."};
  }

private:
  store::Version version_ = 0;
  store::Hash hash_{};
  std::string first_;
  std::size_t count_ = 0;
};

/// Hands over the tenant's events page by page, so that a long history needs no more memory than a short one; at the
/// end it says whether they are as they were written.
template <class Print>
Result<void> each_event(store::Store& log, const TenantId& tenant, Print print) {
  Suspicions suspicions;
  store::Version after = 0;
  for (;;) {
    HANDRAIL_TRY(const auto events, log.events_of(tenant, after, page));
    for (const auto& event : events) print(event, suspicions.about(event));
    if (events.size() < page) return suspicions.at_the_end();
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
  HANDRAIL_TRY(const auto stored, open_stored(arguments));
  HANDRAIL_TRY(const auto stream, stream_of(arguments, *stored.log));
  if (arguments["format"] == "text")
    return each_event(*stored.log, stream, [&](const auto& event, const std::string& wrong) {
      print_text(event, console.out);
      if (!wrong.empty()) console.out << fmt::format("{:>6}  ! {}\n", "", wrong);
    });
  console.out << "[";
  const char* between = "\n";
  auto told = each_event(*stored.log, stream, [&](const auto& event, const std::string&) {
    console.out << std::exchange(between, ",\n") << as_json(event).dump(-1, ' ', false, Json::error_handler_t::replace);
  });
  console.out << "\n]\n";
  return told;
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
    "told; what it says is its author's alone. An event that is not as it was written is named, and printed as far as "
    "it\n"
    "can be read; the exit status is then 1.",
    "  handrail history contoso\n"
    "  handrail history contoso --format json --data /srv/handrail\n"
    "  handrail history --customer 'Fjordline Group'\n",
    {data_flag(),
     db_flag(),
     {"customer", "NAME", "The rights on this customer, instead of a tenant's history", ""},
     {"format", "text|json", "How to print it", "text"}},
    {"TENANT", "The tenant's id", 0, 1},
    history};

} // namespace handrail::cli
