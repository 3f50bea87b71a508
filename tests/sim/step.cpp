#include "sim/step.h"

#include "engagement/command_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <sstream>
#include <utility>

namespace handrail::sim {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, 3> commits{"goes_well", "fails", "is_unheard"};
constexpr std::array<const char*, 5> mails{"delivered", "refused", "answer_lost", "dies_before", "dies_before_mark"};

Error wrong(std::string message) { return {ErrorCode::invalid, std::move(message), "", "Print the history anew."}; }

template <class Enum, std::size_t N>
Enum word_of(const Json& json, const char* key, const std::array<const char*, N>& words) {
  const auto word = json.value(key, std::string(words.front()));
  for (std::size_t i = 0; i < N; ++i)
    if (word == words[i]) return static_cast<Enum>(i);
  throw std::invalid_argument(fmt::format("{} is no {}", word, key));
}

// ---- writing -------------------------------------------------------------------------------------------------------

Json json_of(const Sent& sent) {
  Json json{{"node", sent.node},
            {"tenant", sent.tenant.text()},
            {"by", sent.person.text()},
            {"key", sent.key.text()},
            {"sends", Json::parse(engagement::to_json(sent.command))}};
  if (sent.versions_behind) json["versions_behind"] = *sent.versions_behind;
  return json;
}

Json json_of(const Send& step) {
  Json json{{"do", "send"}};
  json.update(json_of(step.sent));
  if (step.asks_before) json["asks_before"] = true;
  if (step.commit != Commit::goes_well) json["commit"] = commits[static_cast<std::size_t>(step.commit)];
  return json;
}
Json json_of(const SendTogether& step) {
  Json json{{"do", "together"}, {"all", Json::array()}};
  for (const auto& sent : step.sent) json["all"].push_back(json_of(sent));
  return json;
}
Json json_of(const Race& step) {
  return {{"do", "race"}, {"first", json_of(step.first)}, {"rival", json_of(step.rival)}};
}
Json json_of(const Again& step) { return {{"do", "again"}, {"node", step.node}, {"key", step.key.text()}}; }
Json json_of(const SendCustomer& step) {
  const bool gives = std::holds_alternative<engagement::GrantCustomer>(step.command);
  const auto& person = std::visit([](const auto& one) -> const PersonId& { return one.person; }, step.command);
  return {{"do", gives ? "grant" : "revoke"},
          {"node", step.node},
          {"by", step.person.text()},
          {"key", step.key.text()},
          {"customer", engagement::customer_of(step.command)},
          {"person", person.text()}};
}
Json json_of(const Tick& step) { return {{"do", "tick"}, {"node", step.node}, {"seconds", step.seconds}}; }
Json json_of(const Restart& step) {
  Json json{{"do", "restart"}, {"node", step.node}};
  if (step.without_lists) json["without_lists"] = true;
  if (step.without_snapshots) json["without_snapshots"] = true;
  return json;
}
Json json_of(const Publish& step) { return {{"do", "publish"}, {"node", step.node}, {"edition", step.edition}}; }
Json json_of(const Post& step) {
  return {{"do", "post"},
          {"node", step.node},
          {"mail", mails[static_cast<std::size_t>(step.mail)]},
          {"at_most", step.at_most}};
}

std::string line_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// ---- reading: what is wrong is thrown here, and made an error below ------------------------------------------------

Sent sent_of(const Json& json) {
  auto command = engagement::command_from_json(json.at("sends").dump());
  if (!command) throw std::invalid_argument(to_string(command.error()));
  Sent sent{json.at("node").get<int>(), TenantId(json.at("tenant").get<std::string>()),
            PersonId(json.at("by").get<std::string>()), CommandId(json.at("key").get<std::string>()),
            std::move(*command)};
  if (json.contains("versions_behind")) sent.versions_behind = json["versions_behind"].get<int>();
  return sent;
}

SendCustomer customer_of(const Json& json, bool gives) {
  SendCustomer step{json.at("node").get<int>(), PersonId(json.at("by").get<std::string>()),
                    CommandId(json.at("key").get<std::string>()), engagement::GrantCustomer{}};
  const auto customer = json.at("customer").get<std::string>();
  const PersonId person(json.at("person").get<std::string>());
  if (gives)
    step.command = engagement::GrantCustomer{customer, person};
  else
    step.command = engagement::RevokeCustomer{customer, person};
  return step;
}

Step step_of(const Json& json) {
  const auto what = json.at("do").get<std::string>();
  const auto node = [&] { return json.at("node").get<int>(); };
  if (what == "send")
    return Send{sent_of(json), json.value("asks_before", false), word_of<Commit>(json, "commit", commits)};
  if (what == "together") {
    SendTogether step;
    for (const auto& one : json.at("all")) step.sent.push_back(sent_of(one));
    return step;
  }
  if (what == "race") return Race{sent_of(json.at("first")), sent_of(json.at("rival"))};
  if (what == "again") return Again{node(), CommandId(json.at("key").get<std::string>())};
  if (what == "grant" || what == "revoke") return customer_of(json, what == "grant");
  if (what == "tick") return Tick{node(), json.at("seconds").get<std::int64_t>()};
  if (what == "restart")
    return Restart{node(), json.value("without_lists", false), json.value("without_snapshots", false)};
  if (what == "publish") return Publish{node(), json.at("edition").get<int>()};
  if (what == "post") return Post{node(), word_of<Mail>(json, "mail", mails), json.at("at_most").get<int>()};
  throw std::invalid_argument(fmt::format("nothing is called “{}”", what));
}

template <class Read>
auto read(const std::string& line, Read&& one) -> Result<decltype(one(Json()))> {
  try {
    return one(Json::parse(line));
  } catch (const std::exception& failure) {
    return wrong(failure.what());
  }
}

} // namespace

std::string to_line(const Step& step) {
  return std::visit([](const auto& one) { return line_of(json_of(one)); }, step);
}

Result<Step> step_from(const std::string& line) { return read(line, step_of); }

std::string to_line(const Setting& setting) {
  return line_of({{"house", setting.house}, {"seed", setting.seed}, {"nodes", setting.nodes}});
}

Result<Setting> setting_from(const std::string& line) {
  return read(line, [](const Json& json) {
    return Setting{json.at("house").get<std::string>(), json.at("seed").get<std::uint64_t>(),
                   json.at("nodes").get<int>()};
  });
}

std::string to_text(const History& history) {
  std::string text = to_line(history.setting) + "\n";
  for (const auto& step : history.steps) text += to_line(step) + "\n";
  return text;
}

Result<History> history_from(const std::string& text) {
  History history;
  std::istringstream lines(text);
  int number = 0;
  bool has_setting = false;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const auto failed = [number](Error error) {
      error.where = fmt::format("line {}", number);
      return error;
    };
    if (!has_setting) {
      auto setting = setting_from(line);
      if (!setting) return failed(setting.error());
      history.setting = *setting;
      has_setting = true;
    } else {
      auto step = step_from(line);
      if (!step) return failed(step.error());
      history.steps.push_back(std::move(*step));
    }
  }
  if (!has_setting) return wrong("The history does not say where it happens");
  return history;
}

} // namespace handrail::sim
