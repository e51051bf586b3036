#include "core/programme/now.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "core/programme/service_day.hpp"

namespace skylt {
namespace {

/// Service days as a gapless row of intervals, each reckoned once.
class Days {
 public:
  explicit Days(const DayRule& rule) : rule_{rule} {}

  const Interval& at(UtcTime instant) {
    auto after = by_start_.upper_bound(instant);
    if (after != by_start_.begin() && std::prev(after)->second.contains(instant)) return std::prev(after)->second;
    const Interval interval = reckon(service_day(instant, rule_.zone, rule_.day_change));
    return by_start_.emplace(interval.start, interval).first->second;
  }

  /// The day of what begins then.
  const Interval& of(UtcTime start, bool all_day) {
    if (!all_day) return at(start);
    return at(reckon(service_day(start, all_day, rule_)).start);
  }

 private:
  Interval reckon(Day day) const { return service_day_interval(day, rule_.zone, rule_.day_change); }

  const DayRule& rule_;
  std::map<UtcTime, Interval> by_start_;
};

/// A session at one place: where it is, or where it was before it moved.
struct Slot {
  const EffectiveSession* session;
  Interval day;  ///< of its start; of the original one where it was before
  bool open = false;

  UtcTime start() const { return session->session.start; }
  UtcTime end() const { return session->session.end; }
  /// Until when people may come for it here. Whoever reads that it is on another day waits for it no longer.
  UtcTime gone() const {
    return session->other_day ? session->original_end : std::max(session->original_end, session->session.end);
  }
};

using Slots = std::vector<const EffectiveSession*>;

/// The answer for one room without the room: what is compared to find the next difference.
struct State {
  RoomStatus status = RoomStatus::Closed;
  std::optional<UtcTime> until;
  Slots now, background, next, later, departed, relayed, tomorrow;
  bool operator==(const State&) const = default;
};

struct Book {
  RoomEntry room;
  bool known_id = false;
  std::vector<Slot> here;
  std::vector<Slot> left;
  std::vector<Slot> relayed;
};

bool went_on(const EffectiveSession& session, UtcTime at) {
  return at >= session.original_end && session.session.start < session.original_end;
}

/// Splits what is to come into the earliest that takes place and the rest.
void split_upcoming(State& state, const Slots& upcoming) {
  std::optional<UtcTime> first;
  for (const auto* session : upcoming)
    if (!session->cancelled() && (!first || session->session.start < *first)) first = session->session.start;
  for (const auto* session : upcoming)
    (session->session.start == first && !session->cancelled() ? state.next : state.later).push_back(session);
}

/// Keeps only those with the earliest start.
void offer_earliest(Slots& earliest, const EffectiveSession* session) {
  if (!earliest.empty() && session->session.start < earliest[0]->session.start) earliest.clear();
  if (earliest.empty() || session->session.start == earliest[0]->session.start) earliest.push_back(session);
}

void set_status(State& state, bool any_today, const NowOptions& options, UtcTime at) {
  const auto last_end = [](const Slots& slots) {
    UtcTime end = slots[0]->session.end;
    for (const auto* session : slots) end = std::max(end, session->session.end);
    return end;
  };
  if (!state.now.empty()) {
    const bool overrun = std::all_of(state.now.begin(), state.now.end(),
                                     [&](const EffectiveSession* session) { return went_on(*session, at); });
    state.status = overrun ? RoomStatus::Overrun : RoomStatus::Running;
    state.until = last_end(state.now);
  } else if (!state.next.empty()) {
    state.until = state.next[0]->session.start;
    state.status = *state.until - at <= options.soon ? RoomStatus::Starting : RoomStatus::Free;
  } else if (!state.background.empty()) {
    state.status = RoomStatus::Free;
    state.until = last_end(state.background);
  } else {
    state.status = any_today ? RoomStatus::DayOver : RoomStatus::Closed;
  }
}

State state_at(const Book& book, const Interval& today, const NowOptions& options, UtcTime at) {
  State state;
  Slots upcoming, after;
  bool any_today = false;
  for (const auto& slot : book.here) {
    const bool cancelled = slot.session->cancelled();
    if (!cancelled && slot.start() <= at && at < slot.end())
      (slot.open ? state.background : state.now).push_back(slot.session);
    if (cancelled && slot.start() <= at && at < std::max(slot.gone(), slot.end()))
      state.departed.push_back(slot.session);
    if (slot.day == today) {
      any_today = true;
      if (slot.start() > at) upcoming.push_back(slot.session);
    }
    if (!cancelled && slot.day.start >= today.end) offer_earliest(after, slot.session);
  }
  for (const auto& slot : book.left) {
    const bool came_late = slot.session->moved() && slot.session->original_start <= at;
    if (at < slot.gone() && (came_late || slot.day == today)) state.departed.push_back(slot.session);
  }
  for (const auto& slot : book.relayed) {
    const bool comes = !slot.session->cancelled() && at < slot.end();
    if (comes && (slot.start() <= at || slot.day == today)) state.relayed.push_back(slot.session);
  }
  std::stable_sort(state.departed.begin(), state.departed.end(),
                   [](const auto* a, const auto* b) { return a->original_start < b->original_start; });
  split_upcoming(state, upcoming);
  set_status(state, any_today, options, at);
  if (state.status == RoomStatus::DayOver || state.status == RoomStatus::Closed) state.tomorrow = std::move(after);
  return state;
}

/// Instants at which state_at() can differ, in order, each strictly after `at`.
std::vector<UtcTime> turning_points(const Book& book, const NowOptions& options, UtcTime at) {
  std::vector<UtcTime> points;
  for (const auto& slot : book.here) {
    for (const UtcTime point : {slot.start(), slot.end(), slot.gone(), slot.session->original_end,
                                slot.start() - options.soon, slot.day.start, slot.day.end})
      if (point > at) points.push_back(point);
  }
  for (const auto& slot : book.left) {
    for (const UtcTime point : {slot.session->original_start, slot.gone(), slot.day.start, slot.day.end})
      if (point > at) points.push_back(point);
  }
  for (const auto& slot : book.relayed) {
    for (const UtcTime point : {slot.start(), slot.end(), slot.day.start, slot.day.end})
      if (point > at) points.push_back(point);
  }
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return points;
}

/// Sessions by the room they are in and the room they left.
class Books {
 public:
  Books(std::span<const EffectiveSession> sessions, std::span<const RoomEntry> rooms, const NowOptions& options)
      : days_{options.day} {
    for (const auto& room : rooms) {
      book_of_id_.emplace(room.id, books_.size());
      books_.push_back({room, true, {}, {}, {}});
    }
    for (const auto& session : sessions) {
      const auto& now = session.session;
      const bool open = now.kind == SessionKind::Open || now.all_day || now.end - now.start > options.background_over;
      book_of(now.room, now.venue).here.push_back({&session, days_.of(now.start, now.all_day), open});
      const bool left = session.moved() || (session.other_day && !session.cancelled());
      if (left && session.original_room)
        book_of(session.original_room, session.original_venue)
            .left.push_back({&session, days_.of(session.original_start, now.all_day), open});
      if (session.overflow && session.overflow->id)
        book_of(session.overflow, now.venue).relayed.push_back({&session, days_.of(now.start, now.all_day), open});
    }
    sort();
  }

