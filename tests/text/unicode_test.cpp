// The Unicode Consortium's own test files, through the functions that the typesetter uses.
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <sstream>

#include "player/text/analysis.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

using namespace skylt;

namespace {

/// Calls `use` with each line of a gzipped file.
template <typename Use>
void for_each_line_of_gzip(const std::string& path, Use use) {
  const std::string command = "gzip -dc '" + path + "'";
  const std::unique_ptr<std::FILE, decltype(&pclose)> pipe{popen(command.c_str(), "r"), &pclose};
  REQUIRE(pipe);
  std::array<char, 4096> line{};
  while (std::fgets(line.data(), static_cast<int>(line.size()), pipe.get())) {
    std::string text{line.data()};
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    use(text);
  }
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in{text};
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream in{text};
  for (std::string part; in >> part;) parts.push_back(part);
  return parts;
}

/// One character of each bidi class of BidiTest.txt.
UChar32 sample_of(const std::string& bidi_class) {
  static const std::map<std::string, UChar32> kSamples{
      {"L", 0x61},     {"R", 0x5D0},    {"EN", 0x30},    {"ES", 0x2B},    {"ET", 0x23},    {"AN", 0x660},
      {"CS", 0x2C},    {"B", 0x2029},   {"S", 0x09},     {"WS", 0x20},    {"ON", 0x26},    {"LRE", 0x202A},
      {"LRO", 0x202D}, {"AL", 0x627},   {"RLE", 0x202B}, {"RLO", 0x202E}, {"PDF", 0x202C}, {"NSM", 0x5B0},
      {"BN", 0x200B},  {"LRI", 0x2066}, {"RLI", 0x2067}, {"FSI", 0x2068}, {"PDI", 0x2069}};
  return kSamples.at(bidi_class);
}

/// True when text gets these levels and this order; "x" stands for a character that has none. Where the whole text runs
/// one way, ICU may give it one level: that counts when the direction is right.
bool reordered_as(const icu::UnicodeString& text, UBiDiLevel base, const std::vector<std::string>& levels,
                  const std::string& order) {
  const std::vector<UBiDiLevel> found = bidi_levels(text, base);
  std::vector<UBiDiLevel> visible;
  std::vector<std::size_t> places;
  bool same_levels = true;
  bool same_directions = true;
  int directions = 0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] == "x") continue;
    const int wanted = std::stoi(levels[i]);
    same_levels = same_levels && wanted == found[i];
    same_directions = same_directions && wanted % 2 == found[i] % 2;
    directions |= wanted % 2 == 0 ? 1 : 2;
    visible.push_back(found[i]);
    places.push_back(i);
  }
  if (!same_levels && !(same_directions && directions != 3)) return false;
  std::string seen;
  for (const std::int32_t i : visual_order(visible)) {
    seen += (seen.empty() ? "" : " ") + std::to_string(places[static_cast<std::size_t>(i)]);
  }
  return seen == order;
}

/// "÷ 0023 × 0308 ÷" as a text and the places of ÷ after the first.
struct BreakCase {
  icu::UnicodeString text;
  std::vector<std::int32_t> ends;
};

BreakCase break_case(const std::string& line) {
  BreakCase result;
  for (const std::string& word : words(line.substr(0, line.find('#')))) {
    if (word == "÷") {
      if (!result.text.isEmpty()) result.ends.push_back(result.text.length());
    } else if (word != "×") {
      result.text.append(static_cast<UChar32>(std::stoul(word, nullptr, 16)));
    }
  }
  return result;
}

