#include "app/scenario_expectation.h"

#include "app/scenario_command.h"
#include "core/text.h"
#include "engagement/deadlines.h"
#include "engagement/directory.h"
#include "playbook/yaml_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace handrail::app {

namespace {

namespace eng = engagement;
using playbook::yaml::Node;
using playbook::yaml::texts;
using Differences = std::vector<Difference>;

std::string rules_of(const eng::Denial& denial) {
  std::string all;
  for (const auto& reason : denial.reasons) all += (all.empty() ? "" : ", ") + std::string(to_string(reason.rule));
  return all;
}

std::string messages_of(const eng::Denial& denial) {
  std::string all;
  for (const auto& reason : denial.reasons) all += (all.empty() ? "" : "\n") + reason.message;
  return all;
}

std::string sentences_of(const eng::Denial& denial) {
  std::string all;
  for (const auto& reason : denial.reasons)
    for (const auto& cite : reason.cites) all += (all.empty() ? "" : "\n") + cite.sentence;
  return all.empty() ? "no sentence" : all;
}

std::string places_of(const eng::Denial& denial) {
  std::string all;
  for (const auto& reason : denial.reasons)
    if (reason.at.is_somewhere())
      all += fmt::format("{}{}:{}", all.empty() ? "" : "\n", reason.at.file, reason.at.line);
  return all.empty() ? "nowhere" : all;
}

/// Everything a denial tells a person: the messages, and the ways out.
bool says(const eng::Denial& denial, const std::string& words) {
  return std::any_of(denial.reasons.begin(), denial.reasons.end(), [&](const eng::Reason& reason) {
    return reason.message.find(words) != std::string::npos ||
           std::any_of(reason.remedies.begin(), reason.remedies.end(),
                       [&](const eng::Remedy& remedy) { return remedy.text.find(words) != std::string::npos; });
  });
}

bool is_of(const eng::Denial& denial, const std::string& rule) {
  return std::any_of(denial.reasons.begin(), denial.reasons.end(),
                     [&](const eng::Reason& reason) { return to_string(reason.rule) == rule; });
}

Differences compared_denial(const Node& denied, const eng::Denial& denial) {
  Differences differences;
  if (!denied.at("says").is_null() && !says(denial, denied.at("says").text()))
    differences.push_back({"says", denied.at("says").text(), messages_of(denial)});
  if (!denied.at("rule").is_null() && !is_of(denial, denied.at("rule").text()))
    differences.push_back({"rule", denied.at("rule").text(), rules_of(denial)});
  if (!denied.at("cites").is_null() && sentences_of(denial).find(denied.at("cites").text()) == std::string::npos)
    differences.push_back({"cites", denied.at("cites").text(), sentences_of(denial)});
  if (!denied.at("at").is_null() && places_of(denial).find(denied.at("at").text()) == std::string::npos)
    differences.push_back({"at", denied.at("at").text(), places_of(denial)});
  return differences;
}

/// An error refuses too: it has words, and neither rule nor sentence.
Differences compared_error(const Node& denied, const Error& error) {
  Differences differences;
  const std::string words = to_string(error);
  if (!denied.at("says").is_null() && words.find(denied.at("says").text()) == std::string::npos)
    differences.push_back({"says", denied.at("says").text(), words});
  for (const char* key : {"rule", "cites", "at"})
    if (!denied.at(key).is_null()) differences.push_back({key, denied.at(key).text(), "an error: " + words});
  return differences;
}

void compare_field(const Node& expected, const eng::TenantState& state, const playbook::Workspace& workspace,
                   Differences& differences) {
  const FieldId field(expected.key());
  std::vector<std::string> holders;
  std::string primary = "nobody";
  for (const auto& one : state.assignments) {
    if (one.field != field || one.service) continue;
    holders.push_back(one.holder.id);
    if (one.primary) primary = one.holder.id;
  }
  const auto id_of = [&](const std::string& name) {
    const auto holder = eng::holder_named(workspace, name);
    return holder ? holder->id : name;
  };
  const auto stands = [&](const std::string& name) {
    return std::find(holders.begin(), holders.end(), id_of(name)) != holders.end();
  };
  const std::string all = eng::listed(holders, 20);
  if (const auto* wanted = expected.find("primary"); wanted != nullptr && id_of(wanted->text()) != primary)
    differences.push_back({fmt::format("primary {}", field.text()), wanted->text(), primary});
  for (const auto& name : texts(expected.at("present")))
    if (!stands(name)) differences.push_back({fmt::format("{} holds", field.text()), name, all});
  for (const auto& name : texts(expected.at("absent")))
    if (stands(name)) differences.push_back({fmt::format("{} holds", field.text()), "not " + name, all});
}

void compare_task(const Node& expected, const eng::TenantState& state, const playbook::Workspace& workspace,
                  Differences& differences) {
  const TaskId task(expected.key());
  const auto compare = [&](const std::string& what, const std::optional<ServiceId>& service,
                           const std::string& wanted) {
    std::string status = eng::initial_status(workspace);
    for (const auto& engagement : state.engagements) // the newest that has it counts
      if (const auto* found = engagement.task(task, service)) status = found->status;
    if (status != wanted) differences.push_back({what, wanted, status});
  };
  if (expected.is_scalar()) compare(fmt::format("task {}", task.text()), std::nullopt, expected.text());
  for (const auto& row : expected.items()) {
    const auto* service = workspace.service(row.key());
    if (service == nullptr)
      differences.push_back({fmt::format("task {}", task.text()), row.key(), "no such service"});
    else
      compare(fmt::format("task {} for {}", task.text(), service->name), service->id, row.text());
  }
}

void compare_engagement(const Node& expected, const eng::TenantState& state, Differences& differences) {
  const auto word = [](bool open) { return std::string(open ? "open" : "closed"); };
  if (expected.is_scalar()) {
    const bool open = std::any_of(state.engagements.begin(), state.engagements.end(),
                                  [](const eng::Engagement& one) { return one.is_open(); });
    if (word(open) != expected.text()) differences.push_back({"engagement", expected.text(), word(open)});
    return;
  }
  for (const auto& one : expected.items()) {
    const auto* engagement = engagement_of(state, PlaybookId(one.key()));
    const std::string actual = engagement == nullptr ? "never started" : word(engagement->is_open());
    if (actual != one.text()) differences.push_back({"engagement " + one.key(), one.text(), actual});
  }
}

void compare_attribute(const Node& expected, const eng::TenantState& state, Differences& differences) {
  std::string wanted = expected.text();
  if (expected.is_sequence()) {
    wanted.clear();
    for (const auto& text : texts(expected)) wanted += (wanted.empty() ? "" : ", ") + text;
  }
  const auto found = state.attributes.find(expected.key());
  const std::string actual = found == state.attributes.end() ? "" : found->second;
  if (actual != wanted)
    differences.push_back(
        {expected.key(), wanted.empty() ? "not filled in" : wanted, actual.empty() ? "not filled in" : actual});
}

/// "the call “outreach”" → "call outreach": what a deadline is for, as it is written without a keyboard for quotes.
std::string plain_words(std::string words) {
  for (const std::string_view mark : {"“", "”", "\""})
    for (auto at = words.find(mark); at != std::string::npos; at = words.find(mark)) words.erase(at, mark.size());
  words = text::lowered(words);
  return words.starts_with("the ") ? words.substr(4) : words;
}

/// By a task's id, or by what is due.
void compare_deadline(const Node& expected, const std::vector<eng::Deadline>& deadlines, Differences& differences) {
  const auto found = std::find_if(deadlines.begin(), deadlines.end(), [&](const eng::Deadline& one) {
    return one.task.text() == expected.key() || plain_words(one.what) == plain_words(expected.key());
  });
  const bool is_there = found != deadlines.end();
  const std::string actual = is_there ? std::string(to_string(found->state)) : "none";
  if (actual != expected.text())
    differences.push_back({fmt::format("due {}", expected.key()), expected.text(),
                           is_there ? fmt::format("{} ({})", actual, found->words) : actual});
}

/// To whom rules asked for the message to be sent, each time they did.
void compare_message(const Node& expected, const eng::TenantState& state, Differences& differences) {
  std::vector<std::string> asked;
  for (const auto& one : state.asked_messages)
    if (one.message.text() == expected.key()) asked.push_back(one.to);
  if (asked.empty()) asked.emplace_back("none");
  const auto wanted = texts(expected);
  if (asked != wanted)
    differences.push_back({fmt::format("message {}", expected.key()), eng::listed(wanted, wanted.size()),
                           eng::listed(asked, asked.size())});
}

/// How the newest request of the kind was answered.
void compare_request(const Node& expected, const eng::TenantState& state, Differences& differences) {
  const auto found = std::find_if(state.requests.rbegin(), state.requests.rend(),
                                  [&](const eng::Request& one) { return one.kind == expected.key(); });
  const auto word = [](eng::Request::Answer answer) {
    switch (answer) {
      case eng::Request::Answer::open: return "waiting";
      case eng::Request::Answer::accepted: return "accepted";
      case eng::Request::Answer::declined: return "declined";
    }
    return "";
  };
  const std::string actual = found == state.requests.rend() ? "none" : word(found->answer);
  if (actual != expected.text())
    differences.push_back({fmt::format("request {}", expected.key()), expected.text(), actual});
}

/// Nothing is compared where nothing is expected; null expects that there is none.
void compare_text(const Node* expected, const std::string& actual, Differences& differences) {
  if (expected == nullptr || expected->text() == actual) return;
  const auto shown = [](const std::string& text) { return text.empty() ? std::string("none") : text; };
  differences.push_back({expected->key(), shown(expected->text()), shown(actual)});
}

/// `denial` is null when the command was accepted.
Differences compared(const Node& denied, const Error* error, const eng::Denial* denial) {
  const bool must_be_denied = !denied.is_null();
  if (error != nullptr) {
    if (must_be_denied) return compared_error(denied, *error);
    return {{"answer", "accepted", to_string(*error)}};
  }
  if (denial == nullptr) {
    if (!must_be_denied) return {};
    return {{"answer", "denied", "accepted"}};
  }
  if (must_be_denied) return compared_denial(denied, *denial);
  return {{"answer", "accepted", "denied: " + messages_of(*denial)}};
}

template <class Any>
Differences compared_any(const Node& denied, const Result<Any>& answer) {
  return answer ? compared(denied, nullptr, std::get_if<eng::Denial>(&*answer))
                : compared(denied, &answer.error(), nullptr);
}

} // namespace

