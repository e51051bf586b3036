// Who stands in a programme file: the name and the role, and nothing by which to reach them.
#include <algorithm>
#include <array>

#include "content-server/import/common.hpp"
#include "core/base/ascii.hpp"

namespace skylt::importing {
namespace {

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

void erase_all(std::string& text, std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts)
    for (std::size_t at; (at = text.find(part)) != std::string::npos;) text.erase(at, part.size());
}

constexpr std::array<std::string_view, 10> kRoles = {"speaker",   "moderator",  "contributor", "host",
                                                     "guest",     "panelist",   "performer",   "interpreter",
                                                     "organiser", "facilitator"};

}  // namespace

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