std::vector<std::string> test_lines(const std::string& path) {
  std::vector<std::string> lines;
  for (const std::string& line : split(test::read_file(path), '\n')) {
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("bidi levels and order pass BidiTest.txt (L-10)") {
  const auto path = test::shared_data("unicode/BidiTest.txt.gz");
  SKIP_WITHOUT_DATA(path);
  std::vector<std::string> levels;
  std::string order;
  int cases = 0;
  int failures = 0;
  for_each_line_of_gzip(*path, [&](const std::string& line) {
    if (line.starts_with("@Levels:")) levels = words(line.substr(8));
    if (line.starts_with("@Reorder:")) order = line.size() > 10 ? line.substr(10) : "";
    if (line.empty() || line[0] == '#' || line[0] == '@') return;
    const auto fields = split(line, ';');
    icu::UnicodeString text;
    for (const std::string& bidi_class : words(fields.at(0))) text.append(sample_of(bidi_class));
    const int directions = std::stoi(fields.at(1));
    const std::array<UBiDiLevel, 3> bases{UBIDI_DEFAULT_LTR, UBIDI_LTR, UBIDI_RTL};
    for (std::size_t bit = 0; bit < bases.size(); ++bit) {
      if ((directions & (1 << bit)) == 0) continue;
      ++cases;
      if (reordered_as(text, bases[bit], levels, order)) continue;
      if (++failures < 5) WARN("direction " << bit << ": " << line);
    }
  });
  CHECK(cases > 700000);
  CHECK(failures == 0);
}

TEST_CASE("bidi levels and order pass BidiCharacterTest.txt (L-10)") {
  const auto path = test::shared_data("unicode/BidiCharacterTest.txt.gz");
  SKIP_WITHOUT_DATA(path);
  int cases = 0;
  int failures = 0;
  int mixed = 0;
  for_each_line_of_gzip(*path, [&](const std::string& line) {
    if (line.empty() || line[0] == '#') return;
    const auto fields = split(line, ';');
    icu::UnicodeString text;
    for (const std::string& code : words(fields.at(0)))
      text.append(static_cast<UChar32>(std::stoul(code, nullptr, 16)));
    const UBiDiLevel base = fields[1] == "0" ? UBIDI_LTR : fields[1] == "1" ? UBIDI_RTL : UBIDI_DEFAULT_LTR;
    ++cases;
    if (text.length() != static_cast<std::int32_t>(words(fields.at(0)).size())) return;  // beyond the BMP: two units
    if (!reordered_as(text, base, words(fields.at(3)), fields.size() > 4 ? fields[4] : "")) {
      // ICU 72 errs where embeddings and isolates mix; the typesetter drops embeddings and overrides (L-13). And it
      // goes on pairing brackets that are nested more than 63 deep.
      const bool embedded = fields[0].find("202") != std::string::npos || text.length() > 100;
      ++(embedded ? mixed : failures);
      if (!embedded) WARN(line);
    }
  });
  CHECK(cases > 90000);
  CHECK(failures == 0);
  CHECK(mixed <= 31);
}

TEST_CASE("grapheme clusters pass GraphemeBreakTest.txt (L-11)") {
  const auto path = test::shared_data("unicode/GraphemeBreakTest.txt");
  SKIP_WITHOUT_DATA(path);
  const auto lines = test_lines(*path);
  CHECK(lines.size() > 500);
  for (const std::string& line : lines) {
    const BreakCase wanted = break_case(line);
    INFO(line);
    CHECK(grapheme_ends(wanted.text) == wanted.ends);
  }
}

TEST_CASE("line breaks pass LineBreakTest.txt except for ICU's tailorings (L-11)") {
  const auto path = test::shared_data("unicode/LineBreakTest.txt");
  SKIP_WITHOUT_DATA(path);
  const auto lines = test_lines(*path);
  CHECK(lines.size() > 7000);
  int tailored = 0;
  for (const std::string& line : lines) {
    const BreakCase wanted = break_case(line);
    if (line_break_opportunities(wanted.text, "und") == wanted.ends) continue;
    ++tailored;
    INFO(line);
    // ICU keeps "-a" together, and numbers that begin with a full stop or comma with what stands before them.
    const bool after_hyphen = line.starts_with("× 002D");
    const bool number = line.find("002E ÷ 003") != std::string::npos || line.starts_with("× 002C");
    CHECK((after_hyphen || number));
  }
  CHECK(tailored == 22);
}

TEST_CASE("Chinese and Japanese lines begin and end as kinsoku asks (L-19)") {
  const auto allows = [](const char16_t* text, std::int32_t at, const std::string& language) {
    const auto ends = line_break_opportunities(icu::UnicodeString{text}, language);
    return std::find(ends.begin(), ends.end(), at) != ends.end();
  };
  CHECK(allows(u"学校職場", 2, "ja"));
  for (const char16_t* text :
       {u"学校。職場", u"学校、職場", u"学校」職場", u"学校）職場", u"学校ー職場", u"学校ッ職場"}) {
    CHECK_FALSE(allows(text, 2, "ja"));
    CHECK_FALSE(allows(text, 2, "zh-Hant"));
  }
  for (const char16_t* text : {u"学「校職場", u"学（校職場"}) CHECK_FALSE(allows(text, 2, "ja"));
}

TEST_CASE("the event's own names are broken where its word list says, and nowhere else (L-18)") {
  using Ends = std::vector<std::int32_t>;
  const icu::UnicodeString city{u"เมืองมัลเมอ"};
  const WordList names{{{"th", {"เมือง|มัลเมอ", "มัลเมอ"}}}};
  CHECK(line_break_opportunities(city, "th") != Ends{5, 11});  // else the list has nothing to do
  CHECK(line_break_opportunities(city, "th", names) == Ends{5, 11});
  CHECK(line_break_opportunities(city, "und", names) == Ends{5, 11});
  const icu::UnicodeString inside{u"ในเมืองมัลเมอทุกวัน"};
  const auto ends = line_break_opportunities(inside, "th", names);
  for (const std::int32_t wanted : {2, 7, 13}) CHECK(std::count(ends.begin(), ends.end(), wanted) == 1);
  CHECK(std::none_of(ends.begin(), ends.end(), [](std::int32_t end) { return end > 7 && end < 13; }));
}

TEST_CASE("the longest name of the word list has the last word (L-18)") {
  const WordList names{{{"th", {"เมืองมัลเมอ", "มัล|เมอ"}}}};
  CHECK(line_break_opportunities(u"เมืองมัลเมอ", "th", names) == std::vector<std::int32_t>{11});
}

TEST_CASE("zero-width space allows a break and word joiner forbids one (L-18)") {
  CHECK(line_break_opportunities(u"ab\u200Bcd", "sv") == std::vector<std::int32_t>{3, 5});
  CHECK(line_break_opportunities(u"a-\u2060b", "sv") == std::vector<std::int32_t>{4});
}

TEST_CASE("Shan and Mon break between syllables and never before what ends one (L-18)") {
  CHECK(line_break_opportunities(u"ၵိူတ်ႇမႃး", "shn") == std::vector<std::int32_t>{6, 9});
  CHECK(line_break_opportunities(u"သိက္ခာ", "mnw") == std::vector<std::int32_t>{6});
}
