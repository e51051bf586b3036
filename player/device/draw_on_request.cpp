#include "player/device/draw_on_request.hpp"

#include <algorithm>
#include <iostream>
#include <list>
#include <set>

#include "core/base/error.hpp"
#include "player/device/glyphs.hpp"
#include "player/paint/png.hpp"
#include "player/paint/presenter.hpp"
#include "player/sync/provision.hpp"

namespace skylt {
namespace {

constexpr std::size_t kSnapshotsKept = 12;
constexpr int kLargestSide = 8192;

struct Request {
  std::string snapshot, language, picture;
  Moment moment;
  SizePx size;
  int width = 0;  ///< 0: as large as drawn
  bool scene = false;
};

Request read_request(const std::string& line) {
  const Json document = parse_json(line, "request");
  Faults faults;
  JsonReader reader{document, faults};
  Request request;
  request.snapshot = reader.string("snapshot");
  request.moment.now = reader.instant("at");
  request.moment.rotation = reader.optional_instant("rotation").value_or(request.moment.now);
  request.moment.clock_trusted = reader.boolean("trusted", true);
  request.moment.fetched = reader.optional_instant("fetched");
  request.language = reader.optional_string("language");
  if (const Json* size = reader.raw("size")) {
    const bool whole = size->is_array() && size->size() == 2 && (*size)[0].is_number_integer() &&
                       (*size)[1].is_number_integer() && (*size)[0] > 0 && (*size)[1] > 0 &&
                       (*size)[0] <= kLargestSide && (*size)[1] <= kLargestSide;
    if (whole) request.size = {(*size)[0].get<int>(), (*size)[1].get<int>()};
    if (!whole) reader.fault("size", "must be two whole numbers up to 8192");
  }
  request.width = std::clamp(reader.optional_integer("width").value_or(0), 0, kLargestSide);
  request.picture = reader.optional_string("picture");
  request.scene = reader.boolean("scene", false);
  reader.reject_unknown();
  throw_on("request", faults);
  return request;
}

/// A snapshot ready to be drawn again and again.
struct Loaded {
  explicit Loaded(std::string from)
      : dir{std::move(from)},
        snapshot{std::make_shared<const Snapshot>(read_snapshot_folder(*files, dir))},
        typesetter{typesetter_for(*snapshot)} {}

  std::unique_ptr<FileSystem> files = posix_file_system();
  std::string dir;
  std::shared_ptr<const Snapshot> snapshot;
  Typesetter typesetter;
};

class Drawer {
 public:
  Json draw(const Request& request) {
    Loaded& loaded = find(request.snapshot);
    Viewer viewer{request.size, {}};
    if (!request.language.empty()) viewer.languages.push_back(request.language);
    std::vector<std::string> failed;
    const Scene scene = scene_for(*loaded.snapshot, request.moment, viewer, loaded.typesetter, &failed);
    std::set<std::string> failures{failed.begin(), failed.end()};  // a region fails once for each language
    Json answer{{"scene_sha256", scene_sha256(scene)}};
    if (request.scene) answer["scene"] = to_json(scene);
    if (!request.picture.empty()) paint(scene, loaded, request, failures);
    answer["failures"] = failures;
    return answer;
  }

 private:
  Loaded& find(const std::string& dir) {
    const auto known =
        std::find_if(loaded_.begin(), loaded_.end(), [&](const Loaded& each) { return each.dir == dir; });
    if (known != loaded_.end()) {
      loaded_.splice(loaded_.begin(), loaded_, known);
    } else {
      loaded_.emplace_front(dir);
      if (loaded_.size() > kSnapshotsKept) loaded_.pop_back();
    }
    return loaded_.front();
  }

  static void paint(const Scene& scene, Loaded& loaded, const Request& request, std::set<std::string>& failures) {
    TypesetterGlyphs glyphs{loaded.typesetter};
    Painter painter{glyphs, images_of(loaded.snapshot)};
    MemoryPresenter picture{scene.size};
    painter.paint(scene, picture.buffer());
    failures.insert(painter.failures().begin(), painter.failures().end());
    if (request.width == 0 || request.width >= scene.size.width)
      return write_png_fast(picture.buffer(), request.picture);
    const int height = std::max(1, scene.size.height * request.width / scene.size.width);
    MemoryPresenter small{{request.width, height}};
    shrink(small.buffer(), picture.buffer());
    write_png_fast(small.buffer(), request.picture);
  }

  std::list<Loaded> loaded_;  ///< last used first
};

}  // namespace

void draw_on_request(std::istream& in, std::ostream& out) {
  Drawer drawer;
  for (std::string line; std::getline(in, line);) {
    Json answer;
    try {
      answer = drawer.draw(read_request(line));
    } catch (const std::exception& error) {
      answer = Json{{"error", describe(error)}};
    }
    out << dump_json(answer) << '\n' << std::flush;
  }
}

}  // namespace skylt
