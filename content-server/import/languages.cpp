// Languages as people write them in programme files: tags, names, several in one field.
#include <algorithm>

#include "content-server/import/common.hpp"

namespace skylt::importing {
namespace {

struct LanguageName {
  std::string_view name;
  std::string_view tag;
};

/// Names that Nordic, German and English forms use; everything else is given as a tag.
constexpr LanguageName kLanguageNames[] = {{"svenska", "sv"},
                                           {"swedish", "sv"},
                                           {"schwedisch", "sv"},
                                           {"svensk", "sv"},
                                           {"engelska", "en"},
                                           {"english", "en"},
                                           {"englisch", "en"},
                                           {"engelsk", "en"},
                                           {"danska", "da"},
                                           {"danish", "da"},
                                           {"dansk", "da"},
                                           {"d\xC3\xA4nisch", "da"},
                                           {"norska", "no"},
                                           {"norwegian", "no"},
                                           {"norsk", "no"},
                                           {"norwegisch", "no"},
                                           {"finska", "fi"},
                                           {"finnish", "fi"},
                                           {"suomi", "fi"},
                                           {"finnisch", "fi"},
                                           {"isl\xC3\xA4ndska", "is"},
                                           {"icelandic", "is"},
                                           {"tyska", "de"},
                                           {"german", "de"},
                                           {"deutsch", "de"},
                                           {"tysk", "de"},
                                           {"franska", "fr"},
                                           {"french", "fr"},
                                           {"franz\xC3\xB6sisch", "fr"},
                                           {"français", "fr"},
                                           {"spanska", "es"},
                                           {"spanish", "es"},
                                           {"arabiska", "ar"},
                                           {"arabic", "ar"},
                                           {"arabisch", "ar"},
                                           {"persiska", "fa"},
                                           {"persian", "fa"},
                                           {"farsi", "fa"},
                                           {"dari", "fa-AF"},
                                           {"somaliska", "so"},
                                           {"somali", "so"},
                                           {"polska", "pl"},
                                           {"polish", "pl"},
                                           {"ukrainska", "uk"},
                                           {"ukrainian", "uk"},
                                           {"ryska", "ru"},
                                           {"russian", "ru"},
                                           {"turkiska", "tr"},
                                           {"turkish", "tr"},
                                           {"kurdiska", "ku"},
                                           {"romani chib", "rom"},
                                           {"samiska", "se"},
                                           {"nordsamiska", "se"},
                                           {"me\xC3\xA4nkieli", "fit"},
                                           {"jiddisch", "yi"},
                                           {"italienska", "it"},
                                           {"italian", "it"},
                                           {"nederl\xC3\xA4ndska", "nl"},
                                           {"dutch", "nl"},
                                           {"kinesiska", "zh"},
                                           {"chinese", "zh"},
                                           {"teckenspr\xC3\xA5k", "swl"},
                                           {"tsp", "swl"},
                                           {"dk", "da"},  // countries that are no languages
                                           {"cz", "cs"},
                                           {"jp", "ja"},
                                           {"cn", "zh"},
                                           {"ua", "uk"},
                                           {"gb", "en"},
                                           {"us", "en"},
                                           {"svenskt teckenspr\xC3\xA5k", "swl"},
                                           {"swedish sign language", "swl"},
                                           {"bosniska", "bs"},
                                           {"kroatiska", "hr"},
                                           {"serbiska", "sr"},
                                           {"albanska", "sq"},
                                           {"tigrinja", "ti"},
                                           {"portugisiska", "pt"},
                                           {"portuguese", "pt"}};

std::optional<std::string> language_of(std::string_view word) {
  const std::string folded = fold_words(word);
  for (const auto& [name, tag] : kLanguageNames)
    if (folded == name) return std::string{tag};
  const std::size_t primary = std::min(folded.find_first_of("-_"), folded.size());
  if (primary < 2 || primary > 3) return std::nullopt;
  std::string tag = folded;
  std::replace(tag.begin(), tag.end(), '_', '-');
  for (const std::string_view tone : {"-formal", "-informal"})  // pretalx writes "de-formal"
    if (tag.ends_with(tone)) tag.resize(tag.size() - tone.size());
  return canonical_language(tag);
}

/// Splits "Svenska and English", "de, en", "sv/en" into words.
std::vector<std::string> language_words(std::string_view raw) {
  std::string text{clean_text(raw)};
  for (const std::string_view joint : {" and ", " och ", " und ", " og ", " ja ", " et "}) {
    for (std::size_t at; (at = text.find(joint)) != std::string::npos;) text.replace(at, joint.size(), ",");
  }
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find_first_of(",;/&+|", begin), text.size());
    std::string word = clean_text(std::string_view{text}.substr(begin, end - begin));
    if (!word.empty()) words.push_back(std::move(word));
    begin = end + 1;
  }
  return words;
}

}  // namespace

std::vector<std::string> read_languages(std::string_view raw, std::vector<std::string>* unknown) {
  std::vector<std::string> out;
  for (const auto& word : language_words(raw)) {
    const auto tag = language_of(word);
    if (tag && std::find(out.begin(), out.end(), *tag) == out.end()) out.push_back(*tag);
    if (!tag && unknown) unknown->push_back(word);
  }
  return out;
}

}  // namespace skylt::importing
