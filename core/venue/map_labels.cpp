#include "core/venue/map_labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace skylt {
namespace {

constexpr int kSteps = 14;  ///< of the grid of places, each way

/// Centre of gravity; the middle of the bounds where the ring has no area.
Pixel centroid_of(const PixelLine& ring) {
  double area = 0;
  Pixel sum;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Pixel& a = ring[i];
    const Pixel& b = ring[(i + 1) % ring.size()];
    const double cross = a.x * b.y - b.x * a.y;
    area += cross;
    sum.x += (a.x + b.x) * cross;
    sum.y += (a.y + b.y) * cross;
  }
  if (std::abs(area) < 1e-6) return bounds_of({ring}).centre();
  return {sum.x / (3 * area), sum.y / (3 * area)};
}

double distance_to(const PixelLine& ring, Pixel p) {
  double least = 1e24;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Pixel& a = ring[i];
    const Pixel& b = ring[(i + 1) % ring.size()];
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    const double t = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0;
    const double off_x = p.x - a.x - t * dx;
    const double off_y = p.y - a.y - t * dy;
    least = std::min(least, off_x * off_x + off_y * off_y);
  }
  return std::sqrt(least);
}

bool wall_touches(const std::vector<PixelLine>& area, const PixelBox& box) {
  for (const auto& ring : area)
    for (std::size_t i = 0; i < ring.size(); ++i)
      if (touches(ring[i], ring[(i + 1) % ring.size()], box)) return true;
  return false;
}

bool lies_inside(const std::vector<PixelLine>& area, const PixelBox& box) {
  return contains(area, box.centre()) && !wall_touches(area, box);
}

bool meets(const std::vector<PixelLine>& area, const PixelBox& box) {
  return wall_touches(area, box) || contains(area, box.centre());
}

bool is_free(const LabelField& field, const PixelBox& box) {
  if (!field.frame.contains(box)) return false;
  for (const auto& taken : field.taken)
    if (taken.overlaps(box)) return false;
  for (const auto& barrier : field.barriers) {
    const PixelBox wide = box.grown(barrier.half_width - field.air);
    for (std::size_t i = 0; i + 1 < barrier.line.size(); ++i)
      if (touches(barrier.line[i], barrier.line[i + 1], wide)) return false;
  }
  return true;
}

