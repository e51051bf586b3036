#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/layout/layout.hpp"
#include "core/layout/read_name.hpp"

namespace skylt {
namespace {

constexpr const char* kFormat = "skylt/theme/1";

struct Token {
  const char* name;
  Colour light;
  Colour dark;
};

constexpr Colour rgb(unsigned value) {
  return {static_cast<unsigned char>(value >> 16 & 0xff), static_cast<unsigned char>(value >> 8 & 0xff),
          static_cast<unsigned char>(value & 0xff), 255};
}

/// The sample theme. `block` is what the running session stands on; `on-…` is the text on a colour.
constexpr std::array kTokens{
    Token{"ground", rgb(0xf7f4ee), rgb(0x0e2238)},       Token{"surface", rgb(0xebe6dc), rgb(0x17324e)},
    Token{"ink", rgb(0x14202e), rgb(0xf7f4ee)},          Token{"ink-quiet", rgb(0x46525f), rgb(0xb6c2d0)},
    Token{"accent", rgb(0xffc53d), rgb(0xffc53d)},       Token{"on-accent", rgb(0x14202e), rgb(0x14202e)},
    Token{"rule", rgb(0xd3cdc1), rgb(0x31496a)},         Token{"block", rgb(0x0e2238), rgb(0x1a3856)},
    Token{"on-block", rgb(0xf7f4ee), rgb(0xf7f4ee)},     Token{"on-block-quiet", rgb(0xb6c2d0), rgb(0xc3cedb)},
    Token{"block-track", rgb(0x29415c), rgb(0x33537a)},  Token{"now", rgb(0x14202e), rgb(0xffc53d)},
    Token{"on-now", rgb(0xf7f4ee), rgb(0x14202e)},       Token{"changed", rgb(0x8a3200), rgb(0xffb38a)},
    Token{"on-changed", rgb(0xffffff), rgb(0x14202e)},   Token{"cancelled", rgb(0x98102c), rgb(0xffa3ad)},
    Token{"on-cancelled", rgb(0xffffff), rgb(0x14202e)}, Token{"full", rgb(0x3d4a5c), rgb(0xcbd5e0)},
    Token{"on-full", rgb(0xffffff), rgb(0x14202e)},      Token{"emergency", rgb(0xb00020), rgb(0xb00020)},
    Token{"on-emergency", rgb(0xffffff), rgb(0xffffff)}, Token{"route", rgb(0x0a4f98), rgb(0x7cc4ff)},
    Token{"on-route", rgb(0xffffff), rgb(0x0e2238)},     Token{"here", rgb(0xa8102c), rgb(0xff9488)},
    Token{"on-here", rgb(0xffffff), rgb(0x14202e)},
};

const Token* find_token(const std::string& name) {
  const auto it = std::find_if(kTokens.begin(), kTokens.end(), [&](const Token& token) { return name == token.name; });
  return it == kTokens.end() ? nullptr : &*it;
}

std::optional<Colour> parse_colour(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  if (text.find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos) return std::nullopt;
  return rgb(static_cast<unsigned>(std::stoul(text.substr(1), nullptr, 16)));
}

std::string colour_text(Colour colour) {
  std::array<char, 8> out{};
  std::snprintf(out.data(), out.size(), "#%02x%02x%02x", static_cast<unsigned>(colour.r),
                static_cast<unsigned>(colour.g), static_cast<unsigned>(colour.b));
  return out.data();
}

struct Pair {
  const char* text;
  const char* ground;
  double least;  ///< A-30
};

/// Every pair of text and ground that a widget draws.
constexpr std::array kPairs{
    Pair{"ink", "ground", 7},
    Pair{"ink", "surface", 7},
    Pair{"ink-quiet", "ground", 4.5},
    Pair{"ink-quiet", "surface", 4.5},
    Pair{"on-accent", "accent", 7},
    Pair{"on-block", "block", 7},
    Pair{"on-block-quiet", "block", 4.5},
    Pair{"now", "ground", 7},
    Pair{"now", "surface", 7},
    Pair{"changed", "surface", 4.5},
    Pair{"changed", "ground", 4.5},
    Pair{"on-changed", "changed", 4.5},
    Pair{"on-cancelled", "cancelled", 4.5},
    Pair{"on-full", "full", 4.5},
    Pair{"on-emergency", "emergency", 7},
    Pair{"on-route", "route", 7},
    Pair{"on-here", "here", 7},
};

void check_contrast(const ThemeColours& colours, const ThemeColours& given, JsonReader& reader) {
  for (const auto& pair : kPairs) {
    const double ratio = contrast(colours.get(pair.text), colours.get(pair.ground));
    if (ratio >= pair.least) continue;
    std::array<char, 160> reason{};
    std::snprintf(reason.data(), reason.size(), "%s on %s has a contrast of %.1f:1; it needs %.1f:1 (A-30)", pair.text,
                  pair.ground, ratio, pair.least);
    reader.fault(given.tokens.contains(pair.text) ? pair.text : pair.ground, reason.data());
  }
}

ThemeColours read_mode(JsonReader& reader, ThemeMode mode) {
  ThemeColours given;
  for (const auto& [name, value] : reader.value().items()) {
    const auto colour = parse_colour(value);
    if (!find_token(name))
      reader.fault(name, "unknown token '" + name + "'");
    else if (!colour)
      reader.fault(name, "must be a colour such as \"#0e2238\"");
    else
      given.tokens[name] = *colour;
  }
  ThemeColours colours = builtin_colours(mode);
  for (const auto& [name, colour] : given.tokens) colours.tokens[name] = colour;
  check_contrast(colours, given, reader);
  return colours;
}

double channel(unsigned char value) {
  const double s = value / 255.0;
  return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
  return 0.2126 * channel(colour.r) + 0.7152 * channel(colour.g) + 0.0722 * channel(colour.b);
}

}  // namespace

double contrast(Colour a, Colour b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

ThemeColours builtin_colours(ThemeMode mode) {
  ThemeColours colours;
  for (const auto& token : kTokens) colours.tokens[token.name] = mode == ThemeMode::Light ? token.light : token.dark;
  return colours;
}

Colour ThemeColours::get(const std::string& token) const {
  if (const auto it = tokens.find(token); it != tokens.end()) return it->second;
  const Token* builtin = find_token(token);
  return builtin ? builtin->light : Colour{};
}

Theme read_theme(const Json& document, Faults& faults) {
  Theme theme;
  JsonReader reader{document, faults};
  if (reader.string("format") != kFormat) reader.fault("format", std::string{"must be \""} + kFormat + "\"");
  theme.id = reader.string("id");
  theme.name = read_name(reader);
  reader.object("modes", [&](JsonReader& modes) {
    modes.object("light", [&](JsonReader& mode) { theme.modes[ThemeMode::Light] = read_mode(mode, ThemeMode::Light); });
    modes.object("dark", [&](JsonReader& mode) { theme.modes[ThemeMode::Dark] = read_mode(mode, ThemeMode::Dark); });
    modes.reject_unknown();
  });
  if (theme.modes.empty()) reader.fault("modes", "needs light, dark or both");
  reader.reject_unknown();
  return theme;
}

Json to_json(const Theme& theme) {
  Json modes = Json::object();
  for (const auto& [mode, colours] : theme.modes) {
    Json tokens = Json::object();
    for (const auto& token : kTokens)
      if (const auto it = colours.tokens.find(token.name); it != colours.tokens.end())
        tokens[token.name] = colour_text(it->second);
    modes[mode == ThemeMode::Light ? "light" : "dark"] = std::move(tokens);
  }
  Json out{{"format", kFormat}, {"id", theme.id}};
  if (!theme.name.empty()) out["name"] = theme.name.by_language();
  out["modes"] = std::move(modes);
  return out;
}

}  // namespace skylt
