#include "feel/value/decimal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace handrail::feel {
namespace {

__extension__ using Wide = __int128;

std::string text(std::optional<Decimal> number) { return number ? number->to_text() : "none"; }
Decimal number(std::string_view written) { return *Decimal::parse(written); }

/// Digits of a 128-bit integer: the independent arithmetic that decimals are compared with.
std::string text(Wide value) {
  if (value == 0) return "0";
  const bool negative = value < 0;
  std::string digits;
  for (; value != 0; value /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + std::abs(static_cast<int>(value % 10))));
  return negative ? "-" + digits : digits;
}

TEST(Decimal, SumsProductsAndOrderAgreeWithWholeNumbersOf128Bits) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 50'000; ++i) {
    const auto a = static_cast<std::int64_t>(random()) >> (random() % 60);
    const auto b = static_cast<std::int64_t>(random()) >> (random() % 60);
    ASSERT_EQ(text(Decimal::add(Decimal(a), Decimal(b))), text(static_cast<Wide>(a) + b));
    ASSERT_EQ(text(Decimal::subtract(Decimal(a), Decimal(b))), text(static_cast<Wide>(a) - b));
    const auto small = b % 1'000'000'000; // so that the product has no more than 34 digits
    ASSERT_EQ(text(Decimal::multiply(Decimal(a), Decimal(small))), text(static_cast<Wide>(a) * small));
    ASSERT_EQ(Decimal(a) < Decimal(b), a < b);
    ASSERT_EQ(Decimal(a) == Decimal(b), a == b);
    ASSERT_EQ(Decimal(a).to_integer(), a);
  }
}

TEST(Decimal, FunctionsAgreeWithBinaryOnesAsFarAsThoseGo) {
  std::mt19937_64 random(13);
  for (int i = 0; i < 2'000; ++i) {
    const double x = static_cast<double>(random() % 100'000 + 1) / 1000;
    const Decimal d = number(std::to_string(x));
    EXPECT_NEAR(d.square_root()->to_double(), std::sqrt(d.to_double()), 1e-10);
    EXPECT_NEAR(d.logarithm()->to_double(), std::log(d.to_double()), 1e-10);
    EXPECT_NEAR(d.exponential()->to_double() / std::exp(d.to_double()), 1, 1e-10);
  }
}

TEST(Decimal, NumbersAreEqualWhateverTheirZeros) {
  EXPECT_EQ(number("1.50"), number("1.5"));
  EXPECT_EQ(number("0"), number("-0.00"));
  EXPECT_EQ(number("12300"), number("1.23e4"));
  EXPECT_LT(number("-2"), number("-1"));
  EXPECT_FALSE(number("-0").is_negative());
}

TEST(Decimal, RoundsEachWay) {
  struct Way {
    Rounding rounding;
    const char* of_2_5;
    const char* of_minus_2_5;
    const char* of_2_51;
  };
  for (const Way& way : {Way{Rounding::half_even, "2", "-2", "3"}, Way{Rounding::half_up, "3", "-3", "3"},
                         Way{Rounding::half_down, "2", "-2", "3"}, Way{Rounding::up, "3", "-3", "3"},
                         Way{Rounding::down, "2", "-2", "2"}, Way{Rounding::floor, "2", "-3", "2"},
                         Way{Rounding::ceiling, "3", "-2", "3"}}) {
    EXPECT_EQ(text(number("2.5").rounded(0, way.rounding)), way.of_2_5);
    EXPECT_EQ(text(number("-2.5").rounded(0, way.rounding)), way.of_minus_2_5);
    EXPECT_EQ(text(number("2.51").rounded(0, way.rounding)), way.of_2_51);
  }
  EXPECT_EQ(text(number("1234").rounded(-2, Rounding::half_up)), "1200");
  EXPECT_EQ(text(number("5.5").rounded(6176, Rounding::up)), "5.5");
}

TEST(Decimal, ModuloTakesTheSignOfTheDivisor) {
  EXPECT_EQ(text(Decimal::modulo(number("-12"), number("5"))), "3");
  EXPECT_EQ(text(Decimal::modulo(number("12"), number("-5"))), "-3");
  EXPECT_EQ(text(Decimal::modulo(number("10.1"), number("4.5"))), "1.1");
}

TEST(Decimal, WholePowersAreExact) {
  EXPECT_EQ(text(Decimal::power(number("10"), number("-5"))), "0.00001");
  EXPECT_EQ(text(Decimal::power(number("1.1"), number("3"))), "1.331");
  EXPECT_EQ(text(Decimal::power(number("10"), number("7000"))), "none");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* written : {"", ".", "-", "1.2.3", "1e", "e5", "0x10", "inf", "NaN", "1 000", "1e999999"})
    EXPECT_FALSE(Decimal::parse(written)) << written;
}

} // namespace
} // namespace handrail::feel
