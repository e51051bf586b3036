#include "content-server/phone/board.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "core/programme/service_day.hpp"

namespace skylt {
namespace {

bool lists_sessions(const std::string& widget) {
  return widget == "now-next" || widget == "rooms-now" || widget == "agenda" || widget == "grid" || widget == "ending";
}

std::optional<std::string> room_id(const std::optional<RoomRef>& room) { return room ? room->id : std::nullopt; }

/// Gathers the three lists; a session stands in the first that takes it, once.
class BoardBuilder {
 public:
  BoardBuilder(const Visit& visit, const ScreenFilter& filter) : visit_{visit}, filter_{filter} {}

  Board build() {
    add_on();
    add_coming();
    sort_by_room(board_.now);
    sort_by_start(board_.next);
    sort_by_start(board_.later);
    const auto in_vain = [](const Listed& one) { return one.item->cancelled() || one.seen == SeenFrom::WhereItWas; };
    board_.now_in_vain = std::all_of(board_.now.begin(), board_.now.end(), in_vain);
    board_.no_more_today = board_.now_in_vain && std::all_of(board_.next.begin(), board_.next.end(), in_vain) &&
                           std::all_of(board_.later.begin(), board_.later.end(), in_vain);
    return std::move(board_);
  }

 private:
  void add(std::vector<Listed>& list, Listed one) {
    if (!filter_.passes(*one.item) || !seen_.insert(one.item->session.id).second) return;
    if (&list == &board_.next)
      horizon_ = horizon_ ? std::max(*horizon_, one.item->session.start) : one.item->session.start;
    list.push_back(one);
  }

  /// What moved away is told as departed, not as going on here.
  void add_here(std::vector<Listed>& list, Listed one) {
    if (!gone_from_here(*one.item)) add(list, one);
  }

  bool gone_from_here(const EffectiveSession& item) const {
    return item.moved() && !filter_.passes_place(item.session.venue, room_id(item.session.room));
  }

  void add_on() {
    for (const auto& room : visit_.view.rooms) {
      for (const auto& item : room.now) add_here(board_.now, {&item, SeenFrom::WhereItIs, true, false});
      for (const auto& item : room.background) add_here(board_.now, {&item, SeenFrom::WhereItIs, true, true});
    }
    for (const auto& room : visit_.view.rooms)
      for (const auto& item : room.departed)
        if (item.original_start <= visit_.now) add_departed(board_.now, item);
  }

  void add_coming() {
    for (const auto& room : visit_.view.rooms)
      for (const auto& item : room.next) add_here(board_.next, {&item});
    for (const auto& room : visit_.view.rooms) {
      for (const auto& item : room.departed) add_departed(in_time(item.original_start), item);
      for (const auto& item : room.later)
        if (item.cancelled()) add_here(in_time(item.session.start), {&item});
    }
    for (const auto& room : visit_.view.rooms)
      for (const auto& item : room.later) add_here(board_.later, {&item});
  }

  /// The list in which something belongs that would have started at `start`.
  std::vector<Listed>& in_time(UtcTime start) { return !horizon_ || start <= *horizon_ ? board_.next : board_.later; }

  /// A session that moved within what is shown stands in its new room and says from where; once is enough.
  void add_departed(std::vector<Listed>& list, const EffectiveSession& item) {
    if (item.cancelled())
      add(list, {&item});
    else if (item.other_day || gone_from_here(item))
      add(list, {&item, SeenFrom::WhereItWas});
  }

  void sort_by_room(std::vector<Listed>& list) const {
    std::stable_sort(list.begin(), list.end(), [&](const Listed& a, const Listed& b) {
      const auto key = [&](const Listed& one) {
        return std::tuple{one.open, one.item->session.venue != visit_.snapshot.screen.venue, one.item->session.venue,
                          visit_.room_order(*one.item), one.item->session.start};
      };
      return key(a) < key(b);
    });
  }

  void sort_by_start(std::vector<Listed>& list) const {
    std::stable_sort(list.begin(), list.end(), [&](const Listed& a, const Listed& b) {
      return std::tuple{a.item->session.start, visit_.room_order(*a.item)} <
             std::tuple{b.item->session.start, visit_.room_order(*b.item)};
    });
  }