  const std::vector<Book>& all() const { return books_; }
  Days& days() { return days_; }

 private:
  Book& book_of(const std::optional<RoomRef>& room, const std::string& venue) {
    if (room && room->id) {
      const auto [known, fresh] = book_of_id_.try_emplace(*room->id, books_.size());
      if (fresh) books_.push_back({{*room->id, room->name, venue}, true, {}, {}, {}});
      return books_[known->second];
    }
    const std::string name = room ? room->name : "";
    const auto [known, fresh] = book_of_name_.try_emplace({venue, name}, books_.size());
    if (fresh) books_.push_back({{"", name, venue}, false, {}, {}, {}});
    return books_[known->second];
  }

  void sort() {
    std::sort(books_.begin(), books_.end(), [](const Book& a, const Book& b) {
      return std::tie(a.room.venue, a.room.name, a.room.id) < std::tie(b.room.venue, b.room.name, b.room.id);
    });
    for (auto& book : books_) {
      for (auto* slots : {&book.here, &book.left, &book.relayed})
        std::stable_sort(slots->begin(), slots->end(),
                         [](const Slot& a, const Slot& b) { return earlier(*a.session, *b.session); });
    }
  }

  Days days_;
  std::vector<Book> books_;
  std::unordered_map<std::string, std::size_t> book_of_id_;
  std::map<std::pair<std::string, std::string>, std::size_t> book_of_name_;
};

std::vector<EffectiveSession> copies(const Slots& slots) {
  std::vector<EffectiveSession> out;
  out.reserve(slots.size());
  for (const auto* session : slots) out.push_back(*session);
  return out;
}

RoomNow room_now(const Book& book, const State& state) {
  RoomNow room;
  if (book.known_id) room.room_id = book.room.id;
  room.room_name = book.room.name;
  room.venue = book.room.venue;
  room.status = state.status;
  room.until = state.until;
  room.now = copies(state.now);
  room.background = copies(state.background);
  room.next = copies(state.next);
  room.later = copies(state.later);
  room.departed = copies(state.departed);
  room.relayed = copies(state.relayed);
  room.tomorrow = copies(state.tomorrow);
  return room;
}

}  // namespace

NowView select_now(std::span<const EffectiveSession> sessions, std::span<const RoomEntry> rooms,
                   const NowOptions& options, UtcTime at) {
  Books books{sessions, rooms, options};
  NowView view;
  view.at = at;
  for (const auto& book : books.all()) {
    if (options.asked && !options.asked(book.room)) continue;
    const State state = state_at(book, books.days().at(at), options, at);
    for (const UtcTime point : turning_points(book, options, at)) {
      if (view.next_change && point >= *view.next_change) break;
      if (state_at(book, books.days().at(point), options, point) == state) continue;
      view.next_change = point;
      break;
    }
    view.rooms.push_back(room_now(book, state));
  }
  return view;
}

std::vector<EffectiveSession> sessions_of_day(std::span<const EffectiveSession> sessions, Day day,
                                              const DayRule& rule) {
  const auto interval = service_day_interval(day, rule.zone, rule.day_change);
  std::vector<EffectiveSession> out;
  for (const auto& session : sessions) {
    const bool of_day =
        session.session.all_day ? service_day(session.session, rule) == day : interval.contains(session.session.start);
    if (of_day) out.push_back(session);
  }
  std::stable_sort(out.begin(), out.end(), earlier);
  return out;
}

std::vector<EffectiveSession> changed_today(std::span<const EffectiveSession> sessions, const DayRule& rule,
                                            UtcTime at) {
  Days days{rule};
  const Interval today = days.at(at);
  std::vector<EffectiveSession> out;
  for (const auto& session : sessions) {
    const bool whole = session.session.all_day;
    const bool of_today =
        days.of(session.session.start, whole) == today || days.of(session.original_start, whole) == today;
    if (!session.changes.empty() && of_today && at < std::max(session.original_end, session.session.end))
      out.push_back(session);
  }
  std::stable_sort(out.begin(), out.end(), earlier);
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.changed > b.changed; });
  return out;
}

Minutes minutes_until(UtcTime start, UtcTime now) { return std::chrono::ceil<Minutes>(start - now); }

UtcTime next_minute(std::span<const EffectiveSession> sessions, UtcTime now) {
  UtcTime next = std::chrono::floor<Minutes>(now) + Minutes{1};
  for (const auto& session : sessions) {
    const Minutes left = minutes_until(session.session.start, now);
    if (left > Minutes{0} && left <= Minutes{60}) next = std::min(next, session.session.start - left + Minutes{1});
  }
  return next;
}

}  // namespace skylt
