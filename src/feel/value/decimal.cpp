#include "feel/value/decimal.h"

#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
extern "C" {
#include <bid_conf.h>
#include <bid_functions.h>
}
#pragma GCC diagnostic pop

#include <array>
#include <cstdlib>

namespace handrail::feel {

/// The door between our representation and the library's.
struct DecimalBits {
  static BID_UINT128 of(Decimal number) {
    BID_UINT128 bits;
    bits.w[0] = number.low_;
    bits.w[1] = number.high_;
    return bits;
  }
  static Decimal to(BID_UINT128 bits) {
    Decimal number;
    number.low_ = bits.w[0];
    number.high_ = bits.w[1];
    return number;
  }
};

namespace {

constexpr unsigned to_nearest_even = 0;
constexpr unsigned toward_negative = 1;
constexpr unsigned toward_positive = 2;
constexpr unsigned toward_zero = 3;
constexpr unsigned to_nearest_away = 4;
constexpr int bias = 6176; ///< of the exponent of decimal128

BID_UINT128 bits(Decimal number) { return DecimalBits::of(number); }

std::optional<Decimal> finite(BID_UINT128 result) {
  if (bid128_isFinite(result) == 0) return std::nullopt;
  return DecimalBits::to(result);
}

/// 10 to the power of `exponent`, as a number with the coefficient 1.
BID_UINT128 unit(int exponent) {
  BID_UINT128 one;
  one.w[0] = 1;
  one.w[1] = static_cast<std::uint64_t>(exponent + bias) << 49U;
  return one;
}

/// The exponent of the last digit that is kept: 12.50 has -2.
int exponent_of(BID_UINT128 number) {
  return static_cast<int>((number.w[1] >> 49U) & 0x3FFFU) - bias; // our numbers never use the other encoding
}

/// Digits and exponent, without trailing zeros: 1200 is ("12", 2).
struct Digits {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

Digits digits_of(BID_UINT128 number) {
  std::array<char, 64> text{};
  unsigned flags = 0;
  bid128_to_string(text.data(), number, &flags); // "+1234E-2"
  const std::string all = text.data();
  const auto e = all.find('E');
  Digits parts;
  parts.negative = all.front() == '-';
  parts.digits = all.substr(1, e - 1);
  parts.exponent = std::atoi(all.c_str() + e + 1);
  parts.digits.erase(0, std::min(parts.digits.find_first_not_of('0'), parts.digits.size()));
  while (!parts.digits.empty() && parts.digits.back() == '0') parts.digits.pop_back(), ++parts.exponent;
  if (parts.digits.empty()) return {};
  return parts;
}

std::optional<Decimal> power_by_squaring(Decimal base, std::uint64_t exponent) {
  Decimal result(1);
  while (true) {
    if ((exponent & 1U) != 0) {
      const auto product = Decimal::multiply(result, base);
      if (!product) return std::nullopt;
      result = *product;
    }
    exponent >>= 1U;
    if (exponent == 0) return result;
    const auto square = Decimal::multiply(base, base);
    if (!square) return std::nullopt;
    base = *square;
  }
}

unsigned library_mode(Rounding rounding, bool negative) {
  switch (rounding) {
    case Rounding::half_even: return to_nearest_even;
    case Rounding::half_up: return to_nearest_away;
    case Rounding::up: return negative ? toward_negative : toward_positive;
    case Rounding::half_down:
    case Rounding::down: return toward_zero;
    case Rounding::floor: return toward_negative;
    case Rounding::ceiling: return toward_positive;
  }
  return to_nearest_even;
}

} // namespace

Decimal::Decimal(std::int64_t value) { *this = DecimalBits::to(bid128_from_int64(value)); }

std::optional<Decimal> Decimal::parse(std::string_view text) {
  constexpr std::size_t longest = 1000; // digits past the 34th only matter for rounding
  if (text.empty() || text.size() > longest) return std::nullopt;
  bool digit_seen = false, point_seen = false, exponent_seen = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9')
      digit_seen = true;
    else if (c == '.' && !point_seen && !exponent_seen)
      point_seen = true;
    else if ((c == 'e' || c == 'E') && digit_seen && !exponent_seen)
      exponent_seen = true, digit_seen = false;
    else if ((c == '-' || c == '+') && (i == 0 || text[i - 1] == 'e' || text[i - 1] == 'E'))
      continue;
    else
      return std::nullopt;
  }
  if (!digit_seen) return std::nullopt;
  std::string copy(text);
  unsigned flags = 0;
  return finite(bid128_from_string(copy.data(), to_nearest_even, &flags));
}

std::string Decimal::to_text() const {
  constexpr int longest_plain = 40;
  const Digits number = digits_of(bits(*this));
  if (number.digits.empty()) return "0";
  std::string text = number.negative ? "-" : "";
  const int point = static_cast<int>(number.digits.size()) + number.exponent; // digits before the point
  if (number.exponent >= 0 && point <= longest_plain)
    return text + number.digits + std::string(static_cast<std::size_t>(number.exponent), '0');
  if (number.exponent < 0 && point > 0)
    return text + number.digits.substr(0, static_cast<std::size_t>(point)) + "." +
           number.digits.substr(static_cast<std::size_t>(point));
  if (number.exponent < 0 && -number.exponent <= longest_plain)
    return text + "0." + std::string(static_cast<std::size_t>(-point), '0') + number.digits;
  text += number.digits.substr(0, 1);
  if (number.digits.size() > 1) text += "." + number.digits.substr(1);
  return text + (point > 0 ? "E+" : "E") + std::to_string(point - 1);
}

std::optional<std::int64_t> Decimal::to_integer() const {
  if (!is_integer()) return std::nullopt;
  unsigned flags = 0;
  const std::int64_t value = bid128_to_int64_int(bits(*this), &flags);
  if ((flags & 1U) != 0) return std::nullopt; // invalid: past the range
  return value;
}

double Decimal::to_double() const { return std::strtod(to_text().c_str(), nullptr); }

bool Decimal::is_zero() const { return bid128_isZero(bits(*this)) != 0; }
bool Decimal::is_negative() const { return (high_ >> 63U) != 0 && !is_zero(); }

bool Decimal::is_integer() const {
  unsigned flags = 0;
  const auto whole = bid128_round_integral_zero(bits(*this), &flags);
  return bid128_quiet_equal(whole, bits(*this), &flags) != 0;
}

std::optional<Decimal> Decimal::add(Decimal a, Decimal b) {
  unsigned flags = 0;
  return finite(bid128_add(bits(a), bits(b), to_nearest_even, &flags));
}

std::optional<Decimal> Decimal::subtract(Decimal a, Decimal b) { return add(a, b.negated()); }

std::optional<Decimal> Decimal::multiply(Decimal a, Decimal b) {
  unsigned flags = 0;
  return finite(bid128_mul(bits(a), bits(b), to_nearest_even, &flags));
}

std::optional<Decimal> Decimal::divide(Decimal a, Decimal b) {
  if (b.is_zero()) return std::nullopt;
  unsigned flags = 0;
  return finite(bid128_div(bits(a), bits(b), to_nearest_even, &flags));
}

std::optional<Decimal> Decimal::power(Decimal base, Decimal exponent) {
  constexpr std::int64_t largest_by_squaring = 100'000;
  const auto whole = exponent.to_integer();
  if (whole && std::abs(*whole) <= largest_by_squaring) {
    // Squaring is exact where the result is; the library's own power goes through binary and is not.
    if (*whole >= 0) return power_by_squaring(base, static_cast<std::uint64_t>(*whole));
    const auto inverse = power_by_squaring(base, static_cast<std::uint64_t>(-*whole));
    return inverse ? divide(Decimal(1), *inverse) : std::nullopt;
  }
  unsigned flags = 0;
  return finite(bid128_pow(bits(base), bits(exponent), to_nearest_even, &flags));
}

std::optional<Decimal> Decimal::modulo(Decimal a, Decimal b) {
  if (b.is_zero()) return std::nullopt;
  unsigned flags = 0;
  const auto remainder = finite(bid128_fmod(bits(a), bits(b), &flags));
  if (!remainder || remainder->is_zero()) return remainder;
  return remainder->is_negative() == b.is_negative() ? remainder : add(*remainder, b);
}

std::optional<Decimal> Decimal::square_root() const {
  if (is_negative()) return std::nullopt;
  unsigned flags = 0;
  return finite(bid128_sqrt(bits(*this), to_nearest_even, &flags));
}

std::optional<Decimal> Decimal::exponential() const {
  unsigned flags = 0;
  return finite(bid128_exp(bits(*this), to_nearest_even, &flags));
}

std::optional<Decimal> Decimal::logarithm() const {
  if (is_negative() || is_zero()) return std::nullopt;
  unsigned flags = 0;
  return finite(bid128_log(bits(*this), to_nearest_even, &flags));
}

Decimal Decimal::negated() const {
  Decimal other = *this;
  other.high_ ^= std::uint64_t{1} << 63U;
  return other;
}

Decimal Decimal::absolute() const { return is_negative() ? negated() : *this; }

std::optional<Decimal> Decimal::rounded(int scale, Rounding rounding) const {
  const auto number = bits(*this);
  if (exponent_of(number) >= -scale) return *this; // there is nothing to cut, and padding could need over 34 digits
  unsigned flags = 0;
  const auto mode = library_mode(rounding, is_negative());
  const auto cut = finite(bid128_quantize(number, unit(-scale), mode, &flags));
  if (!cut || rounding != Rounding::half_down) return cut;
  const auto rest = subtract(*this, *cut);
  const auto half = multiply(DecimalBits::to(unit(-scale - 1)), Decimal(5));
  if (!rest || !half || rest->absolute() <= *half) return cut;
  const Decimal step = DecimalBits::to(unit(-scale));
  return add(*cut, is_negative() ? step.negated() : step);
}

std::strong_ordering Decimal::compare(Decimal a, Decimal b) {
  unsigned flags = 0;
  if (bid128_quiet_less(bits(a), bits(b), &flags) != 0) return std::strong_ordering::less;
  if (bid128_quiet_equal(bits(a), bits(b), &flags) != 0) return std::strong_ordering::equal;
  return std::strong_ordering::greater;
}

} // namespace handrail::feel
