// One function per command: what `decide` does for it. Inside the engagement room only.
#pragma once

#include "engagement/deciding.h"

namespace handrail::engagement {

// decide_tenant.cpp
Verdict handle(const RegisterTenant& command, Deciding& deciding);
Verdict handle(const EditTenant& command, Deciding& deciding);
Verdict handle(const AddContact& command, Deciding& deciding);
Verdict handle(const EditContact& command, Deciding& deciding);
Verdict handle(const SetStatus& command, Deciding& deciding);
Verdict handle(const SetNextAction& command, Deciding& deciding);

// decide_assignment.cpp
Verdict handle(const Assign& command, Deciding& deciding);
Verdict handle(const Unassign& command, Deciding& deciding);
Verdict handle(const Reassign& command, Deciding& deciding);
Verdict handle(const MakeRequest& command, Deciding& deciding);
Verdict handle(const AnswerRequest& command, Deciding& deciding);

// decide_engagement.cpp
Verdict handle(const StartEngagement& command, Deciding& deciding);
Verdict handle(const CloseEngagement& command, Deciding& deciding);
Verdict handle(const SetTask& command, Deciding& deciding);
Verdict handle(const TickItem& command, Deciding& deciding);
Verdict handle(const ChooseOutcome& command, Deciding& deciding);

// decide_record.cpp
Verdict handle(const WriteNote& command, Deciding& deciding);
Verdict handle(const DraftNote& command, Deciding& deciding);
Verdict handle(const DiscardDraft& command, Deciding& deciding);
Verdict handle(const LogMeeting& command, Deciding& deciding);
Verdict handle(const RecordEmail& command, Deciding& deciding);
Verdict handle(const LogTime& command, Deciding& deciding);
Verdict handle(const CorrectTime& command, Deciding& deciding);

/// The engagement that something recorded belongs to: the one named, the one that has the task, the only open one, or
/// none where none or several are open. Errors: not_found, invalid (several have the task).
Result<EngagementId> belonging(const EngagementId& named, const TaskId& task, const Deciding& deciding);

/// What somebody gave as a next action, checked. Errors: invalid.
Result<void> check_next_action(const NextAction& next_action, const playbook::Workspace& workspace);

} // namespace handrail::engagement
