#include "core/venue/way_words.hpp"

#include <cstddef>

namespace skylt {
namespace {

constexpr double kWorthTelling = 3;  ///< metres: a slight bend with less after it is walked without being told

const char* turn_key(const Step& step) {
  switch (step.kind) {
    case Step::Kind::SlightLeft: return step.metres < kWorthTelling ? nullptr : "step.slight-left";
    case Step::Kind::SlightRight: return step.metres < kWorthTelling ? nullptr : "step.slight-right";
    case Step::Kind::Left:
    case Step::Kind::SharpLeft: return "step.left";
    case Step::Kind::Right:
    case Step::Kind::SharpRight: return "step.right";
    case Step::Kind::Around: return "step.back";
    default: return nullptr;
  }
}

WordArgument level_argument(const TaggedText& level) { return {"level", level.text, false}; }

TaggedText connector_step(const WaySpeech& speech, const std::string& kind, int direction, const TaggedText& level) {
  if (level.text.empty()) return {};
  std::string key;
  if (kind == "lift" || kind == "escalator" || kind == "ramp" || kind == "platform-lift") key = "step." + kind;
  if (kind == "stairs" || kind == "steps") key = direction < 0 ? "step.stairs-down" : "step.stairs-up";
  return key.empty() ? TaggedText{} : speech.say(key, {level_argument(level)});
}

TaggedText words_of(const WaySpeech& speech, const Network& network, const Step& step) {
  if (step.kind == Step::Kind::Connector)
    return connector_step(speech, step.connector_kind, step.direction,
                          level_words(speech, network, step.venue, step.level));
  if (auto phrase = speech.best(step.phrase); !phrase.text.empty()) return phrase;
  const char* key = turn_key(step);
  return key ? speech.say(key) : TaggedText{};
}

}  // namespace

TaggedText level_words(const WaySpeech& speech, const Network& network, const std::string& venue,
                       const std::string& level) {
  const Venue* home = network.find_venue(venue);
  if (!home) return {};
  for (const auto& one : home->levels)
    if (one.id == level) return speech.best(one.name);
  return {};
}

TaggedText sign_words(const WaySpeech& speech, const Sign& sign) {
  switch (sign.arrow) {
    case ArrowKind::Here: return speech.say("way.here");
    case ArrowKind::Behind: return speech.say("way.behind");
    case ArrowKind::None: return {};
    case ArrowKind::Arrow: break;
  }
  switch (sign.bearing) {
    case 0: return speech.say("way.ahead");
    case 45: return speech.say("way.ahead-right");
    case 90: return speech.say("way.right");
    case 270: return speech.say("way.left");
    case 315: return speech.say("way.ahead-left");
    default: return speech.say("way.behind");
  }
}

TaggedText connector_words(const WaySpeech& speech, const std::string& kind, int direction, const TaggedText& level) {
  if (level.text.empty()) return {};
  std::string key = "way." + kind + "-to";
  if (kind == "stairs" || kind == "steps") key = direction < 0 ? "way.stairs-down-to" : "way.stairs-up-to";
  return speech.words.knows(key) ? speech.say(key, {level_argument(level)}) : TaggedText{};
}

std::vector<TaggedText> way_sentences(const WaySpeech& speech, const Network& network, const Pose& pose,
                                      const Route& route, const Sign& sign, std::size_t most) {
  struct Sentence {
    TaggedText text;
    int rank;  ///< what goes last when not all can be told
  };
  std::vector<Sentence> told;
  const auto add = [&](TaggedText text, int rank) {
    if (!text.text.empty() && (told.empty() || told.back().text.text != text.text))
      told.push_back({std::move(text), rank});
  };
  add(sign_words(speech, sign), 0);
  for (const auto& step : steps_of(network, pose, route))
    if (step.kind != Step::Kind::Start)
      add(words_of(speech, network, step), step.kind == Step::Kind::Connector ? 1 : 3);
  if (told.size() > 1) told.back().rank = std::min(told.back().rank, 2);
  for (int rank = 3; rank >= 0; --rank)
    for (std::size_t i = told.size(); i-- > 0 && told.size() > most;)
      if (told[i].rank == rank) told.erase(told.begin() + static_cast<std::ptrdiff_t>(i));
  std::vector<TaggedText> out;
  out.reserve(told.size());
  for (auto& sentence : told) out.push_back(std::move(sentence.text));
  return out;
}

TaggedText step_free_words(const WaySpeech& speech, const Direction& direction) {
  if (!direction.reachable && !direction.step_free_route) return speech.say("way.no-way");
  if (direction.step_free == true) return speech.say("way.step-free");
  if (direction.step_free_route)
    return speech.say(direction.step_free_route->staffed ? "way.ask-staff" : "way.step-free-other");
  return speech.say(direction.step_free ? "way.no-step-free" : "way.step-free-unknown");
}

}  // namespace skylt
