#include "core/programme/effective.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

#include "core/venue/rooms.hpp"

namespace skylt {
namespace {

constexpr std::size_t kKinds = 6;

using Winners = std::array<const Change*, kKinds>;

std::size_t index_of(ChangeKind kind) { return static_cast<std::size_t>(kind); }

/// How much later than imported a delay puts its session.
Millis delay_of(const Change& change, const Session& imported) {
  if (change.start) return *change.start - imported.start;
  return change.minutes.value_or(Minutes{0});
}

/// End of the service day in which something that ends at `end` was still going on.
UtcTime end_of_day(UtcTime end, const DayRule& rule) {
  const Day day = service_day(end - Millis{1}, rule.zone, rule.day_change);
  return service_day_interval(day, rule.zone, rule.day_change).end;
}

class Rooms {
 public:
  explicit Rooms(std::span<const RoomEntry> rooms) : rooms_{rooms} {
    for (const auto& room : rooms) by_id_.emplace(room.id, &room);
  }

  const RoomEntry* find(const std::optional<RoomRef>& ref) const { return ref && ref->id ? find(*ref->id) : nullptr; }

  const RoomEntry* find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
  }

  /// By id, else by name within `venue` when exactly one room has it.
  const RoomEntry* find_named(std::string_view text, const std::string& venue) const {
    if (const auto* room = find(text)) return room;
    const auto folded = fold_room_name(text);
    const RoomEntry* found = nullptr;
    for (const auto& room : rooms_) {
      if (room.venue != venue || fold_room_name(room.name) != folded) continue;
      if (found) return nullptr;
      found = &room;
    }
    return found;
  }

 private:
  std::span<const RoomEntry> rooms_;
  std::unordered_map<std::string_view, const RoomEntry*> by_id_;
};

/// Sessions by id and the instants at which their changes end.
class Programme {
 public:
  Programme(std::span<const Session> sessions, std::span<const Change> changes, const Rooms& rooms, const DayRule& rule)
      : sessions_{sessions}, rooms_{rooms}, rule_{rule} {
    for (const auto& session : sessions) by_id_.emplace(session.id, &session);
    bool chained = false;
    for (const auto& change : changes) {
      const Session* session = find(change.session);
      if (!session || change.kind != ChangeKind::Delayed) continue;
      stretch(*session, session->end + delay_of(change, *session));
      chained = chained || change.following;
    }
    if (chained) hold_chains_together(changes);
  }

  /// nullptr when it is unknown or hidden.
  const Session* find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() || found->second->visibility == Visibility::Hidden ? nullptr : found->second;
  }

  UtcTime expiry(const Change& change, const Session& session) const {
    return change.until ? *change.until : end_of_day(last_end(session), rule_);
  }

 private:
  /// A delay with `following`, and all sessions that may be in its room after it: shifted, or in the way of a shift.
  struct Chain {
    std::vector<const Session*> sessions;
    UtcTime reach;
  };
  using Places = std::vector<std::string>;

  UtcTime last_end(const Session& session) const {
    const auto end = ends_.find(&session);
    return end == ends_.end() ? session.end : end->second;
  }

  bool stretch(const Session& session, UtcTime to) {
    auto& end = ends_.try_emplace(&session, session.end).first->second;
    const bool longer = to > end;
    end = std::max(end, to);
    return longer;
  }

  /// What shapes a chain ends together: a cancellation or a move that lapsed before the delay would have sessions
  /// shifted that nobody shifted, or none where they are about to begin.
  void hold_chains_together(std::span<const Change> changes) {
    std::unordered_map<std::string_view, Places> moves;
    for (const auto& change : changes)
      if (const Session* session = find(change.session); session && change.kind == ChangeKind::Moved && change.room)
        moves[session->id].push_back(place_key(*session, *change.room));
    std::vector<Chain> chains;
    for (const auto& change : changes)
      if (const Session* lead = find(change.session); lead && change.kind == ChangeKind::Delayed && change.following)
        chains.push_back(chain_of(*lead, delay_of(change, *lead), moves));
    for (bool grown = true; grown;) {
      grown = false;
      for (auto& chain : chains) {
        for (const Session* session : chain.sessions) chain.reach = std::max(chain.reach, last_end(*session));
        for (const Session* session : chain.sessions) grown = stretch(*session, chain.reach) || grown;
      }
    }
  }

  Chain chain_of(const Session& lead, Millis delay, const std::unordered_map<std::string_view, Places>& moves) const {
    const auto places = places_of(lead, moves);
    const auto day =
        service_day_interval(service_day(lead.start, rule_.zone, rule_.day_change), rule_.zone, rule_.day_change);
    Chain chain{{&lead}, last_end(lead)};
    for (const auto& other : sessions_) {
      if (&other == &lead || other.start < lead.start || !day.contains(other.start)) continue;
      const auto theirs = places_of(other, moves);
      if (std::find_first_of(theirs.begin(), theirs.end(), places.begin(), places.end()) == theirs.end()) continue;
      chain.sessions.push_back(&other);
      chain.reach = std::max(chain.reach, last_end(other) + delay);
    }
    return chain;
  }

