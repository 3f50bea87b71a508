// A FEEL number: a decimal of 34 significant digits (IEEE 754 decimal128), always finite.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace handrail::feel {

enum class Rounding { half_even, half_up, half_down, up, down, floor, ceiling };

/// Operations that leave the range of the type, or have no result, give nothing.
class Decimal {
public:
  Decimal() = default; ///< 0
  explicit Decimal(std::int64_t value);
  /// Reads "-12.50", ".5", "1e6". Nothing for any other text, for infinities and for what does not fit.
  static std::optional<Decimal> parse(std::string_view text);

  /// Without exponent as long as that is readable, without trailing zeros: "12.5", "0.00001", "1E+40".
  std::string to_text() const;
  std::optional<std::int64_t> to_integer() const; ///< nothing when it has a fraction or does not fit
  double to_double() const;

  bool is_zero() const;
  bool is_negative() const;
  bool is_integer() const;

  static std::optional<Decimal> add(Decimal a, Decimal b);
  static std::optional<Decimal> subtract(Decimal a, Decimal b);
  static std::optional<Decimal> multiply(Decimal a, Decimal b);
  static std::optional<Decimal> divide(Decimal a, Decimal b);
  static std::optional<Decimal> power(Decimal base, Decimal exponent);
  /// a − b·floor(a/b): takes the sign of the divisor.
  static std::optional<Decimal> modulo(Decimal a, Decimal b);
  std::optional<Decimal> square_root() const;
  std::optional<Decimal> exponential() const;
  std::optional<Decimal> logarithm() const;
  Decimal negated() const;
  Decimal absolute() const;
  /// Rounded to `scale` digits after the point (before it, when negative).
  std::optional<Decimal> rounded(int scale, Rounding rounding) const;

  friend bool operator==(Decimal a, Decimal b) { return (a <=> b) == 0; }
  friend std::strong_ordering operator<=>(Decimal a, Decimal b) {
    // Same sign, exponent and high digits: the low ones decide. This is nearly every comparison of whole numbers.
    if (a.high_ == b.high_) return (a.high_ >> 63U) == 0 ? a.low_ <=> b.low_ : b.low_ <=> a.low_;
    return compare(a, b);
  }

private:
  friend struct DecimalBits;
  static std::strong_ordering compare(Decimal a, Decimal b);
  std::uint64_t low_ = 0;
  std::uint64_t high_ = 0x3040'0000'0000'0000; // 0 with the exponent 0
};

} // namespace handrail::feel
