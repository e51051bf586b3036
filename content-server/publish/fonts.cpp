#include "content-server/publish/fonts.hpp"

#include <hb.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>

#include "content-server/publish/file_blob.hpp"
#include "core/base/error.hpp"

namespace skylt {
namespace {

namespace fs = std::filesystem;

struct HbDelete {
  void operator()(hb_blob_t* p) const { hb_blob_destroy(p); }
  void operator()(hb_face_t* p) const { hb_face_destroy(p); }
  void operator()(hb_set_t* p) const { hb_set_destroy(p); }
};
using HbBlob = std::unique_ptr<hb_blob_t, HbDelete>;
using HbFace = std::unique_ptr<hb_face_t, HbDelete>;
using HbSet = std::unique_ptr<hb_set_t, HbDelete>;

HbSet coverage_of(const BlobPtr& file) {
  const auto text = file->text();
  const HbBlob blob{
      hb_blob_create(text.data(), static_cast<unsigned>(text.size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr)};
  const HbFace face{hb_face_create(blob.get(), 0)};
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

  std::map<std::string, std::string> paths;  ///< file name -> path
  std::vector<Family> families;              ///< in order of preference
  mutable std::mutex mutex;                  ///< guards what follows, and the families' coverage
  mutable std::map<std::string, AssetFile> opened;
  mutable std::map<char32_t, const Family*> family_for;  ///< nullptr: none has it
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

std::set<std::string> FontShelf::needed_for(const std::set<char32_t>& characters, bool urdu) const {
  const std::lock_guard lock{impl_->mutex};
  std::set<std::string> names{"NotoSans-Regular.ttf", "NotoSans-Bold.ttf"};
  for (const char32_t c : characters) {
    const auto [entry, is_new] = impl_->family_for.try_emplace(c, nullptr);
    if (is_new) {
      const auto has = [&](const Impl::Family& family) { return hb_set_has(&impl_->coverage(family), c) != 0; };
      const auto found = std::find_if(impl_->families.begin(), impl_->families.end(), has);
      if (found != impl_->families.end()) entry->second = &*found;
    }
    if (entry->second) names.insert(entry->second->files.begin(), entry->second->files.end());
  }
  if (urdu)
    for (const char* weight : {kRegular, kBold})
      if (const auto name = std::string{kUrdu} + weight + ".ttf"; impl_->paths.contains(name)) names.insert(name);
  return names;
}

AssetFile FontShelf::file(const std::string& name) const {
  const std::lock_guard lock{impl_->mutex};
  auto& file = impl_->open(name);
  if (file.sha256.empty()) file.sha256 = sha256_hex(file.blob->bytes());
  return file;
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
