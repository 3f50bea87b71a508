#include "playbook/suggest/suggest.h"

#include "playbook/coverage/coverage_report.h"
#include "playbook/coverage/words.h"
#include "playbook/facts.h"
#include "playbook/markdown/fold.h"
#include "playbook/rule_block.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace handrail::playbook {

namespace {

using Place = Suggestion::Place;
using Form = CoveredSentence::Form;

constexpr std::size_t most_sentences = 2'000; // of one playbook; no playbook that people read has more
constexpr std::size_t most_rules = 500;

/// Suggests for the sentences under one heading.
class ChapterReader {
public:
  ChapterReader(const Playbook& playbook, const CoveredChapter& chapter, const Languages& languages,
                const SuggestedNames& names)
      : playbook_(playbook), chapter_(chapter), languages_(languages), names_(names) {
    for (const auto& sentence : chapter.sentences) words_.emplace_back(sentence.text);
    parents_.resize(chapter.sentences.size());
    find_parents();
  }

  std::vector<Suggestion> read() {
    if (chapter_.step) find_outcome(); // what is said before it may be about it
    for (std::size_t i = 0; i < words_.size(); ++i) read_sentence(i);
    join_templates();
    return std::move(found_);
  }

private:
  using Sentence = CoveredSentence;
  const Sentence& sentence(std::size_t i) const { return chapter_.sentences[i]; }

  /// The sentences that lead to each, innermost first: those of the item around it, and the paragraph before the list.
  void find_parents() {
    std::map<int, std::size_t> last; // by depth, the first sentence of the block
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const int depth = sentence(i).depth;
      for (auto above = last.lower_bound(depth); above != last.begin();) {
        --above;
        const auto& text = sentence(above->second).text;
        // What stands before a list leads to it only with a colon.
        if (above->first > 0 || text.ends_with(":")) parents_[i].push_back(above->second);
      }
      const bool same_block = last.contains(depth) && sentence(last[depth]).block == sentence(i).block;
      last.erase(last.upper_bound(depth), last.end());
      if (!same_block || depth == 0) last[depth] = i;
    }
  }

  void find_outcome() {
    for (std::size_t i = 0; i < words_.size() && outcome_.empty(); ++i) {
      Suggested found;
      read_choices({words_[i], {}, nullptr, {}, {}}, names_, found);
      const bool chooses =
          std::any_of(found.begin(), found.end(), [](const auto& each) { return each.place == Place::outcome; });
      if (!chooses) continue;
      outcome_ = ids_below(i);
      if (outcome_.size() < 2) outcome_ = ids_of(step());
      if (outcome_.size() < 2) outcome_.clear();
    }
  }

  void read_sentence(std::size_t i) {
    const Sentence& covered = sentence(i);
    remember_queues(i);
    const bool is_text = covered.form == Form::sentence || covered.form == Form::item;
    if (!is_text || covered.standing == Standing::enforced || covered.marked) return;
    SentenceInPlace place{words_[i], {}, nullptr, items_below(i), {}};
    for (const auto parent : parents_[i]) place.leads.push_back(&words_[parent]);
    if (i + 1 < words_.size() && sentence(i + 1).block == covered.block) place.next = &words_[i + 1];
    for (const auto& item : place.items)
      if (names_.is_queue(names_.holder(item))) place.queues.push_back(names_.holder(item));
    if (place.queues.empty()) place.queues = queues_;

    Suggested found;
    if (chapter_.step) {
      read_notes(place, names_, found);
      read_choices(place, names_, found);
      read_waiting(place, names_, found);
      read_assignments(place, names_, found);
      read_dates(place, languages_, found);
      read_messages(place, names_, found);
    } else if (chapter_.section == Section::Kind::key_inputs) {
      read_inputs(place, names_, found);
    }
    if (found.empty() && can_be_ticked(i)) found.push_back(tick_of(covered));
    const bool is_plain = terminal_text(covered.text) == covered.text; // what it is not, YAML cannot hold
    for (Suggestion& each : found)
      if (is_plain) settle(std::move(each), i);
  }

