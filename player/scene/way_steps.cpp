#include "player/scene/way_steps.hpp"

#include <algorithm>

#include "player/scene/session_text.hpp"

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

TaggedText level_of_step(const Context& context, const Network& network, const Step& step) {
  for (const auto& venue : network.venues())
    for (const auto& level : venue.levels)
      if (level.id == step.level) return context.best(level.name);
  return {};
}

TaggedText connector_step(const Context& context, const std::string& kind, int direction, const TaggedText& level) {
  if (level.text.empty()) return {};
  std::string key;
  if (kind == "lift" || kind == "escalator" || kind == "ramp" || kind == "platform-lift") key = "step." + kind;
  if (kind == "stairs" || kind == "steps") key = direction < 0 ? "step.stairs-down" : "step.stairs-up";
  return key.empty() ? TaggedText{} : context.say(key, {name_argument("level", level.text)});
}

TaggedText words_of(const Context& context, const Network& network, const Step& step) {
  if (step.kind == Step::Kind::Connector)
    return connector_step(context, step.connector_kind, step.direction, level_of_step(context, network, step));
  if (const auto phrase = context.best(step.phrase); !phrase.text.empty()) return phrase;
  const char* key = turn_key(step);
  return key ? context.say(key) : TaggedText{};
}

}  // namespace

TaggedText sign_words(const Context& context, const Sign& sign) {
  switch (sign.arrow) {
    case ArrowKind::Here: return context.say("way.here");
    case ArrowKind::Behind: return context.say("way.behind");
    case ArrowKind::None: return {};
    case ArrowKind::Arrow: break;
  }
  switch (sign.bearing) {
    case 0: return context.say("way.ahead");
    case 45: return context.say("way.ahead-right");
    case 90:
    case 135: return context.say("way.right");
    case 225:
    case 270: return context.say("way.left");
    case 315: return context.say("way.ahead-left");
    default: return context.say("way.behind");
  }
}

TaggedText connector_words(const Context& context, const std::string& kind, int direction, const TaggedText& level) {
  if (level.text.empty()) return {};
  std::string key;
  if (kind == "lift" || kind == "escalator" || kind == "ramp" || kind == "platform-lift") key = "way." + kind + "-to";
  if (kind == "stairs" || kind == "steps") key = direction < 0 ? "way.stairs-down-to" : "way.stairs-up-to";
  return key.empty() ? TaggedText{} : context.say(key, {name_argument("level", level.text)});
}

std::vector<TaggedText> way_steps(const Context& context, const Network& network, const Pose& pose, const Route& route,
                                  const Sign& sign, std::size_t most) {
  std::vector<TaggedText> out;
  const auto add = [&](TaggedText text) {
    if (!text.text.empty() && out.size() < most && (out.empty() || out.back().text != text.text))
      out.push_back(std::move(text));
  };
  add(sign_words(context, sign));
  for (const auto& step : steps_of(network, pose, route))
    if (step.kind != Step::Kind::Start) add(words_of(context, network, step));
  return out;
}

}  // namespace skylt
