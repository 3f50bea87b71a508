#include "web/form/command_fields.h"
#include "web/form/denial_view.h"
#include "web/form/form.h"
#include "web/tenant/coverage_marks.h"
#include "web/tenant/due_view.h"
#include "web/tenant/running.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace handrail::web {

using playbook::Block;

namespace {

/// What a sentence of the prose governs.
struct Governed {
  playbook::SourceSpan prose;
  std::string target;        ///< a task's id, "outcome:<step>", "field:<id>", "gate" or "due"
  playbook::SourceSpan rule; ///< of "due": the rule that states it
};

/// Collects the cited sentences of a playbook with what each of them governs.
class Governance {
public:
  explicit Governance(const playbook::Playbook& book) {
    for (const auto& step : book.steps) read(step);
    for (const auto& requirement : book.rules.entry) add(requirement.source, "gate");
    for (const auto& requirement : book.rules.exit) add(requirement.source, "gate");
  }

  /// What the sentences on these lines govern, each target once.
  std::vector<Governed> of(const Block& block) const {
    std::vector<Governed> found;
    for (const auto& governed : governed_) {
      const bool inside = governed.prose.file == block.at.file && governed.prose.line >= block.at.line &&
                          governed.prose.line <= std::max(block.last_line, block.at.line);
      const bool had = std::any_of(found.begin(), found.end(), [&](const Governed& one) {
        return one.target == governed.target && one.rule == governed.rule;
      });
      if (inside && !had) found.push_back(governed);
    }
    return found;
  }

private:
  void read(const playbook::Step& step) {
    for (const auto& task : step.rules.tasks) {
      add(task.source, task.task.text());
      for (const auto& requirement : task.requires_) add(requirement.source, task.task.text());
      for (const auto& effect : task.effects) add(effect.source, task.task.text());
      if (task.due) add_due(*task.due, task.task.text());
      for (const auto& transition : task.on)
        for (const auto& effect : transition.effects) add(effect.source, task.task.text());
    }
    playbook::RuleSource repeated;
    repeated.cites = step.rules.per_service_cites;
    for (const auto& task : step.rules.per_service) add(repeated, task.first.text());
    for (const auto& choice : step.rules.choices) {
      for (const auto& task : choice.of) add(choice.source, task.text());
      for (const auto& requirement : choice.requires_)
        for (const auto& task : choice.of) add(requirement.source, task.text());
    }
    if (step.rules.outcome) {
      const std::string target = "outcome:" + step.id;
      add(step.rules.outcome->source, target);
      for (const auto& requirement : step.rules.outcome->requires_) add(requirement.source, target);
      for (const auto& effect : step.rules.outcome->effects) add(effect.source, target);
      if (step.rules.outcome->due) add_due(*step.rules.outcome->due, target);
    }
    for (const auto& forbid : step.rules.forbids)
      add(forbid.source, forbid.field.empty() ? "gate" : "field:" + forbid.field.text());
    for (const auto& deadline : step.rules.deadlines) {
      const auto* task = std::get_if<playbook::RequiredTask>(&deadline.what);
      add_due(deadline.due, task == nullptr ? std::string() : task->task.text());
    }
  }

  void add(const playbook::RuleSource& source, const std::string& target) {
    for (const auto& cite : source.cites)
      if (cite.prose.is_somewhere()) governed_.push_back({cite.prose, target, {}});
  }
  void add_due(const playbook::DueRule& due, const std::string& target) {
    if (!target.empty()) add(due.source, target);
    for (const auto& cite : due.source.cites)
      if (cite.prose.is_somewhere()) governed_.push_back({cite.prose, "due", due.source.at});
  }

  std::vector<Governed> governed_;
};

/// What stands between <p> and </p>, so that the controls of a sentence can stand in its last line; nothing when the
/// HTML is not one paragraph.
std::optional<std::string_view> inside_paragraph(std::string_view html) {
  constexpr std::string_view begin = "<p>";
  constexpr std::string_view end = "</p>";
  const auto last = html.rfind(end);
  if (!html.starts_with(begin) || last == std::string_view::npos) return std::nullopt;
  const auto inner = html.substr(begin.size(), last - begin.size());
  if (inner.find(end) != std::string_view::npos) return std::nullopt;
  return inner;
}

class Document {
public:
  Document(Visit& visit, const Running& running)
      : visit_(visit), running_(running), governance_(running.book), marks_(running.book) {}

