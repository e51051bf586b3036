// Times what happens inside one process, for ./skylt bench: composing and painting a full scene, a clock tick, laying
// out text, and ways through a building. Each prints a JSON list of {"name","value","unit","bar"}.
//
//   skylt-bench scene SNAPSHOT_DIR T
//   skylt-bench map SNAPSHOT_DIR T        the same for a screen with a map
//   skylt-bench directions SNAPSHOT_DIR T for a screen with direction signs, and the ways that they are made of
//   skylt-bench text SNAPSHOT_DIR
//   skylt-bench routes                    on the congress centre of 32C3; nothing without ../shared/data
#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <iostream>

#include "core/base/error.hpp"
#include "core/snapshot/ways.hpp"
#include "player/device/glyphs.hpp"
#include "player/paint/difference.hpp"
#include "player/paint/presenter.hpp"
#include "player/sync/provision.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/text_bench.hpp"

namespace {

using namespace skylt;
using bench::figure;
using bench::median_ms;

long area(const std::vector<RectPx>& rects) {
  long sum = 0;
  for (const auto& rect : rects) sum += static_cast<long>(rect.width) * rect.height;
  return sum;
}

Json measure_scene(const std::string& folder, UtcTime at) {
  const auto files = posix_file_system();
  const auto snapshot = std::make_shared<const Snapshot>(read_snapshot_folder(*files, folder));
  const Viewer viewer{{1920, 1080}, {}};
  // The page stays: a tick is the minute alone.
  const auto compose = [&](Typesetter& typesetter, UtcTime now) {
    return scene_for(*snapshot, Moment{now, at, true, std::nullopt}, viewer, typesetter);
  };
  const double cold = median_ms(5, [&] {
    Typesetter fresh{snapshot->fonts, snapshot->hyphenation, snapshot->event.word_list};
    compose(fresh, at);
  });

  Typesetter typesetter{snapshot->fonts, snapshot->hyphenation, snapshot->event.word_list};
  TypesetterGlyphs glyphs{typesetter};
  Painter painter{glyphs, images_of(snapshot)};
  MemoryPresenter picture{viewer.size};
  const double full = median_ms(51, [&] { painter.paint(compose(typesetter, at), picture.buffer()); });

  Scene shown = compose(typesetter, at);
  std::vector<RectPx> damage;
  int minute = 0;
  const double tick = median_ms(51, [&] {
    Scene next = compose(typesetter, at + Minutes{++minute % 2});
    damage = difference(shown, next);
    painter.paint(next, picture.buffer(), damage);
    shown = std::move(next);
  });
  const double share = 100.0 * static_cast<double>(area(damage)) / (1920.0 * 1080.0);
  // What the machine's memory does just now: the yardstick for the figures above and below.
  std::vector<std::uint32_t> pixels(1920 * 1080), copy(pixels.size());
  const double copied = median_ms(51, [&] {
    std::memcpy(copy.data(), pixels.data(), pixels.size() * sizeof pixels[0]);
    pixels[0] = copy[1] + 1;
  });
  return Json::array({figure("full scene 1920 x 1080, composed and painted", full, "ms", 4),
                      figure("the same, in copies of such a picture on this machine", full / copied, "times"),
                      figure("the same, first time with fresh fonts (composed only)", cold, "ms"),
                      figure("clock tick, composed and painted", tick, "ms"),
                      figure("clock tick, repainted part of the screen", share, "%")});
}

/// A map drawn for the first time, its pages one after the other, and the same again.
Json measure_map(const std::string& folder, UtcTime at) {
  const auto files = posix_file_system();
  const auto snapshot = std::make_shared<const Snapshot>(read_snapshot_folder(*files, folder));
  const Viewer viewer{{1920, 1080}, {}};
  Typesetter typesetter{snapshot->fonts, snapshot->hyphenation};
  TypesetterGlyphs glyphs{typesetter};
  MemoryPresenter picture{viewer.size};
  const auto compose = [&](int seconds) {
    const UtcTime now = at + Seconds{seconds};
    return scene_for(*snapshot, Moment{now, now, true, std::nullopt}, viewer, typesetter);
  };
  compose(0);
  const double composed = median_ms(51, [&] { compose(0); });
  const double first = median_ms(11, [&] {
    Painter fresh{glyphs, images_of(snapshot)};
    fresh.paint(compose(0), picture.buffer());
  });
  Painter painter{glyphs, images_of(snapshot)};
  painter.paint(compose(0), picture.buffer());
  const double full = median_ms(51, [&] { painter.paint(compose(0), picture.buffer()); });
  const Scene shown = compose(0);
  const double same = static_cast<double>(area(difference(shown, compose(1))));
  return Json::array({figure("map 1920 x 1080, composed", composed, "ms"),
                      figure("map, composed and painted", full, "ms", 4),
                      figure("map, composed and painted for the first time", first, "ms"),
                      figure("map, pixels painted when nothing has changed", same, "px", 0)});
}

/// A direction sign: composed and painted, and what a closure or an opening hour costs, when all ways are sought anew.
Json measure_directions(const std::string& folder, UtcTime at) {
  const auto files = posix_file_system();
  const auto snapshot = std::make_shared<const Snapshot>(read_snapshot_folder(*files, folder));
  const SizePx size = snapshot->screen.size;
  Typesetter typesetter{snapshot->fonts, snapshot->hyphenation};
  TypesetterGlyphs glyphs{typesetter};
  Painter painter{glyphs, images_of(snapshot)};
  MemoryPresenter picture{size};
  const auto compose = [&] {
    return scene_for(*snapshot, Moment{at, at, true, std::nullopt}, Viewer{size, {}}, typesetter);
  };
  compose();
  const double composed = median_ms(51, compose);
  const double full = median_ms(51, [&] { painter.paint(compose(), picture.buffer()); });
  const TimeZone zone = day_rule(snapshot->event).zone;
  const double ways = median_ms(51, [&] { Ways{*snapshot, at, zone}; });
  return Json::array({figure("direction sign, composed", composed, "ms"),
                      figure("direction sign, composed and painted", full, "ms", 4),
                      figure("all ways from one screen of the sample event, sought anew", ways, "ms")});
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 2 && std::string{argv[1]} == "routes") {
      std::cout << dump_json(bench::measure_routes()) << '\n';
      return 0;
    }
    if (argc == 3 && std::string{argv[1]} == "text") {
      std::cout << dump_json(measure_text(read_snapshot_folder(*posix_file_system(), argv[2]))) << '\n';
      return 0;
    }
    const std::string what = argc == 4 ? argv[1] : "";
    const auto at = what == "scene" || what == "map" || what == "directions" ? parse_instant(argv[3]) : std::nullopt;
    if (!at) {
      std::cerr << "usage: skylt-bench scene|map|directions SNAPSHOT_DIR T | text SNAPSHOT_DIR | routes\n";
      return 2;
    }
    const auto measure = what == "map" ? measure_map : what == "directions" ? measure_directions : measure_scene;
    std::cout << dump_json(measure(argv[2], *at)) << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "skylt-bench: " << describe(error) << '\n';
    return 1;
  }
}
