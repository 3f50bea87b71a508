#include "playbook/dialect/date_text.h"

#include <gtest/gtest.h>

namespace handrail::playbook {
namespace {

struct Written {
  const char* text;
  const char* iso; ///< "" when it is no date
};
void PrintTo(const Written& written, std::ostream* out) { *out << written.text; }

class DateText : public ::testing::TestWithParam<Written> {};

TEST_P(DateText, IsReadAsItsAuthorMeantIt) {
  const auto date = read_date(GetParam().text, built_in_languages());
  EXPECT_EQ(date ? to_iso(*date) : "", GetParam().iso) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Dates, DateText,
    ::testing::Values(Written{"12/5/2019", "2019-12-05"}, Written{"03/27/2020", "2020-03-27"},
                      Written{"9/9/20", "2020-09-09"}, Written{"27 Mar 2020", "2020-03-27"},
                      Written{"2020-03-27", "2020-03-27"}, Written{"2020-03-27T10:00:00Z", "2020-03-27"},
                      Written{"27/03/2020", "2020-03-27"}, Written{"27.03.2020", "2020-03-27"},
                      Written{"March 27th, 2020", "2020-03-27"}, Written{"27-Mar-20", "2020-03-27"},
                      Written{"2020/3/27", "2020-03-27"}, Written{"20200327", "2020-03-27"},
                      Written{"2020年3月27日", "2020-03-27"}, Written{"3. März 2019", "2019-03-03"},
                      Written{"12 de marzo de 2020", "2020-03-12"}, Written{"5 dez. 2019", "2019-12-05"},
                      Written{"2/30/2020", ""}, Written{"13/13/2020", ""}, Written{"soon", ""}, Written{"", ""},
                      Written{"03/27/0020", ""}, Written{"1/2", ""}, Written{"99999999999999", ""},
                      Written{"3/1/2020 - 3/5/2020", ""}));

} // namespace
} // namespace handrail::playbook