  const Visit& visit_;
  const ScreenFilter& filter_;
  Board board_;
  std::set<std::string> seen_;
  std::optional<UtcTime> horizon_;
};

/// The first service day after the visit's that has anything.
std::vector<Listed> next_day(const Visit& visit, const ScreenFilter& filter) {
  std::vector<Listed> out;
  std::optional<Day> day;
  for (const auto& item : visit.sessions) {
    const Day start = visit.day_of(item.session);
    if (start <= visit.today || item.cancelled() || !filter.passes(item)) continue;
    if (day && start > *day) continue;
    if (day && start < *day) out.clear();
    day = start;
    out.push_back({&item});
  }
  return out;
}

/// What is said when nothing is on or to come: thanks, and when it goes on. The words are those of the screens.
PhoneEnding ending_of(const Visit& visit, const ScreenFilter& filter) {
  PhoneEnding ending;
  ending.first = next_day(visit, filter);
  const auto passes = [&](const EffectiveSession& item) { return filter.passes(item); };
  const bool before = std::none_of(visit.sessions.begin(), visit.sessions.end(), [&](const EffectiveSession& item) {
    return passes(item) && item.session.start <= visit.now;
  });
  if (ending.first.empty()) {
    ending.statement = visit.say(before ? "nothing-today" : "thanks-event");
    return ending;
  }
  const Day day = visit.day_of(ending.first.front().item->session);
  std::optional<UtcTime> opening;
  for (const auto& each : ending.first)
    if (const auto planned = planned_clock(*each.item); planned && (!opening || *planned < *opening)) opening = planned;
  // Only of the whole of a house do the first sessions say when it opens.
  TaggedText opens;
  if (opening && filter.whole_venues()) {
    const WordArgument time{"time", visit.clock(*opening), true};
    const bool tomorrow = std::chrono::sys_days{day} - std::chrono::sys_days{visit.today} == std::chrono::days{1};
    opens = tomorrow ? visit.say("opens-tomorrow", {time})
                     : visit.say("opens-on", {time, {"date", visit.date(day).text, false}});
  }
  if (before && !opens.text.empty()) {
    ending.statement = opens;
    return ending;
  }
  const auto today = sessions_of_day(visit.sessions, visit.today, visit.rule);
  ending.statement = visit.say(std::any_of(today.begin(), today.end(), passes) ? "thanks-today" : "nothing-today");
  ending.detail = opens;
  return ending;
}

}  // namespace

ScreenFilter::ScreenFilter(const Visit& visit, std::string follow_in) : follow_in_{std::move(follow_in)} {
  const Snapshot& snapshot = visit.snapshot;
  const auto choice =
      select_layout(snapshot.screen, snapshot.manifest.rota, visit.rule.zone, visit.rule.day_change, visit.now);
  for (const auto& id : {choice.layout, snapshot.screen.layout}) {
    const auto layout =
        std::find_if(snapshot.layouts.begin(), snapshot.layouts.end(), [&](const Layout& one) { return one.id == id; });
    if (layout == snapshot.layouts.end()) continue;
    for (const auto& region : layout->regions_for(snapshot.screen.size)) add(visit, region);
    if (!lists_.empty()) return;
  }
  // A screen that greets or shows the way: its house's programme.
  add(visit, Region{"programme", {}, "agenda", Json::object()});
}

bool ScreenFilter::whole_venues() const {
  return follow_in_.empty() &&
         std::any_of(lists_.begin(), lists_.end(), [](const SessionFilter& list) { return list.whole_venues(); });
}

void ScreenFilter::add(const Visit& visit, const Region& region) {
  const Screen& screen = visit.snapshot.screen;
  greets_ = greets_ || region.widget == "welcome";
  if (region.widget == "header") title_ = option_text(region, "title");
  if (!lists_sessions(region.widget)) return;
  Region list = region;
  if (region.widget == "now-next") {
    if (option_strings(region, "rooms").empty() && !screen.rooms.empty()) list.options["rooms"] = screen.rooms;
    door_ = option_strings(list, "rooms");
  }
  lists_.emplace_back(screen, list);
}

bool ScreenFilter::passes_place(const std::string& venue, const std::optional<std::string>& room) const {
  return std::any_of(lists_.begin(), lists_.end(),
                     [&](const SessionFilter& list) { return list.passes_place(venue, room); });
}

bool ScreenFilter::passes(const EffectiveSession& item) const {
  if (!follow_in_.empty() && !can_follow(item.session, follow_in_)) return false;
  return std::any_of(lists_.begin(), lists_.end(), [&](const SessionFilter& list) { return list.passes(item); });
}

Board board_of(const Visit& visit, const ScreenFilter& filter) {
  auto board = BoardBuilder{visit, filter}.build();
  if (board.now.empty() && board.next.empty() && board.later.empty()) board.ending = ending_of(visit, filter);
  return board;
}

std::vector<Listed> whole_programme(const Visit& visit, const ScreenFilter& filter) {
  std::vector<Listed> out;
  for (const auto& item : visit.sessions) {
    if (!filter.passes(item)) continue;
    const bool on = !item.cancelled() && item.session.start <= visit.now && visit.now < item.session.end;
    out.push_back({&item, SeenFrom::WhereItIs, on, false});
  }
  return out;
}

}  // namespace skylt
