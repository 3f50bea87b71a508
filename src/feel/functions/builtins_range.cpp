// How points and ranges lie to each other (DMN 1.5, 10.3.4.11: Allen's relations), and range().
#include "feel/feel.h"
#include "feel/functions/builtin.h"
#include "feel/syntax/lexer.h"
#include "feel/value/compare.h"

#include "core/text.h"

#include <fmt/format.h>

namespace handrail::feel {

namespace {

/// Two things to be ordered had no order: the whole comparison has no result.
struct NoOrder {};

/// One end of a range, or a point. An end that is left open is before (or after) everything.
struct End {
  const Value* value = nullptr;
  int beyond = 0; ///< -1: before everything, 1: after everything
  bool included = true;
};

std::strong_ordering compare(const End& a, const End& b) {
  if (a.beyond != 0 || b.beyond != 0) return a.beyond <=> b.beyond;
  const auto result = order(*a.value, *b.value);
  if (!result) throw NoOrder{};
  return *result;
}

End start_of(const Range& range) { return {&range.start, range.has_start ? 0 : -1, range.start_included}; }
End end_of(const Range& range) { return {&range.end, range.has_end ? 0 : 1, range.end_included}; }
End point(const Value& value) { return {&value, 0, true}; }

// The relations of points are those of ranges that hold just the point.

bool is_before(const End& a_end, const End& b_start) {
  const auto order = compare(a_end, b_start);
  return order < 0 || (order == 0 && (!a_end.included || !b_start.included));
}

/// Does a begin where b does, or later? And end where it does, or earlier?
bool starts_within(const End& a, const End& b) {
  const auto order = compare(a, b);
  return order > 0 || (order == 0 && (b.included || !a.included));
}
bool ends_within(const End& a, const End& b) {
  const auto order = compare(a, b);
  return order < 0 || (order == 0 && (b.included || !a.included));
}

struct Ends {
  End start, end;
};

bool before(const Ends& a, const Ends& b) { return is_before(a.end, b.start); }
bool after(const Ends& a, const Ends& b) { return before(b, a); }
bool meets(const Ends& a, const Ends& b) { return a.end.included && b.start.included && compare(a.end, b.start) == 0; }
bool met_by(const Ends& a, const Ends& b) { return meets(b, a); }
bool overlaps(const Ends& a, const Ends& b) { return !before(a, b) && !before(b, a); }
bool overlaps_before(const Ends& a, const Ends& b) {
  return !starts_within(a.start, b.start) && !before(a, b) && ends_within(a.end, b.end);
}
bool overlaps_after(const Ends& a, const Ends& b) {
  return !starts_within(b.start, a.start) && !before(b, a) && ends_within(b.end, a.end);
}
bool same_end(const End& a, const End& b) { return a.included == b.included && compare(a, b) == 0; }
bool finishes(const Ends& a, const Ends& b) { return same_end(a.end, b.end) && starts_within(a.start, b.start); }
bool finished_by(const Ends& a, const Ends& b) { return finishes(b, a); }
bool during(const Ends& a, const Ends& b) { return starts_within(a.start, b.start) && ends_within(a.end, b.end); }
bool includes(const Ends& a, const Ends& b) { return during(b, a); }
bool starts(const Ends& a, const Ends& b) { return same_end(a.start, b.start) && ends_within(a.end, b.end); }
bool started_by(const Ends& a, const Ends& b) { return starts(b, a); }
bool coincides(const Ends& a, const Ends& b) { return same_end(a.start, b.start) && same_end(a.end, b.end); }

Ends ends_of(const Value& value) {
  if (value.is_range()) return {start_of(value.as_range()), end_of(value.as_range())};
  return {point(value), point(value)};
}

template <bool (*relation)(const Ends&, const Ends&)>
Value related(const Call& call) {
  try {
    return Value::boolean(relation(ends_of(call[0]), ends_of(call[1])));
  } catch (const NoOrder&) {
    return call.fail("these have no order that could be compared", "give points and ranges of one kind");
  }
}

// ---- range() -----------------------------------------------------------------------------------------------------

/// An end as range() allows it: a literal, or a call of date(), time(), … with a literal.
bool is_literal_end(const std::vector<Token>& tokens, std::size_t& at) {
  if (tokens[at].is("-") && tokens[at + 1].kind == Token::Kind::number) return at += 2, true;
  if (tokens[at].kind == Token::Kind::number || tokens[at].kind == Token::Kind::text) return ++at, true;
  if (tokens[at].is("@") && tokens[at + 1].kind == Token::Kind::text) return at += 2, true;
  std::string name;
  while (tokens[at].is_word()) name += (name.empty() ? "" : " ") + std::string(tokens[at++].source);
  if (name != "date" && name != "time" && name != "date and time" && name != "duration") return false;
  const bool call = tokens[at].is("(") && tokens[at + 1].kind == Token::Kind::text && tokens[at + 2].is(")");
  at += call ? 3 : 0;
  return call;
}

bool is_literal_range(const std::string& text) {
  const auto tokens = tokens_of(text).all;
  std::size_t at = 0;
  if (!tokens[at].is("[") && !tokens[at].is("(") && !tokens[at].is("]")) return false;
  ++at;
  if (!is_literal_end(tokens, at) || !tokens[at].is("..")) return false;
  ++at;
  if (!is_literal_end(tokens, at)) return false;
  const bool closed = tokens[at].is("]") || tokens[at].is(")") || tokens[at].is("[");
  return closed && tokens[at + 1].kind == Token::Kind::end;
}

Value range_of(const Call& call) {
  const std::string& text = call[0].as_string();
  const auto refuse = [&] {
    return call.fail(fmt::format("“{}” is not a range", text::shortened(text, 60)),
                     "write it like [1..10], with literals as its ends");
  };
  if (text.size() > limits::regex_pattern_bytes || !is_literal_range(text)) return refuse();
  const Compiled compiled = compile(text, Names(), Mode::expression, Checking::lenient);
  if (!compiled.expression) return refuse();
  const Evaluation evaluation = evaluate(*compiled.expression, Value(), call.run().surroundings());
  if (!evaluation.value.is_range()) return refuse();
  const Range& range = evaluation.value.as_range();
  const auto direction = order(range.start, range.end);
  return direction && *direction <= 0 ? evaluation.value : refuse();
}

} // namespace

std::vector<Builtin> range_builtins() {
  const BuiltinParameter point{"point", Takes::value, false}, range{"range", Takes::range, false};
  const BuiltinParameter range1{"range1", Takes::range, false}, range2{"range2", Takes::range, false};
  const BuiltinParameter point1{"point1", Takes::value, false}, point2{"point2", Takes::value, false};
  using Body = Value (*)(const Call&);
  const auto of_ranges = [&](Body body) { return std::vector<BuiltinSignature>{{{range1, range2}, body}}; };
  const auto with_point_first = [&](Body body) {
    return std::vector<BuiltinSignature>{{{range1, range2}, body}, {{point, range}, body}};
  };
  const auto with_point_last = [&](Body body) {
    return std::vector<BuiltinSignature>{{{range1, range2}, body}, {{range, point}, body}};
  };
  const auto of_any = [&](Body body) {
    return std::vector<BuiltinSignature>{
        {{range1, range2}, body}, {{range, point}, body}, {{point, range}, body}, {{point1, point2}, body}};
  };
  const Type result = Type::boolean();
  return {
      {"before", result, of_any(related<before>)},
      {"after", result, of_any(related<after>)},
      {"meets", result, of_ranges(related<meets>)},
      {"met by", result, of_ranges(related<met_by>)},
      {"overlaps", result, of_ranges(related<overlaps>)},
      {"overlaps before", result, of_ranges(related<overlaps_before>)},
      {"overlaps after", result, of_ranges(related<overlaps_after>)},
      {"finishes", result, with_point_first(related<finishes>)},
      {"finished by", result, with_point_last(related<finished_by>)},
      {"includes", result, with_point_last(related<includes>)},
      {"during", result, with_point_first(related<during>)},
      {"starts", result, with_point_first(related<starts>)},
      {"started by", result, with_point_last(related<started_by>)},
      {"coincides", result, of_any(related<coincides>)},
      {"range", Type::range(), {{{{"from", Takes::string, false}}, range_of}}},
  };
}

} // namespace handrail::feel
