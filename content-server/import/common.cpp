#include "content-server/import/common.hpp"

#include <algorithm>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt::importing {
namespace {

/// HTML beyond doubt: a closing tag, a line break or paragraph, or a character reference.
bool looks_like_html(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] == '<' && text[i + 1] == '/' && is_alpha(text[i + 2])) return true;
    const std::string_view rest = text.substr(i);
    if (text[i] == '<' && (rest.starts_with("<br") || rest.starts_with("<BR") || rest.starts_with("<p>"))) return true;
    if (text[i] != '&') continue;
    const std::string_view reference = rest.substr(0, std::min(rest.size(), rest.substr(0, 12).find(';')) + 1);
    if (reference.ends_with(';') && strip_markup(reference) != reference) return true;
  }
  return false;
}

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_break_word(std::string_view word) {
  return one_of(word,
                {"break",           "pause",         "paus",      "rast",         "lunch",  "lunch break", "lunchpaus",
                 "mittagspause",    "mittagessen",   "coffee",    "coffee break", "fika",   "fikapaus",    "kaffe",
                 "kaffepaus",       "kaffeepause",   "breakfast", "frukost",      "dinner", "middag",      "frokost",
                 "afternoon break", "morning break", "tea break"});
}

bool is_service_word(std::string_view word) {
  return one_of(word, {"service", "meta", "registration", "registrering", "anmeldung", "check-in", "incheckning",
                       "registration and coffee", "registrering och kaffe", "infodesk", "information", "einlass",
                       "doors open", "insl\xC3\xA4pp", "d\xC3\xB6rrarna \xC3\xB6ppnas"});
}

bool is_open_word(std::string_view word) {
  return one_of(word, {"open", "exhibition", "utst\xC3\xA4llning", "ausstellung", "installation", "drop-in",
                       "open house", "\xC3\xB6ppet hus", "träffpunkt", "exhibit"});
}

}  // namespace

std::string fold_words(std::string_view text) {
  std::string out = lower_ascii(text);
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    if (out[i] != '\xC3') continue;
    const auto next = static_cast<unsigned char>(out[i + 1]);
    if (next >= 0x80 && next <= 0x9E && next != 0x97) out[i + 1] = static_cast<char>(next + 0x20);
  }
  return out;
}

std::string clean_line(std::string_view raw) {
  const std::string plain = looks_like_html(raw) ? strip_markup(raw) : std::string{raw};
  return clean_text(plain, kLineLength);
}

std::string clean_paragraphs(std::string_view raw) {
  return raw.empty() ? std::string{} : clean_text(strip_markup(raw), 4000, true);
}

std::string clean_url(std::string_view raw, std::string_view base) {
  const std::string url = clean_text(raw);
  const std::string folded = lower_ascii(std::string_view{url}.substr(0, 8));
  if (url.starts_with("/") && !url.starts_with("//") && !base.empty()) {
    const std::string root = clean_url(base);
    const std::size_t host = root.find("://");
    if (host == std::string::npos) return {};
    return root.substr(0, root.find('/', host + 3)) + url;
  }
  const bool http = folded.starts_with("http://") || folded.starts_with("https://");
  if (!http || url.size() > 2000 || url.find_first_of(" <>\"") != std::string::npos) return {};
  const std::size_t host = url.find("://") + 3;
  const std::string_view authority = std::string_view{url}.substr(host, url.find_first_of("/?#", host) - host);
  return authority.empty() || authority.find('@') != std::string_view::npos ? std::string{} : url;
}

SessionKind classify_kind(std::string_view type, std::string_view title) {
  std::string word = fold_words(clean_text(type));
  if (word.empty() || word == "other") {
    const std::string name = fold_words(clean_text(title));
    if (is_break_word(name)) return SessionKind::Break;
    return is_service_word(name) && name != "information" && name != "service" ? SessionKind::Service
                                                                               : SessionKind::Session;
  }
  if (is_break_word(word)) return SessionKind::Break;
  if (is_service_word(word)) return SessionKind::Service;
  return is_open_word(word) ? SessionKind::Open : SessionKind::Session;
}

std::optional<TimeZone> find_zone(std::string_view name) {
  if (name.empty()) return std::nullopt;
  try {
    return TimeZone::find(name);
  } catch (const Error&) {
  }
  // "europe/london": a place's name in some other case.
  std::string place;
  for (const char c : name) {
    const bool first = place.empty() || place.back() == '/' || place.back() == '_' || place.back() == '-';
    place += first && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : first ? c : lower_ascii(c);
  }
  try {
    return TimeZone::find(place);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace skylt::importing
