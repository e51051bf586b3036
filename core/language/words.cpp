#include "core/language/words.hpp"

#include <unicode/msgfmt.h>
#include <unicode/ulocdata.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"
#include "core/language/serving.hpp"

namespace skylt {
namespace {

constexpr const char* kFormat = "skylt/words/1";
constexpr const char* kFirstStrong = "\u2068";
constexpr const char* kLeftToRight = "\u2066";
constexpr const char* kPop = "\u2069";

using Messages = std::map<std::string, WordMessage>;

/// Text and {name} only: nothing that ICU would have to look at. A player reads thousands of them when it starts.
bool is_plain(const std::string& pattern) {
  if (pattern.find('\'') != std::string::npos) return false;
  bool inside = false;
  std::size_t name = 0;
  for (const char c : pattern) {
    if (c == '{' || c == '}') {
      if (inside == (c == '{') || (inside && name == 0)) return false;
      inside = c == '{';
      name = 0;
    } else if (inside) {
      const bool letter = is_alpha(c) || (c == '_' && name > 0);
      if (!letter) return false;
      ++name;
    }
  }
  return !inside;
}

/// ICU pattern check; an empty string means that it is sound.
std::string pattern_fault(const std::string& pattern, const std::string& language) {
  if (is_plain(pattern)) return {};
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  const icu::MessageFormat format{icu::UnicodeString::fromUTF8(pattern), icu::Locale{language.c_str()}, where, status};
  if (U_SUCCESS(status)) return {};
  return std::string{"is not an ICU message ("} + u_errorName(status) + ")";
}

std::string inserted(const WordArgument& argument, const std::string& language) {
  const auto* number = std::get_if<std::int64_t>(&argument.value);
  if (number) return isolate_code(std::to_string(*number));
  const auto& text = std::get<std::string>(argument.value);
  if (argument.is_code) return isolate_code(text);
  if (!argument.is_title) return isolate_name(text);
  const auto [open, close] = quotation_marks(language);
  return open + isolate_name(text) + close;
}

/// Fills in a pattern that has nothing but {name}; nullopt when it needs ICU (plurals, quotes).
std::optional<std::string> fill_simple(const std::string& pattern, const std::string& language,
                                       const std::vector<WordArgument>& arguments) {
  if (pattern.find_first_of("',#") != std::string::npos && pattern.find('{') != std::string::npos) return std::nullopt;
  std::string out;
  std::size_t at = 0;
  while (at < pattern.size()) {
    const auto open = pattern.find('{', at);
    out.append(pattern, at, open == std::string::npos ? open : open - at);
    if (open == std::string::npos) break;
    const auto close = pattern.find('}', open);
    if (close == std::string::npos) return std::nullopt;
    const auto name = std::string_view{pattern}.substr(open + 1, close - open - 1);
    const auto it = std::find_if(arguments.begin(), arguments.end(),
                                 [&](const WordArgument& argument) { return argument.name == name; });
    if (it == arguments.end()) return std::nullopt;
    out += inserted(*it, language);
    at = close + 1;
  }
  return out;
}

/// Numbers take the plural rules of `language` and the digits 0-9 (L-25).
std::string fill_by_icu(const std::string& pattern, const std::string& language,
                        const std::vector<WordArgument>& arguments) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  const icu::Locale locale{(language + "-u-nu-latn").c_str()};
  const icu::Locale tagged = icu::Locale::forLanguageTag(language + "-u-nu-latn", status);
  const icu::MessageFormat format{icu::UnicodeString::fromUTF8(pattern), U_SUCCESS(status) ? tagged : locale, where,
                                  status};
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& argument : arguments) {
    names.push_back(icu::UnicodeString::fromUTF8(argument.name));
    const auto* number = std::get_if<std::int64_t>(&argument.value);
    values.push_back(number ? icu::Formattable{*number}
                            : icu::Formattable{icu::UnicodeString::fromUTF8(inserted(argument, language))});
  }
  icu::UnicodeString filled;
  format.format(names.data(), values.data(), static_cast<int32_t>(names.size()), filled, status);
  if (U_FAILURE(status))
    throw Error{ErrorCode::Internal, "the words '" + pattern + "' in " + language + " cannot be filled in"};
  std::string out;
  filled.toUTF8String(out);
  return out;
}

WordState read_state(JsonReader& reader, WordState fallback) {
  return reader.one_of("state", {"draft", "checked"}, fallback == WordState::Draft ? 0 : 1) == 0 ? WordState::Draft
                                                                                                 : WordState::Checked;
}

void read_message(JsonReader& messages, const std::string& key, const Json& value, const std::string& language,
                  WordState state, Messages& out) {
  WordMessage message{"", state};
  if (value.is_string()) {
    message.pattern = value.get<std::string>();
  } else if (value.is_object()) {
    messages.object(key.c_str(), [&](JsonReader& reader) {
      message.pattern = reader.string("pattern");
      message.state = read_state(reader, state);
      reader.reject_unknown();
    });
  } else {
    return messages.fault(key, "must be a string, or an object with pattern and state");
  }
  if (message.pattern.empty()) return messages.fault(key, "is empty");
  if (const auto fault = pattern_fault(message.pattern, language); !fault.empty()) return messages.fault(key, fault);
  out[key] = std::move(message);
}

}  // namespace