  /// Every room that the session is in with some of the changes in force.
  Places places_of(const Session& session, const std::unordered_map<std::string_view, Places>& moves) const {
    Places places;
    if (session.room) places.push_back(place_key(session, session.room->id.value_or(session.room->name)));
    if (const auto moved = moves.find(session.id); moved != moves.end())
      places.insert(places.end(), moved->second.begin(), moved->second.end());
    return places;
  }

  std::string place_key(const Session& session, const std::string& where) const {
    const auto* room = rooms_.find_named(where, session.venue);
    return room ? room->id : session.venue + '\x1f' + fold_room_name(where);
  }

  std::span<const Session> sessions_;
  const Rooms& rooms_;
  const DayRule& rule_;
  std::unordered_map<std::string_view, const Session*> by_id_;
  std::unordered_map<const Session*, UtcTime> ends_;  ///< where later than imported: furthest end under any changes
};

/// Lays changes over copies of the sessions, one kind after the other.
class Overlay {
 public:
  Overlay(std::span<const Session> sessions, std::span<const Change> changes, const Rooms& rooms, const DayRule& rule,
          UtcTime now)
      : programme_{sessions, changes, rooms, rule}, rooms_{rooms}, rule_{rule} {
    for (const auto& session : sessions) add(session);
    choose(changes, now);
  }

  std::vector<EffectiveSession> take() {
    for (std::size_t i = 0; i < entries_.size(); ++i) apply(i);
    for (std::size_t i = 0; i < entries_.size(); ++i) shift_following(i);
    for (auto& entry : entries_) finish(entry);
    std::vector<EffectiveSession> out;
    out.reserve(entries_.size());
    for (auto& entry : entries_) out.push_back(std::move(entry.now));
    return out;
  }

 private:
  struct Entry {
    EffectiveSession now;
    Winners winners{};                    ///< the change of each kind that holds
    std::vector<const Change*> in_force;  ///< those that make a difference
    Millis shift{0};                      ///< by a delay that this session follows
    const Change* followed = nullptr;
  };

  void add(const Session& session) {
    if (session.visibility == Visibility::Hidden) return;
    Entry entry;
    entry.now.session = session;
    if (session.visibility == Visibility::NamesWithheld) entry.now.session.people.clear();
    if (const auto* room = rooms_.find(session.room)) {
      entry.now.session.room->name = room->name;
      if (session.venue.empty()) entry.now.session.venue = room->venue;
    }
    entry.now.original_start = session.start;
    entry.now.original_end = session.end;
    entry.now.original_room = entry.now.session.room;
    entry.now.original_venue = entry.now.session.venue;
    index_.emplace(session.id, entries_.size());
    entries_.push_back(std::move(entry));
  }

  void choose(std::span<const Change> changes, UtcTime now) {
    std::vector<const Change*> order;
    for (const auto& change : changes) order.push_back(&change);
    std::stable_sort(order.begin(), order.end(),
                     [](const Change* a, const Change* b) { return a->created < b->created; });
    for (const Change* change : order) {
      const Session* session = programme_.find(change->session);
      if (!session || now >= programme_.expiry(*change, *session)) continue;
      entries_[index_.at(change->session)].winners[index_of(change->kind)] = change;
    }
  }

  void apply(std::size_t index) {
    auto& entry = entries_[index];
    for (const Change* change : entry.winners)
      if (change && apply(entry, *change)) entry.in_force.push_back(change);
    if (const Change* text = entry.winners[index_of(ChangeKind::Text)]) {
      entry.now.note = text->text;
      return;
    }
    const Change* newest = nullptr;
    for (const Change* change : entry.in_force)
      if (!change->text.empty() && (!newest || newest->created <= change->created)) newest = change;
    if (newest) entry.now.note = newest->text;
  }

  /// False when the change alters nothing.
  bool apply(Entry& entry, const Change& change) {
    auto& session = entry.now.session;
    switch (change.kind) {
      case ChangeKind::Delayed: {
        const Millis delay = delay_of(change, session);
        session.start += delay;
        session.end += delay;
        return delay != Millis{0};
      }
      case ChangeKind::Moved: return move(entry.now, change.room.value_or(""));
      case ChangeKind::Cancelled: session.status = SessionStatus::Cancelled; return true;
      case ChangeKind::Full: {
        const auto other = place(entry.now.session, change.room.value_or("")).room;
        entry.now.full = true;
        if (other && other != session.room) entry.now.overflow = other;
        return true;
      }
      case ChangeKind::Replaced: return replace(entry.now, change);
      case ChangeKind::Text: return true;
    }
    return false;
  }

  struct Place {
    std::optional<RoomRef> room;  ///< nullopt: nowhere
    std::string venue;
  };

  /// The room of that id or name as `session` means it, else the literal name.
  Place place(const Session& session, const std::string& where) const {
    if (where.empty()) return {std::nullopt, session.venue};
    if (const auto* room = rooms_.find_named(where, session.venue)) return {RoomRef{room->id, room->name}, room->venue};
    return {RoomRef{std::nullopt, where}, session.venue};
  }

