#include "content-server/store/catch_up.hpp"

#include <algorithm>
#include <unordered_map>

#include "content-server/store/reconcile.hpp"

namespace skylt {
namespace {

using SessionsById = std::unordered_map<std::string_view, const Session*>;

SessionsById by_id(std::span<const Session> sessions) {
  SessionsById found;
  for (const Session& session : sessions) found.emplace(session.id, &session);
  return found;
}

std::string room_of(const Session& session) {
  return session.room ? session.room->id.value_or(session.room->name) : std::string{};
}

bool reached(const Change& change, const Session& session) {
  switch (change.kind) {
    case ChangeKind::Delayed:
      return change.start && session.start == *change.start && change.seen_start != change.start;
    case ChangeKind::Moved:
      return change.room && session.room && change.seen_room != change.room &&
             (session.room->id == change.room || session.room->name == *change.room);
    case ChangeKind::Cancelled: return session.status == SessionStatus::Cancelled;
    case ChangeKind::Full:
    case ChangeKind::Replaced:
    case ChangeKind::Text: break;
  }
  return false;
}

/// Whether the import has moved away from what the change was made against, to something else.
std::optional<std::string> conflict(const Change& change, const Session& session) {
  if (change.kind == ChangeKind::Delayed && change.seen_start && session.start != *change.seen_start) {
    return "made against a start at " + format_instant(*change.seen_start) + ", which is now " +
           format_instant(session.start) + "; the change still holds";
  }
  if (change.kind == ChangeKind::Moved && change.seen_room && room_of(session) != *change.seen_room) {
    return "made against room '" + *change.seen_room + "', which is now '" + room_of(session) +
           "'; the change still holds";
  }
  return std::nullopt;
}

/// The same delay from the first session on that it shifts and that the source has not moved as far.
std::optional<Change> carried_on(const Change& change, std::span<const EffectiveSession> shifted,
                                 const SessionsById& after) {
  for (const EffectiveSession& entry : shifted) {
    if (entry.session.id == change.session) continue;
    if (std::find(entry.changes.begin(), entry.changes.end(), change.id) == entry.changes.end()) continue;
    const auto found = after.find(entry.session.id);
    if (found == after.end()) continue;
    const Session& now = *found->second;
    const bool held = now.status == SessionStatus::Missing || now.status == SessionStatus::Cancelled;
    const bool elsewhere = now.room != entry.original_room;  // the source has another answer
    if (held || elsewhere || now.start >= entry.session.start) continue;
    Change next = change;
    next.session = now.id;
    next.start = entry.session.start;
    next.seen_start = now.start;
    next.seen_room = room_of(now);
    return next;
  }
  return std::nullopt;
}

}  // namespace

CatchUp catch_up(std::span<const Change> changes, const std::string& source, const ResolvedProgramme& before,
                 const ResolvedProgramme& after, const std::map<std::string, std::string>& renamed, const DayRule& rule,
                 UtcTime now) {
  CatchUp result;
  const auto sessions = by_id(after.sessions);
  std::optional<std::vector<EffectiveSession>> shifted;
  const auto is_id = [&](const std::string& room) {
    return std::any_of(after.rooms.begin(), after.rooms.end(),
                       [&](const RoomEntry& known) { return known.id == room; });
  };
  for (const Change& stored : changes) {
    const auto found = sessions.find(stored.session);
    if (found == sessions.end() || found->second->source != source) continue;
    const Session& session = *found->second;
    Change change = stored;
    for (auto* room : {&change.room, &change.seen_room}) {
      const auto name = *room && !is_id(**room) ? renamed.find(**room) : renamed.end();
      if (name != renamed.end()) *room = name->second;
    }
    if (reached(change, session)) {
      std::optional<Change> next;
      if (change.following) {
        if (!shifted) shifted = effective(before.sessions, changes, before.rooms, rule, now);
        next = carried_on(change, *shifted, sessions);
      }
      if (next) {
        result.notes.push_back("change " + change.id + " goes on from '" + any_text(sessions.at(next->session)->title) +
                               "': the source now has '" + any_text(session.title) + "' at that time");
        result.kept_up.emplace_back(stored, std::move(*next));
      } else {
        result.notes.push_back("change " + change.id + " retired: the source now says the same");
        result.retired.push_back(stored);
      }
      continue;
    }
    if (const auto reason = conflict(change, session)) {
      result.findings.push_back(
          {"change " + change.id, any_text(session.title), Severity::Warning, "change-conflict", *reason});
    }
    if (change != stored) result.kept_up.emplace_back(stored, std::move(change));
  }
  return result;
}

}  // namespace skylt
