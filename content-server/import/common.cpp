#include "content-server/import/common.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/base/error.hpp"

namespace skylt::importing {
namespace {

constexpr std::size_t kLineLength = 400;  ///< characters, L-34

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

std::string lower_ascii(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

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

/// Drops words with "@" inside ("@ada" is a name) and runs that read as telephone numbers.
std::string without_contacts(std::string_view text) {
  constexpr std::string_view kBreaks = " \t\n<>()[]{},;\"";
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find_first_of(kBreaks, i), text.size());
    const std::string_view word = text.substr(i, end - i);
    const std::size_t sign = word.find('@');
    if (sign == std::string_view::npos || sign == 0) out += word;
    if (end < text.size()) out += text[end];
    i = end + 1;
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!is_digit(out[i]) && out[i] != '+') continue;
    if (i > 0 && is_alpha(out[i - 1])) {  // R2D2, 0x1234567: digits of a word
      while (i + 1 < out.size() && is_digit(out[i + 1])) ++i;
      continue;
    }
    std::size_t end = i;
    std::size_t digits = 0;
    while (end < out.size() && (is_digit(out[end]) || std::string_view{" +-/()."}.find(out[end]) != std::string::npos))
      digits += is_digit(out[end++]) ? 1 : 0;
    if (digits >= 7 && (end == out.size() || !is_alpha(out[end])))
      out.erase(i, end - i);
    else
      i = end;
  }
  return out;
}

constexpr std::array<std::string_view, 10> kRoles = {"speaker",   "moderator",  "contributor", "host",
                                                     "guest",     "panelist",   "performer",   "interpreter",
                                                     "organiser", "facilitator"};

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
    const auto word = trimmed(std::string_view{text}.substr(begin, end - begin));
    if (!word.empty()) words.emplace_back(word);
    begin = end + 1;
  }
  return words;
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

std::optional<Person> read_person(std::string_view raw) {
  std::string name = clean_line(without_contacts(clean_line(raw)));
  Person person;
  if (name.ends_with(')')) {
    const std::size_t open = name.rfind('(');
    const std::string role = open == std::string::npos ? "" : fold_words(name.substr(open + 1, name.size() - open - 2));
    if (std::find(kRoles.begin(), kRoles.end(), role) != kRoles.end()) {
      person.role = role;
      name.resize(open);
    }
  }
  for (const std::string_view empty : {"<>", "()", "[]", "mailto:"})
    for (std::size_t at; (at = name.find(empty)) != std::string::npos;) name.erase(at, empty.size());
  person.name = clean_text(name);
  while (!person.name.empty() && std::string_view{" ,;:<-"}.find(person.name.back()) != std::string_view::npos)
    person.name.pop_back();
  if (person.name.empty()) return std::nullopt;
  return person;
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

std::vector<std::string> read_languages(std::string_view raw, std::vector<std::string>* unknown) {
  std::vector<std::string> out;
  for (const auto& word : language_words(raw)) {
    const auto tag = language_of(word);
    if (tag && std::find(out.begin(), out.end(), *tag) == out.end()) out.push_back(*tag);
    if (!tag && unknown) unknown->push_back(word);
  }
  return out;
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
    return std::nullopt;
  }
}

Collector::Collector(std::string format, const SourceSettings& settings, const Progress& progress, std::size_t total)
    : settings_{settings}, progress_{progress}, total_{total} {
  result_.format = std::move(format);
}

void Collector::begin(std::string where, std::string_view name) {
  where_ = std::move(where);
  name_ = clean_text(name, 120);
}

void Collector::warn(std::string code, std::string reason) {
  result_.findings.push_back({where_, name_, Severity::Warning, std::move(code), std::move(reason)});
}

void Collector::reject(std::string code, std::string reason) {
  result_.findings.push_back({where_, name_, Severity::Error, std::move(code), std::move(reason)});
  count();
}

void Collector::warn_file(std::string where, std::string code, std::string reason) {
  result_.findings.push_back({std::move(where), {}, Severity::Warning, std::move(code), std::move(reason)});
}

void Collector::count() {
  ++result_.records;
  if (progress_ && result_.records % 100 == 0) progress_(result_.records, total_);
}

Text Collector::read_text(const RawText& words, const RawRecord& raw, const std::vector<std::string>& languages,
                          bool line) {
  Text text;
  for (const auto& [language, written] : words) {
    std::string clean = raw.plain ? clean_text(written, 0, !line)
                        : line    ? clean_line(written)
                                  : clean_paragraphs(written);
    if (clean.empty()) continue;
    if (line && !raw.plain && written.size() > kLineLength && clean_text(written).size() > clean.size() + 8)
      warn("shortened", "a title or subtitle is longer than 400 characters and was cut");
    std::string tag = canonical_language(language).value_or("");
    if (tag.empty() && !languages.empty()) tag = languages.front();
    if (tag.empty()) tag = canonical_language(settings_.language).value_or("und");
    text.set(tag, std::move(clean));
  }
  return text;
}

