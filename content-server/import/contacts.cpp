// E-mail addresses and telephone numbers inside running text: found where they are sure, and taken away. What is only
// like one stays: "Nerds@Home", "Lunch@12.30", "+25 000 000 kr", "11.00 + 13.00-14.00".
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

#include "content-server/import/common.hpp"
#include "core/base/ascii.hpp"

namespace skylt::importing {
namespace {

struct Span {
  std::size_t begin, end;
};

const std::uint8_t* raw(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

/// The character that begins at `at`; negative at the text's end. Moves `at` over it.
UChar32 after(std::string_view text, std::size_t& at) {
  if (at >= text.size()) return -1;
  const std::uint8_t* bytes = raw(text);
  auto i = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_NEXT(bytes, i, static_cast<std::int32_t>(text.size()), c);
  at = static_cast<std::size_t>(i);
  return c;
}

/// The character that ends at `at`; negative at the text's beginning. Moves `at` to its beginning.
UChar32 before(std::string_view text, std::size_t& at) {
  if (at == 0) return -1;
  --at;
  while (at > 0 && U8_IS_TRAIL(raw(text)[at])) --at;
  std::size_t next = at;
  return after(text, next);
}

bool is_letter_before(std::string_view text, std::size_t at) {
  const UChar32 c = before(text, at);
  return c >= 0 && u_isalnum(c) != 0;
}
bool is_letter_after(std::string_view text, std::size_t at) {
  const UChar32 c = after(text, at);
  return c >= 0 && u_isalnum(c) != 0;
}

/// Of the scripts that separate words by spaces and have addresses of their own letters (RFC 6531).
bool is_address_letter(UChar32 c) {
  if (c < 0 || u_isalnum(c) == 0) return false;
  if (c < 0x80) return true;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

bool is_address_character(UChar32 c) {
  return is_address_letter(c) ||
         (c > 0 && c < 0x80 && std::string_view{"._%+-"}.find(static_cast<char>(c)) != std::string::npos);
}

bool is_domain(std::string_view domain) {
  const std::size_t dot = domain.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  const std::string_view top = domain.substr(dot + 1);
  if (top.starts_with("xn--")) return true;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < top.size(); ++letters)
    if (u_isalpha(after(top, i)) == 0) return false;
  return letters >= 2;
}

/// The e-mail address or "@user@server" around the "@" at `at`.
std::optional<Span> address_around(std::string_view text, std::size_t at) {
  constexpr std::string_view kEdges = ".-_%+";
  Span span{at, at + 1};
  for (std::size_t i = at; is_address_character(before(text, i));) span.begin = i;
  for (std::size_t i = at + 1; is_address_character(after(text, i));) span.end = i;
  while (span.begin < at && kEdges.find(text[span.begin]) != std::string_view::npos) ++span.begin;
  while (span.end > at + 1 && kEdges.find(text[span.end - 1]) != std::string_view::npos) --span.end;
  if (span.begin == at || !is_domain(text.substr(at + 1, span.end - at - 1))) return std::nullopt;
  if (span.begin > 0 && text[span.begin - 1] == '@') --span.begin;
  return span;
}

/// A telephone number so far: its groups of digits and what stood before each.
struct Groups {
  std::vector<std::string> digits;
  std::vector<std::string> marks;  ///< between them, with white space as one space: "", " ", "-", " (" …
  std::vector<std::size_t> ends;

  std::size_t count() const {
    std::size_t all = 0;
    for (const auto& group : digits) all += group.size();
    return all;
  }
  void drop_last() {
    digits.pop_back();
    marks.pop_back();
    ends.pop_back();
  }
};

/// What may stand between two groups of digits, from `at`; empty where a digit does not follow. Moves `at` over it.
std::optional<std::string> read_mark(std::string_view text, std::size_t& at) {
  static const std::vector<std::string> kMarks = {" ", "-", "/", ".", " (", "(", ") ", ")-", ")", " - "};
  std::string mark;
  std::size_t next = at;
  for (std::size_t i = at; mark.size() <= 3;) {
    if (i < text.size() && is_digit(text[i])) {
      next = i;
      break;
    }
    const UChar32 c = after(text, i);
    if (c == ' ' || c == 0xA0 || c == 0x2009 || c == 0x202F)
      mark += ' ';
    else if (c >= 0x2010 && c <= 0x2013)
      mark += '-';
    else if (c > 0 && c < 0x80)
      mark += static_cast<char>(c);
    else
      return std::nullopt;
  }
  if (next == at || std::find(kMarks.begin(), kMarks.end(), mark) == kMarks.end()) return std::nullopt;
  at = next;
  return mark;
}

Groups read_groups(std::string_view text, std::size_t at) {
  Groups groups;
  bool open = false;
  for (std::string mark;;) {
    const std::size_t from = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    groups.digits.emplace_back(text.substr(from, at - from));
    groups.marks.push_back(mark);
    groups.ends.push_back(at);
    const auto next = read_mark(text, at);
    if (!next || open != (next->front() == ')') || groups.digits.size() > 15) break;
    mark = *next;
    open = mark.back() == '(';
  }
  if (open) groups.drop_last();  // a bracket that does not close: "+46 40 34 10 00 (2"
  return groups;
}

bool is_year(const std::string& group) {
  return group.size() == 4 && (group.starts_with("19") || group.starts_with("20"));
}

/// Times, dates, years and amounts of money, which are no telephone numbers though they have as many digits.
bool counts_something(const Groups& groups, std::string_view rest) {
  const auto& digits = groups.digits;
  if (std::any_of(digits.begin(), digits.end(), is_year) && digits.size() <= 3) return true;
  if (digits.size() == 4 && groups.marks[1] == "." && groups.marks[3] == "." &&
      std::all_of(digits.begin(), digits.end(), [](const std::string& group) { return group.size() <= 2; }))
    return true;
  const bool thousands =
      digits.size() > 1 && digits.front().size() <= 3 &&
      std::all_of(digits.begin() + 1, digits.end(), [](const std::string& group) { return group.size() == 3; });
  if (!thousands) return false;
  if (digits.back() == "000") return true;
  while (rest.starts_with(' ') || rest.starts_with("\xC2\xA0")) rest.remove_prefix(rest.front() == ' ' ? 1 : 2);
  for (const std::string_view unit : {"kr", "sek", "SEK", "eur", "EUR", "€", "$", "£", "%"})
    if (rest.starts_with(unit)) return true;
  return false;
}

/// The international telephone number that begins with the "+" at `at` (E.164: at most 15 digits).
std::optional<Span> number_at(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size() || text[at + 1] < '1' || text[at + 1] > '9') return std::nullopt;
  if (is_letter_before(text, at) || (at > 0 && text[at - 1] == '+')) return std::nullopt;
  Groups groups = read_groups(text, at + 1);
  while (!groups.digits.empty() && (groups.count() > 15 || is_letter_after(text, groups.ends.back())))
    groups.drop_last();
  if (groups.count() < 8 || counts_something(groups, text.substr(groups.ends.back()))) return std::nullopt;
  return Span{at, groups.ends.back()};
}

/// With "mailto:" and brackets that hold nothing else.
Span with_wrapping(std::string_view text, Span span) {
  const auto is_scheme = [&](std::string_view scheme) {
    if (span.begin < scheme.size() || is_letter_before(text, span.begin - scheme.size())) return false;
    return fold_words(text.substr(span.begin - scheme.size(), scheme.size())) == scheme;
  };
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view scheme : {"mailto:", "tel:"}) {
      if (!is_scheme(scheme)) continue;
      span.begin -= scheme.size();
      more = true;
    }
    for (const std::string_view pair : {"<>", "()", "[]"}) {
      if (span.begin == 0 || span.end == text.size()) break;
      if (text[span.begin - 1] != pair.front() || text[span.end] != pair.back()) continue;
      span = {span.begin - 1, span.end + 1};
      more = true;
    }
  }
  return span;
}

}  // namespace

std::string without_addresses(const std::string& text) {
  std::string kept;
  std::size_t from = 0;
  for (std::size_t at = 0; (at = text.find_first_of("@+", at)) != std::string::npos;) {
    auto found = text[at] == '@' ? address_around(text, at) : number_at(text, at);
    if (!found || found->begin < from) {
      ++at;
      continue;
    }
    found = with_wrapping(text, *found);
    kept.append(text, from, std::max(found->begin, from) - from);
    at = from = found->end;
  }
  if (from == 0) return text;
  return clean_text(kept.append(text, from), 0, true);
}

}  // namespace skylt::importing
