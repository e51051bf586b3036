#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/language/text.hpp"

namespace skylt {

/// HTML under way. The one place where text becomes HTML: whatever goes in as text or as the value of an attribute is
/// escaped, and isolates (U+2066, U+2068 … U+2069) become <bdi> (L-13). Names of elements and attributes are ours.
class Html {
 public:
  using Attributes = std::vector<std::pair<const char*, std::string>>;

  /// `language` is that of the whole page; what is in another one says so (L-03).
  explicit Html(std::string language);

  Html& open(const char* element, const Attributes& attributes = {});
  /// An element without content or end tag, such as <meta>.
  Html& single(const char* element, const Attributes& attributes = {});
  /// Ends the innermost open element.
  Html& close();

  Html& text(std::string_view words);
  /// `open`, the words, `close`; with lang and dir where the words are in another language than the page.
  Html& put(const char* element, const TaggedText& words, Attributes attributes = {});
  Html& put(const char* element, std::string_view words, const Attributes& attributes = {});

  /// Adds lang and dir of `language` where it is not the page's.
  void tag(Attributes& attributes, const std::string& language) const;

  const std::string& language() const { return language_; }
  bool right_to_left() const { return right_to_left_; }

  /// The whole document; all elements must be closed.
  std::string take();

 private:
  void start(const char* element, const Attributes& attributes);

  std::string language_;
  bool right_to_left_;
  std::string out_ = "<!doctype html>\n";
  std::vector<const char*> open_;
};

/// Text as it stands between tags, or inside the quotes of an attribute.
std::string escape_html(std::string_view text);

}  // namespace skylt
