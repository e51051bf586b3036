// HTML and Markdown of programme files as plain words. One pass each, linear in the length of any input.
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>
#include <vector>

#include "core/base/ascii.hpp"
#include "core/language/text.hpp"

namespace skylt {
namespace {

using std::string;
using std::string_view;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
/// A letter or digit of a script that puts spaces between its words.
bool is_word(UChar32 c) {
  const bool letter = u_hasBinaryProperty(c, UCHAR_ALPHABETIC) || u_isdigit(c);
  return letter && u_getIntPropertyValue(c, UCHAR_LINE_BREAK) != U_LB_IDEOGRAPHIC;
}

bool starts_tag(string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return false;
  const char next = text[at + 1];
  return is_alpha(next) || next == '!' || next == '?' ||
         (next == '/' && at + 2 < text.size() && is_alpha(text[at + 2]));
}

string tag_name(string_view tag) {
  if (!tag.empty() && tag.front() == '/') tag.remove_prefix(1);
  const auto end = std::find_if_not(tag.begin(), tag.end(), is_alnum);
  return lower_ascii(tag.substr(0, static_cast<std::size_t>(end - tag.begin())));
}

bool breaks_line(string_view name) {
  static constexpr std::array<string_view, 22> kBlocks{
      "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt",      "footer", "h1",
      "h2",      "h3",      "h4",    "h5",         "h6", "hr", "li",  "p",  "section", "table",  "tr"};
  return std::find(kBlocks.begin(), kBlocks.end(), name) != kBlocks.end();
}

/// Removes tags, comments and the contents of script and style; what ends a block becomes a line feed. "3 < 4" stays.
string without_tags(string_view text) {
  string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '<' || !starts_tag(text, at)) {
      out += text[at++];
      continue;
    }
    const bool comment = text.substr(at, 4) == "<!--";
    const auto close = comment ? text.find("-->", at + 4) : text.find('>', at);
    if (close == string_view::npos) {
      out.append(text.substr(at));
      break;
    }
    const string_view inside = text.substr(at + 1, close - at - 1);
    at = close + (comment ? 3 : 1);
    if (comment) continue;
    if (inside.find("://") != string_view::npos && inside.find_first_of(" =") == string_view::npos) {
      out.append(inside);  // Markdown's <https://…> shows the address itself
      continue;
    }
    const string name = tag_name(inside);
    if ((name == "script" || name == "style") && inside.front() != '/') {
      const auto end = text.find("</", at);
      at = end == string_view::npos ? text.size() : end;
    } else if (breaks_line(name)) {
      out += '\n';
    } else if (name == "td" || name == "th") {
      out += ' ';
    }
  }
  return out;
}

/// One delimiter run of Markdown emphasis that may open or close.
struct Emphasis {
  string_view run;
  std::size_t at;
};

/// Marks the bytes of emphasis delimiters that have a partner in the same paragraph.
class EmphasisFinder {
 public:
  explicit EmphasisFinder(string_view text) : text_{text}, remove_(text.size(), false) {}

  std::vector<bool> run() {
    for (std::size_t at = 0; at < text_.size();) {
      const char c = text_[at];
      if (c == '\n' && at + 1 < text_.size() && text_[at + 1] == '\n') open_.clear();
      if (c != '*' && c != '_' && c != '`' && c != '~') {
        ++at;
        continue;
      }
      auto end = text_.find_first_not_of(c, at);
      if (end == string_view::npos) end = text_.size();
      take({text_.substr(at, end - at), at});
      at = end;
    }
    return std::move(remove_);
  }

 private:
  void take(const Emphasis& mark) {
    const std::size_t after = mark.at + mark.run.size();
    const bool word_before = mark.at > 0 && !is_space(text_[mark.at - 1]);
    const bool word_after = after < text_.size() && !is_space(text_[after]);
    const bool letter_before = mark.at > 0 && is_word(before(mark.at));
    const bool inside_word = letter_before && word_after && is_word(at(after));
    if (mark.run.size() > 3 || (mark.run[0] == '~' && mark.run.size() != 2)) return;
    if (mark.run[0] == '_' && inside_word) return;  // snake_case is a word
    const string key{mark.run};
    const auto partner = open_.find(key);
    if (word_before && partner != open_.end()) {
      for (std::size_t i = 0; i < mark.run.size(); ++i) {
        remove_[mark.at + i] = true;
        remove_[partner->second + i] = true;
      }
      open_.erase(partner);
    } else if (word_after && !letter_before) {
      open_[key] = mark.at;
    }
  }

  UChar32 at(std::size_t index) const {
    auto i = static_cast<std::int32_t>(index);
    UChar32 c = 0;
    U8_NEXT(bytes(), i, static_cast<std::int32_t>(text_.size()), c);
    return c;
  }
  UChar32 before(std::size_t index) const {
    while (--index > 0 && (static_cast<unsigned char>(text_[index]) & 0xC0) == 0x80) continue;
    return at(index);
  }
  const std::uint8_t* bytes() const { return reinterpret_cast<const std::uint8_t*>(text_.data()); }

  string_view text_;
  std::vector<bool> remove_;
  std::map<string, std::size_t> open_;
};

/// "[words](target)" and "![words](target)" at `at`: where the words end and where the whole ends.
struct Link {
  std::size_t words_end = 0;
  std::size_t end = 0;
};

constexpr std::size_t kLongestLink = 2000;

std::optional<Link> link_at(string_view text, std::size_t bracket) {
  const string_view near = text.substr(bracket, kLongestLink);
  const auto close = near.find_first_of("]\n", 1);
  if (close == string_view::npos || near[close] != ']' || close + 1 >= near.size()) return std::nullopt;
  const char opener = near[close + 1];
  if (opener != '(') return std::nullopt;
  int depth = 0;
  for (std::size_t i = close + 1; i < near.size() && near[i] != '\n'; ++i) {
    if (near[i] == '(') ++depth;
    if (near[i] == ')' && --depth == 0) return Link{bracket + close, bracket + i + 1};
  }
  return std::nullopt;
}

