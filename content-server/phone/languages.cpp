#include "content-server/phone/languages.hpp"

#include <unicode/coll.h>
#include <unicode/localpointer.h>
#include <unicode/locid.h>

#include <algorithm>
#include <optional>

#include "core/language/serving.hpp"

namespace skylt {
namespace {

constexpr std::size_t kMostWanted = 20;

bool is_offered(const std::vector<OfferedLanguage>& offered, std::string_view tag) {
  return std::any_of(offered.begin(), offered.end(), [&](const OfferedLanguage& one) { return one.tag == tag; });
}

/// Tag of the language that serves a reader of `wanted`.
std::optional<std::string> serve(const std::vector<OfferedLanguage>& offered, const std::string& wanted) {
  std::vector<std::string> tags;
  tags.reserve(offered.size());
  for (const auto& one : offered) tags.push_back(one.tag);
  const auto found = find_serving(tags, wanted);
  return found ? std::optional{tags[*found]} : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// "0.8" in thousandths; 0 for anything that is not a weight.
int thousandths(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  int value = (text[0] - '0') * 1000;
  int step = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 0;
    value += (c - '0') * step;
    step /= 10;
  }
  return std::min(value, 1000);
}

void sort_by_name(std::vector<OfferedLanguage>& languages) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalPointer<icu::Collator> collator{icu::Collator::createInstance(icu::Locale::getRoot(), status)};
  if (U_FAILURE(status)) return;
  std::stable_sort(languages.begin(), languages.end(), [&](const OfferedLanguage& a, const OfferedLanguage& b) {
    UErrorCode ignored = U_ZERO_ERROR;
    return collator->compareUTF8(a.name, b.name, ignored) == UCOL_LESS;
  });
}

}  // namespace

std::vector<OfferedLanguage> offered_languages(const Words& words, bool show_drafts,
                                               const std::vector<std::string>& first) {
  std::vector<OfferedLanguage> all;
  for (const auto& file : words.files()) {
    const auto is_draft = [](const auto& entry) { return entry.second.state == WordState::Draft; };
    const bool any = std::any_of(file.messages.begin(), file.messages.end(),
                                 [&](const auto& entry) { return show_drafts || !is_draft(entry); });
    if (!any) continue;
    const bool draft = show_drafts && std::any_of(file.messages.begin(), file.messages.end(), is_draft);
    all.push_back({file.language, file.name, draft});
  }
  sort_by_name(all);
  std::vector<OfferedLanguage> ordered;
  for (const auto& tag : first) {
    const auto found = serve(all, tag);
    if (!found || is_offered(ordered, *found)) continue;
    ordered.push_back(*std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.tag == *found; }));
  }
  for (auto& one : all)
    if (!is_offered(ordered, one.tag)) ordered.push_back(std::move(one));
  return ordered;
}

std::vector<std::string> parse_accept_language(std::string_view header) {
  std::vector<std::pair<int, std::string>> found;
  while (!header.empty() && found.size() < kMostWanted) {
    const auto comma = header.find(',');
    const auto item = header.substr(0, comma);
    header = comma == std::string_view::npos ? std::string_view{} : header.substr(comma + 1);
    const auto semicolon = item.find(';');
    const auto tag = canonical_language(trimmed(item.substr(0, semicolon)));
    int weight = 1000;
    if (semicolon != std::string_view::npos) {
      const auto parameter = trimmed(item.substr(semicolon + 1));
      weight = parameter.starts_with("q=") ? thousandths(trimmed(parameter.substr(2))) : 0;
    }
    if (tag && weight > 0) found.emplace_back(weight, *tag);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> out;
  out.reserve(found.size());
  for (auto& [weight, tag] : found) out.push_back(std::move(tag));
  return out;
}

std::string choose_language(const std::vector<OfferedLanguage>& offered, const std::vector<std::string>& wanted) {
  for (const auto& tag : wanted)
    if (const auto found = serve(offered, tag)) return *found;
  return offered.empty() ? "en" : offered.front().tag;
}

}  // namespace skylt
