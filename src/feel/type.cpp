#include "feel/type.h"

#include <algorithm>

namespace handrail::feel {

struct Type::Detail {
  std::vector<Parameter> parameters; ///< of a function; entries of a context stand in `entries`
  std::vector<Entry> entries;
  std::vector<Type> types; ///< the element of a list or range, the result of a function
  std::vector<std::string> texts;
};

Type Type::one_of(std::vector<std::string> texts) {
  return Type(Kind::string, std::make_shared<const Detail>(Detail{{}, {}, {}, std::move(texts)}));
}

Type Type::list(Type element) {
  if (element.is_any()) return Type(Kind::list);
  return Type(Kind::list, std::make_shared<const Detail>(Detail{{}, {}, {std::move(element)}, {}}));
}

Type Type::context(std::vector<Entry> entries) {
  return Type(Kind::context, std::make_shared<const Detail>(Detail{{}, std::move(entries), {}, {}}));
}

Type Type::range(Type element) {
  if (element.is_any()) return Type(Kind::range);
  return Type(Kind::range, std::make_shared<const Detail>(Detail{{}, {}, {std::move(element)}, {}}));
}

Type Type::function(std::vector<Parameter> parameters, Type result) {
  return Type(Kind::function,
              std::make_shared<const Detail>(Detail{std::move(parameters), {}, {std::move(result)}, {}}));
}

Type Type::element() const {
  const bool has_element = kind_ == Kind::list || kind_ == Kind::range;
  return has_element && detail_ ? detail_->types.front() : Type();
}

const std::vector<Type::Entry>& Type::entries() const {
  static const std::vector<Entry> none;
  return kind_ == Kind::context && detail_ ? detail_->entries : none;
}

const Type* Type::entry(std::string_view name) const {
  const auto& all = entries();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Entry& entry) { return entry.name == name; });
  return found == all.end() ? nullptr : &found->type;
}

const std::vector<Type::Parameter>& Type::parameters() const {
  static const std::vector<Parameter> none;
  return kind_ == Kind::function && detail_ ? detail_->parameters : none;
}

Type Type::result() const { return kind_ == Kind::function && detail_ ? detail_->types.front() : Type(); }

const std::vector<std::string>& Type::texts() const {
  static const std::vector<std::string> none;
  return kind_ == Kind::string && detail_ ? detail_->texts : none;
}

std::string Type::to_text() const {
  switch (kind_) {
    case Kind::any: return "Any";
    case Kind::null: return "Null";
    case Kind::boolean: return "boolean";
    case Kind::number: return "number";
    case Kind::string: return "string";
    case Kind::date: return "date";
    case Kind::time: return "time";
    case Kind::date_and_time: return "date and time";
    case Kind::days_and_time_duration: return "days and time duration";
    case Kind::years_and_months_duration: return "years and months duration";
    case Kind::list: return "list<" + element().to_text() + ">";
    case Kind::range: return "range<" + element().to_text() + ">";
    case Kind::context:
    case Kind::function: break;
  }
  if (!detail_) return kind_ == Kind::context ? "context" : "function";
  std::string text = kind_ == Kind::context ? "context<" : "function<";
  const char* separator = "";
  for (const auto& entry : entries()) text += separator + entry.name + ": " + entry.type.to_text(), separator = ", ";
  for (const auto& parameter : parameters()) text += separator + parameter.type.to_text(), separator = ", ";
  return text + ">" + (kind_ == Kind::function ? "->" + result().to_text() : "");
}

bool Type::operator==(const Type& other) const {
  if (kind_ != other.kind_) return false;
  if (detail_ == other.detail_) return true;
  return element() == other.element() && entries() == other.entries() && parameters() == other.parameters() &&
         result() == other.result() && texts() == other.texts() && is_detailed() == other.is_detailed();
}

bool conforms(const Type& type, const Type& wider) {
  if (wider.is_any() || type.kind() == Type::Kind::null) return true;
  if (type.kind() != wider.kind()) return false;
  switch (type.kind()) {
    case Type::Kind::list:
    case Type::Kind::range: return conforms(type.element(), wider.element());
    case Type::Kind::context:
      return std::all_of(wider.entries().begin(), wider.entries().end(), [&](const Type::Entry& wanted) {
        const Type* entry = type.entry(wanted.name);
        return entry != nullptr && conforms(*entry, wanted.type);
      });
    case Type::Kind::function: {
      if (!wider.is_detailed()) return true;
      if (!type.is_detailed() || type.parameters().size() != wider.parameters().size()) return false;
      for (std::size_t i = 0; i < type.parameters().size(); ++i)
        if (!conforms(wider.parameters()[i].type, type.parameters()[i].type)) return false;
      return conforms(type.result(), wider.result());
    }
    case Type::Kind::string: {
      const auto& all = wider.texts();
      return all.empty() || std::all_of(type.texts().begin(), type.texts().end(), [&](const std::string& text) {
               return std::find(all.begin(), all.end(), text) != all.end();
             });
    }
    default: return true;
  }
}

bool overlap(const Type& a, const Type& b) {
  if (a.is_any() || b.is_any()) return true;
  if (a.kind() != b.kind()) return false;
  if (a.texts().empty() || b.texts().empty()) return true;
  return std::any_of(a.texts().begin(), a.texts().end(), [&](const std::string& text) {
    return std::find(b.texts().begin(), b.texts().end(), text) != b.texts().end();
  });
}

} // namespace handrail::feel
