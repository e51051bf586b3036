#include "core/language/date_names.hpp"

namespace skylt {
namespace {

// Drafts until a reader of each language has checked them, like all interface words (L-05).
constexpr std::array kNames{
    DateNames{"fit",
              "{weekday} {day}. {month}",
              {"maanantai", "tiistai", "keskiviikko", "tuorestai", "perjantai", "lauantai", "pyhä"},
              {"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta",
               "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"}},
    DateNames{"se",
              "{weekday} {month} {day}. b.",
              {"vuossárga", "maŋŋebárga", "gaskavahkku", "duorastat", "bearjadat", "lávvordat", "sotnabeaivi"},
              {"ođđajagimánu", "guovvamánu", "njukčamánu", "cuoŋománu", "miessemánu", "geassemánu", "suoidnemánu",
               "borgemánu", "čakčamánu", "golggotmánu", "skábmamánu", "juovlamánu"}},
    DateNames{"sma",
              "{weekday} {month} {day}. biejjie",
              {"måanta", "dæjsta", "gaskevåhkoe", "duarsta", "bearjadahke", "laavvadahke", "aejlege"},
              {"tsïengele", "goevte", "njoktje", "voerhtje", "suehpede", "ruffie", "snjaltje", "mïetske", "skïereden",
               "golke", "rahka", "goeve"}},
    DateNames{"smj",
              "{weekday} {month} {day}. biejvve",
              {"mánnodahka", "dijstahka", "gasskavahkko", "duorastahka", "bierjjedahka", "lávvodahka", "ájllek"},
              {"ådåjakmánno", "guovvamánno", "sjnjuktjamánno", "vuoratjismánno", "moarmesmánno", "biehtsemánno",
               "sjnjilltjamánno", "bårggemánno", "ragátmánno", "gålgådismánno", "basádismánno", "javllamánno"}},
    DateNames{"rom",
              "{weekday} {day} {month}",
              {"luja", "marci", "tetradji", "žoja", "parašćuj", "savato", "kurko"},
              {"januaro", "februaro", "marto", "aprilo", "majo", "juni", "juli", "augusto", "septembro", "oktobro",
               "novembro", "decembro"}},
    DateNames{"kmr",
              "{weekday} {day}ê {month}",
              {"duşem", "sêşem", "çarşem", "pêncşem", "în", "şemî", "yekşem"},
              {"çileyê", "sibatê", "adarê", "nîsanê", "gulanê", "hezîranê", "tîrmehê", "tebaxê", "îlonê", "cotmehê",
               "mijdarê", "kanûnê"}},
    DateNames{"syr",
              "{weekday} {day} {month}",
              {"ܬܪܝܢ ܒܫܒܐ", "ܬܠܬܐ ܒܫܒܐ", "ܐܪܒܥܐ ܒܫܒܐ", "ܚܡܫܐ ܒܫܒܐ", "ܥܪܘܒܬܐ", "ܫܒܬܐ", "ܚܕ ܒܫܒܐ"},
              {"ܟܢܘܢ ܐܚܪܝ", "ܫܒܛ", "ܐܕܪ", "ܢܝܣܢ", "ܐܝܪ", "ܚܙܝܪܢ", "ܬܡܘܙ", "ܐܒ", "ܐܝܠܘܠ", "ܬܫܪܝܢ ܩܕܝܡ", "ܬܫܪܝܢ ܐܚܪܝ",
               "ܟܢܘܢ ܩܕܝܡ"}},
};

}  // namespace

const DateNames* find_date_names(std::string_view language) {
  if (language == "aii") language = "syr";
  if (language == "rmy") language = "rom";
  for (const auto& names : kNames)
    if (names.language == language) return &names;
  return nullptr;
}

}  // namespace skylt
