#include <algorithm>
#include <filesystem>
#include <functional>

#include "content-server/publish/file_blob.hpp"
#include "content-server/publish/publish.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHyphenationFolder = "/usr/share/hyphen";
constexpr std::pair<const char*, const char*> kDictionaries[] = {{"da", "hyph_da_DK.dic"},
                                                                 {"de", "hyph_de_DE.dic"},
                                                                 {"en", "hyph_en_GB.dic"},
                                                                 {"fr", "hyph_fr_FR.dic"},
                                                                 {"sv", "hyph_sv_SE.dic"}};

void each_json(const std::string& folder, const std::function<void(const Json&, Faults&)>& read) {
  std::vector<std::string> paths;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{folder, ignored})
    if (entry.path().extension() == ".json") paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    Faults faults;
    read(parse_json(map_file(path)->text(), path), faults);
    throw_on(path, faults);
  }
}

}  // namespace

Assets Assets::load(const std::string& share_dir) {
  if (!fs::is_directory(share_dir))
    throw Error{ErrorCode::NotFound, share_dir + ": no such folder; it should hold layouts/ and assets/"};
  Assets assets;
  each_json(share_dir + "/layouts",
            [&](const Json& json, Faults& faults) { assets.layouts.push_back(read_layout(json, faults)); });
  each_json(share_dir + "/assets/themes",
            [&](const Json& json, Faults& faults) { assets.themes.push_back(read_theme(json, faults)); });
  each_json(share_dir + "/assets/words",
            [&](const Json& json, Faults& faults) { assets.words.push_back(read_word_file(json, faults)); });
  assets.fonts = std::make_shared<FontShelf>(
      std::vector<std::string>{"/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"});
  for (const auto& [language, file] : kDictionaries) {
    const std::string path = std::string{kHyphenationFolder} + "/" + file;
    if (!fs::exists(path)) continue;
    const auto blob = map_file(path);
    assets.hyphenation.push_back({language, blob, sha256_hex(blob->bytes()), "text/plain"});
  }
  return assets;
}

}  // namespace skylt