void Collector::accept(const RawRecord& raw) {
  SourceRecord record;
  Session& session = record.session;
  std::vector<std::string> unknown;
  session.languages = read_languages(raw.language, &unknown);
  session.title = read_text(raw.title, raw, session.languages, true);
  if (session.title.empty()) return reject("no-title", "has no title");
  if (!unknown.empty()) warn("unknown-language", "language '" + clean_text(unknown.front(), 40) + "' is not known");

  session.status = raw.status;
  if (settings_.status_from_title && raw.status == SessionStatus::Confirmed) {
    const Text written = session.title;
    for (const auto& [language, words] : written.by_language()) {
      TitleState state = read_title_state(words);
      if (state.words.empty()) continue;
      if (state.status) session.status = *state.status;
      session.title.set(language, state.title);
      warn(state.moved ? "moved-by-title" : "status-from-title",
           "the title says '" + state.words + "'" + (state.moved ? "; where to is not known" : ""));
    }
  }

  record.guid = clean_text(raw.guid, 400);
  record.room_guid = clean_text(raw.room_guid, 200);
  if (record.guid != "id:" + raw.id) flag_duplicate("id", clean_text(raw.id, 100));
  session.short_title = read_text(raw.short_title, raw, session.languages, true);
  session.subtitle = read_text(raw.subtitle, raw, session.languages, true);
  session.abstract = read_text(raw.abstract, raw, session.languages, false);
  session.start = raw.start;
  session.end = raw.end;
  session.all_day = raw.all_day;
  if (std::string room = clean_line(raw.room); !room.empty()) session.room = RoomRef{std::nullopt, std::move(room)};
  session.venue = settings_.venue;
  session.track = clean_line(raw.track);
  for (const auto& name : raw.organisers)
    if (auto organiser = read_person(name)) session.organisers.push_back(organiser->name);
  for (const auto& given : raw.people) {
    auto person = read_person(given.name);
    if (!person) continue;
    if (!given.role.empty()) person->role = fold_words(clean_text(given.role, 40));
    session.people.push_back(std::move(*person));
  }
  session.interpreted = read_languages(raw.interpreted);
  for (const auto& item : raw.access) session.access.push_back(clean_line(item));
  for (const auto& item : raw.audience) session.audience.push_back(clean_line(item));
  session.url = clean_url(raw.url);
  session.materials = clean_url(raw.materials);
  session.visibility = raw.visibility;
  session.kind = raw.kind ? *raw.kind : classify_kind(raw.type, session.title.by_language().begin()->second);
  accept(std::move(record));
}

void Collector::accept(SourceRecord record) {
  record.session.source = settings_.name;
  for (const auto& [language, words] : record.session.title.by_language())
    if (words.find("\xEF\xBF\xBD") != std::string::npos)
      warn("broken-characters", "the title holds characters that could not be read");
  flag_duplicate("guid", record.guid);
  result_.sessions.push_back(std::move(record));
  count();
}

void Collector::flag_duplicate(std::string_view kind, const std::string& value) {
  if (value.empty()) return;
  const auto [it, fresh] = seen_.emplace(std::string{kind} + ":" + value, result_.records + 1);
  if (!fresh)
    warn("duplicate-" + std::string{kind}, "has the same " + std::string{kind} + " '" + value + "' as record " +
                                               std::to_string(it->second) + "; both are kept");
}

void Collector::add_room(std::string_view name, std::string_view guid) {
  SourceRoom room{clean_text(guid, 200), clean_line(name), static_cast<int>(result_.rooms.size())};
  if (room.name.empty() && room.guid.empty()) return;
  // One entry per guid; a room without guid is the one of the same name.
  const bool known = room.guid.empty() ? rooms_.contains("name:" + room.name) : rooms_.contains("guid:" + room.guid);
  rooms_.insert("name:" + room.name);
  if (!room.guid.empty()) rooms_.insert("guid:" + room.guid);
  if (!known) result_.rooms.push_back(std::move(room));
}

void Collector::add_track(std::string_view id, std::string_view name, std::string_view language,
                          std::string_view colour) {
  Track track;
  std::string clean = clean_line(name);
  if (clean.empty()) return;
  track.id = clean_text(id.empty() ? std::string_view{clean} : id, 100);
  track.name.set(canonical_language(language).value_or(canonical_language(settings_.language).value_or("und")),
                 std::move(clean));
  const std::string value = lower_ascii(clean_text(colour));
  if (value.size() == 7 && value[0] == '#' && value.find_first_not_of("0123456789abcdef", 1) == std::string::npos)
    track.colour = value;
  result_.tracks.push_back(std::move(track));
}

ImportResult Collector::finish() {
  if (progress_) progress_(result_.records, total_ == 0 ? result_.records : total_);
  return std::move(result_);
}

}  // namespace skylt::importing
