#include "content-server/import/json_text.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <vector>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt::importing {
namespace {

/// Objects keep their keys in a list that is searched from the front: the sum of their squares is the work.
constexpr std::size_t kMaxKeyWork = 100'000'000;

std::optional<unsigned> hex4(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  unsigned value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(digit);
  }
  return value;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

/// One pass over the text: mends strings in place, and adds up what the keys will cost.
class Mender {
 public:
  explicit Mender(std::string& text) : text_{text} {}

  void run() {
    for (std::size_t i = 0; i < text_.size();) i = in_string_ ? step_string(i) : step_outside(i);
    while (!keys_.empty()) close_object();
  }

  std::size_t lone_surrogates = 0;
  std::size_t raw_controls = 0;
  std::string_view duplicate_key;

  /// Where a part of the text stands.
  std::string place_of(std::string_view part) const {
    const auto before = std::string_view{text_}.substr(0, static_cast<std::size_t>(part.data() - text_.data()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t begin = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return "line " + std::to_string(line) + ", byte " + std::to_string(before.size() - begin);
  }

 private:
  std::size_t step_outside(std::size_t i) {
    const char c = text_[i];
    if (c == '"') {
      in_string_ = true;
      string_begin_ = i + 1;
    }
    if (c == '{') keys_.emplace_back();
    if (c == ':' && !keys_.empty()) note_key();
    if (c == '}' && !keys_.empty()) close_object();
    return i + 1;
  }

  void note_key() {
    const std::string_view key = std::string_view{text_}.substr(string_begin_, string_end_ - string_begin_);
    ++keys_.back().count;
    if (!keys_.back().seen.insert(key).second && duplicate_key.empty()) duplicate_key = key;
  }

  void close_object() {
    work_ += keys_.back().count * keys_.back().count;
    keys_.pop_back();
    if (work_ > kMaxKeyWork) throw Error{ErrorCode::Invalid, "not a programme: its JSON objects have too many keys"};
  }

  std::size_t step_string(std::size_t i) {
    const char c = text_[i];
    if (c == '"') {
      in_string_ = false;
      string_end_ = i;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      text_[i] = ' ';
      ++raw_controls;
    }
    if (c != '\\') return i + 1;
    if (i + 1 >= text_.size() || text_[i + 1] != 'u') return i + 2;
    const auto unit = hex4(text_, i + 2);
    if (!unit) return i + 2;
    if (is_high(*unit) && text_.compare(i + 6, 2, "\\u") == 0) {
      const auto second = hex4(text_, i + 8);
      if (second && is_low(*second)) return i + 12;
    }
    if (is_high(*unit) || is_low(*unit)) {
      text_.replace(i + 2, 4, "fffd");
      ++lone_surrogates;
    }
    return i + 6;
  }

  std::string& text_;
  bool in_string_ = false;
  std::size_t string_begin_ = 0;
  std::size_t string_end_ = 0;  ///< of the string read last, a key when a colon follows
  struct Keys {
    std::size_t count = 0;
    std::unordered_set<std::string_view> seen;  ///< the text keeps its length and place while it is mended
  };
  std::vector<Keys> keys_;
  std::size_t work_ = 0;
};

}  // namespace

MendedJson parse_mended_json(std::string text) {
  Mender mender{text};
  mender.run();
  std::string duplicate{mender.duplicate_key};
  std::string where = duplicate.empty() ? "" : mender.place_of(mender.duplicate_key);
  return {parse_json(text, "schedule.json"), mender.lone_surrogates, mender.raw_controls, std::move(duplicate),
          std::move(where)};
}

const Json& member(const Json& object, const char* key) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto it = object.find(key);
  return it == object.end() ? kNull : *it;
}

std::string scalar_text(const Json& object, const char* key) {
  const Json& value = member(object, key);
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() || value.is_boolean() ? value.dump() : std::string{};
}

std::string words_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  if (value.is_object() && value.contains("name")) return words_of(value["name"]);
  std::string out;
  for (const auto& item : value) {
    const std::string words = item.is_structured() && value.is_object() ? std::string{} : words_of(item);
    if (!words.empty()) out += (out.empty() ? "" : ", ") + words;
    if (!out.empty() && value.is_object()) break;
  }
  return out;
}

}  // namespace skylt::importing
