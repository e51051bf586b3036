#include "content-server/import/ics_bytes.hpp"

#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "content-server/import/common.hpp"
#include "content-server/import/ics_reader.hpp"
#include "core/base/ascii.hpp"
#include "core/language/text.hpp"

namespace skylt::ics {
namespace {

/// Names that start a content line; anything else needs to be upper case or X-… to count as one.
constexpr std::array<std::string_view, 56> kKnownNames = {
    "BEGIN",         "END",       "VERSION",       "PRODID",    "METHOD",     "CALSCALE",    "UID",
    "DTSTAMP",       "DTSTART",   "DTEND",         "DURATION",  "SUMMARY",    "DESCRIPTION", "LOCATION",
    "URL",           "STATUS",    "CATEGORIES",    "CLASS",     "SEQUENCE",   "CREATED",     "TRANSP",
    "PRIORITY",      "ORGANIZER", "ATTENDEE",      "RRULE",     "RDATE",      "EXDATE",      "EXRULE",
    "RECURRENCE-ID", "GEO",       "LAST-MODIFIED", "TZID",      "TZNAME",     "TZOFFSETTO",  "TZOFFSETFROM",
    "TZURL",         "ATTACH",    "COMMENT",       "CONTACT",   "RELATED-TO", "RESOURCES",   "TRIGGER",
    "ACTION",        "REPEAT",    "DUE",           "COMPLETED", "NAME",       "COLOR",       "IMAGE",
    "CONFERENCE",    "VTIMEZONE", "REQUEST-STATUS"};

constexpr std::array<std::string_view, 5> kTextNames = {"DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT", "CONTACT"};

bool is_name_char(char c) { return is_alnum(c) || c == '-' || c == '_'; }

/// Does this physical line start a property ("DTSTART;VALUE=DATE:…"), or is it the rest of a wrapped one?
bool starts_content_line(std::string_view line) {
  line = line.substr(0, 80);
  std::size_t end = 0;
  while (end < line.size() && is_name_char(line[end])) ++end;
  if (end == 0 || end == line.size()) return false;
  const std::string_view name = line.substr(0, end);
  const std::string_view rest = trimmed(line.substr(end));
  if (rest.empty() || (rest.front() != ':' && rest.front() != ';')) return false;
  const std::string upper = upper_ascii(name);
  if (std::find(kKnownNames.begin(), kKnownNames.end(), upper) != kKnownNames.end()) return true;
  return upper.starts_with("X-") || (upper == name && end > 1);
}

/// The name alone, with all that belongs to it folded onto the next line: "DTSTART", " :20260505T100000".
bool starts_folded_line(std::string_view line, std::string_view next) {
  if (line.empty() || next.empty() || (next.front() != ' ' && next.front() != '\t')) return false;
  return line.size() < 40 && std::all_of(line.begin(), line.end(), is_name_char) &&
         starts_content_line(std::string{line} + std::string{next.substr(1, 80)});
}

/// UTF-16 by its mark, or by the zero bytes around the first letters.
std::optional<bool> utf16_is_big_endian(std::string_view bytes) {
  if (bytes.size() < 4) return std::nullopt;
  if (bytes.starts_with("\xFE\xFF")) return true;
  if (bytes.starts_with("\xFF\xFE")) return false;
  if (bytes[0] == '\0' && bytes[1] != '\0' && bytes[2] == '\0' && bytes[3] != '\0') return true;
  if (bytes[0] != '\0' && bytes[1] == '\0' && bytes[2] != '\0' && bytes[3] == '\0') return false;
  return std::nullopt;
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
  icu::UnicodeString text;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto high = static_cast<unsigned char>(bytes[big_endian ? i : i + 1]);
    const auto low = static_cast<unsigned char>(bytes[big_endian ? i + 1 : i]);
    text.append(static_cast<char16_t>(high << 8 | low));
  }
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

/// The bytes without byte order mark and NULs, UTF-16 made UTF-8.
std::string plain_bytes(std::string_view bytes, std::string& encoding) {
  std::string plain;
  if (const auto big_endian = utf16_is_big_endian(bytes)) {
    encoding = "UTF-16";
    plain = from_utf16(bytes, *big_endian);
  } else {
    plain = bytes;
  }
  if (plain.starts_with("\xEF\xBB\xBF")) plain.erase(0, 3);
  std::erase(plain, '\0');
  return plain;
}

/// A QUOTED-PRINTABLE property of old vCalendar whose soft line break has no leading space.
bool has_soft_break(std::string_view line) {
  if (!line.ends_with('=')) return false;
  return upper_ascii(line.substr(0, std::min<std::size_t>(line.find(':'), 200))).find("QUOTED-PRINTABLE") !=
         std::string::npos;
}

/// Puts physical lines together; bytes, not characters.
class Unfolder {
 public:
  void add(std::string_view line, std::string_view next, std::size_t number) {
    if (lines_.empty()) return begin(line, number);
    std::string& last = lines_.back().text;
    if (has_soft_break(last)) {
      last.pop_back();
      last += line;
    } else if (line.empty()) {
      return;
    } else if (line.front() == ' ' || line.front() == '\t') {
      last += line.substr(1);
    } else if (starts_content_line(line) || starts_folded_line(line, next) || !goes_on(last)) {
      return begin(line, number);
    } else {
      // Wrapped by hand, or a line feed that should have been written as \n: a full line was wrapped.
      if (previous_length_ < 70) last += "\\n";
      last += line;
    }
    previous_length_ = line.size();
  }

