#include "feel/value/text_form.h"

#include "feel/limits.h"

#include <fmt/format.h>

#include <iterator>

namespace handrail::feel {

namespace {

/// Writes until the limit of a string is reached; what follows is cut, as nobody could read it.
class Writer {
public:
  std::string take() && { return std::move(text_); }

  void literal(const Value& value, int depth) {
    if (text_.size() > limits::string_bytes) return;
    if (depth > limits::value_depth) {
      text_ += "…";
      return;
    }
    switch (value.kind()) {
      case Value::Kind::string: text_ += string_literal(value.as_string()); break;
      case Value::Kind::list: list(value, depth); break;
      case Value::Kind::context: context(value, depth); break;
      case Value::Kind::range: range(value.as_range(), depth); break;
      case Value::Kind::function: function(value.as_function()); break;
      default: text_ += text_form(value); break;
    }
  }

private:
  void list(const Value& value, int depth) {
    text_ += '[';
    const char* separator = "";
    for (const auto& item : value.as_list()) {
      text_ += separator;
      literal(item, depth + 1);
      separator = ", ";
    }
    text_ += ']';
  }

  void context(const Value& value, int depth) {
    text_ += '{';
    const char* separator = "";
    for (const auto& [name, entry] : value.as_context().entries()) {
      text_ += separator;
      text_ += key(name);
      text_ += ": ";
      literal(entry, depth + 1);
      separator = ", ";
    }
    text_ += '}';
  }

  /// A key that is no plain word is quoted, so that the whole can be read back.
  static std::string key(const std::string& name) {
    bool plain = !name.empty() && !(name.front() >= '0' && name.front() <= '9');
    for (const char c : name) {
      const auto byte = static_cast<unsigned char>(c);
      const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!word && c != '_' && c != ' ' && byte < 0x80) plain = false;
    }
    return plain ? name : string_literal(name);
  }

  void range(const Range& range, int depth) {
    if (!range.has_start || !range.has_end) {
      const char* const operation =
          range.has_end ? (range.end_included ? "<= " : "< ") : (range.start_included ? ">= " : "> ");
      text_ += operation;
      literal(range.has_end ? range.end : range.start, depth + 1);
      return;
    }
    text_ += range.start_included ? '[' : '(';
    literal(range.start, depth + 1);
    text_ += " .. ";
    literal(range.end, depth + 1);
    text_ += range.end_included ? ']' : ')';
  }

  void function(const Function& function) {
    text_ += function.name.empty() ? "function" : function.name;
    text_ += '(';
    const char* separator = "";
    for (const auto& parameter : function.parameters) {
      text_ += separator + parameter.name;
      separator = ", ";
    }
    text_ += ')';
  }

  std::string text_;
};

} // namespace

std::string string_literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
        else
          out += c;
    }
  }
  return out + '"';
}

std::string literal_form(const Value& value) {
  Writer writer;
  writer.literal(value, 0);
  return std::move(writer).take();
}

std::string text_form(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return "null";
    case Value::Kind::boolean: return value.as_boolean() ? "true" : "false";
    case Value::Kind::number: return value.as_number().to_text();
    case Value::Kind::string: return value.as_string();
    case Value::Kind::date: return to_text(value.as_calendar_date());
    case Value::Kind::time: return to_text(value.as_time());
    case Value::Kind::date_and_time: return to_text(value.as_date_and_time());
    case Value::Kind::days_and_time_duration: return to_text(value.as_day_time_duration());
    case Value::Kind::years_and_months_duration: return to_text(value.as_year_month_duration());
    case Value::Kind::list:
    case Value::Kind::context:
    case Value::Kind::range:
    case Value::Kind::function: return literal_form(value);
  }
  return "";
}

} // namespace handrail::feel
