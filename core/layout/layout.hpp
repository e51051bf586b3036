#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/geometry.hpp"
#include "core/base/json.hpp"
#include "core/language/text.hpp"
#include "core/venue/venue.hpp"

namespace skylt {

/// Part of the screen in fractions of its width and height.
struct FractionRect {
  double x = 0, y = 0, width = 0, height = 0;
  bool operator==(const FractionRect&) const = default;
};

struct Region {
  std::string id;
  FractionRect box;
  std::string widget;
  Json options = Json::object();  ///< checked against the widget's own list of options when the layout is parsed
  bool operator==(const Region&) const = default;
};

enum class Orientation { Landscape, Portrait };

/// Which widgets stand where. "skylt/layout/1".
struct Layout {
  std::string id;
  Text name;
  std::map<Orientation, std::vector<Region>> variants;
  std::optional<LanguageDisplay> languages{};  ///< instead of what the screen says
  bool operator==(const Layout&) const = default;

  /// The variant for that shape; the other one when only that exists.
  const std::vector<Region>& regions_for(SizePx screen) const;
};

/// Every fault with its JSON pointer: unknown keys, unknown widgets and options, boxes outside 0…1, doubled ids.
Layout read_layout(const Json& document, Faults& faults);
Json to_json(const Layout& layout);

/// Pixels of a box, edges rounded so that neighbours share them.
RectPx place(const FractionRect& of_screen, SizePx screen);

/// Colours by meaning (SCREENS.md): ground, surface, ink, ink-quiet, accent, on-accent, rule, now, changed, cancelled,
/// full, emergency …
struct ThemeColours {
  std::map<std::string, Colour> tokens;
  /// The built-in sample colour where a theme lacks the token.
  Colour get(const std::string& token) const;
  bool operator==(const ThemeColours&) const = default;
};

struct Theme {
  std::string id;
  Text name;
  std::map<ThemeMode, ThemeColours> modes;
  bool operator==(const Theme&) const = default;
};

/// A mode that leaves tokens out is filled up from builtin_colours(). A pair of colours that would be drawn as text on
/// ground with less contrast than A-30 asks is a fault.
Theme read_theme(const Json& document, Faults& faults);
Json to_json(const Theme& theme);

/// The sample theme's colours: what a theme that leaves tokens out gets.
ThemeColours builtin_colours(ThemeMode mode);

/// WCAG 2 contrast ratio, 1…21.
double contrast(Colour a, Colour b);

/// When which layout shows on which screens: the matching rule with the highest priority wins, then the later one.
struct RotaRule {
  std::string id;
  std::string layout;
  std::vector<std::string> screens;   ///< screen ids, venue ids or "tag:…"; empty: all
  std::string from_day, to_day;       ///< service days, inclusive; empty: open
  std::string from_time, to_time;     ///< "HH:MM" local, half-open, may cross midnight; empty: all day
  std::vector<std::string> weekdays;  ///< "mon" … "sun"; empty: all
  int priority = 0;
  bool operator==(const RotaRule&) const = default;
};

RotaRule read_rota_rule(JsonReader& reader);
Json to_json(const RotaRule& rule);

struct RotaChoice {
  std::string layout;  ///< layout id
  std::string rule;    ///< the winning rule's id; empty: the screen's own layout
  std::optional<UtcTime> next_change;
};

/// Layout of `screen` at `at`.
RotaChoice select_layout(const Screen& screen, const std::vector<RotaRule>& rota, const TimeZone& zone,
                         Seconds day_change, UtcTime at);

/// True when `selector` (screen id, venue id or "tag:x") means this screen.
bool selects(const std::vector<std::string>& selectors, const Screen& screen);

}  // namespace skylt
