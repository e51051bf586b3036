#include "tests/bench/text_bench.hpp"

#include <algorithm>
#include <chrono>
#include <functional>

#include "player/scene/scene.hpp"
#ifdef SKYLT_WITH_PANGO
#include "tests/text/articles.hpp"
#include "tests/text/pango_oracle.hpp"
#endif

namespace skylt {
namespace {

constexpr std::size_t kTexts = 1000;
constexpr int kWidth = 600;
constexpr double kEm = 40;

/// Messages without arguments, spread over all languages.
std::vector<TaggedText> texts_of(const Snapshot& snapshot) {
  std::vector<TaggedText> all;
  for (const auto& file : snapshot.words.files())
    for (const auto& [key, message] : file.messages)
      if (message.pattern.find('{') == std::string::npos) all.push_back({message.pattern, file.language});
  std::vector<TaggedText> some;
  for (std::size_t i = 0; i < kTexts && !all.empty(); ++i) some.push_back(all[i * all.size() / kTexts]);
  return some;
}

double ms_of(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}

Json figure(const char* name, double value) { return {{"name", name}, {"value", value}, {"unit", "ms"}}; }

/// The screen's first page in a language that nothing has been set in yet: the slowest of ten, each at its best (L-37).
double first_page_ms(const Snapshot& snapshot) {
  constexpr int kAttempts = 3;
  const UtcTime at = snapshot.sessions.empty() ? UtcTime{} : snapshot.sessions.front().start;
  double slowest = 0;
  for (const char* language : {"ar", "ur", "th", "km", "my", "hi", "ti", "ja", "zh-Hans", "de"}) {
    double best = 1e9;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      Typesetter fresh{snapshot.fonts, snapshot.hyphenation, snapshot.event.word_list};
      best = std::min(best, ms_of([&] { scene_for(snapshot, {at, at, true, std::nullopt}, {{}, {language}}, fresh); }));
    }
    slowest = std::max(slowest, best);
  }
  return slowest;
}

}  // namespace

Json measure_text(const Snapshot& snapshot) {
  const auto texts = texts_of(snapshot);
  Json figures = Json::array();
  const TextStyle style{.em_px = kEm};
  Typesetter typesetter{snapshot.fonts, snapshot.hyphenation, snapshot.event.word_list};
  const auto set_all = [&] {
    for (const auto& text : texts) typesetter.layout(text, kWidth, style);
  };
  figures.push_back(figure("text: a thousand strings in all languages, first time", ms_of(set_all)));
  figures.push_back(figure("text: the same again", ms_of(set_all)));
  figures.push_back(figure("text: a first page in a new language, the slowest of ten", first_page_ms(snapshot)));
  figures.back()["bar"] = 100;
#ifdef SKYLT_WITH_PANGO
  std::vector<test::PangoOracle::Paragraph> as;
  for (const auto& text : texts) {
    const test::Article article{"", "", script_of(text.language), is_right_to_left(text.language), text};
    as.push_back({test::families_for(article), text.language, article.right_to_left, kEm, kWidth});
  }
  test::PangoOracle pango{snapshot.fonts};
  const auto set_by_pango = [&] {
    for (std::size_t i = 0; i < texts.size(); ++i) pango.line_count(texts[i].text, as[i]);
  };
  figures.push_back(figure("text: the thousand by Pango, first time", ms_of(set_by_pango)));
  figures.push_back(figure("text: the same by Pango again", ms_of(set_by_pango)));
#endif
  return figures;
}

}  // namespace skylt
