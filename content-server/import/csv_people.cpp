#include "content-server/import/csv_people.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <initializer_list>
#include <optional>

namespace skylt::importing {
namespace {

/// "['A', 'B']" as Python writes a list; nullopt when it is not one.
std::optional<std::vector<std::string>> python_list(const std::string& text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return std::nullopt;
  std::vector<std::string> out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const char quote = text[i];
    if (quote == ' ' || quote == ',') continue;
    if (quote != '\'' && quote != '"') return std::nullopt;
    std::string item;
    for (++i; i + 1 < text.size() && text[i] != quote; ++i) {
      if (text[i] == '\\' && i + 2 < text.size()) ++i;
      item += text[i];
    }
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace

std::vector<std::string> split(const std::string& text, std::string_view marks) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(marks, begin), text.size());
    if (std::string part = clean_text(std::string_view{text}.substr(begin, end - begin)); !part.empty())
      out.push_back(std::move(part));
    begin = end + 1;
  }
  return out;
}

std::vector<std::string> list_in(const std::string& cell) {
  if (auto list = python_list(clean_text(cell))) return *list;
  return split(cell, ";|\n");
}

namespace {

/// "Ada Ek, Moderator, Malmö stad" -> Ada Ek (moderator): the name stands first, what follows are titles.
Person person_in(const std::string& text) {
  const auto parts = split(text, ",");
  Person person{parts.empty() ? std::string{} : parts[0], {}};
  for (std::size_t i = 1; i < parts.size(); ++i)
    if (fold_words(parts[i]) == "moderator") person.role = "moderator";
  return person;
}

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Has a capital, a letter of a script without capitals, or is a number ("Speaker 2").
bool is_capitalised(const std::string& word) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(word.data());
  const auto size = static_cast<std::int32_t>(word.size());
  bool number = !word.empty();
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    const auto type = u_charType(c);
    if (type == U_UPPERCASE_LETTER || type == U_TITLECASE_LETTER || type == U_OTHER_LETTER) return true;
    number = number && u_isdigit(c);
  }
  return number;
}

/// Employers and posts, of which no name consists.
bool is_no_name(const std::string& folded) {
  return is_one_of(
      folded,
      {"region",     "stad",       "kommun",   "universitet", "university",        "h\xC3\xB6gskola", "ab",
       "chief",      "officer",    "director", "manager",     "president",         "professor",       "lecturer",
       "researcher", "consultant", "engineer", "minister",    "ordf\xC3\xB6rande", "direkt\xC3\xB6r", "forskare",
       "docent",     "vd",         "ceo"});
}

/// Reads as a first and a last name: "Ada Ek", "Ursula von der Leyen"; not "Malmö stad", nor "Region Skåne".
bool is_full_name(const std::string& part) {
  auto words = split(part, " ");
  if (words.size() > 2 && is_one_of(fold_words(words.back()), {"jr", "jr.", "sr", "sr."})) words.pop_back();
  if (words.size() < 2 || words.size() > 5 || !is_capitalised(words.back())) return false;
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    const std::string folded = fold_words(word);
    if (is_no_name(folded)) return false;
    return is_capitalised(word) ||
           is_one_of(folded, {"af",  "al", "av", "bin", "da", "de",  "del", "della", "den", "der", "di",
                              "dos", "du", "el", "la",  "le", "ten", "ter", "van",   "von", "zu",  "zum"});
  });
}

/// "Cher, Madonna": a single word each, with a capital; which of them are people nobody can tell.
bool are_single_words(const std::vector<std::string>& parts) {
  return parts.size() > 1 && std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
           return part.find(' ') == std::string::npos && is_capitalised(part) && fold_words(part) != "moderator";
         });
}

/// Without addresses in angle brackets, and without "and others" at the end.
std::string names_alone(std::string_view cell) {
  std::string text;
  while (!cell.empty()) {
    const std::size_t open = std::min(cell.find('<'), cell.size());
    text += cell.substr(0, open);
    cell.remove_prefix(open);
    if (cell.empty()) break;
    const std::size_t end = std::min(cell.find('>'), cell.size() - 1) + 1;
    if (cell.substr(0, end).find('@') == std::string_view::npos) text += cell.substr(0, end);
    cell.remove_prefix(end);
  }
  for (const std::string_view others : {" m.fl.", " m. fl.", " m fl", " mfl", " mfl.", " et al.", " et al", " u.a."})
    if (text.ends_with(others)) return text.substr(0, text.size() - others.size());
  return text;
}

/// "Ada Ek, Bo Al och Cy Ad" -> its parts, between commas and words for "and".
std::vector<std::string> enumerated(std::string_view text) {
  std::string parted;
  while (!text.empty()) {
    constexpr std::string_view kAnd[] = {" och ", " samt ", " and ", " und ", " og ", " & "};
    const auto word = std::find_if(std::begin(kAnd), std::end(kAnd), [&](auto each) { return text.starts_with(each); });
    const bool found = word != std::end(kAnd);
    parted += found ? ',' : text.front();
    text.remove_prefix(found ? word->size() - 1 : 1);  // the space may begin another one
  }
  return split(parted, ",");
}

/// "Ek, Ada" in every one of several items: the last name stands first.
bool last_names_first(const std::vector<std::string>& items) {
  return items.size() > 1 && std::all_of(items.begin(), items.end(), [](const std::string& item) {
           const auto parts = split(item, ",");
           return parts.size() == 2 && std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
                    return part.find(' ') == std::string::npos && is_capitalised(part) &&
                           fold_words(part) != "moderator";
                  });
         });
}

}  // namespace

std::vector<Person> people_in(const std::string& cell, bool& doubt) {
  std::vector<Person> people;
  // A line break or paragraph of a page separates people like a line of the cell.
  const std::string folded = fold_words(cell);
  const bool html = folded.find("<br") != std::string::npos || folded.find("</p>") != std::string::npos ||
                    folded.find("</li>") != std::string::npos;
  auto items = list_in(html ? strip_markup(cell) : cell);
  for (auto& item : items) item = clean_text(names_alone(item));
  if (last_names_first(items)) {
    for (const auto& item : items) {
      const auto parts = split(item, ",");
      people.push_back({parts[1] + ' ' + parts[0], {}});
    }
    return people;
  }
  const auto parts =
      items.size() == 1 && !python_list(clean_text(cell)) ? enumerated(items[0]) : std::vector<std::string>{};
  const auto second_name = std::find_if(parts.begin() + (parts.empty() ? 0 : 1), parts.end(), is_full_name);
  if (second_name == parts.end() || second_name != parts.begin() + 1) {
    doubt = second_name != parts.end() || are_single_words(parts);
    for (const auto& item : items) people.push_back(person_in(item));
    return people;
  }
  const auto title = std::find_if_not(parts.begin() + 1, parts.end(), is_full_name);
  for (auto part = parts.begin(); part != title; ++part) people.push_back({*part, {}});
  for (auto part = title; part != parts.end(); ++part) {
    if (fold_words(*part) == "moderator") people.back().role = "moderator";
    doubt = doubt || is_full_name(*part);
  }
  return people;
}

}  // namespace skylt::importing