string without_links(string_view text) {
  string out;
  out.reserve(text.size());
  std::size_t budget = 50'000'000;  // bytes that may be searched for the ends of links, whatever the text
  for (std::size_t at = 0; at < text.size();) {
    const bool image = text[at] == '!' && at + 1 < text.size() && text[at + 1] == '[';
    const std::size_t bracket = at + (image ? 1 : 0);
    if (text[bracket] == '[' && budget > kLongestLink) {
      budget -= std::min(kLongestLink, text.size() - bracket);
      if (const auto link = link_at(text, bracket)) {
        out.append(text.substr(bracket + 1, link->words_end - bracket - 1));
        at = link->end;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

/// Headings, quotes, fences and list bullets at the start of a line.
string without_line_marks(string_view text) {
  string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto end = text.find('\n');
    string_view line = text.substr(0, end);
    text = end == string_view::npos ? string_view{} : text.substr(end + 1);
    auto start = line.find_first_not_of(" \t");
    string_view body = start == string_view::npos ? string_view{} : line.substr(start);
    while (!body.empty() && body.front() == '>') {
      body.remove_prefix(1);
      body.remove_prefix(std::min(body.size(), body.find_first_not_of(' ')));
    }
    const auto hashes = std::min(body.size(), body.find_first_not_of('#'));
    if (hashes >= 1 && hashes <= 6 && hashes < body.size() && body[hashes] == ' ') body.remove_prefix(hashes + 1);
    const bool rule = body.size() >= 3 && body.find_first_not_of("-*_= ") == string_view::npos;
    const bool fence = body.substr(0, 3) == "```" || body.substr(0, 3) == "~~~";
    if (!rule && !fence) {
      if (body.size() > 1 && (body[0] == '*' || body[0] == '+') && body[1] == ' ') {
        out += '-';
        body.remove_prefix(1);
      }
      out.append(body);
    }
    if (end != string_view::npos) out += '\n';
  }
  return out;
}

string without_emphasis(string_view text) {
  const std::vector<bool> remove = EmphasisFinder{text}.run();
  string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (remove[i]) continue;
    const bool escape = text[i] == '\\' && i + 1 < text.size() &&
                        string_view{"\\`*_{}[]()#+-.!~>|"}.find(text[i + 1]) != string_view::npos;
    if (escape) ++i;
    out += text[i];
  }
  return out;
}

void append_utf8(string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

// The named entities of HTML 4 for Latin-1, in the order of their code points from U+00A0.
constexpr std::array<string_view, 96> kLatin1Entities{
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",
    "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",
    "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave",
    "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",
    "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",
    "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute",
    "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide",
    "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

std::optional<char32_t> named_entity(string_view name) {
  static const std::map<string_view, char32_t> kOthers{
      {"amp", '&'},       {"lt", '<'},        {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
      {"ndash", 0x2013},  {"mdash", 0x2014},  {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201A},
      {"ldquo", 0x201C},  {"rdquo", 0x201D},  {"bdquo", 0x201E}, {"bull", 0x2022},  {"hellip", 0x2026},
      {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"euro", 0x20AC},  {"trade", 0x2122}, {"larr", 0x2190},
      {"rarr", 0x2192},   {"minus", 0x2212},  {"OElig", 0x152},  {"oelig", 0x153},  {"Scaron", 0x160},
      {"scaron", 0x161},  {"Yuml", 0x178},    {"zwnj", 0x200C},  {"zwj", 0x200D},   {"ensp", 0x2002},
      {"emsp", 0x2003},   {"thinsp", 0x2009}, {"lrm", 0x200E},   {"rlm", 0x200F}};
  if (const auto found = kOthers.find(name); found != kOthers.end()) return found->second;
  const auto latin = std::find(kLatin1Entities.begin(), kLatin1Entities.end(), name);
  if (latin == kLatin1Entities.end()) return std::nullopt;
  return static_cast<char32_t>(0xA0 + (latin - kLatin1Entities.begin()));
}

std::optional<char32_t> entity(string_view body) {
  if (body.size() < 2 || body[0] != '#') return named_entity(body);
  const bool hex = body[1] == 'x' || body[1] == 'X';
  body.remove_prefix(hex ? 2 : 1);
  unsigned value = 0;
  const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), value, hex ? 16 : 10);
  if (error != std::errc{} || end != body.data() + body.size()) return std::nullopt;
  const bool character = value > 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  return character ? value : 0xFFFDU;
}

string with_entities_resolved(string_view text) {
  constexpr std::size_t kLongestEntity = 12;
  string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '&') {
      const auto semicolon = text.substr(at, kLongestEntity).find(';');
      const auto c = semicolon == string_view::npos ? std::nullopt : entity(text.substr(at + 1, semicolon - 1));
      if (c) {
        append_utf8(out, *c);
        at += semicolon + 1;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

/// Lines end alike, whoever wrote them: CR LF and CR become LF.
string with_line_feeds(string_view raw) {
  string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\r')
      out += raw[i];
    else if (raw.substr(i + 1, 1) != "\n")
      out += '\n';
  }
  return out;
}

}  // namespace

string strip_markup(string_view raw) {
  if (raw.find_first_of("<&[*_`~#>\\+=-") == string_view::npos) return string{raw};
  const string words = without_emphasis(without_links(without_line_marks(without_tags(with_line_feeds(raw)))));
  return with_entities_resolved(words);
}

}  // namespace skylt
