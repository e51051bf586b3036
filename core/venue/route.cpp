#include "core/venue/route.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

#include "core/venue/speeds.hpp"

namespace skylt {
namespace {

bool is_ride(const Network::Arc& arc) { return arc.kind == "lift" || arc.kind == "platform-lift"; }

bool is_same_ride(const Network::Arc& before, const Network::Arc& after) {
  return is_ride(before) && is_ride(after) && before.connector == after.connector && before.kind == after.kind;
}

std::string leg_kind(const Network::Arc& arc) {
  return arc.link || is_connector(arc.kind) ? std::string{arc.kind} : "walk";
}

int sign(double value) { return (value > 0) - (value < 0); }

bool continues(const Leg& leg, const Network::Arc& arc) {
  if (leg.kind != leg_kind(arc) || leg.link || arc.link) return false;
  return leg.kind == "walk" || (leg.connector == arc.connector && leg.direction == sign(arc.levels));
}

void add_to(std::vector<Leg>& legs, const Network::Arc& arc, std::size_t from, double seconds) {
  if (legs.empty() || !continues(legs.back(), arc)) {
    const bool walk = leg_kind(arc) == "walk";
    legs.push_back(
        {leg_kind(arc), {from}, walk ? nullptr : arc.connector, arc.link, walk ? 0 : sign(arc.levels), 0, 0});
  }
  legs.back().nodes.push_back(arc.to);
  legs.back().metres += arc.centimetres / 100.0;
  legs.back().seconds += seconds;
}

}  // namespace

std::size_t Routes::vertex_of(std::size_t state) const {
  return state < network_->size() ? state : network_->arc(state - network_->size()).to;
}

/// Both are offers for the same state; what they come from is settled.
bool Routes::is_better(const State& a, const State& b) const {
  const auto key = [](const State& s) { return std::tuple{s.milliseconds, s.centimetres, s.hops}; };
  if (key(a) != key(b)) return key(a) < key(b);
  const auto tie = [&](const State& s) {
    const auto& previous = network_->vertex(vertex_of(s.previous));
    const Network::Arc* arc = s.arc == kNoArc ? nullptr : &network_->arc(s.arc);
    return std::tuple{std::string_view{network_->venues()[previous.venue].id}, std::string_view{previous.node->id},
                      arc ? arc->kind : std::string_view{},
                      arc && arc->connector ? std::string_view{arc->connector->id} : std::string_view{},
                      arc && arc->opening ? std::string_view{arc->opening->id} : std::string_view{}};
  };
  return tie(a) < tie(b);
}

bool Routes::improve(std::size_t state, const State& offer) {
  State& known = states_[state];
  if (known.settled || (known.milliseconds >= 0 && !is_better(offer, known))) return false;
  known = offer;
  return true;
}

Routes::Routes(const Network& network, std::size_t start, Profile profile)
    : network_{&network}, start_{start}, profile_{profile}, states_(network.size() + network.arc_count()) {
  // The lift's own states come before the vertices they step out to, which cost nothing more.
  using Entry = std::tuple<std::int64_t, std::int64_t, int, bool, std::size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  const auto offer = [&](std::size_t state, const State& at) {
    if (improve(state, at)) open.emplace(at.milliseconds, at.centimetres, at.hops, state < network.size(), state);
  };
  offer(start, State{0, 0, 0, start, kNoArc, false});
  while (!open.empty()) {
    const std::size_t state = std::get<4>(open.top());
    open.pop();
    if (states_[state].settled) continue;
    states_[state].settled = true;
    const State here = states_[state];
    const std::size_t vertex = vertex_of(state);
    const bool riding = state >= network.size();
    if (riding) offer(vertex, {here.milliseconds, here.centimetres, here.hops, state, kNoArc, false});
    const auto arcs = network.arcs(vertex);
    for (std::size_t i = 0; i < arcs.size(); ++i) {
      const auto& arc = arcs[i];
      const std::size_t number = network.first_arc(vertex) + i;
      const bool rides_on = riding && is_same_ride(network.arc(state - network.size()), arc);
      if ((riding && !rides_on) || !may_pass(arc, profile)) continue;
      offer(is_ride(arc) ? network.size() + number : arc.to,
            {here.milliseconds + milliseconds(arc, profile, rides_on), here.centimetres + arc.centimetres,
             here.hops + 1, state, number, false});
    }
  }
}

std::optional<std::int64_t> Routes::cost(std::size_t destination) const {
  const auto milliseconds = states_[destination].milliseconds;
  return milliseconds < 0 ? std::nullopt : std::optional{milliseconds};
}

std::optional<Route> Routes::to(std::size_t destination) const {
  if (states_[destination].milliseconds < 0) return std::nullopt;
  Route route;
  for (std::size_t state = destination; state != start_; state = states_[state].previous) {
    if (states_[state].arc == kNoArc) continue;
    route.arcs.push_back(states_[state].arc);
  }
  std::reverse(route.arcs.begin(), route.arcs.end());
  route.nodes.push_back(start_);
  route.step_free = true;
  const Network::Arc* before = nullptr;
  for (const std::size_t number : route.arcs) {
    const auto& arc = network_->arc(number);
    // What a profile would rather avoid weighs on the choice, not on the clock.
    const Profile pace = profile_ == Profile::Walk ? Profile::Walk : Profile::StepFreeStaffed;
    const double seconds = static_cast<double>(milliseconds(arc, pace, before && is_same_ride(*before, arc))) / 1000;
    add_to(route.legs, arc, route.nodes.back(), seconds);
    route.nodes.push_back(arc.to);
    route.metres += arc.centimetres / 100.0;
    route.seconds += seconds;
    route.staffed = route.staffed || arc.staffed;
    if (arc.step_free == false || arc.staffed)
      route.step_free = false;
    else if (!arc.step_free && route.step_free == true)
      route.step_free.reset();
    before = &arc;
  }
  return route;
}

std::optional<Route> Routes::to_nearest(const std::vector<std::size_t>& destinations) const {
  std::optional<std::size_t> best;
  const auto key = [&](std::size_t vertex) {
    const State& s = states_[vertex];
    return std::tuple{s.milliseconds, s.centimetres, s.hops, std::string_view{network_->vertex(vertex).node->id}};
  };
  for (const std::size_t vertex : destinations) {
    if (states_[vertex].milliseconds >= 0 && (!best || key(vertex) < key(*best))) best = vertex;
  }
  return best ? to(*best) : std::nullopt;
}

}  // namespace skylt
