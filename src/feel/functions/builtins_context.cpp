// Context functions (DMN 1.5, 10.3.4.10).
#include "feel/functions/builtin.h"
#include "feel/value/compare.h"

#include <fmt/format.h>

#include <set>

namespace handrail::feel {

namespace {

Value get_value(const Call& call) {
  const Value* found = call[0].as_context().find(call[1].as_string());
  return found != nullptr ? *found : Value(); // whoever asks so does not know whether there is one
}

Value get_entries(const Call& call) {
  std::vector<Value> entries;
  for (const auto& [name, value] : call[0].as_context().entries())
    entries.push_back(Value::context({{"key", Value::string(name)}, {"value", value}}));
  if (!call.run().spend(call.at(), entries.size())) return {};
  return call.run().list(call.at(), std::move(entries));
}

Value context_of_entries(const Call& call) {
  std::vector<Context::Entry> entries;
  std::set<std::string> names;
  for (const auto& entry : call[0].as_list()) {
    const Value& key = entry.entry("key");
    if (!entry.is_context() || !key.is_string() || entry.as_context().find("value") == nullptr)
      return call.fail("each entry must be a context with a “key”, a text, and a “value”");
    if (!names.insert(key.as_string()).second)
      return call.fail(fmt::format("the key “{}” is there twice", key.as_string()));
    entries.emplace_back(key.as_string(), entry.entry("value"));
  }
  if (!call.run().spend(call.at(), entries.size())) return {};
  return call.run().context(call.at(), std::move(entries));
}

Value put(const Context& context, std::string name, Value value, const Call& call) {
  auto entries = context.entries();
  if (!call.run().spend(call.at(), entries.size())) return {};
  entries.emplace_back(std::move(name), std::move(value)); // the later of two wins, in the place of the first
  return call.run().context(call.at(), std::move(entries));
}

Value context_put(const Call& call) { return put(call[0].as_context(), call[1].as_string(), call[2], call); }

/// Along a path of keys, each but the last of which must lead to a context.
Value put_along(const Value& target, const std::vector<Value>& keys, std::size_t level, const Call& call) {
  if (!target.is_context()) return call.fail("a key of the path leads to no context");
  if (!keys[level].is_string()) return call.fail("each key must be a text");
  const std::string& name = keys[level].as_string();
  if (level + 1 == keys.size()) return put(target.as_context(), name, call[2], call);
  const Value* inner = target.as_context().find(name);
  Value changed = put_along(inner != nullptr ? *inner : Value(), keys, level + 1, call);
  return changed.is_null() ? Value() : put(target.as_context(), name, std::move(changed), call);
}

Value context_put_path(const Call& call) {
  const auto& keys = call[1].as_list();
  if (keys.empty()) return call.fail("at least one key is needed");
  if (keys.size() > limits::value_depth)
    return call.fail(fmt::format("contexts can stand {} deep within each other at most", limits::value_depth));
  return put_along(call[0], keys, 0, call);
}

Value context_merge(const Call& call) {
  std::vector<Context::Entry> entries;
  for (const auto& context : call[0].as_list()) {
    if (!context.is_context())
      return call.fail(fmt::format("only contexts can be merged, and this is {}", kind_text(context)));
    const auto& more = context.as_context().entries();
    if (!call.run().spend(call.at(), more.size()) ||
        !call.run().reserve(call.at(), more.size() * sizeof(Context::Entry)))
      return {};
    entries.insert(entries.end(), more.begin(), more.end());
  }
  return call.run().context(call.at(), std::move(entries));
}

} // namespace

std::vector<Builtin> context_builtins() {
  const BuiltinParameter m{"m", Takes::context, false}, context{"context", Takes::context, false};
  const BuiltinParameter value{"value", Takes::anything, false};
  return {
      {"get value", Type::any(), {{{m, {"key", Takes::string, false}}, get_value}}},
      {"get entries", Type::list(Type::context()), {{{m}, get_entries}}},
      {"context", Type::context(), {{{{"entries", Takes::list, false}}, context_of_entries}}},
      {"context put",
       Type::context(),
       {{{context, {"key", Takes::string, false}, value}, context_put},
        {{context, {"keys", Takes::list, false}, value}, context_put_path}}},
      {"context merge", Type::context(), {{{{"contexts", Takes::list, false}}, context_merge}}},
  };
}

} // namespace handrail::feel