  /// What no phrase reads can be ticked: an item that begins with a command, and what Key Inputs and Key Outputs list.
  bool can_be_ticked(std::size_t i) const {
    constexpr std::size_t longest = 200; // bytes of an item that somebody would tick
    const Sentence& covered = sentence(i);
    const bool is_plain = covered.text.find_first_of("*_`[]<>\\|#") == std::string::npos;
    if (!is_plain || covered.text.size() > longest || covered.text.ends_with(":") || words_[i].words.empty())
      return false;
    const bool is_listed =
        chapter_.section == Section::Kind::key_inputs || chapter_.section == Section::Kind::key_outputs;
    if (!chapter_.step) return is_listed;
    if (covered.standing != Standing::unclaimed || covered.depth == 0) return false;
    const auto orders = languages_.order_words(playbook_.language).orders_in(covered.text);
    return !orders.empty() && orders.front().from == words_[i].words.front().from;
  }

  Suggestion tick_of(const Sentence& covered) const {
    Suggestion tick;
    if (!chapter_.step) tick.place = chapter_.section == Section::Kind::key_inputs ? Place::entry : Place::exit;
    tick.kind = "check";
    tick.tick = covered.text;
    tick.yaml = "check: " + yaml_scalar(covered.text);
    return tick;
  }

  /// The queues that the last list of queues has: "one of the aforementioned queues".
  void remember_queues(std::size_t i) {
    const auto name = names_.holder(sentence(i).text);
    const bool is_name = names_.is_queue(name) && folded_words(name) == folded_words(sentence(i).text);
    if (is_name && !in_queues_) queues_.clear();
    if (is_name) queues_.push_back(name);
    in_queues_ = is_name;
  }

  std::vector<std::string> items_below(std::size_t i) const {
    std::vector<std::string> items;
    for (auto next = i + 1; next < words_.size() && sentence(next).depth > sentence(i).depth; ++next)
      if (sentence(next).depth == sentence(i).depth + 1) items.push_back(sentence(next).text);
    return items;
  }

  /// Gives a suggestion its tasks and its citation.
  void settle(Suggestion each, std::size_t i) {
    each.at = sentence(i).at;
    each.cites = {sentence(i).text};
    if (each.place == Place::outcome) {
      const bool is_second =
          std::any_of(found_.begin(), found_.end(), [](const auto& other) { return other.place == Place::outcome; });
      if (outcome_.empty() || is_second) return;
      each.yaml = fmt::format("one_of: [{}]", fmt::join(outcome_, ", "));
    } else if (each.place != Place::forbid && each.place != Place::entry && each.place != Place::exit) {
      auto target = target_of(i);
      if (!target) return;
      each.tasks = std::move(*target);
      if (each.tasks.empty() && each.place == Place::when) return; // which of its tasks is meant is not said
      one_of_a_kind(each);
    }
    found_.push_back(std::move(each));
  }

  /// A task has one condition and one deadline: a further condition is a requirement, a further deadline is left.
  void one_of_a_kind(Suggestion& each) const {
    const bool is_second = std::any_of(found_.begin(), found_.end(), [&](const Suggestion& other) {
      return other.place == each.place && other.tasks == each.tasks;
    });
    if (each.place != Place::when || !is_second) return;
    each.place = Place::requirement;
    each.kind = "that";
    each.yaml.replace(0, each.kind.size(), each.kind); // "when: …" becomes "that: …"
  }

  const Step& step() const { return playbook_.steps[*chapter_.step]; }

  static std::vector<std::string> ids_of(const Step& step) {
    std::vector<std::string> ids;
    for (const Task& task : step.tasks) ids.push_back(task.id.text());
    return ids;
  }

  /// The task that an item begins with: "3704 Customer …".
  std::optional<std::string> leading_task(std::size_t i) const {
    if (words_[i].words.empty()) return std::nullopt;
    const auto& first = words_[i].words.front().text;
    for (const Task& task : step().tasks)
      if (task.id.text() == first) return first;
    return std::nullopt;
  }

  std::vector<std::string> ids_below(std::size_t i) const {
    std::vector<std::string> ids;
    for (auto next = i + 1; next < words_.size() && sentence(next).depth > sentence(i).depth; ++next)
      if (const auto id = leading_task(next); id && std::find(ids.begin(), ids.end(), *id) == ids.end())
        ids.push_back(*id);
    return ids;
  }

