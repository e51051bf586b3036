#include "content-server/phone/style.hpp"

#include "core/snapshot/snapshot.hpp"

namespace skylt {
namespace {

std::string hex(Colour colour) {
  static constexpr const char* kHex = "0123456789abcdef";
  std::string out = "#";
  for (const unsigned char part : {colour.r, colour.g, colour.b}) {
    out += kHex[part >> 4];
    out += kHex[part & 15];
  }
  return out;
}

/// The theme's colours for that mode; a theme that has only one gives that one to all.
const ThemeColours& colours_for(const Theme& theme, ThemeMode mode, const ThemeColours& builtin) {
  if (const auto it = theme.modes.find(mode); it != theme.modes.end()) return it->second;
  return theme.modes.empty() ? builtin : theme.modes.begin()->second;
}

std::string properties(const Theme& theme, ThemeMode mode) {
  const auto builtin = builtin_colours(mode);
  const auto& colours = colours_for(theme, mode, builtin);
  std::string out = ":root{";
  for (const auto& [token, ignored] : builtin.tokens) out += "--" + token + ':' + hex(colours.get(token)) + ';';
  return out + '}';
}

}  // namespace

PhoneStyle phone_style(const Theme& theme, const std::string& rules) {
  PhoneStyle style;
  style.css = properties(theme, ThemeMode::Light) + "\n@media (prefers-color-scheme: dark){" +
              properties(theme, ThemeMode::Dark) + "}\n" + rules;
  style.name = "phone-" + sha256_hex(style.css).substr(0, 16) + ".css";
  return style;
}

}  // namespace skylt
