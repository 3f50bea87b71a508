// Evaluation of literals, names, paths, and of lists, contexts and ranges as they are written.
#include "feel/evaluation/value_nodes.h"
#include "feel/value/compare.h"
#include "feel/value/properties.h"
#include "feel/value/text_form.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::feel {

Value VariableNode::evaluate(Run& run) const {
  const Value* found = peek(run);
  if (found != nullptr) return *found;
  return run.fail(at, fmt::format("there is no value for “{}”", name_));
}

Value InputNode::evaluate(Run& run) const {
  if (run.input() != nullptr) return *run.input();
  return run.fail(at, "“?” stands for the value of a test, and nothing is being tested here");
}

const Value* ItemEntryNode::peek(Run& run) const {
  for (const auto slot : item_slots_) {
    const Value& item = run.local(slot);
    const Value* entry = item.is_context() ? item.as_context().find(name_) : nullptr;
    if (entry != nullptr) return entry;
  }
  return fallback_ ? fallback_->peek(run) : nullptr;
}

Value ItemEntryNode::evaluate(Run& run) const {
  const Value* found = peek(run);
  if (found != nullptr) return *found;
  if (fallback_) return fallback_->value(run);
  // That only some of the items have it is no mistake.
  for (const auto slot : item_slots_) {
    const Value& all = run.local(slot + 1);
    if (!all.is_list() || !run.spend(at, all.as_list().size())) continue;
    const auto has_it = [&](const Value& item) {
      return item.is_context() && item.as_context().find(name_) != nullptr;
    };
    if (std::any_of(all.as_list().begin(), all.as_list().end(), has_it)) return {};
  }
  return run.fail(at, fmt::format("there is nothing called “{}” here", name_));
}

namespace {

/// The entries of all items of a list; an item without that entry gives null.
Value entries_of_items(const std::vector<Value>& items, const std::string& name, Span at, Run& run) {
  std::vector<Value> found;
  if (!run.spend(at, items.size()) || !run.reserve(at, items.size() * sizeof(Value))) return {};
  found.reserve(items.size());
  for (const auto& item : items) {
    if (item.is_list())
      found.push_back(entries_of_items(item.as_list(), name, at, run));
    else if (item.is_context())
      found.push_back(item.entry(name));
    else
      found.push_back(property(item, name).value_or(Value()));
  }
  return Value::list(std::move(found));
}

} // namespace

Value PathNode::evaluate(Run& run) const {
  if (const Value* found = peek(run)) return *found; // a trace then leaves out the whole that it is a part of
  const Operand base(*base_, run);
  if (base->is_context()) {
    const Value* entry = base->as_context().find(name_, position_);
    if (entry != nullptr) return *entry;
    return run.fail(at, fmt::format("there is no entry “{}” in this context", name_));
  }
  if (base->is_list()) return entries_of_items(base->as_list(), name_, at, run);
  if (auto part = property(*base, name_)) return *part;
  return run.fail(at, fmt::format("{} has no “{}”", kind_text(*base), name_));
}

Value ListNode::evaluate(Run& run) const {
  std::vector<Value> items;
  if (!run.reserve(at, items_.size() * sizeof(Value))) return {};
  items.reserve(items_.size());
  for (const auto& item : items_) items.push_back(item->value(run));
  return run.list(at, std::move(items));
}

Value ContextNode::evaluate(Run& run) const {
  std::vector<Context::Entry> entries;
  if (!run.reserve(at, entries_.size() * sizeof(Context::Entry))) return {};
  entries.reserve(entries_.size());
  for (const auto& entry : entries_) {
    Value value = entry.value->value(run);
    run.local(entry.slot) = value;
    entries.emplace_back(entry.name, std::move(value));
  }
  return run.context(at, std::move(entries));
}

Value RangeNode::evaluate(Run& run) const {
  Range range;
  range.has_start = start_ != nullptr;
  range.has_end = end_ != nullptr;
  range.start_included = start_included_;
  range.end_included = end_included_;
  if (start_) range.start = start_->value(run);
  if (end_) range.end = end_->value(run);
  if (is_point_) range.end = range.start, range.has_end = true;
  const bool has_both = !range.start.is_null() && !range.end.is_null();
  if (has_both && !order(range.start, range.end))
    return run.fail(at, fmt::format("a range cannot go from {} to {}", kind_text(range.start), kind_text(range.end)));
  return Value::range(std::move(range));
}

} // namespace handrail::feel
