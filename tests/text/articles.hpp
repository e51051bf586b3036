#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/language/text.hpp"
#include "core/snapshot/snapshot.hpp"

namespace skylt::test {

/// Article 1 of the Universal Declaration of Human Rights in one language.
struct Article {
  std::string key;     ///< of the collection, "arb"
  std::string name;    ///< of the language, in English
  std::string script;  ///< ISO 15924
  bool right_to_left = false;
  TaggedText text;
};

/// All of ../shared/data/unicode/udhr-article1.tsv that have a text; nullopt where the data is absent.
std::optional<std::vector<Article>> articles();

/// The fonts that a snapshot with all these texts would carry, chosen from the machine's Noto as the server does.
std::vector<NamedBlob> fonts_for(const std::vector<Article>& articles);

/// Families that set the article, the best first, as fontconfig names them: "Noto Sans Arabic", "Noto Sans".
std::vector<std::string> families_for(const Article& article);

}  // namespace skylt::test
