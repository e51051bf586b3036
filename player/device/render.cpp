#include "player/device/render.hpp"

#include <fstream>
#include <iostream>

#include "core/base/error.hpp"
#include "player/device/glyphs.hpp"
#include "player/paint/png.hpp"
#include "player/paint/presenter.hpp"
#include "player/sync/provision.hpp"

namespace skylt {
namespace {

/// Where `--scene` writes: a file or standard output.
class SceneSink {
 public:
  explicit SceneSink(const std::string& path) : path_{path} {
    if (path.empty() || path == "-") return;
    file_.open(path, std::ios::binary);
    if (!file_) throw Error{ErrorCode::Unavailable, path + ": cannot be written"};
  }

  void write(const Scene& scene, bool line) {
    if (path_.empty()) return;
    std::ostream& out = path_ == "-" ? std::cout : file_;
    out << dump_json(to_json(scene), line ? -1 : 1) << '\n';
    out.flush();
    if (!out) throw Error{ErrorCode::Unavailable, path_ + ": cannot be written"};
  }

 private:
  std::string path_;
  std::ofstream file_;
};

void paint_file(const Scene& scene, Typesetter& typesetter, const std::shared_ptr<const Snapshot>& snapshot,
                const std::string& path) {
  TypesetterGlyphs glyphs{typesetter};
  Painter painter{glyphs, images_of(snapshot)};
  MemoryPresenter picture{scene.size};
  painter.paint(scene, picture.buffer());
  write_png(picture.buffer(), path);
  for (const std::string& failure : painter.failures()) std::cerr << "skylt-player: " << failure << '\n';
}

}  // namespace

void render(const RenderOptions& options) {
  const auto files = posix_file_system();
  const auto snapshot = std::make_shared<const Snapshot>(read_snapshot_folder(*files, options.snapshot));
  Typesetter typesetter = typesetter_for(*snapshot);
  Viewer viewer{options.size, {}};
  if (!options.language.empty()) viewer.languages.push_back(options.language);
  SceneSink sink{options.scene};
  const bool several = options.every.has_value();
  const UtcTime last = several ? options.to.value_or(options.at) : options.at;
  Scene scene;
  for (UtcTime at = options.at; at <= last; at += options.every.value_or(Minutes{1})) {
    const Moment moment{at, at, true, options.fetched};
    std::vector<std::string> failures;
    scene = scene_for(*snapshot, moment, viewer, typesetter, &failures);
    sink.write(scene, several);
    for (const std::string& failure : failures) std::cerr << "skylt-player: " << failure << '\n';
  }
  if (!options.out.empty()) paint_file(scene, typesetter, snapshot, options.out);
}

}  // namespace skylt
