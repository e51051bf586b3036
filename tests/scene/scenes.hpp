#pragma once
// What the tests of scenes share: the sample event, its scenes, and what a reader must be able to make out in them.
#include <algorithm>
#include <cmath>
#include <map>

#include "player/scene/scene.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/snapshot.hpp"

namespace skylt::test {

/// The typesetter of the snapshot's own fonts; snapshots with the same fonts share one.
inline Typesetter& typesetter_of(const Snapshot& snapshot) {
  static std::map<std::string, Typesetter> made;
  std::string key;
  for (const auto* files : {&snapshot.fonts, &snapshot.hyphenation})
    for (const auto& file : *files) key += file.sha256;
  const auto it = made.find(key);
  if (it != made.end()) return it->second;
  return made.emplace(key, Typesetter{snapshot.fonts, snapshot.hyphenation, snapshot.event.word_list}).first->second;
}

inline const EventData& sample() {
  static const EventData data = sample_event();
  return data;
}

inline const Snapshot& sample_screen(const std::string& id) {
  static std::map<std::string, Snapshot> made;
  const auto it = made.find(id);
  return it != made.end() ? it->second : made.emplace(id, snapshot_of(sample(), id)).first->second;
}

inline UtcTime at(const std::string& text) { return parse_instant(text).value(); }

inline Moment moment(UtcTime now) {
  Moment out;
  out.now = out.rotation = now;
  return out;
}

inline Scene show(const Snapshot& snapshot, const Moment& when, std::vector<std::string> languages = {},
                  SizePx size = {}) {
  std::vector<std::string> failures;
  auto scene = scene_for(snapshot, when, Viewer{size, std::move(languages)}, typesetter_of(snapshot), &failures);
  CHECK(failures.empty());
  return scene;
}

inline std::vector<const TextItem*> texts(const Scene& scene, const std::string& role = "") {
  std::vector<const TextItem*> out;
  for (const auto& item : scene.items)
    if (const auto* text = std::get_if<TextItem>(&item); text && (role.empty() || text->role == role))
      out.push_back(text);
  return out;
}
std::vector<const TextItem*> texts(Scene&& scene, const std::string& role = "") = delete;  // they are the scene's own

inline std::string bare(std::string text) {
  for (const char* mark : {"\u2066", "\u2068", "\u2069"})
    for (auto place = text.find(mark); place != std::string::npos; place = text.find(mark)) text.erase(place, 3);
  for (auto place = text.find("\u00a0"); place != std::string::npos; place = text.find("\u00a0"))
    text.replace(place, 2, " ");
  return text;
}

inline std::string text_of(const TextItem& item) { return bare(item.layout->source.text); }

inline bool says(const Scene& scene, const std::string& text) {
  const auto all = texts(scene);
  return std::any_of(all.begin(), all.end(),
                     [&](const TextItem* item) { return text_of(*item).find(text) != std::string::npos; });
}

/// Every page of what is shown at `now`, from the one of its rotation on.
inline std::vector<Scene> all_pages(const Snapshot& snapshot, Moment when, const LanguageChain& languages = {},
                                    SizePx size = {}) {
  constexpr std::chrono::hours kLongEnough{1};
  std::vector<Scene> pages{show(snapshot, when, languages, size)};
  auto next = pages.front().next_change;
  const UtcTime end = when.rotation + kLongEnough;
  while (static_cast<int>(pages.size()) < pages.front().pages && next && when.rotation < end) {
    when.rotation += std::max(Millis{1}, *next - when.now);  // the page's edge, if nothing else comes before it
    auto scene = show(snapshot, when, languages, size);
    next = scene.next_change;
    if (std::none_of(pages.begin(), pages.end(), [&](const Scene& known) { return known.page == scene.page; }))
      pages.push_back(std::move(scene));
  }
  CHECK(static_cast<int>(pages.size()) == pages.front().pages);
  return pages;
}

inline bool said_on_any(const std::vector<Scene>& pages, const std::string& text) {
  return std::any_of(pages.begin(), pages.end(), [&](const Scene& scene) { return says(scene, text); });
}

inline RectPx on_screen(const TextItem& item, const TextLine& line) {
  return {item.box.x + line.box.x, item.box.y + line.box.y, line.box.width, line.box.height};
}

/// The part of a line that letters really take: capitals and what hangs below, not the air of the line.
inline RectPx core_of(const TextItem& item, const TextLine& line) {
  const auto cap = static_cast<int>(item.layout->cap_height_px);
  return {item.box.x + line.box.x, item.box.y + line.baseline_px - cap, line.box.width, cap};
}

/// L-33: everything a visitor needs to be able to read it.
inline void check_readable(const Scene& scene, const std::string& where) {
  const RectPx whole{0, 0, scene.size.width, scene.size.height};
  std::vector<std::pair<const TextItem*, RectPx>> taken;
  for (const auto* item : texts(scene)) {
    INFO(where << " " << format_instant(scene.at) << " " << item->role << " '" << text_of(*item) << "'");
    // Words that nobody can hyphenate may have to be divided anywhere; then all of them is still there.
    const bool divided = item->layout->source.language == "sv-XA" && item->layout->style.max_lines == 0;
    if ((item->layout->truncated && !divided) || item->layout->missing_glyphs != 0)
      FAIL_CHECK("cut, or glyphs missing");
    if (item->layout->cap_height_px < item->floor_px - 0.01) FAIL_CHECK("below its floor");
    if (item->contrast < (item->must_read ? 7.0 : 4.5)) FAIL_CHECK("contrast " << item->contrast);
    for (const auto& line : item->layout->lines) {
      if (line.box.empty()) continue;
      if (!whole.contains(on_screen(*item, line))) FAIL_CHECK("outside the screen");
      const RectPx core = core_of(*item, line);
      for (const auto& [other, box] : taken)
        if (other != item && !intersect(core, box).empty()) FAIL_CHECK("runs into '" << text_of(*other) << "'");
      taken.emplace_back(item, core);
    }
  }
}

inline constexpr const char* kScreens[] = {
    "radhuset-festsalen", "radhuset-sal-b",      "radhuset-foaje",       "radhuset-ljusgarden", "biblioteket-entre",
    "biblioteket-unga",   "hamnskolan-entre",    "hamnskolan-aulan",     "radhuset-entre",      "radhuset-karta",
    "biblioteket-karta",  "radhuset-vagvisning", "hamnskolan-vagvisning"};

/// Text items as a reader meets them.
inline std::string outline(const Scene& scene) {
  std::string out = "page " + std::to_string(scene.page + 1) + "/" + std::to_string(scene.pages) + "\n";
  for (const auto* item : texts(scene)) {
    out += item->role + (item->struck ? " (struck)" : "") + ":";
    for (const auto& line : item->layout->lines) out += " | " + bare(line.text);
    out += "\n";
  }
  return out;
}

}  // namespace skylt::test
