// Decimals beside Boost's whole numbers of any length: each operation is done exactly there, and rounded to 34 digits,
// half to even, by a few lines of our own. Square roots are exact, too; exp and log are held against 100 digits.
#include "differential/seed.h"
#include "feel/value/decimal.h"

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

namespace handrail::feel {
namespace {

using boost::multiprecision::cpp_int;
using Reference = boost::multiprecision::cpp_dec_float_100;
using testing::Dice;

constexpr int rounds = 4'000; ///< of each operation, in each run
constexpr int digits = 34;

cpp_int power_of_ten(int exponent) { return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(exponent)); }
int length(const cpp_int& number) { return static_cast<int>(cpp_int(abs(number)).str().size()); }

/// coefficient · 10^exponent, exactly.
struct Exact {
  cpp_int coefficient;
  int exponent = 0;

  std::string text() const { return coefficient.str() + "e" + std::to_string(exponent); }
};

cpp_int scaled(const Exact& number, int exponent) {
  return number.coefficient * power_of_ten(number.exponent - exponent);
}

/// `number` in units of `unit`, as `rounding` has it: the remainder says on which side of the middle it lies.
cpp_int rounded_quotient(const cpp_int& number, const cpp_int& unit, Rounding rounding) {
  const cpp_int size = abs(number);
  cpp_int quotient = size / unit;
  const cpp_int twice = (size % unit) * 2;
  const bool negative = number < 0;
  const bool exact = twice == 0;
  const bool beyond = twice > unit;
  const bool middle = twice == unit;
  bool away = false;
  switch (rounding) {
    case Rounding::half_even: away = beyond || (middle && quotient % 2 == 1); break;
    case Rounding::half_up: away = beyond || middle; break;
    case Rounding::half_down: away = beyond; break;
    case Rounding::up: away = !exact; break;
    case Rounding::down: break;
    case Rounding::floor: away = !exact && negative; break;
    case Rounding::ceiling: away = !exact && !negative; break;
  }
  if (away) ++quotient;
  return negative ? cpp_int(-quotient) : quotient;
}

/// To 34 digits. `rest`: something beyond the last digit was cut off before.
Exact rounded(Exact number, bool rest = false) {
  if (rest) number = {number.coefficient * 10 + (number.coefficient < 0 ? -1 : 1), number.exponent - 1};
  const int excess = length(number.coefficient) - digits;
  if (excess <= 0) return number;
  number.coefficient = rounded_quotient(number.coefficient, power_of_ten(excess), Rounding::half_even);
  number.exponent += excess;
  return number; // one digit more after a carry is a zero
}

Decimal decimal(const Exact& number) {
  const auto parsed = Decimal::parse(number.text());
  EXPECT_TRUE(parsed.has_value()) << number.text();
  return parsed.value_or(Decimal());
}

class Numbers : public ::testing::Test {
protected:
  Exact number(int most_digits = digits, int largest_exponent = 30) {
    const auto count = dice_.between(1, most_digits);
    std::string coefficient = dice_.one_in(2) ? "-" : "";
    for (int i = 0; i < count; ++i) { // runs of nines and zeros round in the interesting ways
      const auto kind = dice_.between(1, 6);
      coefficient += static_cast<char>('0' + (kind == 1 ? 9 : kind == 2 ? 0 : dice_.between(0, 9)));
    }
    // A leading zero would be taken for octal.
    const bool negative = coefficient[0] == '-';
    const auto first = coefficient.find_first_not_of("-0");
    if (first == std::string::npos) return {0, 0};
    return {cpp_int((negative ? "-" : "") + coefficient.substr(first)),
            static_cast<int>(dice_.between(-largest_exponent, largest_exponent))};
  }
  void expect_same(const std::optional<Decimal>& actual, const Exact& expected, const std::string& operation) {
    ASSERT_TRUE(actual.has_value()) << operation << " gives nothing; HANDRAIL_SEED=" << testing::seed();
    ASSERT_EQ(*actual, decimal(expected)) << operation << " gives " << actual->to_text() << " and not "
                                          << expected.text() << "; HANDRAIL_SEED=" << testing::seed();
  }

