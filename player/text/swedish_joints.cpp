#include "player/text/swedish_joints.hpp"

#include <algorithm>
#include <array>

namespace skylt {
namespace {

/// Parts that begin compounds, with the letter that joins them.
constexpr std::array kFirst{u"arbets",          u"barn",         u"bibliotek",    u"biblioteks",   u"bostads",
                            u"brukar",          u"cykel",        u"demokrati",    u"digital",      u"familje",
                            u"fastighets",      u"folk",         u"forsknings",   u"framtids",     u"fritids",
                            u"förenings",       u"förvaltnings", u"grann",        u"handels",      u"hållbarhets",
                            u"hälso",           u"idé",          u"informations", u"integrations", u"jämlikhets",
                            u"jämställdhets",   u"klimat",       u"kommun",       u"kommunal",     u"konst",
                            u"kultur",          u"kunskaps",     u"lands",        u"landskaps",    u"ledar",
                            u"medborgar",       u"medie",        u"miljö",        u"mång",         u"närings",
                            u"natur",           u"områdes",      u"ord",          u"politiker",    u"region",
                            u"regions",         u"riks",         u"samhälls",     u"skol",         u"social",
                            u"språk",           u"stads",        u"stadsdels",    u"strategi",     u"teknik",
                            u"tillgänglighets", u"tjänste",      u"trafik",       u"ungdoms",      u"universitets",
                            u"utbildnings",     u"utvecklings",  u"vatten",       u"verksamhets",  u"vetenskaps",
                            u"värld",           u"världs",       u"äldre",        u"översikts"};

/// Parts that end compounds, without their endings.
constexpr std::array kLast{
    u"ambassadör", u"arbet",       u"arkitekt",    u"bibliotek",  u"beslut",       u"budget",     u"byggnad",
    u"centrum",    u"debatt",      u"deltagand",   u"demokrati",  u"dialog",       u"festival",   u"fråg",
    u"forskning",  u"forum",       u"fullmäktig",  u"gården",     u"hallen",       u"förening",   u"föreläsning",
    u"förslag",    u"förvaltning", u"grupp",       u"inflytand",  u"initiativ",    u"kontor",     u"konsert",
    u"ledar",      u"ledning",     u"lokal",       u"lösning",    u"mark",         u"marknad",    u"myndighet",
    u"möte",       u"mötet",       u"nämnd",       u"nätverk",    u"organisation", u"panel",      u"planering",
    u"plan",       u"plats",       u"politik",     u"process",    u"program",      u"projekt",    u"rummet",
    u"rättighet",  u"råd",         u"rörelse",     u"salen",      u"salong",       u"samtal",     u"samverkan",
    u"seminari",   u"service",     u"skola",       u"stund",      u"styrelse",     u"strategi",   u"stämma",
    u"system",     u"tjänst",      u"universitet", u"utbildning", u"utställning",  u"utveckling", u"vandring",
    u"verkstad",   u"verksamhet"};

bool is_first(const icu::UnicodeString& part) {
  return std::any_of(kFirst.begin(), kFirst.end(), [&](const char16_t* known) { return part == known; });
}

/// A known part with an ending of at most six letters: "ambassadör(erna)".
bool is_last(const icu::UnicodeString& part) {
  constexpr std::int32_t kLongestEnding = 6;
  return std::any_of(kLast.begin(), kLast.end(), [&](const icu::UnicodeString& known) {
    return part.startsWith(known) && part.length() - known.length() <= kLongestEnding;
  });
}

}  // namespace

void mark_swedish_joints(const icu::UnicodeString& word, std::vector<HyphenPlace>& places) {
  constexpr std::int32_t kShortestRest = 4;
  constexpr std::int32_t kShortestStart = 3;
  std::int32_t begin = 0;
  for (HyphenPlace& place : places) {
    const bool known =
        is_first(word.tempSubStringBetween(begin, place.at)) && word.length() - place.at >= kShortestRest;
    if (!known && (place.at < kShortestStart || !is_last(word.tempSubString(place.at)))) continue;
    place.compound = true;
    begin = place.at;
  }
}

}  // namespace skylt