  void write(View& view) {
    const auto& book = running_.book;
    marks_.show_legend(view);
    std::size_t section = 0;
    std::size_t step = 0;
    while (section < book.sections.size() || step < book.steps.size()) {
      const bool section_next =
          step == book.steps.size() ||
          (section < book.sections.size() && book.sections[section].at.line < book.steps[step].at.line);
      if (section_next)
        write_section(view, book.sections[section++]);
      else
        write_step(view, book.steps[step++]);
    }
  }

private:
  void write_section(View& view, const playbook::Section& section) {
    step_ = nullptr;
    const bool head = section.kind == playbook::Section::Kind::other && section.title == running_.book.title;
    View& shown = view.add("section");
    if (!head) shown.set_if("title", section.title); // the page has the playbook's own title already
    shown.show("lead", head || section.title.empty());
    shown.show(section.kind == playbook::Section::Kind::history ? "folded" : "unfolded");
    for (const auto& block : section.blocks)
      if (!head || !names_the_phase(block)) write_block(shown, block);
  }

  /// "Phase: Engagement": the page shows it already.
  bool names_the_phase(const Block& block) const {
    const auto& phase = running_.book.phase;
    const auto found = block.text.find(": " + phase);
    return !phase.empty() && found != std::string::npos && found < 20;
  }

  void write_step(View& view, const playbook::Step& step) {
    step_ = &step;
    View& shown = view.add("section").show("unfolded").show("step").set_if("title", step.title).set("id", step.id);
    write_blocks(shown, step.blocks);
  }

  void write_blocks(View& view, const std::vector<Block>& blocks) {
    for (const auto& block : blocks) write_block(view, block);
  }

  void write_block(View& place, const Block& block) {
    switch (block.kind) {
      case Block::Kind::task_table: write_tasks(place, block); return;
      case Block::Kind::rules: return; // what they enforce is shown at the sentences and the tasks
      case Block::Kind::list: write_list(place, block); return;
      case Block::Kind::quote: {
        View& quote = place.include("block", "block").add("quote");
        write_blocks(quote, block.children);
        if (block.children.empty()) write_leaf(quote, block);
        return;
      }
      case Block::Kind::heading: place.include("block", "block").add("heading").set("text", block.text); return;
      default: write_leaf(place, block);
    }
  }

  void write_list(View& place, const Block& list) {
    View& shown = place.include("block", "block").add(list.level == 0 ? "bullets" : "numbers");
    if (list.level > 1)
      shown.set("start", std::to_string(list.level));
    else
      shown.set("start", "1");
    for (const auto& item : list.children) {
      View& entry = shown.include("item", "item");
      if (item.checklist_item)
        write_tick(entry, *item.checklist_item);
      else
        entry.show("plain");
      if (item.children.empty())
        write_leaf(entry, item);
      else
        write_blocks(entry, item.children);
    }
  }

  void write_leaf(View& place, const Block& block) {
    if (block.html.empty() && block.text.empty()) return;
    View& leaf = place.include("block", "block").add("leaf");
    const auto inner = inside_paragraph(block.html);
    const bool whole =
        block.html.starts_with("<table") || block.html.starts_with("<pre") || block.html.starts_with("<div");
    leaf.show(whole ? "whole" : "bare").set_html("body_html", std::string(inner ? *inner : block.html));
    marks_.show(leaf, block);
    write_governed(leaf, block);
  }

  /// The bar at an enforced sentence, and the controls it governs right beside it.
  void write_governed(View& leaf, const Block& block) {
    std::string ids;
    for (const auto& governed : governance_.of(block)) {
      leaf.show("enforced");
      if (running_.engagement == nullptr) continue;
      const auto* deadline = deadline_at(running_, governed.rule);
      if (governed.target == "due") {
        if (deadline == nullptr) continue; // nothing is due by it yet
        View& chip = leaf.show("has_chips").add("chip");
        set_deadline(chip, *deadline);
        const bool is_here =
            deadline->task.empty() && deadline->one_of.empty(); // then the list tells more than this step
        chip.set("href", is_here ? "#due" : place_of(*deadline));
        continue;
      }
      View& chip = leaf.show("has_chips").add("chip");
      const std::string id = set_chip(chip, governed.target);
      if (!id.empty()) ids += (ids.empty() ? "" : " ") + id;
    }
    leaf.set("governs", ids);
  }