  /// The tasks a rule for the sentence stands on; an empty list for the step's outcome; nothing when it cannot be told.
  std::optional<std::vector<std::string>> target_of(std::size_t i) {
    for (std::size_t first = 0; first <= i; ++first) // the item's own beginning
      if (sentence(first).block == sentence(i).block)
        if (const auto id = leading_task(first)) return std::vector{*id};
    for (const auto parent : parents_[i]) {
      if (const auto id = leading_task(parent)) return std::vector{*id};
      if (auto chosen = chosen_tasks(parent)) return chosen;
    }
    if (auto mentioned = mentioned_task(i)) return std::vector{*mentioned};
    if (!outcome_.empty()) return std::vector<std::string>{};
    const auto ids = ids_of(task_step());
    if (ids.empty()) return std::nullopt;
    return std::vector{ids.front()};
  }

  /// This step, or, when it has no task, the next one that has.
  const Step& task_step() const {
    for (auto index = *chapter_.step; index < playbook_.steps.size(); ++index)
      if (!playbook_.steps[index].tasks.empty()) return playbook_.steps[index];
    return step();
  }

  std::optional<std::string> mentioned_task(std::size_t i) const {
    for (const TextWord& word : words_[i].words)
      for (const Task& task : step().tasks)
        if (task.id.text() == word.text) return word.text;
    return std::nullopt;
  }

  /// "If you selected X, do the following": the task that X is; for "any other", the outcome but for those named
  /// before.
  std::optional<std::vector<std::string>> chosen_tasks(std::size_t lead) {
    static const std::vector<Phrase> phrases{
        Phrase("(you|have|are) (select|selected|chose|choose|complete|completed|set)"),
        Phrase("(if|when) [the] (outcome|task) is")};
    static const std::vector<Phrase> others{Phrase("any other"), Phrase("(one of|all|each of) the other"),
                                            Phrase("another")};
    if (!first_of(phrases, words_[lead])) return std::nullopt;
    if (first_of(others, words_[lead])) return std::vector<std::string>{};
    const auto chosen = likeliest_task(lead);
    if (!chosen) return std::nullopt;
    if (std::find(except_.begin(), except_.end(), *chosen) == except_.end()) except_.push_back(*chosen);
    return std::vector{*chosen};
  }

  std::optional<std::string> likeliest_task(std::size_t lead) const {
    constexpr std::size_t enough = 60; // percent of a name's words
    std::set<std::string> said;
    for (const TextWord& word : words_[lead].words) said.insert(word.text);
    std::optional<std::string> best;
    std::size_t best_share = enough - 1;
    for (const Task& task : step().tasks) {
      const auto name = text_words(task.name);
      const auto found =
          std::count_if(name.begin(), name.end(), [&](const auto& word) { return said.contains(word.text); });
      const auto share = name.empty() ? 0 : static_cast<std::size_t>(found) * 100 / name.size();
      if (share > best_share) best = task.id.text(), best_share = share;
    }
    return best;
  }

  /// An e-mail that one sentence sends and the next names the template of is one rule that cites both. And an outcome
  /// whose tasks have effects of their own leaves those out.
  void join_templates() {
    for (std::size_t i = 0; i + 1 < found_.size();) {
      Suggestion& one = found_[i];
      const Suggestion& next = found_[i + 1];
      if (one.kind == "email" && one.yaml == next.yaml && one.tasks == next.tasks) {
        one.cites.insert(one.cites.end(), next.cites.begin(), next.cites.end());
        found_.erase(found_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      } else {
        ++i;
      }
    }
    std::vector<std::string> except;
    for (const auto& id : except_)
      if (std::find(outcome_.begin(), outcome_.end(), id) != outcome_.end()) except.push_back(id);
    for (Suggestion& each : found_)
      if (each.place == Place::outcome && !except.empty())
        each.yaml += fmt::format("\nexcept: [{}]", fmt::join(except, ", "));
  }

  const Playbook& playbook_;
  const CoveredChapter& chapter_;
  const Languages& languages_;
  const SuggestedNames& names_;
  std::vector<SentenceWords> words_;
  std::vector<std::vector<std::size_t>> parents_;
  std::vector<std::string> queues_, outcome_, except_;
  bool in_queues_ = false;
  std::vector<Suggestion> found_;
};

/// Compiles suggestions one by one with the workspace, and sets apart what it does not allow.
class Trial {
public:
  Trial(const Playbook& playbook, const Model& model)
      : playbook_(playbook), facts_(fact_names(model.workspace, model.tables)), scope_(scope_of(model)) {}

