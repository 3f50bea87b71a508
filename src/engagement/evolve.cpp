#include "engagement/evolve.h"

#include <algorithm>

namespace handrail::engagement {

namespace {

/// Applies one change. What a change names and the state does not have is passed over: a log is never refused.
class Evolution {
public:
  Evolution(TenantState& state, Mark mark) : state_(state), mark_(std::move(mark)) {}

  void operator()(const TenantRegistered& happened) {
    state_.id = happened.tenant;
    state_.name = happened.name;
    state_.customer = happened.customer;
    state_.services = happened.services;
    state_.attributes = happened.attributes;
    state_.status = happened.status;
    state_.status_set = mark_;
  }
  void operator()(const TenantEdited& happened) {
    if (happened.name) state_.name = *happened.name;
    if (happened.customer) state_.customer = *happened.customer;
    if (happened.services) state_.services = *happened.services;
    for (const auto& [id, value] : happened.attributes) {
      if (value.empty())
        state_.attributes.erase(id);
      else
        state_.attributes[id] = value;
    }
  }
  void operator()(const ContactAdded& happened) { state_.contacts.push_back(happened.contact); }
  void operator()(const ContactEdited& happened) {
    for (auto& contact : state_.contacts)
      if (contact.id == happened.contact.id) contact = happened.contact;
  }
  void operator()(const StatusSet& happened) {
    state_.status = happened.status;
    state_.status_set = mark_;
  }
  void operator()(const NextActionSet& happened) { state_.next_action = happened.next_action; }

  void operator()(const HolderAssigned& happened) {
    const Assignment& given = happened.assignment;
    if (given.primary) retire_primary(given);
    auto& all = state_.assignments;
    const auto same = std::find_if(all.begin(), all.end(), [&](const Assignment& one) {
      return one.field == given.field && one.holder == given.holder && one.service == given.service;
    });
    if (same == all.end()) {
      all.push_back(given);
      log(AssignmentChange::Kind::assigned, given);
    } else if (same->primary != given.primary) {
      same->primary = given.primary;
      log(given.primary ? AssignmentChange::Kind::made_primary : AssignmentChange::Kind::no_longer_primary, given);
    }
  }
  void operator()(const HolderUnassigned& happened) {
    auto& all = state_.assignments;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Assignment& one) {
      return one.field == happened.field && one.holder == happened.holder && one.service == happened.service;
    });
    if (found == all.end()) return;
    log(AssignmentChange::Kind::unassigned, *found);
    all.erase(found);
  }

  void operator()(const RequestMade& happened) {
    Request request;
    request.id = happened.request;
    request.engagement = happened.engagement;
    request.kind = happened.kind;
    request.queue = happened.queue;
    request.reason = happened.reason;
    request.team = happened.team;
    request.asked = mark_;
    state_.requests.push_back(std::move(request));
  }
  void operator()(const RequestAnswered& happened) {
    change(state_.requests, happened.request, [&](Request& request) {
      request.answer = happened.accepted ? Request::Answer::accepted : Request::Answer::declined;
      request.answer_reason = happened.reason;
      request.answered = mark_;
    });
  }

  void operator()(const EngagementStarted& happened) {
    Engagement engagement;
    engagement.id = happened.engagement;
    engagement.playbook = happened.playbook;
    engagement.version = happened.version;
    engagement.started = mark_;
    state_.engagements.push_back(std::move(engagement));
  }
  void operator()(const EngagementClosed& happened) {
    change(state_.engagements, happened.engagement, [&](Engagement& engagement) {
      engagement.closed = mark_;
      engagement.close_reason = happened.reason;
    });
  }
  void operator()(const TaskSet& happened) {
    change(state_.engagements, happened.engagement, [&](Engagement& engagement) {
      TaskState& task = happened.service ? engagement.service_tasks[{happened.task, *happened.service}]
                                         : engagement.tasks[happened.task];
      task.status = happened.status;
      task.percent = happened.percent;
      task.history.push_back({happened.status, happened.percent, mark_});
    });
  }
  void operator()(const ItemTicked& happened) {
    change(state_.engagements, happened.engagement, [&](Engagement& engagement) {
      if (happened.ticked)
        engagement.ticked[happened.item] = mark_;
      else
        engagement.ticked.erase(happened.item);
    });
  }
  void operator()(const OutcomeChosen& happened) {
    change(state_.engagements, happened.engagement, [&](Engagement& engagement) {
      if (happened.service)
        engagement.service_outcomes[{happened.step, *happened.service}] = happened.task;
      else
        engagement.outcomes[happened.step] = happened.task;
    });
  }

  void operator()(const NoteWritten& happened) {
    discard(happened.note);
    state_.notes.push_back({happened.note, happened.content, mark_});
  }
  void operator()(const NoteDrafted& happened) {
    discard(happened.note);
    state_.drafts.push_back({happened.note, happened.content, mark_});
  }
  void operator()(const DraftDiscarded& happened) { discard(happened.note); }

  void operator()(const MeetingLogged& happened) {
    state_.meetings.push_back({happened.meeting, happened.engagement, happened.kind, happened.purpose,
                               happened.attendees, happened.minutes, happened.outcome, mark_});
  }
  void operator()(const EmailRecorded& happened) {
    state_.emails.push_back({happened.email, happened.engagement, happened.message, happened.to, mark_});
  }
  void operator()(const MessageAsked& happened) {
    state_.asked_messages.push_back({happened.engagement, happened.message, happened.to, mark_});
  }
  void operator()(const TimeLogged& happened) {
    state_.time_entries.push_back({happened.entry, happened.engagement, happened.task, happened.minutes, mark_, {}});
  }
  void operator()(const TimeCorrected& happened) {
    change(state_.time_entries, happened.entry, [&](TimeEntry& entry) {
      entry.corrected_from.push_back(entry.minutes);
      entry.minutes = happened.minutes;
    });
  }

private:
  /// The newest of that id; nothing when there is none.
  template <class Things, class Id, class Change>
  static void change(Things& all, const Id& id, const Change& made) {
    for (std::size_t at = all.size(); at-- > 0;)
      if (all[at].id == id) return all.edit(at, made);
  }
  void discard(const NoteId& id) {
    state_.drafts.erase_if([&](const Note& draft) { return draft.id == id; });
  }
  /// One primary per field and level: whoever was it before is a holder still, and no longer primary.
  void retire_primary(const Assignment& successor) {
    for (auto& one : state_.assignments) {
      if (!one.primary || one.field != successor.field || one.service != successor.service) continue;
      if (one.holder == successor.holder) continue;
      one.primary = false;
      log(AssignmentChange::Kind::no_longer_primary, one);
    }
  }
  void log(AssignmentChange::Kind kind, const Assignment& assignment) {
    state_.assignment_log.push_back({kind, assignment, mark_});
  }

  TenantState& state_;
  Mark mark_;
};

} // namespace

TenantState evolve(TenantState state, const Happened& happened) {
  ++state.version;
  state.changed = happened.at;
  std::visit(Evolution(state, {happened.by, happened.at, state.version}), happened.event.change);
  return state;
}

} // namespace handrail::engagement