  std::vector<ContentLine> take() { return std::move(lines_); }

 private:
  /// May a line that starts no property be the rest of `last`? Of text always, of others when `last` was full.
  bool goes_on(std::string_view last) const {
    if (!starts_content_line(last)) return false;
    if (previous_length_ >= 70) return true;
    const std::string name = upper_ascii(last.substr(0, std::min<std::size_t>(last.find_first_of(":;"), 40)));
    return name.starts_with("X-") ||
           std::find(kTextNames.begin(), kTextNames.end(), std::string_view{name}) != kTextNames.end();
  }

  void begin(std::string_view line, std::size_t number) {
    if (line.empty()) return;
    lines_.push_back({number, std::string{line}});
    previous_length_ = line.size();
  }

  std::vector<ContentLine> lines_;
  std::size_t previous_length_ = 0;
};

/// Physical lines by any line ending.
class LineReader {
 public:
  explicit LineReader(std::string_view bytes) : bytes_{bytes} {}

  /// Without data at the end.
  std::string_view next() {
    if (at_ >= bytes_.size()) return {};
    const std::size_t begin = at_;
    const std::size_t end = std::min(bytes_.find_first_of("\r\n", begin), bytes_.size());
    at_ = end;
    if (at_ < bytes_.size() && bytes_[at_] == '\r') ++at_;
    if (at_ < bytes_.size() && bytes_[at_] == '\n' && (at_ == end || bytes_[at_ - 1] == '\r')) ++at_;
    return bytes_.substr(begin, end - begin);
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

std::vector<ContentLine> unfold_bytes(std::string_view bytes) {
  Unfolder unfolder;
  LineReader reader{bytes};
  std::string_view line = reader.next();
  for (std::size_t number = 1; line.data() != nullptr; ++number) {
    const std::string_view next = reader.next();
    unfolder.add(line, next, number);
    line = next;
  }
  return unfolder.take();
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void drop_controls(std::string& text) {
  std::erase_if(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
  });
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  const auto size = static_cast<std::int32_t>(bytes.size());
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(data, at, size, c);
    if (c < 0) return false;
  }
  return true;
}

std::string decode(std::string_view bytes, std::string_view charset) {
  const std::string name = upper_ascii(charset);
  if (name.empty() || name == "UTF-8" || name == "UTF8" || name == "US-ASCII") return valid_utf8(bytes);
  const icu::UnicodeString text{bytes.data(), static_cast<std::int32_t>(bytes.size()), name.c_str()};
  if (text.isBogus() || (text.isEmpty() && !bytes.empty())) return valid_utf8(bytes);
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

namespace {

/// A value that was cut at a number of bytes ends in half a character. Windows-1252 can end so too ("Café"), so what
/// stands before must be UTF-8 that says so itself, or by the rest of the file.
void drop_cut_character(std::string& text, bool file_is_utf8) {
  std::size_t end = text.size();
  while (end > 0 && text.size() - end < 3 && (static_cast<unsigned char>(text[end - 1]) & 0xC0) == 0x80) --end;
  if (end == 0 || static_cast<unsigned char>(text[end - 1]) < 0xC2) return;
  const std::string_view before = std::string_view{text}.substr(0, end - 1);
  if (is_utf8(before) && (file_is_utf8 || !is_ascii(before))) text.resize(end - 1);
}

}  // namespace

ContentLines unfold(std::string_view bytes) {
  ContentLines result;
  result.lines = unfold_bytes(plain_bytes(bytes, result.encoding));
  std::size_t utf8_lines = 0;
  std::size_t other_lines = 0;
  for (const ContentLine& line : result.lines)
    if (!is_ascii(line.text)) ++(is_utf8(line.text) ? utf8_lines : other_lines);
  bool some_ansi = false;
  for (ContentLine& line : result.lines) {
    if (!is_utf8(line.text)) {
      drop_cut_character(line.text, utf8_lines > other_lines);
      some_ansi = some_ansi || !is_utf8(line.text);
      line.text = importing::decode_text(line.text).text;
    }
    drop_controls(line.text);
  }
  if (result.encoding.empty())
    result.encoding = !some_ansi ? "UTF-8" : utf8_lines > 0 ? "UTF-8 and windows-1252" : "windows-1252";
  return result;
}

}  // namespace skylt::ics
