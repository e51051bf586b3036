#include "player/text/plain_text.hpp"

#include <unicode/uchar.h>

#include <algorithm>

namespace skylt {
namespace {

constexpr std::int32_t kMostCharacters = 20000;
constexpr int kMostMarks = 8;
constexpr int kMostJoined = 8;
constexpr char16_t kPopIsolate = 0x2069;
constexpr char16_t kEllipsis = u'…';

bool is_line_end(UChar32 c) { return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029; }
bool is_embedding(UChar32 c) { return c >= 0x202A && c <= 0x202E; }
bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & (U_GC_M_MASK | U_GC_CF_MASK)) != 0; }
bool is_isolate(UChar32 c) { return c >= 0x2066 && c <= kPopIsolate; }

/// Joins the consonants on both sides: virama, coeng.
bool is_joiner(UChar32 c) {
  constexpr std::uint8_t kViramaClass = 9;
  return u_getCombiningClass(c) == kViramaClass;
}

class Collector {
 public:
  void take(UChar32 c, UChar32 before) {
    if (is_line_end(c)) {
      if (c != '\n' || before != '\r') result_.paragraphs.emplace_back();
      marks_ = joined_ = 0;
    } else if (c == '\t') {
      append(u' ');
    } else if (u_charType(c) != U_CONTROL_CHAR && !is_embedding(c)) {
      append(c);
    }
  }

  PlainText result(bool cut) {
    result_.cut = cut;
    if (cut) result_.paragraphs.back().append(kEllipsis);
    return std::move(result_);
  }

 private:
  void append(UChar32 c) {
    if (is_mark(c) && !is_isolate(c)) {
      if (++marks_ > kMostMarks || (is_joiner(c) && ++joined_ > kMostJoined)) return;
      after_joiner_ = is_joiner(c);
    } else {
      marks_ = 0;
      if (!after_joiner_) joined_ = 0;
      after_joiner_ = false;
    }
    result_.paragraphs.back().append(c);
  }

  PlainText result_{std::vector<icu::UnicodeString>(1), false};
  int marks_ = 0;   // since the last base
  int joined_ = 0;  // joiners since the last base that did not follow one
  bool after_joiner_ = false;
};

}  // namespace

PlainText plain_text(const std::string& utf8) {
  const std::size_t bytes = std::min<std::size_t>(utf8.size(), static_cast<std::size_t>(kMostCharacters) * 4);
  const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(bytes)});
  const std::int32_t length = std::min(text.length(), kMostCharacters);
  Collector collector;
  UChar32 before = 0;
  for (std::int32_t i = 0; i < length; i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    collector.take(c, before);
    before = c;
  }
  return collector.result(length < text.length() || bytes < utf8.size());
}

void drop_pictures(icu::UnicodeString& text, const std::function<bool(UChar32)>& drawable) {
  const auto is_picture = [](UChar32 c) {
    return c >= 0x2190 &&
           (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC) || u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION) ||
            u_hasBinaryProperty(c, UCHAR_EMOJI_MODIFIER));
  };
  const auto belongs_to_picture = [](UChar32 c) {
    return c == 0xFE0F || c == 0x200D || c == 0x20E3 || (c >= 0xE0020 && c <= 0xE007F);
  };
  icu::UnicodeString kept;
  bool dropped = false;  // what stands before
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if ((is_picture(c) && !drawable(c)) || (dropped && belongs_to_picture(c))) {
      dropped = true;
      continue;
    }
    const bool between = dropped && c == ' ' && (kept.isEmpty() || kept.endsWith(u' '));
    if (!between) kept.append(c);
    dropped = between;
  }
  while (kept.endsWith(u' ') && !text.endsWith(u' ')) kept.truncate(kept.length() - 1);
  if (!kept.isEmpty()) text = kept;
}

}  // namespace skylt
