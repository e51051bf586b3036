#include "core/language/short_title.hpp"

namespace skylt {

TaggedText short_title_for(const Text& title, const Text& short_title, std::span<const std::string> chain) {
  const auto brief = short_title.best_for(chain);
  const auto full = title.best_for(chain);
  if (!brief || !full || brief->language == full->language) return brief.value_or(TaggedText{});
  Text both;
  both.set(brief->language, brief->text);
  both.set(full->language, full->text);
  return both.best_for(chain)->language == brief->language ? *brief : TaggedText{};
}

}  // namespace skylt
