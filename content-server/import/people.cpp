// Who stands in a programme file: the name and the role, and nothing by which to reach them.
#include <algorithm>
#include <array>

#include "content-server/import/common.hpp"

namespace skylt::importing {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

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

bool is_address_character(char c) {
  return is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view{"._%+-"}.find(c) != std::string_view::npos;
}

/// The e-mail address around the "@" at `at`: where it begins and ends, or nothing ("Nerds@Home", "@ada").
std::optional<std::pair<std::size_t, std::size_t>> address_around(std::string_view text, std::size_t at) {
  std::size_t begin = at, end = at + 1;
  while (begin > 0 && is_address_character(text[begin - 1])) --begin;
  while (end < text.size() && is_address_character(text[end])) ++end;
  while (end > at && std::string_view{".-_%+"}.find(text[end - 1]) != std::string_view::npos) --end;
  const std::size_t dot = text.substr(0, end).rfind('.');
  if (begin == at || dot == std::string_view::npos || dot <= at + 1 || end - dot < 3) return std::nullopt;
  return std::pair{begin, end};
}

/// The end of an international telephone number that begins with the "+" at `at`; `at` where it is none.
std::size_t end_of_number(std::string_view text, std::size_t at) {
  if (at > 0 && (is_alpha(text[at - 1]) || is_digit(text[at - 1]))) return at;
  std::size_t end = at, last = at, digits = 0;
  for (++end; end < text.size() && (is_digit(text[end]) || std::string_view{" -/()."}.find(text[end]) < 6); ++end) {
    if (!is_digit(text[end])) continue;
    ++digits;
    last = end + 1;
  }
  return digits >= 8 && !(last < text.size() && is_alpha(text[last])) ? last : at;
}

void erase_all(std::string& text, std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts)
    for (std::size_t at; (at = text.find(part)) != std::string::npos;) text.erase(at, part.size());
}

constexpr std::array<std::string_view, 10> kRoles = {"speaker",   "moderator",  "contributor", "host",
                                                     "guest",     "panelist",   "performer",   "interpreter",
                                                     "organiser", "facilitator"};

}  // namespace

std::string without_addresses(std::string text) {
  bool found = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '@') {
      const auto address = address_around(text, i);
      if (!address) continue;
      text.erase(address->first, address->second - address->first);
      i = address->first;
    } else if (const std::size_t end = text[i] == '+' ? end_of_number(text, i) : i; end != i) {
      text.erase(i, end - i);
    } else {
      continue;
    }
    found = true;
    if (i > 0) --i;
  }
  if (!found) return text;
  erase_all(text, {"mailto:", "tel:", "<>", "()", "[]"});
  return clean_text(text, 0, true);
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
  erase_all(name, {"<>", "()", "[]", "mailto:"});
  person.name = clean_text(name);
  while (!person.name.empty() && std::string_view{" ,;:<-"}.find(person.name.back()) != std::string_view::npos)
    person.name.pop_back();
  if (person.name.empty()) return std::nullopt;
  return person;
}

}  // namespace skylt::importing