  /// Returns the id of the element the chip leads to, when it is on this page.
  std::string set_chip(View& chip, const std::string& target) {
    if (target.starts_with("outcome:")) {
      chip.set("href", "#outcome-" + target.substr(8)).set("label", "outcome").set("icon", "flag");
      return "outcome-" + target.substr(8);
    }
    if (target.starts_with("field:")) {
      const auto* field = visit_.workspace().field(FieldId(target.substr(6)));
      chip.set("href", fmt::format("/tenants/{}/people", percent_encoded(running_.tenant->state->id.text())));
      chip.set("label", field == nullptr ? target.substr(6) : field->name).set("icon", "people");
      return {};
    }
    if (target == "gate") {
      chip.set("href", "#gate").set("label", "start and close").set("icon", "lock");
      return {};
    }
    const TaskFace face = task_face(visit_, running_, TaskId(target));
    const auto rows = running_.rows_of(TaskId(target), visit_);
    std::string id = "task-" + row_name(TaskId(target), rows.empty() ? std::nullopt : rows.front());
    chip.set("href", "#" + id).set("label", target).set("icon", face.icon);
    return id;
  }

  void write_tasks(View& place, const Block& table) {
    View& group = place.include("block", "block").add("tasks");
    const bool outcome = step_ != nullptr && step_->rules.outcome.has_value();
    std::size_t count = 0;
    for (const auto& task : step_ == nullptr ? std::vector<playbook::Task>() : step_->tasks) {
      if (task.at.line < table.at.line || task.at.line > table.last_line || task.at.file != table.at.file) continue;
      ++count;
      const auto rows = running_.rows_of(task.id, visit_);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        View& row = group.include("task", "task");
        show_task(visit_, row, running_, task, rows[i]);
        if (i == 0 && rows[i]) row.set_if("anchor", task.id.text()); // where links to the task lead
      }
      if (rows.empty()) group.include("task", "task").add("no_row").set("id", task.id.text()).set("name", task.name);
    }
    group.set("count", counted(count, "task", "tasks"));
    if (outcome && seen_outcome_.insert(step_->id).second) {
      group.set_if("outcome_id", "outcome-" + step_->id);
      group.set_if("outcome_words", fmt::format("Exactly one of {}", step_->rules.outcome->one_of.size()));
    } else if (step_ != nullptr && seen_choice_.insert(step_->id).second) {
      group.set_if("outcome_words", words_of_choices(*step_));
    }
    if (step_ != nullptr && !step_->rules.per_service.empty()) group.show("per_service");
  }

  /// "At least 2 of 3", "At most 1 of 2": what its `choose` rules say.
  static std::string words_of_choices(const playbook::Step& step) {
    std::string words;
    for (const auto& choice : step.rules.choices) {
      if (choice.at_least) words += fmt::format("{}At least {}", words.empty() ? "" : ", ", *choice.at_least);
      if (choice.at_most)
        words +=
            fmt::format("{}{} {}", words.empty() ? "" : ", ", words.empty() ? "At most" : "at most", *choice.at_most);
      words += fmt::format(" of {}", choice.of.size());
    }
    return words;
  }

  void write_tick(View& entry, const ChecklistItemId& item) {
    View& tick = entry.add("tick");
    const bool live = running_.is_live() && !running_.tenant->read_only;
    const auto* engagement = running_.engagement;
    const auto mark = engagement == nullptr ? std::map<ChecklistItemId, engagement::Mark>::const_iterator()
                                            : engagement->ticked.find(item);
    const bool ticked = engagement != nullptr && mark != engagement->ticked.end();
    const std::string id = fmt::format("tick-{}", ++ticks_);
    tick.set("id", id).show("ticked", ticked).set("pressed", ticked ? "true" : "false");
    if (ticked) set_mark(tick.add("mark"), visit_, mark->second);
    if (!live || engagement == nullptr) {
      tick.show("still").set("tick_label", ticked ? "done" : "not done");
      return;
    }
    View& form = tick.add("form");
    form.set("action", command_path(running_.tenant->state->id, "tick_item")).set("key", visit_.page_key + "-" + id);
    form.set("back", own_address(visit_.request)).set("engagement", engagement->id.text()).set("item", item.text());
    form.set("next", ticked ? "false" : "true");
    if (visit_.attempt == nullptr || visit_.attempt->form != id || !visit_.attempt->denial) return;
    visit_.attempt->shown = true;
    show_denial(visit_, entry, "denial", running_.tenant->state->id, *visit_.attempt->denial, id, true);
  }

  Visit& visit_;
  const Running& running_;
  Governance governance_;
  CoverageMarks marks_;
  const playbook::Step* step_ = nullptr;
  std::set<std::string> seen_outcome_, seen_choice_;
  int ticks_ = 0;
};

} // namespace

void show_document(Visit& visit, View& view, const Running& running) { Document(visit, running).write(view); }

} // namespace handrail::web
