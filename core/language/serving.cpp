#include "core/language/serving.hpp"

#include <unicode/locid.h>

#include <algorithm>
#include <array>
#include <utility>

namespace skylt {
namespace {

/// What people and browsers call a language, and the names under which its words may lie.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kRelatives{{
    {"no", "nb"},
    {"nn", "nb"},
    {"ku", "kmr"},
    {"prs", "fa-AF"},
    {"fil", "tl"},
    {"sh", "sr-Latn"},
    {"aii", "syr"},
}};

std::string_view primary(std::string_view tag) { return tag.substr(0, tag.find('-')); }

std::string with_likely_script(std::string_view tag) {
  UErrorCode status = U_ZERO_ERROR;
  icu::Locale locale = icu::Locale::forLanguageTag(std::string{tag}, status);
  locale.addLikelySubtags(status);
  auto out = locale.toLanguageTag<std::string>(status);
  return U_SUCCESS(status) ? out : std::string{tag};
}

}  // namespace

std::vector<std::string> serving_tags(std::string_view wanted) {
  std::vector<std::string> tags{std::string{wanted}};
  const auto add_shorter = [&](std::string tag) {
    for (;;) {
      if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
      const auto dash = tag.rfind('-');
      if (dash == std::string::npos) return;
      tag.resize(dash);
    }
  };
  add_shorter(with_likely_script(wanted));
  add_shorter(std::string{wanted});
  for (const auto& [name, relative] : kRelatives)
    if (name == primary(wanted)) tags.emplace_back(relative);
  return tags;
}

bool is_same_language(std::string_view a, std::string_view b) { return primary(a) == primary(b); }

std::optional<std::size_t> find_serving(std::span<const std::string> offered, std::string_view wanted) {
  const auto index_of = [&](const auto& matches) -> std::optional<std::size_t> {
    const auto it = std::find_if(offered.begin(), offered.end(), matches);
    if (it == offered.end()) return std::nullopt;
    return static_cast<std::size_t>(it - offered.begin());
  };
  for (const auto& tag : serving_tags(wanted))
    if (const auto found = index_of([&](const std::string& one) { return one == tag; })) return found;
  // "sr" where only "sr-Cyrl" and "sr-Latn" exist was found by its script; here any of the same language will do.
  return index_of([&](const std::string& one) { return is_same_language(one, wanted); });
}

}  // namespace skylt