  /// Why a block with only this suggestion, and the outcome it may belong to, does not compile; "" when it does.
  std::string refusal(const Suggestion& suggestion, const std::vector<Suggestion>& outcome,
                      const CoveredChapter& chapter) const {
    auto together = suggestion.place == Place::outcome ? std::vector<Suggestion>{} : outcome;
    together.push_back(suggestion);
    Playbook tried = playbook_;
    for (Step& step : tried.steps) step.rule_fences.clear();
    for (Section& section : tried.sections) section.rule_fences.clear();
    const RuleFence fence{block_yaml(together), {tried.file, 1, 1, 1}};
    const auto put = [&](auto& place) {
      place.rule_fences.push_back(fence);
      if (!suggestion.tick.empty())
        place.checklist.push_back({ChecklistItemId("tick"), suggestion.tick, suggestion.at});
    };
    if (chapter.step) put(tried.steps[*chapter.step]);
    for (Section& section : tried.sections)
      if (!chapter.step && section.kind == chapter.section && section.at == chapter.at) put(section);
    std::vector<Diagnostic> findings;
    compile_rules(tried, scope_, findings);
    for (const Diagnostic& each : findings)
      if (each.severity == Severity::error)
        return each.hint.empty() ? each.message : fmt::format("{}; {}", each.message, each.hint);
    return {};
  }

private:
  RuleScope scope_of(const Model& model) const {
    std::vector<const Playbook*> all{&playbook_};
    for (const auto& [id, other] : model.playbooks)
      if (id != playbook_.id) all.push_back(other.get());
    return rule_scope(model.workspace, facts_, all);
  }

  const Playbook& playbook_;
  feel::Names facts_;
  RuleScope scope_;
};

bool is_read(const Suggestions& all, const CoveredSentence& sentence) {
  for (const Suggestion& each : all.refused)
    if (each.at == sentence.at) return true;
  for (const SuggestedBlock& block : all.blocks)
    for (const Suggestion& each : block.suggestions)
      for (const std::string& cited : each.cites)
        if (cited == sentence.text) return true;
  return false;
}

} // namespace

Suggestions suggest(const Playbook& playbook, const Languages& languages, const Model* model) {
  Suggestions all;
  const auto coverage = coverage_of(playbook, languages);
  const SuggestedNames names(model);
  std::optional<Trial> trial;
  if (model != nullptr) trial.emplace(playbook, *model);
  std::size_t read = 0, made = 0;
  for (const CoveredChapter& chapter : coverage.chapters) {
    read += chapter.sentences.size();
    if (read > most_sentences || made > most_rules) break;
    auto found = ChapterReader(playbook, chapter, languages, names).read();
    made += found.size();
    SuggestedBlock block;
    block.title = chapter.title;
    block.at = chapter.at;
    block.section = !chapter.step;
    std::vector<Suggestion> outcome;
    for (const Suggestion& each : found)
      if (each.place == Place::outcome && outcome.empty()) outcome.push_back(each);
    for (Suggestion& each : found) {
      const auto refusal = trial ? trial->refusal(each, outcome, chapter) : std::string();
      if (refusal.empty()) {
        block.suggestions.push_back(std::move(each));
      } else {
        each.remark = refusal;
        all.refused.push_back(std::move(each));
      }
    }
    if (block.suggestions.empty()) continue;
    for (const Suggestion& each : block.suggestions)
      if (!each.tick.empty()) block.ticks.push_back(each.tick);
    block.yaml = block_yaml(block.suggestions);
    all.blocks.push_back(std::move(block));
  }
  for (const CoveredChapter& chapter : coverage.chapters)
    for (const CoveredSentence& sentence : chapter.sentences)
      if (sentence.standing == Standing::unclaimed && !is_read(all, sentence)) all.unread.push_back(sentence);
  return all;
}

} // namespace handrail::playbook
