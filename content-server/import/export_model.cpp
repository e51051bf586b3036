#include "content-server/import/export_model.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "core/base/ascii.hpp"
#include "core/programme/service_day.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt::importing {
namespace {

constexpr int kMostDays = 400;

bool is_uuid(const std::string& text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = std::string_view{"0123456789abcdefABCDEF"}.find(text[i]) != std::string_view::npos;
    if (dash ? text[i] != '-' : !hex) return false;
  }
  return true;
}

/// Lower-case ASCII letters, digits and `joint`.
std::string slug_of(const std::string& text, char joint) {
  std::string out;
  for (const char c : text) {
    if (is_alnum(c))
      out += lower_ascii(c);
    else if (!out.empty() && out.back() != joint)
      out += joint;
  }
  while (!out.empty() && out.back() == joint) out.pop_back();
  return out;
}

std::string words(const Text& text, const LanguageChain& chain) {
  const auto best = text.best_for(chain);
  return best ? best->text : std::string{};
}

const char* type_of(SessionKind kind) {
  switch (kind) {
    case SessionKind::Break: return "break";
    case SessionKind::Service: return "service";
    case SessionKind::Open: return "open";
    case SessionKind::Session: break;
  }
  return "talk";
}

class Builder {
 public:
  explicit Builder(const EventData& data)
      : data_{data},
        chain_{data.event.fallback.empty() ? data.event.languages : data.event.fallback},
        rule_change_{data.event.day_change} {
    model_.zone = TimeZone::find(data.event.time_zone);
    model_.title = words(data.event.name, chain_);
    model_.acronym = slug_of(data.event.id, '_');
    while (model_.acronym.size() < 4) model_.acronym += '_';
    if (data.event.public_address.starts_with("http")) model_.base_url = data.event.public_address;
  }

  ExportModel build() {
    add_rooms();
    add_tracks();
    add_event_days();
    std::vector<const Session*> sessions;
    for (const auto& session : data_.sessions)
      if (session.visibility != Visibility::Hidden) sessions.push_back(&session);
    std::stable_sort(sessions.begin(), sessions.end(), [](const Session* a, const Session* b) {
      return std::tie(a->start, a->id) < std::tie(b->start, b->id);
    });
    for (const Session* session : sessions) add(*session);
    for (auto& [date, day] : days_) model_.days.push_back(std::move(day));
    return std::move(model_);
  }

 private:
  void add_rooms() {
    std::map<std::string, int> names;
    for (const auto& venue : data_.venues)
      for (const auto& room : venue.rooms) ++names[words(room.name, chain_)];
    for (const auto& venue : data_.venues) {
      std::vector<const Room*> rooms;
      for (const auto& room : venue.rooms) rooms.push_back(&room);
      std::stable_sort(rooms.begin(), rooms.end(), [](const Room* a, const Room* b) { return a->order < b->order; });
      for (const Room* room : rooms) {
        std::string name = words(room->name, chain_);
        if (names[name] > 1) name += " (" + words(venue.name, chain_) + ")";
        room_of_id_[room->id] = model_.rooms.size();
        room_of_name_.emplace(name, model_.rooms.size());
        model_.rooms.push_back({name, stable_uuid("room", room->id), room->capacity});
      }
    }
  }

  std::size_t room_index(const Session& session) {
    if (session.room && session.room->id) {
      const auto known = room_of_id_.find(*session.room->id);
      if (known != room_of_id_.end()) return known->second;
    }
    const std::string name = session.room ? session.room->name : std::string{};
    const auto [it, fresh] = room_of_name_.emplace(name, model_.rooms.size());
    if (fresh) model_.rooms.push_back({name, name.empty() ? "" : stable_uuid("room-name", name), std::nullopt});
    return it->second;
  }

  void add_tracks() {
    for (const auto& track : data_.tracks) {
      ExportTrack out{words(track.name, chain_), slug_of(track.id, '-'), track.colour};
      if (out.slug.size() < 2 || out.slug[0] < 'a') out.slug.clear();
      if (out.name.empty()) out.name = track.id;
      track_names_[track.id] = out.name;
      model_.tracks.push_back(std::move(out));
    }
  }

  ExportDay& day(Day date) {
    const auto [it, fresh] = days_.try_emplace(date);
    if (fresh) it->second = {date, service_day_interval(date, model_.zone, rule_change_), {}};
    return it->second;
  }

  void add_event_days() {
    const auto first = parse_day(data_.event.start);
    const auto last = parse_day(data_.event.end);
    if (first) day(*first);
    if (first && last) {
      auto at = std::chrono::sys_days{*first};
      for (int i = 0; i < kMostDays && at <= std::chrono::sys_days{*last}; ++i, at += std::chrono::days{1})
        day(Day{at});
    }
    const bool any = std::any_of(data_.sessions.begin(), data_.sessions.end(),
                                 [](const Session& s) { return s.visibility != Visibility::Hidden; });
    if (!first && !any) day(Day{std::chrono::sys_days{}});
  }

  void add(const Session& session) {
    LanguageChain chain = session.languages;
    chain.insert(chain.end(), chain_.begin(), chain_.end());
    ExportSession out;
    out.guid = stable_uuid("session", session.id);
    out.id = unique_id(out.guid);
    out.title = words(session.title, chain);
    if (session.status == SessionStatus::Cancelled) out.title = "CANCELLED: " + out.title;
    out.subtitle = words(session.subtitle, chain);
    out.abstract = words(session.abstract, chain);
    const auto track = track_names_.find(session.track);
    out.track = track == track_names_.end() ? session.track : track->second;
    out.type = type_of(session.kind);
    for (const auto& language : session.languages) out.language += (out.language.empty() ? "" : ", ") + language;
    if (session.visibility == Visibility::Public) out.people = session.people;
    out.url = session.url;
    out.materials = session.materials;
    out.start = session.start;
    out.end = std::max(session.start, session.end);
    day(service_day(session, {model_.zone, rule_change_})).rooms[room_index(session)].push_back(std::move(out));
  }

  int unique_id(const std::string& guid) {
    int id = 1 + static_cast<int>(std::stoul(guid.substr(0, 7), nullptr, 16));
    while (!ids_.insert(id).second) ++id;
    return id;
  }

  const EventData& data_;
  LanguageChain chain_;
  Seconds rule_change_;
  ExportModel model_;
  std::unordered_map<std::string, std::size_t> room_of_id_;
  std::unordered_map<std::string, std::size_t> room_of_name_;
  std::unordered_map<std::string, std::string> track_names_;
  std::map<Day, ExportDay> days_;
  std::set<int> ids_;
};

}  // namespace

std::string stable_uuid(const std::string& kind, const std::string& name) {
  if (is_uuid(name)) return name;
  std::string hex = sha256_hex("skylt/" + kind + "/" + name).substr(0, 32);
  hex[12] = '8';
  hex[16] = "89ab"[hex[16] % 4];
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
         hex.substr(20);
}

std::string hours_and_minutes(Millis length) {
  const auto minutes = std::chrono::round<Minutes>(length).count();
  const std::string rest = std::to_string(minutes % 60);
  const std::string hours = std::to_string(minutes / 60);
  return (hours.size() < 2 ? "0" : "") + hours + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

ExportModel make_export_model(const EventData& data) { return Builder{data}.build(); }

}  // namespace skylt::importing
