#include <cctype>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/support/catch.hpp"
#include "tests/support/data.hpp"

namespace fs = std::filesystem;
using skylt::test::read_file;
using skylt::test::source_path;

namespace {

using Codes = std::set<std::string>;

/// First cells of the tables of docs/rules.md.
Codes documented_codes() {
  static const std::regex kRow{R"(^\| ([A-Z]-?[0-9]+) \|)"};
  Codes codes;
  std::istringstream lines{read_file(source_path("docs/rules.md"))};
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_search(line, match, kRow)) codes.insert(match[1]);
  }
  return codes;
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// "A-22" and the like, of the families A, L, S and R, between word boundaries. By hand: std::regex takes seconds.
Codes hyphenated_codes(std::string_view text) {
  Codes codes;
  for (auto at = text.find('-', 1); at != std::string_view::npos; at = text.find('-', at + 1)) {
    if (std::string_view{"ALSR"}.find(text[at - 1]) == std::string_view::npos) continue;
    if (at > 1 && is_word(text[at - 2])) continue;
    auto end = at + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end < at + 3 || end > at + 4 || (end < text.size() && is_word(text[end]))) continue;
    codes.emplace(text.substr(at - 1, end - at + 1));
  }
  return codes;
}

/// The name of the test case whose macro ends at `at`: string literals, one after the other, joined.
std::string test_name(std::string_view text, std::size_t at) {
  std::string name;
  for (;; ++at) {
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])) != 0) ++at;
    if (at >= text.size() || text[at] != '"') return name;
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\') ++at;
      if (at < text.size()) name += text[at];
    }
  }
}

/// "C5" and the like, inside the parentheses with which names of test cases end.
Codes codes_of_test_names(std::string_view text) {
  static const std::regex kLast{R"(\(([^()]*)\)$)"};
  static const std::regex kCode{R"((^|[^A-Za-z0-9_-])([A-Z][0-9]{1,2})\b)"};
  static constexpr std::string_view kMacro = "TEST_CASE(";
  Codes codes;
  for (auto at = text.find(kMacro); at != std::string_view::npos; at = text.find(kMacro, at + 1)) {
    const auto name = test_name(text, at + kMacro.size());
    std::smatch last;
    if (!std::regex_search(name, last, kLast)) continue;
    const std::string inside = last[1];
    for (std::sregex_iterator code{inside.begin(), inside.end(), kCode}, none; code != none; ++code)
      codes.insert((*code)[2]);
  }
  return codes;
}

/// Text that people write. `visit` gets its path; what was fetched or made, and is not in the repository, is left out.
template <typename Visit>
void each_written_file(const std::string& folder, Visit visit) {
  static const std::set<std::string> kWritten{".cpp", ".hpp", ".js",   ".mjs", ".css", ".html", ".md",
                                              ".txt", ".sql", ".json", ".py",  ".sh",  ""};
  static const std::set<std::string> kNotOurs{"node_modules", "vendor", "__pycache__"};
  for (fs::recursive_directory_iterator entry{source_path(folder)}, end; entry != end; ++entry) {
    const auto& path = entry->path();
    if (entry->is_directory() && kNotOurs.count(path.filename().string()) != 0) entry.disable_recursion_pending();
    if (entry->is_regular_file() && kWritten.count(path.extension().string()) != 0) visit(path.string());
  }
}

}  // namespace

TEST_CASE("codes of rules are found in sources and in names of tests") {
  CHECK(hyphenated_codes("(A-22, L-03) S-62: R-100") == Codes{"A-22", "L-03", "S-62", "R-100"});
  CHECK(hyphenated_codes("-A-2 B-12 US-20 R-1000 R-12x A- S-62") == Codes{"S-62"});
  CHECK(codes_of_test_names("TEST_CASE(\"of B7 (as A4) and both (I8, C5)\") {\nTEST_CASE(\n    \"two (A-63, \"\n    "
                            "\"W5 and N3 to N6)\", \"[x]\")") == Codes{"I8", "C5", "W5", "N3", "N6"});
}

TEST_CASE("every rule that the sources name stands in docs/rules.md") {
  const auto documented = documented_codes();
  const auto check = [&](const std::string& path, const Codes& codes) {
    for (const auto& code : codes) {
      INFO(path << " names the rule " << code << ", which docs/rules.md does not have");
      CHECK(documented.count(code) == 1);
    }
  };
  for (const auto* folder : {"core", "player", "content-server", "layouts", "assets", "tests", "docs", "packaging"})
    each_written_file(folder, [&](const std::string& path) {
      if (fs::path{path}.filename() == "rules_test.cpp" && path.find("/tests/core/") != std::string::npos) return;
      const auto text = read_file(path);
      check(path, hyphenated_codes(text));
      check(path, codes_of_test_names(text));
    });
}
