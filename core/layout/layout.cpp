#include "core/layout/layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/layout/read_name.hpp"
#include "core/layout/widgets.hpp"

namespace skylt {
namespace {

constexpr const char* kFormat = "skylt/layout/1";
constexpr std::size_t kMaxRegions = 40;
constexpr std::array<std::string_view, 3> kLanguageDisplays{"one", "in-turn", "side-by-side"};

FractionRect read_box(JsonReader& reader) {
  const Json* raw = reader.raw("box");
  const bool numbers = raw && raw->is_array() && raw->size() == 4 &&
                       std::all_of(raw->begin(), raw->end(), [](const Json& item) { return item.is_number(); });
  if (!numbers) {
    reader.fault("box", "must be [x, y, width, height] in fractions of the screen");
    return {};
  }
  const FractionRect box{(*raw)[0].get<double>(), (*raw)[1].get<double>(), (*raw)[2].get<double>(),
                         (*raw)[3].get<double>()};
  constexpr double kSlack = 1e-9;
  const bool inside = box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0 && box.x + box.width <= 1 + kSlack &&
                      box.y + box.height <= 1 + kSlack;
  if (!inside) reader.fault("box", "must lie within 0 and 1 and have a size");
  return inside ? box : FractionRect{};
}

Region read_region(JsonReader& reader) {
  Region region;
  region.id = reader.string("id");
  region.box = read_box(reader);
  region.widget = reader.string("widget");
  const Json* options = reader.raw("options");
  region.options = options ? *options : Json::object();
  return region;
}

/// Layout of the region's options is known only by its widget.
void check_region(JsonReader& reader, const Region& region, Faults& faults) {
  const WidgetSpec* widget = find_widget(region.widget);
  if (widget) {
    check_options(*widget, region.options, reader.pointer() + "/options", faults);
  } else if (!region.widget.empty()) {
    std::string names;
    for (const auto& spec : widget_specs()) names += (names.empty() ? "" : ", ") + std::string{spec.name};
    reader.fault("widget", "unknown widget '" + region.widget + "'; there are " + names);
  }
  reader.reject_unknown();
}

std::vector<Region> read_variant(JsonReader& reader, Faults& faults) {
  std::vector<Region> regions;
  std::set<std::string> ids;
  reader.each("regions", [&](JsonReader& item) {
    Region region = read_region(item);
    check_region(item, region, faults);
    if (!region.id.empty() && !ids.insert(region.id).second)
      item.fault("id", "the id '" + region.id + "' is used twice in this variant");
    regions.push_back(std::move(region));
  });
  if (!reader.has("regions")) reader.fault("regions", "is missing");
  if (regions.size() > kMaxRegions) reader.fault("regions", "holds more than 40 regions");
  reader.reject_unknown();
  return regions;
}

const char* name_of_orientation(Orientation orientation) {
  return orientation == Orientation::Landscape ? "landscape" : "portrait";
}

}  // namespace

const std::vector<Region>& Layout::regions_for(SizePx screen) const {
  static const std::vector<Region> kNone;
  const auto wanted = screen.height > screen.width ? Orientation::Portrait : Orientation::Landscape;
  if (const auto it = variants.find(wanted); it != variants.end()) return it->second;
  return variants.empty() ? kNone : variants.begin()->second;
}

Layout read_layout(const Json& document, Faults& faults) {
  Layout layout;
  JsonReader reader{document, faults};
  if (reader.string("format") != kFormat) reader.fault("format", std::string{"must be \""} + kFormat + "\"");
  layout.id = reader.string("id");
  layout.name = read_name(reader);
  reader.object("variants", [&](JsonReader& variants) {
    for (const auto orientation : {Orientation::Landscape, Orientation::Portrait})
      variants.object(name_of_orientation(orientation),
                      [&](JsonReader& variant) { layout.variants[orientation] = read_variant(variant, faults); });
    variants.reject_unknown();
  });
  if (reader.has("languages"))
    layout.languages = static_cast<LanguageDisplay>(
        reader.one_of("languages", {kLanguageDisplays.begin(), kLanguageDisplays.end()}, 0));
  if (layout.variants.empty()) reader.fault("variants", "needs landscape, portrait or both");
  reader.reject_unknown();
  return layout;
}

Json to_json(const Layout& layout) {
  Json variants = Json::object();
  for (const auto& [orientation, regions] : layout.variants) {
    Json list = Json::array();
    for (const auto& region : regions) {
      Json item{{"id", region.id},
                {"box", {region.box.x, region.box.y, region.box.width, region.box.height}},
                {"widget", region.widget}};
      if (!region.options.empty()) item["options"] = region.options;
      list.push_back(std::move(item));
    }
    variants[name_of_orientation(orientation)] = Json{{"regions", std::move(list)}};
  }
  Json out{{"format", kFormat}, {"id", layout.id}};
  if (!layout.name.empty()) out["name"] = layout.name.by_language();
  if (layout.languages) out["languages"] = kLanguageDisplays.at(static_cast<std::size_t>(*layout.languages));
  out["variants"] = std::move(variants);
  return out;
}

RectPx place(const FractionRect& of_screen, SizePx screen) {
  const auto edge = [](double fraction, int length) { return static_cast<int>(std::lround(fraction * length)); };
  const int left = edge(of_screen.x, screen.width);
  const int top = edge(of_screen.y, screen.height);
  return {left, top, edge(of_screen.x + of_screen.width, screen.width) - left,
          edge(of_screen.y + of_screen.height, screen.height) - top};
}

}  // namespace skylt