std::vector<Difference> compared_answer(const Node& denied, const Result<Answer>& answer) {
  return compared_any(denied, answer);
}
std::vector<Difference> compared_answer(const Node& denied, const Result<CustomerAnswer>& answer) {
  return compared_any(denied, answer);
}

std::vector<Difference> compared_state(const Node& expected, const eng::TenantState& state,
                                       const playbook::Model& model, Instant now) {
  Differences differences;
  for (const auto& field : expected.at("fields").items()) compare_field(field, state, model.workspace, differences);
  for (const auto& task : expected.at("tasks").items()) compare_task(task, state, model.workspace, differences);
  if (const auto* engagement = expected.find("engagement")) compare_engagement(*engagement, state, differences);
  for (const auto& attribute : expected.at("attributes").items()) compare_attribute(attribute, state, differences);
  if (const auto* due = expected.find("due")) {
    const auto deadlines = eng::deadlines(state, model, now);
    for (const auto& one : due->items()) compare_deadline(one, deadlines, differences);
  }
  for (const auto& message : expected.at("messages").items()) compare_message(message, state, differences);
  for (const auto& request : expected.at("requests").items()) compare_request(request, state, differences);
  compare_text(expected.find("status"), state.status, differences);
  compare_text(expected.find("next_action"), state.next_action.text, differences);
  compare_text(expected.find("next_action_date"), state.next_action.date ? to_iso(*state.next_action.date) : "",
               differences);
  return differences;
}

} // namespace handrail::app
