#include "content-server/publish/fonts.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <list>
#include <map>
#include <mutex>
#include <optional>

#include "content-server/publish/file_blob.hpp"
#include "content-server/publish/font_part.hpp"
#include "content-server/publish/harfbuzz.hpp"
#include "core/base/error.hpp"
#include "core/language/cjk.hpp"

namespace skylt {
namespace {

namespace fs = std::filesystem;

HbSet coverage_of(const BlobPtr& file) {
  const HbFace face = face_on(file->bytes(), 0);
  HbSet set{hb_set_create()};
  hb_face_collect_unicodes(face.get(), set.get());
  return set;
}

/// Families in the order in which they are asked for a character; the rest of Noto Sans follows by name, and Noto Serif
/// for scripts that have no other (Tibetan).
const std::vector<std::string>& preferred_families() {
  static const std::vector<std::string> kFamilies{
      "NotoSans",         "NotoSansArabic",   "NotoSansHebrew",   "NotoSansDevanagari", "NotoSansBengali",
      "NotoSansTamil",    "NotoSansTelugu",   "NotoSansThai",     "NotoSansKhmer",      "NotoSansLao",
      "NotoSansMyanmar",  "NotoSansEthiopic", "NotoSansGeorgian", "NotoSansArmenian",   "NotoSansSymbols",
      "NotoSansSymbols2", "NotoSansMath",     "NotoSansCJK"};
  return kFamilies;
}

constexpr const char* kRegular = "-Regular";
constexpr const char* kBold = "-Bold";
constexpr const char* kUrdu = "NotoNastaliqUrdu";
constexpr const char* kCjk = "NotoSansCJK";

/// "NotoSans-Bold.ttf" -> "NotoSans"; nullopt for weights and families that screens do not use.
std::optional<std::string> family_of(const std::string& file_name) {
  for (const char* weight : {kRegular, kBold}) {
    const auto at = file_name.find(std::string{weight} + ".");
    if (at == std::string::npos) continue;
    const auto family = file_name.substr(0, at);
    const bool display = family.find("Display") != std::string::npos || family.find("Mono") != std::string::npos;
    const bool wanted = family.starts_with("NotoSans") || family.starts_with("NotoSerif");
    if (family == kUrdu || (wanted && !display)) return family;
  }
  return std::nullopt;
}

/// What every part of Noto Sans CJK has, so that new texts seldom change the part: Latin letters, punctuation, kana and
/// wide forms.
const std::set<char32_t>& usual_cjk_characters() {
  static const std::set<char32_t> kUsual = [] {
    std::set<char32_t> usual;
    for (const auto& [first, last] :
         {std::pair<char32_t, char32_t>{0x20, 0x17f}, {0x2010, 0x205e}, {0x3000, 0x30ff}, {0xff01, 0xff9f}})
      for (char32_t c = first; c <= last; ++c) usual.insert(c);
    return usual;
  }();
  return kUsual;
}

/// China's forms serve texts that do not say whose they are.
std::set<CjkRegion> regions_of(const std::set<std::string>& languages) {
  std::set<CjkRegion> regions{CjkRegion::China};
  for (const auto& language : languages) regions.insert(cjk_region(language));
  return regions;
}

bool has_primary(const std::set<std::string>& languages, const std::string& primary) {
  return std::any_of(languages.begin(), languages.end(),
                     [&](const std::string& tag) { return tag == primary || tag.starts_with(primary + "-"); });
}

bool leaves_ink(UChar32 c) {
  return c > 0x7f && c != 0xfffd && !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && u_isgraph(c) != 0 &&
         u_charType(c) != U_PRIVATE_USE_CHAR;
}

}  // namespace

struct FontShelf::Impl {
  struct Family {
    std::string name;
    std::vector<std::string> files;  ///< Regular first
    mutable HbSet coverage;
  };

  const hb_set_t& coverage(const Family& family) const {
    if (!family.coverage) family.coverage = coverage_of(open(family.files.front()).blob);
    return *family.coverage;
  }

  AssetFile& open(const std::string& name) const {
    auto& file = opened[name];
    if (file.blob) return file;
    const auto path = paths.find(name);
    if (path == paths.end())
      throw Error{ErrorCode::NotFound,
                  "font " + name + " is not installed: install fonts-noto-core and fonts-noto-cjk"};
    const bool collection = fs::path{name}.extension() == ".ttc";
    file = {name, map_file(path->second), {}, collection ? "font/collection" : "font/ttf"};
    return file;
  }

  const Family* family_of_character(char32_t c) const {
    const auto [entry, is_new] = family_for.try_emplace(c, nullptr);
    if (is_new) {
      const auto has = [&](const Family& family) { return hb_set_has(&coverage(family), c) != 0; };
      const auto found = std::find_if(families.begin(), families.end(), has);
      if (found != families.end()) entry->second = &*found;
    }
    return entry->second;
  }

