// Cancelled, postponed and moved as words in a title (PROGRAMME-FORMATS §9), the last resort of formats without a
// status.
#include <algorithm>

#include "content-server/import/common.hpp"

namespace skylt::importing {
namespace {

enum class Sense { Cancelled, Postponed, Moved };

struct StateWord {
  std::string_view upper;
  Sense sense;
};

constexpr StateWord kWords[] = {{"CANCELLED", Sense::Cancelled},
                                {"CANCELED", Sense::Cancelled},
                                {"ABGESAGT", Sense::Cancelled},
                                {"AFLYST", Sense::Cancelled},
                                {"INST\xC3\x84LLT", Sense::Cancelled},
                                {"INST\xC3\x84LLD", Sense::Cancelled},
                                {"AVLYST", Sense::Cancelled},
                                {"PERUTTU", Sense::Cancelled},
                                {"POSTPONED", Sense::Postponed},
                                {"FLYTTAD", Sense::Moved},
                                {"FLYTTAT", Sense::Moved},
                                {"MOVED", Sense::Moved},
                                {"VERSCHOBEN", Sense::Moved}};

std::string upper(std::string_view text) {
  std::string out{text};
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] >= 'a' && out[i] <= 'z') out[i] = static_cast<char>(out[i] - 'a' + 'A');
    if (out[i] == '\xA4' && i > 0 && out[i - 1] == '\xC3') out[i] = '\x84';  // ä
  }
  return out;
}

std::string_view skip_spaces(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  return text;
}

/// Takes ":", "!" or a dash that stands apart ("– ", " - "), with its spaces. False when there is none.
bool take_separator(std::string_view& text) {
  const bool apart = text.starts_with(' ');
  std::string_view rest = skip_spaces(text);
  for (const std::string_view mark : {":", "!", "\xE2\x80\x93", "\xE2\x80\x94", "-"}) {
    if (!rest.starts_with(mark)) continue;
    const std::string_view after = rest.substr(mark.size());
    if (mark == "-" && !apart && !after.starts_with(' ')) return false;  // "Moved-in"
    text = skip_spaces(after);
    return true;
  }
  return false;
}

/// At the beginning: in brackets, before a separator, or in capitals in a title that is not all capitals.
std::optional<std::string_view> title_after(std::string_view title, const StateWord& word) {
  const bool bracket = title.starts_with('[') || title.starts_with('(');
  const std::string_view text = bracket ? title.substr(1) : title;
  if (text.size() < word.upper.size() || upper(text.substr(0, word.upper.size())) != word.upper) return std::nullopt;
  std::string_view rest = text.substr(word.upper.size());
  if (bracket) {
    if (!rest.starts_with(']') && !rest.starts_with(')')) return std::nullopt;
    rest.remove_prefix(1);
    if (!take_separator(rest)) rest = skip_spaces(rest);
    return rest;
  }
  if (take_separator(rest) || rest.empty()) return rest;
  const bool capitals = text.substr(0, word.upper.size()) == word.upper && title != upper(title);
  if (!capitals || !rest.starts_with(' ')) return std::nullopt;
  return skip_spaces(rest);
}

/// At the end, in brackets (Indico).
std::optional<std::string_view> title_before(std::string_view title, const StateWord& word) {
  const std::size_t size = word.upper.size() + 2;
  if (title.size() <= size) return std::nullopt;
  const std::string_view tail = title.substr(title.size() - size);
  const bool bracketed = (tail.front() == '[' && tail.back() == ']') || (tail.front() == '(' && tail.back() == ')');
  if (!bracketed || upper(tail.substr(1, word.upper.size())) != word.upper) return std::nullopt;
  std::string_view rest = title.substr(0, title.size() - size);
  while (rest.ends_with(' ')) rest.remove_suffix(1);
  return rest;
}

}  // namespace

TitleState read_title_state(std::string_view title) {
  for (const auto& word : kWords) {
    auto rest = title_after(title, word);
    if (!rest) rest = title_before(title, word);
    if (!rest) continue;
    TitleState state{std::string{title}, std::nullopt, word.sense == Sense::Moved, std::string{word.upper}};
    if (word.sense == Sense::Postponed) state.status = SessionStatus::Tentative;
    if (word.sense == Sense::Cancelled) {
      state.status = SessionStatus::Cancelled;
      if (!rest->empty()) state.title = std::string{*rest};
    }
    return state;
  }
  return {std::string{title}, std::nullopt, false, {}};
}

}  // namespace skylt::importing