  Dice dice_;
};

TEST_F(Numbers, AreAddedAndSubtractedAsExactOnesAre) {
  for (int i = 0; i < rounds; ++i) {
    const Exact a = number(), b = number();
    const int exponent = std::min(a.exponent, b.exponent);
    expect_same(Decimal::add(decimal(a), decimal(b)), rounded({scaled(a, exponent) + scaled(b, exponent), exponent}),
                a.text() + " + " + b.text());
    expect_same(Decimal::subtract(decimal(a), decimal(b)),
                rounded({scaled(a, exponent) - scaled(b, exponent), exponent}), a.text() + " - " + b.text());
  }
}

TEST_F(Numbers, AreMultipliedAsExactOnesAre) {
  for (int i = 0; i < rounds; ++i) {
    const Exact a = number(), b = number();
    expect_same(Decimal::multiply(decimal(a), decimal(b)),
                rounded({a.coefficient * b.coefficient, a.exponent + b.exponent}), a.text() + " * " + b.text());
  }
}

TEST_F(Numbers, AreDividedAsExactOnesAre) {
  for (int i = 0; i < rounds; ++i) {
    const Exact a = number(), b = number();
    if (b.coefficient == 0) {
      EXPECT_FALSE(Decimal::divide(decimal(a), decimal(b)).has_value());
      continue;
    }
    constexpr int more = 2 * digits + 2; // enough for 34 digits of any quotient, and more
    const cpp_int numerator = a.coefficient * power_of_ten(more);
    const bool negative = (numerator < 0) != (b.coefficient < 0);
    cpp_int quotient = abs(numerator) / abs(b.coefficient);
    const bool rest = abs(numerator) % abs(b.coefficient) != 0;
    if (negative) quotient = -quotient;
    expect_same(Decimal::divide(decimal(a), decimal(b)), rounded({quotient, a.exponent - b.exponent - more}, rest),
                a.text() + " / " + b.text());
  }
}

TEST_F(Numbers, LeaveTheRemainderOfTheFlooredQuotient) {
  for (int i = 0; i < rounds; ++i) {
    const Exact a = number(20, 6), b = number(14, 6);
    if (b.coefficient == 0) continue;
    const int exponent = std::min(a.exponent, b.exponent);
    const cpp_int left = scaled(a, exponent), right = scaled(b, exponent);
    cpp_int rest = left % right; // has the sign of `left`; the floored one has that of `right`
    if (rest != 0 && (rest < 0) != (right < 0)) rest += right;
    expect_same(Decimal::modulo(decimal(a), decimal(b)), rounded({rest, exponent}),
                "modulo(" + a.text() + ", " + b.text() + ")");
  }
}

TEST_F(Numbers, AreOrderedAsExactOnesAre) {
  for (int i = 0; i < rounds; ++i) {
    const Exact a = number();
    Exact b = dice_.one_in(3) ? a : number();
    if (dice_.one_in(3) && length(b.coefficient) < digits) b = {b.coefficient * 10, b.exponent - 1}; // the same
    const int exponent = std::min(a.exponent, b.exponent);
    const int expected = scaled(a, exponent).compare(scaled(b, exponent));
    const auto actual = decimal(a) <=> decimal(b);
    EXPECT_EQ(actual < 0, expected < 0) << a.text() << " and " << b.text() << "; HANDRAIL_SEED=" << testing::seed();
    EXPECT_EQ(actual == 0, expected == 0) << a.text() << " and " << b.text() << "; HANDRAIL_SEED=" << testing::seed();
  }
}

TEST_F(Numbers, AreRoundedInEveryWayAsExactOnesAre) {
  for (int i = 0; i < rounds; ++i) {
    const Exact a = number(digits, 20);
    const auto scale = static_cast<int>(dice_.between(-12, 12));
    for (const auto rounding : {Rounding::half_even, Rounding::half_up, Rounding::half_down, Rounding::up,
                                Rounding::down, Rounding::floor, Rounding::ceiling}) {
      const Exact expected =
          a.exponent >= -scale
              ? a
              : Exact{rounded_quotient(a.coefficient, power_of_ten(-scale - a.exponent), rounding), -scale};
      expect_same(decimal(a).rounded(scale, rounding), expected,
                  fmt::format("{} rounded to {} digits in way {}", a.text(), scale, static_cast<int>(rounding)));
    }
  }
}

TEST_F(Numbers, HaveTheSquareRootsOfExactOnes) {
  for (int i = 0; i < rounds; ++i) {
    Exact a = number();
    a.coefficient = abs(a.coefficient);
    constexpr int more = 2 * digits + 2;
    const int odd = (a.exponent - more) % 2 != 0 ? 1 : 0;
    const cpp_int square = a.coefficient * power_of_ten(more + odd);
    cpp_int rest;
    const cpp_int root = boost::multiprecision::sqrt(square, rest);
    expect_same(decimal(a).square_root(), rounded({root, (a.exponent - more - odd) / 2}, rest != 0),
                "sqrt(" + a.text() + ")");
  }
}

TEST_F(Numbers, HaveThePowersOfExactOnesWhereThoseCanBeHeld) {
  int exact = 0;
  for (int i = 0; i < rounds; ++i) {
    const Exact a = number(6, 8);
    const auto exponent = static_cast<int>(dice_.between(0, 16));
    const Exact expected{boost::multiprecision::pow(a.coefficient, static_cast<unsigned>(exponent)),
                         a.exponent * exponent};
    if (length(expected.coefficient) > digits) continue;
    ++exact;
    expect_same(Decimal::power(decimal(a), Decimal(exponent)), expected, fmt::format("{} ** {}", a.text(), exponent));
  }
  EXPECT_GT(exact, rounds / 8);
}

TEST_F(Numbers, HaveExponentialsAndLogarithmsGoodToTheLastDigit) {
  const auto expect_close = [&](const std::optional<Decimal>& actual, const Reference& expected,
                                const std::string& what) {
    ASSERT_TRUE(actual.has_value()) << what;
    const Reference apart = abs(Reference(actual->to_text()) - expected);
    // One unit of the 34th digit: the library promises less than one, but not the nearest.
    EXPECT_LE(apart, abs(expected) * Reference("1e-33")) << what << " gives " << actual->to_text() << " and not "
                                                         << expected.str(40) << "; HANDRAIL_SEED=" << testing::seed();
  };
  for (int i = 0; i < rounds / 10; ++i) {
    Exact a = number(digits, 0);
    a.exponent = static_cast<int>(dice_.between(-40, 1)) - length(a.coefficient);
    expect_close(decimal(a).exponential(), exp(Reference(a.text())), "exp(" + a.text() + ")");
    a.coefficient = abs(a.coefficient);
    if (a.coefficient == 0) continue;
    a.exponent = static_cast<int>(dice_.between(-40, 40));
    expect_close(decimal(a).logarithm(), log(Reference(a.text())), "log(" + a.text() + ")");
  }
}

TEST_F(Numbers, AreWrittenSoThatTheyReadAsThemselves) {
  for (int i = 0; i < rounds; ++i) {
    const Exact a = number(digits, 60);
    const auto written = decimal(a).to_text();
    const auto again = Decimal::parse(written);
    ASSERT_TRUE(again.has_value()) << written;
    EXPECT_EQ(*again, decimal(a)) << written;
    EXPECT_EQ(Reference(written), Reference(a.text())) << written << "; HANDRAIL_SEED=" << testing::seed();
  }
}

} // namespace
} // namespace handrail::feel
