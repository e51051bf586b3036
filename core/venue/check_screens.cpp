#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/venue/check_parts.hpp"
#include "core/venue/directions.hpp"

namespace skylt::checks {
namespace {

struct Extent {
  double low_x = std::numeric_limits<double>::max(), high_x = std::numeric_limits<double>::lowest();
  double low_y = low_x, high_y = high_x;

  void add(const Point& p) {
    low_x = std::min(low_x, p.x);
    high_x = std::max(high_x, p.x);
    low_y = std::min(low_y, p.y);
    high_y = std::max(high_y, p.y);
  }
};

/// How many of the nodes whose level has spaces lie in one; `over`: after the graph was turned over within the drawing.
int nodes_inside(const Venue& venue, const Sight& sight, bool over_x, bool over_y) {
  Extent extent;
  for (const Space& space : venue.spaces) {
    for (const Ring& ring : space.rings) {
      for (const Point& p : ring) extent.add(p);
    }
  }
  return static_cast<int>(std::count_if(venue.nodes.begin(), venue.nodes.end(), [&](const Node& node) {
    const Point p{over_x ? extent.low_x + extent.high_x - node.x : node.x,
                  over_y ? extent.low_y + extent.high_y - node.y : node.y};
    return sight.space_at(node.level, p).has_value();
  }));
}

int drawn_nodes(const Venue& venue, const Sight& sight) {
  return static_cast<int>(
      std::count_if(venue.nodes.begin(), venue.nodes.end(), [&](const Node& node) { return sight.knows(node.level); }));
}

std::string in_words(int bearing) {
  static constexpr const char* kNames[] = {"straight ahead", "half right",       "right", "back to the right",
                                           "behind",         "back to the left", "left",  "half left"};
  return kNames[((bearing + 22) / 45) % 8];
}

class ScreenCheck {
 public:
  ScreenCheck(const Network& network, const Screen& screen, Findings& findings)
      : network_{network}, screen_{screen}, findings_{findings}, pose_{pose_of(network, screen)} {}

  void check() {
    if (!screen_.heading) {
      report("screen-without-heading", "Nobody has said which way its viewers face, so it shows no arrows and no map.");
    } else if (!screen_.pose_holds()) {
      report("pose-unconfirmed",
             "It was moved or turned, and nobody has confirmed how it hangs now, so it shows no arrows and no map; "
             "stand before it, then run skylt-server screen confirm.");
    } else if (!pose_) {
      report("screen-outside", "It has no node and no place, so it shows no arrows and no map.");
    }
    if (!pose_) return;
    if (!pose_->standing)
      report("screen-outside", "The place before it lies outside every walkable space; is its heading right?");
    for (const Direction& row : directions_from(network_, screen_, {})) check(row);
    report_ambiguous();
    const auto& [same, turned] = surveyed_;
    if (turned >= 2 && turned > same)
      report("mirrored",
             "Left and right are swapped against what people saw here in most surveyed directions; the plan may be "
             "mirrored.");
  }

 private:
  void check(const Direction& row) {
    note_ambiguous(row.id, row.sign);
    if (row.step_free_sign) note_ambiguous(row.id, *row.step_free_sign);
    for (const SurveyedDirection& seen : screen_.surveyed) {
      if (seen.destination == row.id && !row.surveyed && row.sign.arrow != ArrowKind::None &&
          row.sign.arrow != ArrowKind::Here)
        compare(row, seen);
    }
  }

  void note_ambiguous(const std::string& id, const Sign& sign) {
    if (!sign.ambiguous) return;
    auto& rows = ambiguous_[{std::lround(sign.exact), sign.bearing}];
    if (rows.empty() || rows.back() != id) rows.push_back(id);
  }

  /// Rows that point at the same thing are one finding.
  void report_ambiguous() {
    for (const auto& [angle, rows] : ambiguous_) {
      const auto& [exact, bearing] = angle;
      const std::string more = rows.size() > 1 ? " (and " + std::to_string(rows.size() - 1) + " more)" : "";
      report("ambiguous-arrow", "The arrow to '" + rows[0] + "'" + more + " lies between two (" +
                                    std::to_string(exact) + " degrees); it shows " + in_words(bearing) +
                                    ". See on site that it is understood.");
    }
  }

  void compare(const Direction& row, const SurveyedDirection& seen) {
    const int bearing = static_cast<int>(std::lround(seen.bearing / 45)) * 45 % 360;
    const int mirrored = (360 - row.sign.bearing) % 360;
    if (bearing == row.sign.bearing) {
      surveyed_.first += bearing % 180 != 0;
      return;
    }
    surveyed_.second += bearing == mirrored;
    report("survey-differs", "The plan says that '" + row.id + "' is " + in_words(row.sign.bearing) + ", " +
                                 (seen.by.empty() ? "who was there" : seen.by) + " saw it " + in_words(bearing) + ".");
  }

  void report(const std::string& code, const std::string& reason) {
    VenueFinding finding{code, screen_.venue, "screen " + screen_.id, screen_.at, screen_.level, reason};
    const auto node = network_.find(screen_.venue, screen_.node);
    if (!finding.at && node) finding.at = network_.point(*node);
    if (finding.level.empty() && node) finding.level = network_.vertex(*node).node->level;
    findings_.push_back(std::move(finding));
  }

  const Network& network_;
  const Screen& screen_;
  Findings& findings_;
  std::optional<Pose> pose_;
  std::map<std::pair<long, int>, std::vector<std::string>> ambiguous_;  ///< rows by exact angle and bearing shown
  std::pair<int, int> surveyed_{0, 0};  ///< left or right as the plan says, and the other way round
};

}  // namespace

void handedness(const Venue& venue, Findings& findings) {
  const Sight sight{venue};
  const int all = drawn_nodes(venue, sight);
  if (all < 4) return;
  const int inside = nodes_inside(venue, sight, false, false);
  const int best = std::max(nodes_inside(venue, sight, true, false), nodes_inside(venue, sight, false, true));
  if (inside * 3 >= all * 2 || best * 10 < all * 9) return;
  findings.push_back({"mirrored", venue.id, "venue " + venue.id, std::nullopt, "",
                      "Only " + std::to_string(inside) + " of " + std::to_string(all) + " nodes lie in a space, but " +
                          std::to_string(best) + " would if the graph were mirrored: y must point north."});
}

void screens(const Network& network, const Venue& venue, std::span<const Screen> screens, Findings& findings) {
  for (const Screen& screen : screens) {
    if (screen.venue == venue.id) ScreenCheck{network, screen, findings}.check();
  }
}

}  // namespace skylt::checks