WordArgument title_argument(std::string name, std::string value) {
  return {std::move(name), std::move(value), false, true};
}

std::pair<std::string, std::string> quotation_marks(const std::string& language) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale = icu::Locale::forLanguageTag(language, status);
  const std::unique_ptr<ULocaleData, decltype(&ulocdata_close)> data{ulocdata_open(locale.getName(), &status),
                                                                     ulocdata_close};
  const auto mark = [&](ULocaleDataDelimiterType which) {
    std::array<UChar, 8> text{};
    const auto length = ulocdata_getDelimiter(data.get(), which, text.data(), text.size(), &status);
    std::string out;
    if (U_SUCCESS(status)) icu::UnicodeString{text.data(), length}.toUTF8String(out);
    return out;
  };
  std::pair marks{mark(ULOCDATA_QUOTATION_START), mark(ULOCDATA_QUOTATION_END)};
  if (U_FAILURE(status)) return {"“", "”"};
  if (language == "fr" || language.starts_with("fr-")) {
    marks.first += "\u00a0";
    marks.second.insert(0, "\u00a0");
  }
  return marks;
}

std::string isolate_code(std::string_view text) { return kLeftToRight + std::string{text} + kPop; }
std::string isolate_name(std::string_view text) { return kFirstStrong + std::string{text} + kPop; }

WordFile read_word_file(const Json& document, Faults& faults) {
  WordFile file;
  JsonReader reader{document, faults};
  if (reader.string("format") != kFormat) reader.fault("format", std::string{"must be \""} + kFormat + "\"");
  const auto tag = reader.string("language");
  const auto language = canonical_language(tag);
  if (!language && !tag.empty()) reader.fault("language", "'" + tag + "' is not a language tag");
  file.language = language.value_or("und");
  file.name = reader.string("name");
  const WordState state = read_state(reader, WordState::Draft);
  if (!reader.has("messages")) reader.fault("messages", "is missing");
  reader.object("messages", [&](JsonReader& messages) {
    for (const auto& [key, value] : messages.value().items())
      read_message(messages, key, value, file.language, state, file.messages);
  });
  reader.reject_unknown();
  return file;
}

Json to_json(const WordFile& file) {
  const bool checked =
      !file.messages.empty() && std::all_of(file.messages.begin(), file.messages.end(),
                                            [](const auto& entry) { return entry.second.state == WordState::Checked; });
  Json messages = Json::object();
  for (const auto& [key, message] : file.messages) {
    if (checked || message.state == WordState::Draft)
      messages[key] = message.pattern;
    else
      messages[key] = Json{{"pattern", message.pattern}, {"state", "checked"}};
  }
  return Json{{"format", kFormat},
              {"language", file.language},
              {"name", file.name},
              {"state", checked ? "checked" : "draft"},
              {"messages", std::move(messages)}};
}

Words::Words(std::vector<WordFile> files, bool show_drafts) : files_{std::move(files)}, show_drafts_{show_drafts} {}

TaggedText Words::say(std::string_view key, std::span<const std::string> chain,
                      const std::vector<WordArgument>& arguments) const {
  const WordFile* chosen = nullptr;
  const WordMessage* message = nullptr;
  const auto take = [&](const WordFile& file, bool drafts) {
    const auto it = file.messages.find(std::string{key});
    if (it == file.messages.end() || (it->second.state == WordState::Draft && !drafts)) return false;
    chosen = &file;
    message = &it->second;
    return true;
  };
  const auto take_from = [&](const auto& matches) {
    return std::any_of(files_.begin(), files_.end(),
                       [&](const WordFile& file) { return matches(file) && take(file, show_drafts_); });
  };
  const auto take_serving = [&](const std::string& wanted) {
    // Nearly always the language has a file of its own; only else is it worth asking what serves it.
    if (take_from([&](const WordFile& file) { return file.language == wanted; })) return true;
    for (const auto& tag : serving_tags(wanted))
      if (take_from([&](const WordFile& file) { return file.language == tag; })) return true;
    return take_from([&](const WordFile& file) { return is_same_language(file.language, wanted); });
  };
  const auto search = [&] {
    for (const auto& language : chain)
      if (take_serving(language)) return;
    for (const bool drafts : {false, true})
      for (const auto& file : files_)
        if (take(file, drafts)) return;
  };
  search();
  if (!chosen) throw Error{ErrorCode::Internal, "no language has the words '" + std::string{key} + "'"};
  auto text = fill_simple(message->pattern, chosen->language, arguments);
  if (!text) text = fill_by_icu(message->pattern, chosen->language, arguments);
  return {std::move(*text), chosen->language};
}

bool Words::knows(std::string_view key) const {
  return std::any_of(files_.begin(), files_.end(),
                     [&](const WordFile& file) { return file.messages.contains(std::string{key}); });
}

std::string Words::name_of(std::string_view language) const {
  std::vector<std::string> tags;
  for (const auto& file : files_) tags.push_back(file.language);
  const auto serving = find_serving(tags, language);
  return serving ? files_[*serving].name : std::string{language};
}

}  // namespace skylt
