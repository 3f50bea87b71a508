// How each sentence stands, shown in the margin beside it: in the playbook alone and in a tenant's.
#include "playbook/coverage/coverage.h"
#include "web/sample_test.h"

#include <gmock/gmock.h>

namespace handrail::web {
namespace {

using playbook::Standing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// The sample's model, its playbook with a sentence of each standing. Line 12 has an enforced one and an unclaimed one.
std::shared_ptr<const playbook::Model> model_with_coverage() {
  auto model = std::make_shared<playbook::Model>(*sample_model());
  auto book = std::make_shared<playbook::Playbook>(*model->playbooks.at(PlaybookId("hand-over")));
  auto coverage = std::make_shared<playbook::Coverage>();
  const auto sentence = [&](std::uint32_t line, Standing standing) {
    playbook::CoveredSentence covered;
    covered.standing = standing;
    covered.at = {book->file, line, 1, 10};
    ++coverage->totals.counts.at(static_cast<std::size_t>(standing));
    return covered;
  };
  playbook::CoveredChapter overview, step;
  overview.sentences = {sentence(6, Standing::guidance)};
  step.sentences = {sentence(12, Standing::enforced), sentence(12, Standing::unclaimed),
                    sentence(14, Standing::tracked)};
  coverage->chapters = {overview, step};
  book->coverage = coverage;
  model->playbooks[book->id] = book;
  return model;
}

class CoverageInPortal : public ::testing::TestWithParam<const char*> {
protected:
  CoverageInPortal() {
    EXPECT_TRUE(sample_.engine().publish(model_with_coverage()));
    sample_.with_contoso();
    page_ = sample_.get(GetParam()).body;
  }
  /// The mark of the block that begins with the words; "" where it has none.
  std::string mark_before(const std::string& words) const {
    const auto text = page_.find(words);
    EXPECT_NE(text, std::string::npos) << words;
    const auto block = page_.rfind("<div class=\"block", text);
    const auto mark = page_.find("<span class=\"gutter\"", block);
    if (text == std::string::npos || mark > text) return "";
    return page_.substr(mark, page_.find("</span>", mark) - mark);
  }

  Sample sample_;
  std::string page_;
};

TEST_P(CoverageInPortal, StandsBesideTheSentenceInColourAndInWords) {
  EXPECT_THAT(mark_before("Complete <em>exactly one</em>"),
              AllOf(HasSubstr("aria-label=\"1 enforced, 1 unclaimed\""), HasSubstr("title=\"1 enforced, 1 unclaimed\""),
                    HasSubstr("<i class=\"enforced\"></i><i class=\"unclaimed\"></i>")));
  EXPECT_THAT(mark_before("Tell the account team"),
              AllOf(HasSubstr("aria-label=\"tracked\""), HasSubstr("<i class=\"tracked\"></i>")));
  EXPECT_EQ(mark_before("How an engagement ends."), "") << "guidance is left unmarked";
}

TEST_P(CoverageInPortal, SaysWhatTheMarksMeanAndHowManyThereAre) {
  const auto legend = page_.substr(page_.find("<ul class=\"coverage-legend\""), 1'000);
  EXPECT_THAT(legend,
              AllOf(HasSubstr("<i class=\"enforced\"></i></span>1 enforced"),
                    HasSubstr("<i class=\"tracked\"></i></span>1 tracked"),
                    HasSubstr("<i class=\"unclaimed\"></i></span>1 unclaimed"), HasSubstr("no mark: 1 guidance")));
}

INSTANTIATE_TEST_SUITE_P(Pages, CoverageInPortal, ::testing::Values("/playbooks/hand-over", "/tenants/contoso"));

} // namespace
} // namespace handrail::web
