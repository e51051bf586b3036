#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/json.hpp"
#include "core/language/text.hpp"

namespace skylt {

/// A value put into a message. Text is isolated (L-13): codes, times and numbers left to right, names by their own
/// first strong character.
struct WordArgument {
  std::string name;
  std::variant<std::int64_t, std::string> value;
  bool is_code = false;   ///< a time, room code, phone or number written as text: LRI…PDI instead of FSI…PDI
  bool is_title = false;  ///< in the quotation marks of the message's language, so that it is told from what is said
};

/// State of one language's words: nobody certifies them but a reader of that language (L-05).
enum class WordState { Draft, Checked };

struct WordMessage {
  std::string pattern;  ///< ICU MessageFormat, plural rules included
  WordState state = WordState::Draft;
};

/// One file of assets/words.
struct WordFile {
  std::string language;
  std::string name;  ///< of the language in itself: "suomi" (L-02)
  std::map<std::string, WordMessage> messages;
};

WordFile read_word_file(const Json& document, Faults& faults);
Json to_json(const WordFile& file);

/// All words the screens themselves say. Value; immutable after construction; safe to share between threads.
class Words {
 public:
  Words() = default;
  explicit Words(std::vector<WordFile> files, bool show_drafts);

  /// The message in the first language of `chain` that has it (and may be shown), filled in; tagged with the language
  /// it is in; the whole line falls back, never a part of it. Throws Error(internal) for a key no language has.
  TaggedText say(std::string_view key, std::span<const std::string> chain,
                 const std::vector<WordArgument>& arguments = {}) const;

  bool knows(std::string_view key) const;
  /// Name of a language in itself; the tag where unknown.
  std::string name_of(std::string_view language) const;
  const std::vector<WordFile>& files() const { return files_; }

 private:
  std::vector<WordFile> files_;
  bool show_drafts_ = true;
};

WordArgument title_argument(std::string name, std::string value);

/// How a language opens and closes a quotation (CLDR): "sv" ” and ”, "de" „ and “, "fr" « and » with their spaces.
std::pair<std::string, std::string> quotation_marks(const std::string& language);

/// U+2066 … U+2069 around a code (LRI) or a name (FSI) (L-13).
std::string isolate_code(std::string_view text);
std::string isolate_name(std::string_view text);

}  // namespace skylt
