#include "tests/support/fonts.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>

namespace skylt::test {
namespace {

class MappedFile : public Blob {
 public:
  explicit MappedFile(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    if (file < 0 || fstat(file, &info) != 0) throw std::runtime_error{"cannot read " + path};
    size_ = static_cast<std::size_t>(info.st_size);
    memory_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (memory_ == MAP_FAILED) throw std::runtime_error{"cannot map " + path};
  }
  ~MappedFile() override { munmap(memory_, size_); }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const std::byte> bytes() const override { return {static_cast<const std::byte*>(memory_), size_}; }

 private:
  void* memory_ = nullptr;
  std::size_t size_ = 0;
};

bool exists(const std::string& path) { return access(path.c_str(), R_OK) == 0; }

NamedBlob mapped(const std::string& folder, const std::string& file, const std::string& name) {
  return {name, "", std::make_shared<MappedFile>(folder + file)};
}

std::vector<NamedBlob> load_fonts() {
  const std::string truetype = "/usr/share/fonts/truetype/noto/";
  const std::string opentype = "/usr/share/fonts/opentype/noto/";
  std::vector<NamedBlob> fonts;
  for (const char* family :
       {"NotoSans",         "NotoSansArabic",    "NotoNaskhArabic",    "NotoNastaliqUrdu", "NotoSansHebrew",
        "NotoSansSyriac",   "NotoSansEthiopic",  "NotoSansDevanagari", "NotoSansGurmukhi", "NotoSansBengali",
        "NotoSansTamil",    "NotoSansSinhala",   "NotoSansThai",       "NotoSansLao",      "NotoSansKhmer",
        "NotoSansMyanmar",  "NotoSansGeorgian",  "NotoSansArmenian",   "NotoSansGujarati", "NotoSansTelugu",
        "NotoSansKannada",  "NotoSansMalayalam", "NotoSansOriya",      "NotoSansThaana",   "NotoSerifTibetan",
        "NotoSansTifinagh", "NotoSansMath",      "NotoSansSymbols",    "NotoSansSymbols2"}) {
    for (const char* style : {"-Regular.ttf", "-Bold.ttf"}) {
      const std::string file = std::string{family} + style;
      if (exists(truetype + file)) fonts.push_back(mapped(truetype, file, file));
    }
  }
  for (const std::string file : {"NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"}) {
    if (exists(opentype + file)) fonts.push_back(mapped(opentype, file, file));
  }
  if (fonts.empty()) throw std::runtime_error{"no Noto fonts: install fonts-noto-core and fonts-noto-cjk"};
  return fonts;
}

std::vector<NamedBlob> load_dictionaries() {
  const std::string folder = "/usr/share/hyphen/";
  std::vector<NamedBlob> dictionaries;
  for (const auto& [file, language] :
       {std::pair{"hyph_sv_SE.dic", "sv"}, std::pair{"hyph_da_DK.dic", "da"}, std::pair{"hyph_de_DE.dic", "de"},
        std::pair{"hyph_en_GB.dic", "en-GB"}, std::pair{"hyph_fr.dic", "fr"}}) {
    if (exists(folder + file)) dictionaries.push_back(mapped(folder, file, language));
  }
  return dictionaries;
}

}  // namespace

const std::vector<NamedBlob>& noto_fonts() {
  static const std::vector<NamedBlob> fonts = load_fonts();
  return fonts;
}

const std::vector<NamedBlob>& hyphenation_dictionaries() {
  static const std::vector<NamedBlob> dictionaries = load_dictionaries();
  return dictionaries;
}

}  // namespace skylt::test
