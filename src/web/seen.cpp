#include "web/seen.h"

#include "engagement/overtaking.h"
#include "store/limits.h"
#include "web/tenant/event_words.h"
#include "web/view/words.h"

#include <fmt/format.h>

#include <algorithm>

namespace handrail::web {

namespace {

/// A race that is lost so often is told to the person.
constexpr int most_races = 5;

/// Since a form was shown, newest first.
using Since = std::vector<app::TimelineEntry>;

/// An event of the command that was sent: it is sent for the second time.
const app::TimelineEntry* first_of(const Since& since, const CommandId& key) {
  const auto own = std::find_if(since.rbegin(), since.rend(), [&](const auto& entry) { return entry.command == key; });
  return own == since.rend() ? nullptr : &*own;
}

Error overtaken(const Visit& visit, const engagement::TenantState& state, const app::TimelineEntry& entry) {
  const auto words = event_words(entry.happened.event, visit.workspace(), *visit.model, state);
  return {ErrorCode::conflict,
          fmt::format("{} changed this at {}, after you had opened the page: {}",
                      person_name(visit.workspace(), entry.happened.by), clock_time(entry.happened.at, visit.zone),
                      words.text),
          "", "Nothing of yours was saved, and it still stands here. Save again to put it in the place of that."};
}

/// The version to submit on. Errors: conflict.
Result<store::Version> version_for(Visit& visit, const app::Submission& submission) {
  const auto seen = *submission.seen;
  HANDRAIL_TRY(const auto state, visit.engine.tenant(submission.tenant));
  if (state->version == seen) return seen;
  const bool far = state->version < seen || state->version - seen > store::limits::page_rows;
  if (far)
    return Error{ErrorCode::conflict, fmt::format("{} has changed a lot since you opened the page", state->name), "",
                 "Nothing of yours was saved, and it still stands here. Look at the tenant, then save again."};
  HANDRAIL_TRY(const auto since, visit.engine.timeline(submission.tenant, visit.person().id, 0,
                                                       static_cast<std::size_t>(state->version - seen)));
  if (const auto* own = first_of(since, submission.key)) return own->version - 1;
  for (const auto& entry : since)
    if (entry.version > seen && engagement::overtakes(entry.happened.event.change, submission.command))
      return overtaken(visit, *state, entry);
  return state->version;
}

} // namespace

Result<app::Answer> submit_as_seen(Visit& visit, app::Submission submission) {
  if (auto* edit = std::get_if<engagement::EditTenant>(&submission.command)) {
    HANDRAIL_TRY(const auto state, visit.engine.tenant(submission.tenant));
    if (state->version == *submission.seen) {
      *edit = engagement::changed_from(*state, std::move(*edit));
    } else {
      HANDRAIL_TRY(const auto then, visit.engine.tenant_at(submission.tenant, *submission.seen));
      *edit = engagement::changed_from(then, std::move(*edit));
    }
  }
  for (int race = 1;; ++race) {
    HANDRAIL_TRY(const auto version, version_for(visit, submission));
    auto now = submission;
    now.seen = version;
    auto answer = visit.engine.submit(std::move(now));
    const bool lost = !answer && answer.error().code == ErrorCode::conflict;
    if (!lost || race == most_races) return answer;
  }
}

} // namespace handrail::web
