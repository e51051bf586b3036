#include "content-server/phone/way.hpp"

#include "core/snapshot/ways.hpp"
#include "core/venue/way_words.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMostSentences = 12;

/// The way to the session's room, as it is now.
struct WayThere {
  std::shared_ptr<const Ways> ways;
  const Direction* to = nullptr;  ///< nullptr: not known
};

WayThere way_to(const Visit& visit, const EffectiveSession& item) {
  const auto& room = item.session.room;
  if (item.cancelled() || !room || !room->id) return {};
  WayThere way{ways_at(visit.snapshot, visit.now, visit.rule.zone), nullptr};
  way.to = way.ways->to_room(*room->id);
  return way;
}

TaggedText walk_text(const Visit& visit, double minutes) {
  return visit.say("way.walk", {{"minutes", std::int64_t{minutes_on_foot(minutes)}, false}});
}

void put_sentences(Html& html, const Visit& visit, const Ways& ways, const Route& route, const Sign& sign) {
  const WaySpeech speech{visit.words, visit.chain};
  html.open("ol");
  for (const auto& sentence : way_sentences(speech, ways.network(), *ways.pose(), route, sign, kMostSentences))
    html.put("li", sentence);
  html.close();
}

/// The way without steps, where the quickest one has some.
void put_step_free(Html& html, const Visit& visit, const Ways& ways, const Direction& to) {
  const WaySpeech speech{visit.words, visit.chain};
  if (!to.step_free_route || !to.step_free_sign) {
    html.put("p", step_free_words(speech, to), {{"class", "step-free"}});
    return;
  }
  html.put("h3", visit.say("way.step-free"));
  html.put("p", walk_text(visit, to.step_free_route->seconds / 60), {{"class", "walk"}});
  put_sentences(html, visit, ways, *to.step_free_route, *to.step_free_sign);
  if (to.step_free_route->staffed) html.put("p", visit.say("way.ask-staff"), {{"class", "step-free"}});
}

}  // namespace

TaggedText walk_of(const Visit& visit, const EffectiveSession& item) {
  const auto way = way_to(visit, item);
  if (!way.to || !way.to->minutes || way.to->sign.arrow == ArrowKind::Here) return {};
  return walk_text(visit, *way.to->minutes);
}

void put_way(Html& html, const Visit& visit, const EffectiveSession& item) {
  const auto way = way_to(visit, item);
  if (!way.to || !way.to->route || item.session.end <= visit.now) return;
  html.open("section", {{"class", "way"}, {"aria-labelledby", "way"}});
  html.put("h2", visit.say("way.find"), {{"id", "way"}});
  if (way.to->sign.arrow == ArrowKind::Here) {
    html.put("p", visit.say("way.here"));
  } else {
    if (way.to->minutes) html.put("p", walk_text(visit, *way.to->minutes), {{"class", "walk"}});
    put_sentences(html, visit, *way.ways, *way.to->route, way.to->sign);
    put_step_free(html, visit, *way.ways, *way.to);
  }
  html.close();
}

}  // namespace skylt
