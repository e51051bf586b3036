#include "content-server/publish/visible.hpp"

#include <algorithm>

namespace skylt {
namespace {

class Sorter {
 public:
  explicit Sorter(const EventData& data) : data_{data} {
    for (const auto& venue : data.venues) {
      out_[venue.id];
      for (const auto& room : venue.rooms) venue_of_room_.emplace(room.id, venue.id);
    }
    for (const auto& session : data.sessions)
      if (session.visibility != Visibility::Hidden) sessions_.emplace(session.id, &session);
  }

  std::map<std::string, VenueProgramme> run() {
    for (const auto& [id, session] : sessions_) places_[id].insert(venue_of(*session));
    for (const auto& change : data_.changes) spread(change);
    for (const auto& [id, venues] : places_)
      for (const auto& venue : venues) out_[venue].sessions.push_back(visible(*sessions_.at(id)));
    for (const auto& change : data_.changes) {
      const auto places = places_.find(change.session);
      if (places == places_.end()) continue;
      for (const auto& venue : places->second) out_[venue].changes.push_back(visible(change));
    }
    for (auto& [id, programme] : out_) sort(programme);
    return std::move(out_);
  }

 private:
  std::string venue_of(const Session& session) const {
    if (session.room && session.room->id) {
      const auto room = venue_of_room_.find(*session.room->id);
      if (room != venue_of_room_.end()) return room->second;
    }
    return session.venue;
  }

  /// A moved session is also of the venue it was moved to, a full one of that which shows it too; a session that stands
  /// in is also of that of the replaced.
  void spread(const Change& change) {
    const auto session = sessions_.find(change.session);
    if (session == sessions_.end()) return;
    if ((change.kind == ChangeKind::Moved || change.kind == ChangeKind::Full) && change.room) {
      const auto room = venue_of_room_.find(*change.room);
      if (room == venue_of_room_.end()) return;
      places_[change.session].insert(room->second);
      const auto home = venue_of(*session->second);
      if (home != room->second) out_[home].moves_to.insert(room->second);
    }
    if (change.kind == ChangeKind::Replaced && change.by && sessions_.contains(*change.by))
      places_[*change.by].insert(venue_of(*session->second));
  }

  static Session visible(Session session) {
    session.source.clear();  // may be an address with a secret in it
    if (session.visibility == Visibility::NamesWithheld) session.people.clear();
    return session;
  }

  Change visible(Change change) const {
    change.author.clear();
    change.seen_start.reset();
    change.seen_room.reset();
    if (change.kind == ChangeKind::Replaced && change.by && !sessions_.contains(*change.by)) {
      change.kind = ChangeKind::Cancelled;
      change.by.reset();
    }
    return change;
  }

  static void sort(VenueProgramme& programme) {
    std::sort(programme.sessions.begin(), programme.sessions.end(),
              [](const Session& a, const Session& b) { return std::tie(a.start, a.id) < std::tie(b.start, b.id); });
    std::sort(programme.changes.begin(), programme.changes.end(),
              [](const Change& a, const Change& b) { return a.id < b.id; });
  }

  const EventData& data_;
  std::map<std::string, std::string> venue_of_room_;
  std::map<std::string, const Session*> sessions_;  ///< not hidden, by id
  std::map<std::string, std::set<std::string>> places_;
  std::map<std::string, VenueProgramme> out_;
};

}  // namespace

std::map<std::string, VenueProgramme> visible_programme(const EventData& data) { return Sorter{data}.run(); }

Venue visible_venue(Venue venue) {
  for (auto& room : venue.rooms) room.aliases.clear();
  return venue;
}

Venue venue_from_afar(Venue venue, const std::vector<Link>& links) {
  Venue seen = visible_venue(std::move(venue));
  seen.spaces.clear();
  seen.openings.clear();
  seen.connectors.clear();
  seen.amenities.clear();
  seen.edges.clear();
  for (auto& level : seen.levels) level.plan.reset();
  for (auto& room : seen.rooms) {
    room.node.clear();
    room.nodes.clear();
    room.spaces.clear();
  }
  std::erase_if(seen.nodes, [&](const Node& node) {
    const VenueNode here{seen.id, node.id};
    return std::none_of(links.begin(), links.end(),
                        [&](const Link& link) { return link.from == here || link.to == here; });
  });
  for (auto& node : seen.nodes) node.space.clear();
  return seen;
}

Screen visible_screen(Screen screen) {
  for (auto& direction : screen.surveyed) direction.by.clear();
  if (screen.confirmed) screen.confirmed->by.clear();
  return screen;
}

}  // namespace skylt
