// A route as what a person is told on the way.
#include <cmath>

#include "core/venue/directions.hpp"
#include "core/venue/plane.hpp"

namespace skylt {
namespace {

constexpr double kStraight = 22.5, kSlight = 67.5, kNormal = 112.5, kSharp = 157.5;  // eight directions
constexpr double kFirstStretch = 2;                                                  // metres from the screen
constexpr double kNoDirection = 0.3;  // metres: a stretch so short says nothing about where one faces

Step::Kind kind_of_turn(double degrees) {
  const bool left = degrees < 0;
  const double size = std::abs(degrees);
  if (size < kStraight) return Step::Kind::Straight;
  if (size < kSlight) return left ? Step::Kind::SlightLeft : Step::Kind::SlightRight;
  if (size < kNormal) return left ? Step::Kind::Left : Step::Kind::Right;
  if (size < kSharp) return left ? Step::Kind::SharpLeft : Step::Kind::SharpRight;
  return Step::Kind::Around;
}

class StepWriter {
 public:
  StepWriter(const Network& network, const Pose& pose, const Route& route)
      : network_{network}, pose_{pose}, route_{route} {}

  std::vector<Step> write() {
    Step start;
    start.kind = Step::Kind::Start;
    start.bearing_deg = sign_of(network_, pose_, route_).exact;
    start.landmark = node(0).landmark;
    steps_.push_back(start);
    // Who walks to the first node already faces somewhere there.
    const Point first = network_.point(route_.nodes.front());
    if (plane::distance(pose_.at, first) > kFirstStretch) facing_ = plane::azimuth(pose_.at, first);
    for (std::size_t i = 0; i < route_.arcs.size(); ++i) add(i);
    Step arrive;
    arrive.kind = Step::Kind::Arrive;
    arrive.landmark = node(route_.nodes.size() - 1).landmark;
    steps_.push_back(arrive);
    return std::move(steps_);
  }

 private:
  const Node& node(std::size_t i) const { return *network_.vertex(route_.nodes[i]).node; }

  void add(std::size_t i) {
    const auto& arc = network_.arc(route_.arcs[i]);
    const double metres = arc.centimetres / 100.0;
    const Point from = network_.point(route_.nodes[i]), to = network_.point(route_.nodes[i + 1]);
    const bool directed = !arc.link && plane::distance(from, to) > kNoDirection;
    if (arc.link || is_connector(arc.kind)) {
      add_passage(i, arc);
    } else {
      const double turn = facing_ && directed ? plane::turn(plane::azimuth(from, to) - *facing_) : 0;
      const auto kind = kind_of_turn(turn);
      const bool told = arc.edge && !arc.edge->phrase.empty();
      if (after_passage_ || kind != Step::Kind::Straight || (told && !(arc.edge->phrase == steps_.back().phrase))) {
        Step& step = open(i, kind);
        step.bearing_deg = turn;
        if (told) step.phrase = arc.edge->phrase;
      }
      after_passage_ = false;
    }
    steps_.back().metres += metres;
    if (directed) facing_ = plane::azimuth(from, to);
    if (arc.link || arc.kind == "lift" || arc.kind == "platform-lift") facing_.reset();
  }

  void add_passage(std::size_t i, const Network::Arc& arc) {
    const Point from = network_.point(route_.nodes[i]), to = network_.point(route_.nodes[i + 1]);
    if (facing_ && !after_passage_ && plane::distance(from, to) > kNoDirection) {
      const double turn = plane::turn(plane::azimuth(from, to) - *facing_);
      if (std::abs(turn) >= kSlight) open(i, kind_of_turn(turn)).bearing_deg = turn;
    }
    Step& last = steps_.back();
    const int direction = (arc.levels > 0) - (arc.levels < 0);
    const bool goes_on = after_passage_ && last.kind == Step::Kind::Connector && last.connector == arc.connector &&
                         last.connector_kind == arc.kind && last.direction == direction && !arc.link;
    Step& step = goes_on ? last : open(i, arc.link ? Step::Kind::Link : Step::Kind::Connector);
    step.connector = arc.connector;
    step.connector_kind = arc.link ? std::string{} : std::string{arc.kind};
    step.direction = direction;
    step.venue = network_.venue_of(route_.nodes[i + 1]).id;
    step.level = node(i + 1).level;
    if (const Text& phrase = arc.link ? arc.link->phrase : arc.edge->phrase; !phrase.empty()) step.phrase = phrase;
    after_passage_ = true;
  }

  Step& open(std::size_t i, Step::Kind kind) {
    Step& step = steps_.emplace_back();
    step.kind = kind;
    step.landmark = node(i).landmark;
    return step;
  }

  const Network& network_;
  const Pose& pose_;
  const Route& route_;
  std::vector<Step> steps_;
  std::optional<double> facing_;  ///< azimuth; nullopt where one has not walked yet and after a lift
  bool after_passage_ = false;
};

}  // namespace

std::vector<Step> steps_of(const Network& network, const Pose& pose, const Route& route) {
  return StepWriter{network, pose, route}.write();
}

}  // namespace skylt
