#include <cmath>

#include "core/snapshot/snapshot.hpp"
#include "player/scene/scene.hpp"

namespace skylt {
namespace {

Json box_json(const RectPx& box) { return {box.x, box.y, box.width, box.height}; }

/// Two decimals are enough for a reader and keep the dump steady.
double rounded(double value) { return std::round(value * 100) / 100; }

/// "#rrggbb"; with two more digits where something shines through.
std::string colour_json(Colour colour) {
  static constexpr const char* kHex = "0123456789abcdef";
  std::string out = "#";
  const auto add = [&](unsigned char part) {
    out += kHex[part >> 4];
    out += kHex[part & 15];
  };
  for (const unsigned char part : {colour.r, colour.g, colour.b}) add(part);
  if (colour.a != 255) add(colour.a);
  return out;
}

Json head(const char* kind, const std::string& region, const std::string& role, const RectPx& box) {
  return Json{{"kind", kind}, {"region", region}, {"role", role}, {"box", box_json(box)}};
}

Json item_json(const TextItem& item) {
  Json out = head("text", item.region, item.role, item.box);
  const TextLayout& layout = *item.layout;
  Json lines = Json::array();
  for (const auto& line : layout.lines) {
    RectPx box = line.box;
    box.x += item.box.x;
    box.y += item.box.y;
    lines.push_back(Json{{"text", line.text}, {"visual", line.visual}, {"box", box_json(box)}});
  }
  out["text"] = layout.source.text;
  out["language"] = layout.source.language;
  out["direction"] = layout.right_to_left ? "rtl" : "ltr";
  out["lines"] = std::move(lines);
  out["font_px"] = rounded(layout.style.em_px);
  out["cap_height_px"] = rounded(layout.cap_height_px);
  out["floor_px"] = rounded(item.floor_px);
  out["must_read"] = item.must_read;
  out["contrast"] = rounded(item.contrast);
  out["truncated"] = layout.truncated;
  out["missing_glyphs"] = layout.missing_glyphs;
  out["bold"] = layout.style.weight == Weight::Bold;
  out["struck"] = item.struck;
  out["colour"] = colour_json(item.colour);
  return out;
}

Json item_json(const ShapeItem& item) {
  Json out = head("shape", item.region, item.role, item.box);
  out["colour"] = colour_json(item.colour);
  out["radius"] = item.radius_px;
  return out;
}

Json item_json(const ArrowItem& item) {
  Json out = head("arrow", item.region, item.role, item.box);
  out["colour"] = colour_json(item.colour);
  out["bearing"] = rounded(item.bearing);
  out["shape"] = item.shape == ArrowShape::Turn ? "turn" : item.shape == ArrowShape::Here ? "here" : "straight";
  out["contrast"] = rounded(item.contrast);
  return out;
}

Json item_json(const PictogramItem& item) {
  Json out = head("pictogram", item.region, item.role, item.box);
  out["colour"] = colour_json(item.colour);
  out["name"] = item.name;
  out["direction"] = item.direction;
  out["alternative"] = item.alternative;
  out["contrast"] = rounded(item.contrast);
  return out;
}

Json item_json(const ImageItem& item) {
  Json out = head("image", item.region, item.role, item.box);
  out["name"] = item.name;
  out["sha256"] = item.sha256;
  out["alternative"] = item.alternative;
  return out;
}

Json item_json(const QrItem& item) {
  Json out = head("qr", item.region, item.role, item.box);
  out["data"] = item.data;
  return out;
}

/// What a check needs: shapes by role, and where they lie on the screen.
Json item_json(const MapItem& item) {
  Json out = head("map", item.region, item.role, item.box);
  out["alternative"] = item.alternative;
  out["levels"] = item.levels;
  out["scale"] = rounded(item.scale);
  out["north"] = rounded(item.north);
  out["viewer"] = item.viewer ? Json{rounded(item.viewer->x), rounded(item.viewer->y)} : Json(nullptr);
  out["unnamed"] = item.unnamed;
  Json shapes = Json::array();
  for (const auto& path : item.drawing->paths) {
    Json lines = Json::array();
    for (const auto& line : path.lines) {
      Json points = Json::array();
      for (const auto& p : line) points.push_back({rounded(item.box.x + p.x), rounded(item.box.y + p.y)});
      lines.push_back(std::move(points));
    }
    Json shape{{"role", path.role}, {"id", path.id}, {"lines", std::move(lines)}};
    if (path.fill) shape["fill"] = colour_json(*path.fill);
    if (path.stroke) shape["stroke"] = colour_json(*path.stroke);
    if (path.stroke) shape["width"] = rounded(path.width);
    shapes.push_back(std::move(shape));
  }
  out["ground"] = colour_json(item.drawing->ground);
  out["shapes"] = std::move(shapes);
  if (const auto& plan = item.drawing->plan)
    out["plan"] = Json{{"sha256", plan->sha256},
                       {"at", {rounded(item.box.x + plan->at.x), rounded(item.box.y + plan->at.y)}},
                       {"scale", std::round(plan->scale * 1e5) / 1e5},  // a plan has thousands of pixels
                       {"degrees", rounded(plan->degrees)}};
  return out;
}

Json items_json(const Scene& scene) {
  Json items = Json::array();
  for (const auto& item : scene.items)
    items.push_back(std::visit([](const auto& one) { return item_json(one); }, item));
  return items;
}

}  // namespace

Json to_json(const Scene& scene) {
  return Json{{"size", {scene.size.width, scene.size.height}},
              {"at", format_instant(scene.at)},
              {"next_change", scene.next_change ? Json(format_instant(*scene.next_change)) : Json(nullptr)},
              {"layout", scene.layout},
              {"page", {scene.page + 1, scene.pages}},
              {"ground", colour_json(scene.ground)},
              {"items", items_json(scene)}};
}

std::string scene_sha256(const Scene& scene) {
  const Json drawn{{"size", {scene.size.width, scene.size.height}},
                   {"ground", colour_json(scene.ground)},
                   {"items", items_json(scene)}};
  return sha256_hex(dump_json(drawn));
}

}  // namespace skylt
