// Cleaning of strings from outside (L-27, L-34, L-35; PROGRAMME-FORMATS §0.7).
#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/language/text.hpp"

namespace skylt {
namespace {

constexpr int kMarksPerBase = 8;
constexpr char16_t kZeroWidthSpace = 0x200B;
constexpr char16_t kNoBreakSpace = 0x00A0;
constexpr char16_t kPopIsolate = 0x2069;

bool is_isolate_start(UChar32 c) { return c >= 0x2066 && c <= 0x2068; }

bool is_line_end(UChar32 c) { return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029; }

/// White space that may be collapsed; no-break spaces keep their meaning.
bool is_plain_space(UChar32 c) {
  return u_isUWhiteSpace(c) && c != kNoBreakSpace && c != 0x2007 && c != 0x202F && !is_line_end(c);
}

/// Formatting characters that text needs (L-34, L-35), and the harmless direction marks.
bool is_useful_format(UChar32 c) {
  return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0x00AD || c == 0x061C || is_isolate_start(c) ||
         c == kPopIsolate;
}

bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

/// Invisible, without a meaning on a screen: controls, embeddings and overrides, deprecated formats, noncharacters.
bool is_dropped(UChar32 c) {
  if (U_IS_UNICODE_NONCHAR(c)) return true;
  if (u_charType(c) == U_CONTROL_CHAR) return true;
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x206A && c <= 0x206F)) return true;
  return c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || c == 0xE0001;
}

/// How many bytes at `at` are a visible character that stays as it is whatever of its kind stands beside it: ASCII, the
/// letters and marks of Europe (U+00A1 to U+017F), dashes, quotation marks, bullet, ellipsis and euro. 0: look closer.
std::size_t plain_bytes(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(at + i < text.size() ? text[at + i] : 0); };
  const auto follows = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xBF; };
  if (byte(0) > ' ' && byte(0) <= '~') return 1;
  if (byte(0) == 0xC2) return byte(1) >= 0xA1 && byte(1) <= 0xBF && byte(1) != 0xAD ? 2 : 0;
  if (byte(0) >= 0xC3 && byte(0) <= 0xC5) return follows(1) ? 2 : 0;
  if (byte(0) != 0xE2) return 0;
  const bool mark = byte(1) == 0x80 && ((byte(2) >= 0x93 && byte(2) <= 0x9D) || byte(2) == 0xA2 || byte(2) == 0xA6);
  return mark || (byte(1) == 0x82 && byte(2) == 0xAC) ? 3 : 0;
}

/// What Filter makes of a text of plain characters, spaces, tabs and line ends, as most are; nullopt of any other.
std::optional<std::string> cleaned_plain(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  int line_ends = 0;
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || ((c == '\n' || c == '\r') && !keep_lines)) {
      space = true;
      ++at;
    } else if (c == '\n' || c == '\r') {
      ++line_ends;
      at += text.substr(at, 2) == "\r\n" ? 2 : 1;
    } else {
      const auto bytes = plain_bytes(text, at);
      if (bytes == 0) return std::nullopt;
      if (!out.empty() && line_ends > 0)
        out += line_ends > 1 ? "\n\n" : "\n";
      else if (!out.empty() && space)
        out += ' ';
      space = false;
      line_ends = 0;
      out.append(text, at, bytes);
      at += bytes;
    }
  }
  return out;
}

/// Copies what may stay, one character at a time.
class Filter {
 public:
  Filter(const icu::UnicodeString& in, bool keep_lines) : in_{in}, keep_lines_{keep_lines} {}

  icu::UnicodeString run() {
    for (std::int32_t i = 0; i < in_.length(); i = in_.moveIndex32(i, 1)) take(in_.char32At(i), i);
    return trimmed(without_open_isolates());
  }

 private:
  void take(UChar32 c, std::int32_t at) {
    if (is_line_end(c)) return take_line_end(c, at);
    if (is_plain_space(c)) {
      space_ = true;
      return;
    }
    if (is_dropped(c)) return;
    const bool clings = is_mark(c) || (is_useful_format(c) && !is_isolate_start(c) && c != kPopIsolate);
    if (clings && ++clinging_ > kMarksPerBase) return;
    if (!clings) clinging_ = 0;
    if (c == kPopIsolate) {
      if (open_.empty()) return;
      open_.pop_back();
    }
    flush_space();
    if (is_isolate_start(c)) open_.push_back(out_.length());
    out_.append(c);
  }

