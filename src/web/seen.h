// What a form does whose tenant somebody else has changed since it was shown. § portal-14
#pragma once

#include "web/visit.h"

namespace handrail::web {

/// Submits; `submission.seen` is the version that the form showed. Where the tenant has changed since, but nothing that
/// the command replaces, it is submitted as on the tenant of now.
/// Errors: as Engine::submit; conflict (what it replaces has changed: says who did what, and when).
Result<app::Answer> submit_as_seen(Visit& visit, app::Submission submission);

} // namespace handrail::web