  const AssetFile& hashed(const std::string& name) const {
    auto& file = open(name);
    if (file.sha256.empty()) file.sha256 = sha256_hex(file.blob->bytes());
    return file;
  }

  void add_cjk(const Family& cjk, const FontNeeds& needs, std::vector<AssetFile>& out) const {
    std::set<char32_t> wanted;
    for (const auto* set : {&usual_cjk_characters(), &needs.characters})
      for (const char32_t c : *set)
        if (hb_set_has(&coverage(cjk), c) != 0) wanted.insert(c);
    for (const auto& file : cjk.files)
      for (const auto region : regions_of(needs.languages)) out.push_back(part(file, region, wanted));
  }

  /// The part of a collection, from the last few made: making one takes about 80 ms.
  AssetFile part(const std::string& file, CjkRegion region, const std::set<char32_t>& characters) const {
    constexpr std::size_t kMostParts = 64;
    const std::vector<char32_t> list{characters.begin(), characters.end()};
    std::string key = file + '/' + cjk_family(region) + '/';
    key.append(reinterpret_cast<const char*>(list.data()), list.size() * sizeof(char32_t));
    const auto known = std::find_if(parts.begin(), parts.end(), [&](const Part& each) { return each.key == key; });
    if (known != parts.end()) {
      parts.splice(parts.begin(), parts, known);
      return parts.front().file;
    }
    const auto blob = make_blob(part_of_font(open(file).blob->bytes(), static_cast<unsigned>(region), characters));
    const std::string name = cjk_family(region) + file.substr(std::strlen(kCjk), file.find('.') - std::strlen(kCjk));
    parts.push_front({std::move(key), {name + ".otf", blob, sha256_hex(blob->bytes()), "font/otf"}});
    if (parts.size() > kMostParts) parts.pop_back();
    return parts.front().file;
  }

  struct Part {
    std::string key;  ///< file, region and characters
    AssetFile file;
  };

  std::map<std::string, std::string> paths;  ///< file name -> path
  std::vector<Family> families;              ///< in order of preference
  mutable std::mutex mutex;                  ///< guards what follows, and the families' coverage
  mutable std::map<std::string, AssetFile> opened;
  mutable std::map<char32_t, const Family*> family_for;  ///< nullptr: none has it
  mutable std::list<Part> parts;                         ///< of CJK collections, the last used first
};

FontShelf::FontShelf(const std::vector<std::string>& folders) : impl_{std::make_unique<Impl>()} {
  std::map<std::string, std::vector<std::string>> by_family;
  for (const auto& folder : folders) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{folder, ignored}) {
      const auto name = entry.path().filename().string();
      const auto family = family_of(name);
      if (family && impl_->paths.emplace(name, entry.path().string()).second) by_family[*family].push_back(name);
    }
  }
  const auto take = [&](const std::string& name) {
    auto node = by_family.extract(name);
    if (node.empty() || name == kUrdu) return;
    auto& files = node.mapped();
    std::sort(files.rbegin(), files.rend());  // "-Regular" before "-Bold"
    impl_->families.push_back({name, files, nullptr});
  };
  for (const auto& name : preferred_families()) take(name);
  while (!by_family.empty()) take(std::string{by_family.begin()->first});
}

FontShelf::~FontShelf() = default;

std::vector<AssetFile> FontShelf::files_for(const FontNeeds& needs) const {
  const std::lock_guard lock{impl_->mutex};
  std::set<std::string> names{"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"};
  const Impl::Family* cjk = nullptr;
  for (const char32_t c : needs.characters) {
    const auto* family = impl_->family_of_character(c);
    if (!family) continue;
    if (family->name == kCjk)
      cjk = family;
    else
      names.insert(family->files.begin(), family->files.end());
  }
  if (has_primary(needs.languages, "ur"))
    for (const char* weight : {kRegular, kBold})
      if (const auto name = std::string{kUrdu} + weight + ".ttf"; impl_->paths.contains(name)) names.insert(name);
  std::vector<AssetFile> files;
  files.reserve(names.size());
  for (const auto& name : names) files.push_back(impl_->hashed(name));
  if (cjk) impl_->add_cjk(*cjk, needs, files);
  std::sort(files.begin(), files.end(), [](const AssetFile& a, const AssetFile& b) { return a.name < b.name; });
  return files;
}

AssetFile FontShelf::file(const std::string& name) const {
  const std::lock_guard lock{impl_->mutex};
  return impl_->hashed(name);
}

std::set<char32_t> characters_of(std::string_view utf8) {
  std::set<char32_t> characters;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t i = 0; i < size;) {
    if (bytes[i] < 0x80) {
      ++i;
      continue;
    }
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (c >= 0 && leaves_ink(c)) characters.insert(static_cast<char32_t>(c));
  }
  return characters;
}

}  // namespace skylt