  void take_line_end(UChar32 c, std::int32_t at) {
    if (!keep_lines_) {
      space_ = true;
    } else if (c != '\n' || at == 0 || in_.charAt(at - 1) != '\r') {
      ++line_ends_;
      space_ = false;
    }
    clinging_ = 0;
  }

  /// At most one empty line, never a space next to a line feed.
  void flush_space() {
    if (line_ends_ > 0) {
      if (!out_.isEmpty()) out_.append(line_ends_ > 1 ? u"\n\n" : u"\n");
    } else if (space_ && !out_.isEmpty()) {
      out_.append(u' ');
    }
    space_ = false;
    line_ends_ = 0;
  }

  icu::UnicodeString without_open_isolates() const {
    if (open_.empty()) return out_;
    icu::UnicodeString kept;
    std::int32_t from = 0;
    for (const std::int32_t at : open_) {
      kept.append(out_, from, at - from);
      from = at + 1;
    }
    return kept.append(out_, from, out_.length() - from);
  }

  static icu::UnicodeString trimmed(const icu::UnicodeString& text) {
    const auto empty_looking = [](char16_t c) {
      return u_isUWhiteSpace(c) || c == kZeroWidthSpace || c == 0x2060 || c == 0x00AD;
    };
    std::int32_t from = 0;
    std::int32_t to = text.length();
    while (from < to && empty_looking(text.charAt(from))) ++from;
    while (to > from && empty_looking(text.charAt(to - 1))) --to;
    return icu::UnicodeString{text, from, to - from};
  }

  const icu::UnicodeString& in_;
  const bool keep_lines_;
  icu::UnicodeString out_;
  std::vector<std::int32_t> open_;  // places in out_ of isolates still open
  int clinging_ = 0;                // marks and formats since the last base
  int line_ends_ = 0;
  bool space_ = false;
};

icu::UnicodeString composed(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return text;
  icu::UnicodeString result = nfc->normalize(text, status);
  return U_FAILURE(status) ? text : result;
}

/// Where the first `max_graphemes` clusters end.
std::int32_t end_of_graphemes(const icu::UnicodeString& text, std::size_t max_graphemes) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> clusters{
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status)};
  if (U_FAILURE(status)) return std::min(text.length(), static_cast<std::int32_t>(max_graphemes));
  clusters->setText(text);
  std::int32_t end = 0;
  for (std::size_t n = 0; n < max_graphemes; ++n) {
    const std::int32_t next = clusters->next();
    if (next == icu::BreakIterator::DONE) return text.length();
    end = next;
  }
  return end;
}

}  // namespace

std::string valid_utf8(std::string_view raw) {
  if (std::all_of(raw.begin(), raw.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return std::string{raw};
  }
  std::string result;
  const icu::StringPiece bytes{raw.data(), static_cast<std::int32_t>(raw.size())};
  return icu::UnicodeString::fromUTF8(bytes).toUTF8String(result);
}

std::string clean_text(std::string_view raw, std::size_t max_graphemes, bool keep_lines) {
  const bool within = max_graphemes == 0 || raw.size() <= max_graphemes;
  if (within)
    if (auto plain = cleaned_plain(raw, keep_lines)) return std::move(*plain);
  const auto bytes = icu::UnicodeString::fromUTF8({raw.data(), static_cast<std::int32_t>(raw.size())});
  icu::UnicodeString text = composed(Filter{bytes, keep_lines}.run());
  if (max_graphemes > 0 && text.length() > static_cast<std::int32_t>(max_graphemes)) {
    text.truncate(end_of_graphemes(text, max_graphemes));
  }
  // NFC may have taken a composed letter apart, and a cut may have parted an isolate from its end.
  text = Filter{text, keep_lines}.run();
  std::string result;
  return text.toUTF8String(result);
}

}  // namespace skylt
