#include "tests/text/articles.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "content-server/publish/fonts.hpp"
#include "tests/support/data.hpp"

namespace skylt::test {
namespace {

std::vector<std::string> fields_of(const std::string& row) {
  std::vector<std::string> fields;
  std::istringstream columns{row};
  for (std::string field; std::getline(columns, field, '\t');) fields.push_back(field);
  return fields;
}

/// The language's own tag; with the script that the text is really written in where the tag says another.
std::string tag_of(const std::string& tag, const std::string& script) {
  const std::string language = canonical_language(tag).value_or("und");
  const std::string usual = script_of(language);
  const bool known = usual == script || script.empty() || script == "Hani" || script == "Hang";
  if (known || (usual == "Jpan" && script == "Hira")) return language;
  return canonical_language(language.substr(0, language.find('-')) + "-" + script).value_or(language);
}

}  // namespace

std::optional<std::vector<Article>> articles() {
  const auto path = shared_data("unicode/udhr-article1.tsv");
  if (!path) return std::nullopt;
  std::vector<Article> result;
  std::istringstream rows{read_file(*path)};
  std::string row;
  std::getline(rows, row);  // names of the columns
  while (std::getline(rows, row)) {
    const auto fields = fields_of(row);
    if (fields.size() < 8 || fields[7].size() < 3) continue;
    result.push_back(
        {fields[0], fields[5], fields[3], fields[4] == "rtl", {clean_text(fields[7]), tag_of(fields[1], fields[3])}});
  }
  return result;
}

std::vector<NamedBlob> fonts_for(const std::vector<Article>& articles) {
  const FontShelf shelf{{"/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"}};
  FontNeeds needs;
  for (const Article& article : articles) {
    needs.characters.merge(characters_of(article.text.text));
    needs.languages.insert(article.text.language);
  }
  std::vector<NamedBlob> fonts;
  for (const AssetFile& file : shelf.files_for(needs)) fonts.push_back({file.name, file.sha256, file.blob});
  return fonts;
}

std::vector<std::string> families_for(const Article& article) {
  const std::string& script = article.script;
  const std::string& language = article.text.language;
  if (script == "Latn" || script == "Cyrl" || script == "Grek" || script.empty()) return {"Noto Sans"};
  if (script == "Arab") {
    if (language == "ur") return {"Noto Nastaliq Urdu", "Noto Sans Arabic", "Noto Sans"};
    return {"Noto Sans Arabic", "Noto Sans"};
  }
  if (script == "Jpan" || script == "Hira") return {"Noto Sans CJK JP", "Noto Sans"};
  if (script == "Kore" || script == "Hang") return {"Noto Sans CJK KR", "Noto Sans"};
  if (script == "Hant") return {"Noto Sans CJK TC", "Noto Sans"};
  if (script == "Hans" || script == "Hani") return {"Noto Sans CJK SC", "Noto Sans"};
  if (script == "Tibt") return {"Noto Serif Tibetan", "Noto Sans"};
  const auto code = static_cast<UScriptCode>(u_getPropertyValueEnum(UCHAR_SCRIPT, script.c_str()));
  std::string name = uscript_getName(code);
  std::replace(name.begin(), name.end(), '_', ' ');
  return {"Noto Sans " + name, "Noto Sans"};
}

}  // namespace skylt::test
