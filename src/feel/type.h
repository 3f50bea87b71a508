// The static types of expressions and of the names they may use.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace handrail::feel {

/// Immutable and cheap to copy. The default is `any`: nothing is known, so nothing is complained about.
class Type {
public:
  enum class Kind {
    any,
    null,
    boolean,
    number,
    string,
    date,
    time,
    date_and_time,
    days_and_time_duration,
    years_and_months_duration,
    list,
    context,
    range,
    function,
  };
  struct Parameter;
  struct Entry;

  Type() = default;
  static Type any() { return {}; }
  static Type null() { return Type(Kind::null); }
  static Type boolean() { return Type(Kind::boolean); }
  static Type number() { return Type(Kind::number); }
  static Type string() { return Type(Kind::string); }
  /// A string that is one of these: comparing it with any other text is reported.
  static Type one_of(std::vector<std::string> texts);
  static Type date() { return Type(Kind::date); }
  static Type time() { return Type(Kind::time); }
  static Type date_and_time() { return Type(Kind::date_and_time); }
  static Type days_and_time_duration() { return Type(Kind::days_and_time_duration); }
  static Type years_and_months_duration() { return Type(Kind::years_and_months_duration); }
  static Type list() { return Type(Kind::list); } ///< of anything
  static Type list(Type element);
  static Type context(std::vector<Entry> entries);
  static Type context() { return Type(Kind::context); } ///< entries unknown
  static Type range() { return Type(Kind::range); }
  static Type range(Type element);
  static Type function(std::vector<Parameter> parameters, Type result);
  static Type function() { return Type(Kind::function); } ///< signature unknown

  Kind kind() const { return kind_; }
  bool is_any() const { return kind_ == Kind::any; }
  /// Is anything known of the entries (of a context) or the signature (of a function)?
  bool is_detailed() const { return detail_ != nullptr; }
  Type element() const;                             ///< of a list or range; any otherwise
  const std::vector<Entry>& entries() const;        ///< of a context; empty otherwise
  const Type* entry(std::string_view name) const;   ///< null when there is none
  const std::vector<Parameter>& parameters() const; ///< of a function; empty otherwise
  Type result() const;                              ///< of a function; any otherwise
  const std::vector<std::string>& texts() const;    ///< of one_of; empty otherwise

  /// As FEEL writes it: "list<number>", "context<name: string>", "date and time".
  std::string to_text() const;

  bool operator==(const Type& other) const;

private:
  struct Detail;
  explicit Type(Kind kind, std::shared_ptr<const Detail> detail = nullptr) : kind_(kind), detail_(std::move(detail)) {}

  Kind kind_ = Kind::any;
  std::shared_ptr<const Detail> detail_;
};

struct Type::Parameter {
  std::string name;
  Type type;
  bool operator==(const Parameter&) const = default;
};

struct Type::Entry {
  std::string name;
  Type type;
  bool operator==(const Entry&) const = default;
};

/// Is every value of `type` also one of `wider`? (FEEL calls it conformance.)
bool conforms(const Type& type, const Type& wider);
/// Might a value be of both types? False means: these can never be equal.
bool overlap(const Type& a, const Type& b);

} // namespace handrail::feel