  bool move(EffectiveSession& moved, const std::string& where) const {
    auto to = place(moved.session, where);
    if (!to.room) return false;
    moved.session.room = std::move(to.room);
    moved.session.venue = std::move(to.venue);
    return moved.moved();
  }

  bool replace(EffectiveSession& replaced, const Change& change) {
    const std::string by = change.by.value_or("");
    const auto holding = [this](const std::string& session) -> const Change* {
      const auto found = index_.find(session);
      return found == index_.end() ? nullptr : entries_[found->second].winners[index_of(ChangeKind::Replaced)];
    };
    if (by == replaced.session.id || ring_closer(change, holding) == &change) return false;
    replaced.session.status = SessionStatus::Cancelled;
    if (const auto found = index_.find(by); found != index_.end()) {
      replaced.replaced_by = by;
      entries_[found->second].now.replaces.push_back(replaced.session.id);
    }
    return true;
  }

  void shift_following(std::size_t index) {
    const auto& first = entries_[index];
    const Change* change = first.winners[index_of(ChangeKind::Delayed)];
    if (!change || !change->following || !first.now.session.room) return;
    const Millis delay = first.now.session.start - first.now.original_start;
    if (delay <= Millis{0}) return;
    UtcTime end_before = first.now.original_end;
    for (Entry* entry : later_in_room(first.now)) {
      if (entry->winners[index_of(ChangeKind::Delayed)]) return;
      if (entry->now.original_start - end_before >= delay) return;
      if (delay > entry->shift) {
        entry->shift = delay;
        entry->followed = change;
      }
      end_before = std::max(end_before, entry->now.original_end);
    }
  }

  std::vector<Entry*> later_in_room(const EffectiveSession& first) {
    const auto day = service_day_interval(service_day(first.original_start, rule_.zone, rule_.day_change), rule_.zone,
                                          rule_.day_change);
    std::vector<Entry*> later;
    for (auto& entry : entries_) {
      const auto& other = entry.now;
      const bool holds_room = !other.cancelled() && other.session.kind != SessionKind::Open && !other.session.all_day;
      if (holds_room && other.session.room == first.session.room && other.session.venue == first.session.venue &&
          other.original_start > first.original_start && day.contains(other.original_start))
        later.push_back(&entry);
    }
    std::stable_sort(later.begin(), later.end(), [](const Entry* a, const Entry* b) {
      return std::tie(a->now.original_start, a->now.session.id) < std::tie(b->now.original_start, b->now.session.id);
    });
    return later;
  }

  void finish(Entry& entry) const {
    if (entry.followed) {
      entry.now.session.start += entry.shift;
      entry.now.session.end += entry.shift;
      entry.in_force.push_back(entry.followed);
    }
    const auto day_of = [&](UtcTime start) { return service_day(start, rule_.zone, rule_.day_change); };
    entry.now.other_day = entry.now.delayed() && !entry.now.session.all_day &&
                          day_of(entry.now.session.start) != day_of(entry.now.original_start);
    std::stable_sort(entry.in_force.begin(), entry.in_force.end(),
                     [](const Change* a, const Change* b) { return a->created < b->created; });
    for (const Change* change : entry.in_force) entry.now.changes.push_back(change->id);
    if (!entry.in_force.empty()) entry.now.changed = entry.in_force.back()->created;
  }

  Programme programme_;
  const Rooms& rooms_;
  const DayRule& rule_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace

bool earlier(const EffectiveSession& a, const EffectiveSession& b) {
  static const RoomRef kNowhere;
  const auto& room_a = a.session.room ? *a.session.room : kNowhere;
  const auto& room_b = b.session.room ? *b.session.room : kNowhere;
  return std::tie(a.session.start, room_a.name, room_a.id, a.session.id) <
         std::tie(b.session.start, room_b.name, room_b.id, b.session.id);
}

std::vector<EffectiveSession> effective(std::span<const Session> sessions, std::span<const Change> changes,
                                        std::span<const RoomEntry> rooms, const DayRule& rule, UtcTime now) {
  const Rooms known{rooms};
  auto result = Overlay{sessions, changes, known, rule, now}.take();
  std::stable_sort(result.begin(), result.end(), earlier);
  return result;
}

std::optional<UtcTime> next_change_expiry(std::span<const Session> sessions, std::span<const Change> changes,
                                          std::span<const RoomEntry> rooms, const DayRule& rule, UtcTime now,
                                          const std::function<bool(const Change&)>& counts) {
  const Rooms known{rooms};
  const Programme programme{sessions, changes, known, rule};
  std::optional<UtcTime> next;
  for (const auto& change : changes) {
    const Session* session = programme.find(change.session);
    if (!session || (counts && !counts(change))) continue;
    const UtcTime end = programme.expiry(change, *session);
    if (end > now && (!next || end < *next)) next = end;
  }
  return next;
}

}  // namespace skylt
