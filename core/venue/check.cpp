#include "core/venue/check.hpp"

#include <algorithm>
#include <tuple>

#include "core/venue/check_parts.hpp"

namespace skylt {
namespace {

/// The same plan, always open.
std::vector<Venue> without_hours(std::span<const Venue> venues) {
  std::vector<Venue> open{venues.begin(), venues.end()};
  for (Venue& venue : open) {
    for (Opening& opening : venue.openings) opening.hours.clear();
    for (Connector& connector : venue.connectors) connector.hours.clear();
    for (Amenity& amenity : venue.amenities) amenity.hours.clear();
    for (Edge& edge : venue.edges) edge.hours.clear();
  }
  return open;
}

void check_links(std::span<const Link> links, const Network& network, checks::Findings& findings) {
  for (const Link& link : links) {
    for (const VenueNode& end : {link.from, link.to}) {
      if (network.find(end.venue, end.node)) continue;
      findings.push_back({"dangling", end.venue, "link " + link.id, std::nullopt, "",
                          "There is no node '" + end.node + "' in the venue '" + end.venue + "'."});
    }
  }
}

}  // namespace

std::vector<VenueFinding> check_venues(std::span<const Venue> venues, std::span<const Screen> screens,
                                       std::span<const Link> links) {
  const std::vector<Venue> open = without_hours(venues);
  const Network network{open, links, {}, UtcTime{}, 0, 0};
  checks::Findings findings;
  for (const Venue& venue : open) {
    checks::references(venue, findings);
    checks::handedness(venue, findings);
    if (venue.edges.empty()) continue;
    checks::passages(network, venue, findings);
    checks::reach(network, venue, screens, findings);
    checks::screens(network, venue, screens, findings);
  }
  check_links(links, network, findings);
  std::stable_sort(findings.begin(), findings.end(), [](const VenueFinding& a, const VenueFinding& b) {
    return std::tie(a.venue, a.code) < std::tie(b.venue, b.code);
  });
  return findings;
}

}  // namespace skylt
