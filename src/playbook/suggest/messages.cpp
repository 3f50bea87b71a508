// "Send an e-mail to the account team", "use the … template", "ask the PSM to confirm", "call the customer to …".
#include "playbook/suggest/suggestion.h"

#include <fmt/format.h>

namespace handrail::playbook {

namespace {

using Place = Suggestion::Place;

const std::vector<Phrase>& template_phrases() {
  static const std::vector<Phrase> phrases{Phrase("(use|with) [(the|our)] <name> template")};
  return phrases;
}

/// "If account team information exists" leads to what counts only then.
std::string condition_of(const SentenceInPlace& sentence, const SuggestedNames& names) {
  static const std::vector<Phrase> phrases{
      Phrase("(if|where|when) [the] <kind> (information|contacts) (exists|exist|is available|are available|is "
             "known|are known)"),
      Phrase("(if|where|when) [(there are|there is|the tenant has|the customer has)] <kind> contacts")};
  for (const SentenceWords* lead : sentence.leads)
    if (const auto phrase = first_of(phrases, *lead)) {
      const auto kind = names.audience(phrase->match["kind"]);
      if (kind || !names.has_workspace())
        return fmt::format(
            "\nwhen: {}",
            yaml_scalar(fmt::format(
                "some contact in contacts satisfies contact.kind = \"{}\" and contact.do_not_contact != true",
                kind.value_or(phrase->match["kind"]))));
    }
  return {};
}

void read_request(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  static const std::vector<Phrase> moves{Phrase("(send|sends) ... to [the] <team> to request ... (moved|move)"),
                                         Phrase("(ask|asks|request) [(that|from)] [the] <team> to (move|put) ...")};
  static const std::vector<Phrase> confirmations{Phrase("(reach out to|ask|contact) [the] <team> (and|to) confirm")};
  if (const auto phrase = first_of(moves, sentence.own)) {
    const auto* kind = names.request_of(phrase->match["team"], true);
    const auto queue = names.one_of_queues(sentence.queues);
    if (kind == nullptr || !queue) return;
    const auto formula = queue->starts_with("= ") ? queue->substr(2) : *queue;
    found.push_back(suggestion(Place::effect, "request",
                               fmt::format("request: {{kind: {}, queue: {}}}", kind->id, yaml_scalar(formula))));
    const auto team = names.audience(phrase->match["team"]);
    if (const auto message = names.message_to(phrase->match["team"]); message && team)
      found.push_back(suggestion(Place::effect, "send",
                                 fmt::format("send: {{template: {}, to: {}}}", *message, yaml_scalar(*team))));
  } else if (const auto confirmation = first_of(confirmations, sentence.own)) {
    if (const auto* kind = names.request_of(confirmation->match["team"], false))
      found.push_back(suggestion(Place::requirement, "request", "request: " + kind->id));
  }
}

void read_email(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  static const std::vector<Phrase> phrases{Phrase("(send|sends) ... (email|e mail|mail) to [the] <whom>"),
                                           Phrase("(send|sends) [the] <whom> (a|an|the) ... (email|e mail|mail)")};
  std::optional<std::string> message;
  if (const auto named = first_of(template_phrases(), sentence.own)) {
    message = names.message(named->match["name"]);
  } else if (const auto phrase = first_of(phrases, sentence.own)) {
    // The template may be named by the sentence behind it.
    const auto behind = sentence.next == nullptr ? std::nullopt : first_of(template_phrases(), *sentence.next);
    message = behind ? names.message(behind->match["name"]) : names.message_to(phrase->match["whom"]);
  }
  if (message)
    found.push_back(
        suggestion(Place::requirement, "email", "email: " + yaml_scalar(*message) + condition_of(sentence, names)));
}

void read_talk(const SentenceInPlace& sentence, Suggested& found) {
  static const std::vector<Phrase> calls{
      Phrase("call [(the|a)] (customer|customers|client) to <purpose> to (ensure|make|avoid)"),
      Phrase("call [(the|a)] (customer|customers|client) to <purpose>")};
  static const std::vector<Phrase> meetings{
      Phrase("after [the] <purpose> meeting"),
      Phrase("[the] <purpose> (discussion|meeting|review) (should be|must be|has to be|is) held"),
      Phrase("(hold|schedule) [(the|a)] <purpose> meeting")};
  if (const auto phrase = first_of(calls, sentence.own))
    found.push_back(suggestion(Place::requirement, "call", "call: " + yaml_scalar(phrase->match["purpose"])));
  const auto phrase = first_of(meetings, sentence.own);
  if (!phrase) return;
  auto purpose = phrase->match["purpose"];
  for (const std::string_view article : {"The ", "the ", "A ", "a "})
    if (purpose.starts_with(article)) purpose.erase(0, article.size());
  if (phrase->index == 1) purpose += sentence.own.text.find("discussion") != std::string::npos ? " discussion" : "";
  found.push_back(suggestion(Place::requirement, "meeting", "meeting: " + yaml_scalar(purpose)));
}

} // namespace

void read_messages(const SentenceInPlace& sentence, const SuggestedNames& names, Suggested& found) {
  const auto before = found.size();
  read_request(sentence, names, found);
  if (found.size() == before) read_email(sentence, names, found);
  read_talk(sentence, found);
}

} // namespace handrail::playbook
