#pragma once
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

#include "content-server/indoor/indoor.hpp"

namespace skylt::fuzz {

/// Ends the process when the features are not accounted for, a node lies nowhere, or an edge leads to none.
inline void check_map(const IndoorImport& result) {
  std::size_t errors = 0;
  for (const Finding& finding : result.findings) errors += finding.severity == Severity::Error ? 1 : 0;
  if (errors != result.rejected || result.features != result.parts.size() + result.rejected) std::abort();
  std::set<std::string> nodes;
  for (const Node& node : result.venue.nodes) {
    if (!std::isfinite(node.x) || !std::isfinite(node.y) || !nodes.insert(node.id).second) std::abort();
  }
  for (const Edge& edge : result.venue.edges) {
    if (!nodes.contains(edge.from) || !nodes.contains(edge.to)) std::abort();
  }
}

}  // namespace skylt::fuzz
