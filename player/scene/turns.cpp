#include "player/scene/turns.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace skylt {
namespace {

using Regions = std::vector<const WidgetPages*>;
using Belongs = std::function<bool(const WidgetPages& region)>;

bool any_region(const WidgetPages&) { return true; }
bool is_strip(const WidgetPages& region) { return region.strip; }
bool is_no_strip(const WidgetPages& region) { return !region.strip; }

std::size_t pages_of(const Regions& regions, const Belongs& belongs) {
  std::size_t pages = 1;
  for (const auto* region : regions)
    if (belongs(*region)) pages = std::max(pages, region->pages.size());
  return pages;
}

/// How long each of `pages` pages stays: what the one with most to read needs.
Seconds dwell_of(const Regions& regions, const Belongs& belongs, std::size_t pages) {
  std::vector<double> reading(pages, 0);
  for (const auto* region : regions) {
    if (!belongs(*region)) continue;
    std::vector<double> of_page;
    for (const auto& page : region->pages) of_page.push_back(page_reading_seconds(page));
    for (std::size_t page = 0; page < pages; ++page) reading[page] += of_page[page % of_page.size()];
  }
  return dwell_for(*std::max_element(reading.begin(), reading.end()));
}

/// `pages` and `strips` spread over the same time, each evenly.
std::vector<Turn> spread(std::size_t pages, std::size_t strips, Millis whole) {
  std::set<Millis> edges;  // where a turn ends
  const auto edge = [&](std::size_t of, std::size_t index) {
    return whole * static_cast<Millis::rep>(index) / static_cast<Millis::rep>(of);
  };
  for (std::size_t i = 1; i <= pages; ++i) edges.insert(edge(pages, i));
  for (std::size_t i = 1; i <= strips; ++i) edges.insert(edge(strips, i));
  std::vector<Turn> turns;
  Turn turn;
  Millis begin{0};
  for (const Millis end : edges) {
    turn.stays = end - begin;
    turns.push_back(turn);
    begin = end;
    if (end == edge(pages, turn.page + 1)) ++turn.page;
    if (end == edge(strips, turn.strip + 1)) ++turn.strip;
  }
  return turns;
}

}  // namespace

std::vector<Turn> turns_of(const std::vector<const WidgetPages*>& regions, Seconds cycle) {
  const auto count = pages_of(regions, any_region);
  const Seconds dwell = dwell_of(regions, any_region, count);
  const bool has_strip = std::any_of(regions.begin(), regions.end(), [](const auto* each) { return each->strip; });
  if (has_strip && dwell * static_cast<Seconds::rep>(count) > cycle) {
    const auto pages = pages_of(regions, is_no_strip);
    const auto strips = pages_of(regions, is_strip);
    const auto whole_of = [&](const Belongs& belongs, std::size_t each) {
      return dwell_of(regions, belongs, each) * static_cast<Seconds::rep>(each);
    };
    return spread(pages, strips, std::max(whole_of(is_no_strip, pages), whole_of(is_strip, strips)));
  }
  std::vector<Turn> turns;
  for (std::size_t i = 0; i < count; ++i) turns.push_back({i, i, dwell});
  return turns;
}

std::size_t page_in(const Turn& turn, const WidgetPages& region) {
  return (region.strip ? turn.strip : turn.page) % region.pages.size();
}

}  // namespace skylt