/// Centres for a label of that size within bounds, the nearest to the anchor first.
std::vector<Pixel> places_in(const PixelBox& bounds, const LabelSize& size, Pixel anchor) {
  std::vector<Pixel> places;
  const double free_x = bounds.width - size.width;
  const double free_y = bounds.height - size.height;
  if (free_x < 0 || free_y < 0) return places;
  const auto clamp_to = [](double value, double low, double length) { return std::clamp(value, low, low + length); };
  const double x0 = bounds.x + size.width / 2;
  const double y0 = bounds.y + size.height / 2;
  places.push_back({clamp_to(anchor.x, x0, free_x), clamp_to(anchor.y, y0, free_y)});
  for (int i = 0; i <= kSteps; ++i) {
    for (int j = 0; j <= kSteps; ++j) places.push_back({x0 + free_x * i / kSteps, y0 + free_y * j / kSteps});
    places.push_back({x0 + free_x * i / kSteps, places.front().y});
    places.push_back({places.front().x, y0 + free_y * i / kSteps});
  }
  const auto far = [&](const Pixel& p) {  // squared, which orders alike
    const double dx = p.x - anchor.x;
    const double dy = (p.y - anchor.y) * 1.2;
    return dx * dx + dy * dy;
  };
  std::vector<std::pair<double, Pixel>> by_distance;
  by_distance.reserve(places.size());
  for (const Pixel& place : places) by_distance.emplace_back(far(place), place);
  std::stable_sort(by_distance.begin(), by_distance.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::transform(by_distance.begin(), by_distance.end(), places.begin(), [](const auto& one) { return one.second; });
  return places;
}

PixelBox around(Pixel centre, const LabelSize& size) {
  return {centre.x - size.width / 2, centre.y - size.height / 2, size.width, size.height};
}

std::optional<PlacedLabel> place_inside(const LabelWish& wish, const std::vector<PixelLine>& seen, Pixel anchor,
                                        const LabelField& field) {
  const PixelBox bounds = bounds_of({seen.front()});
  for (std::size_t s = 0; s < wish.sizes.size(); ++s) {
    for (const auto& centre : places_in(bounds, wish.sizes[s], anchor)) {
      const PixelBox box = around(centre, wish.sizes[s]);
      const PixelBox airy = box.grown(field.air);
      if (!lies_inside(seen, airy) || !is_free(field, airy)) continue;
      if (wish.off_walls && std::any_of(field.walls.begin(), field.walls.end(),
                                        [&](const auto* one) { return wall_touches(*one, airy); }))
        continue;
      return PlacedLabel{s, box, true, anchor};
    }
  }
  return std::nullopt;
}

/// Beside the room, over nobody's: above, below, or to a side, the nearest first.
std::optional<PlacedLabel> place_outside(const LabelWish& wish, const std::vector<PixelLine>& seen, Pixel anchor,
                                         const LabelField& field) {
  const PixelBox bounds = bounds_of({seen.front()});
  for (std::size_t s = 0; s < wish.sizes.size(); ++s) {
    const LabelSize size = wish.sizes[s];
    std::vector<Pixel> places;
    const int rings = std::max(0, static_cast<int>(std::ceil((8 * size.height - 2 * field.air) / (size.height / 2))));
    for (int ring = 0; ring < rings; ++ring) {
      const double gap = 2 * field.air + ring * size.height / 2;
      for (const double shift : {0.0, -0.12, 0.12, -0.25, 0.25, -0.38, 0.38, -0.5, 0.5}) {
        places.push_back({anchor.x + shift * size.width, bounds.y - gap - size.height / 2});
        places.push_back({anchor.x + shift * size.width, bounds.bottom() + gap + size.height / 2});
        places.push_back({bounds.x - gap - size.width / 2, anchor.y + shift * size.height * 2});
        places.push_back({bounds.right() + gap + size.width / 2, anchor.y + shift * size.height * 2});
      }
    }
    for (const auto& centre : places) {
      const PixelBox box = around(centre, size);
      const PixelBox airy = box.grown(field.air);
      if (!is_free(field, airy)) continue;
      if (std::any_of(field.rooms.begin(), field.rooms.end(), [&](const auto* room) { return meets(*room, airy); }))
        continue;
      return PlacedLabel{s, box, false, anchor};
    }
  }
  return std::nullopt;
}

}  // namespace

Pixel anchor_of(const std::vector<PixelLine>& area) {
  if (area.empty() || area.front().empty()) return {};
  const Pixel middle = centroid_of(area.front());
  const PixelBox bounds = bounds_of({area.front()});
  const double small = std::min(bounds.width, bounds.height);
  const auto depth = [&](Pixel p) {
    if (!contains(area, p)) return -1.0;
    double least = 1e12;
    for (const auto& ring : area) least = std::min(least, distance_to(ring, p));
    return least;
  };
  if (depth(middle) >= small / 5) return middle;
  Pixel best = middle;
  double most = depth(middle);
  for (int i = 1; i < kSteps; ++i) {
    for (int j = 1; j < kSteps; ++j) {
      const Pixel p{bounds.x + bounds.width * i / kSteps, bounds.y + bounds.height * j / kSteps};
      if (const double deep = depth(p); deep > most + 1e-6) {
        most = deep;
        best = p;
      }
    }
  }
  return best;
}

std::vector<std::optional<PlacedLabel>> place_labels(const std::vector<LabelWish>& wishes, const LabelField& field) {
  std::vector<std::size_t> order(wishes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wishes[a].rank < wishes[b].rank; });
  LabelField left = field;
  std::vector<std::optional<PlacedLabel>> placed(wishes.size());
  for (const std::size_t index : order) {
    const auto& wish = wishes[index];
    std::vector<PixelLine> seen;
    for (const auto& ring : wish.area)
      if (auto part = clipped(ring, field.frame); part.size() >= 3) seen.push_back(std::move(part));
    if (seen.empty() || wish.area.empty() || clipped(wish.area.front(), field.frame).size() < 3) continue;
    const Pixel anchor = anchor_of(seen);
    auto label = place_inside(wish, seen, anchor, left);
    if (!label && wish.off_walls) {
      LabelWish anywhere = wish;
      anywhere.off_walls = false;
      label = place_inside(anywhere, seen, anchor, left);
    }
    if (!label && wish.outside) label = place_outside(wish, seen, anchor, left);
    if (!label) continue;
    left.taken.push_back(label->box.grown(field.air));
    placed[index] = label;
  }
  return placed;
}

}  // namespace skylt
