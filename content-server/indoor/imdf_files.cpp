#include "content-server/indoor/imdf_files.hpp"

#include <set>

#include "content-server/import/json_text.hpp"
#include "core/base/error.hpp"
#include "core/language/text.hpp"

namespace skylt::indoor {
namespace {

using importing::member;

/// Calls `visit(i)` for every character that is not inside a string.
template <typename Visit>
void outside_strings(std::string_view text, const Visit& visit) {
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string) {
      visit(i);
    }
  }
}

/// Blanks every comma that only closing brackets follow. How many there were.
std::size_t mend_commas(std::string& text) {
  std::size_t mended = 0;
  std::size_t comma = std::string::npos;
  std::string_view whole = text;
  std::vector<std::size_t> found;
  outside_strings(whole, [&](std::size_t i) {
    const char c = whole[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return;
    if ((c == ']' || c == '}') && comma != std::string::npos) found.push_back(comma);
    comma = c == ',' ? i : std::string::npos;
  });
  // A string between the comma and the bracket is not seen by the visitor: look again at what really follows.
  for (const std::size_t at : found) {
    const std::size_t next = text.find_first_not_of(" \t\n\r", at + 1);
    if (next == std::string::npos || (text[next] != ']' && text[next] != '}')) continue;
    text[at] = ' ';
    ++mended;
  }
  return mended;
}

/// The objects in the list called "features", each by its own brackets; the last may be cut short.
std::vector<std::string_view> salvage(std::string_view text) {
  std::vector<std::string_view> objects;
  const std::size_t key = text.find("\"features\"");
  const std::size_t list = key == std::string_view::npos ? key : text.find('[', key);
  if (list == std::string_view::npos) return objects;
  const std::string_view body = text.substr(list + 1);
  std::size_t begin = std::string_view::npos;
  std::size_t depth = 0;
  bool done = false;
  outside_strings(body, [&](std::size_t i) {
    if (done) return;
    if (body[i] == '{' || body[i] == '[') {
      if (depth++ == 0) begin = i;
    } else if (body[i] == '}' || body[i] == ']') {
      if (depth == 0) {
        done = true;
        return;
      }
      if (--depth == 0) objects.push_back(body.substr(begin, i + 1 - begin));
    }
  });
  if (!done && depth > 0) objects.push_back(body.substr(begin));
  return objects;
}

class Reader {
 public:
  Reader(Features& features, std::vector<Finding>& findings) : features_{features}, findings_{findings} {}

  void read(const std::string& file, std::string text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    const std::size_t commas = mend_commas(text);
    if (commas > 0) {
      warn(file, "", "trailing-commas", std::to_string(commas) + " commas with nothing behind them were passed over");
    }
    std::string why;
    try {
      const Json document = importing::parse_mended_json(text).value;
      if (file == "manifest.json") {
        features_.manifest = document;
        return;
      }
      const Json& list = member(document, "features");
      if (!list.is_array()) return reject(file, "", "no-features", "it has no list 'features'");
      for (std::size_t i = 0; i < list.size(); ++i) take(file, i + 1, list[i]);
      return;
    } catch (const Error& error) {
      why = error.what();
    }
    if (file == "manifest.json") return warn(file, "", "bad-manifest", "it is not JSON: " + clean_text(why, 200));
    const auto objects = salvage(text);
    if (objects.empty()) return reject(file, "", "not-json", clean_text(why, 200));
    warn(file, "", "not-json", "its features are read one by one: " + clean_text(why, 200));
    for (std::size_t i = 0; i < objects.size(); ++i) {
      try {
        take(file, i + 1, importing::parse_mended_json(std::string{objects[i]}).value);
      } catch (const Error& error) {
        reject(file, "feature " + std::to_string(i + 1), "not-json", clean_text(error.what(), 200));
      }
    }
  }

 private:
  void warn(const std::string& file, const std::string& record, const char* code, std::string reason) {
    findings_.push_back({file, record, Severity::Warning, code, std::move(reason)});
  }

  void reject(const std::string& file, const std::string& record, const char* code, std::string reason) {
    ++features_.count;
    findings_.push_back({file, record, Severity::Error, code, std::move(reason)});
  }

  void take(const std::string& file, std::size_t number, const Json& value) {
    const std::string place = "feature " + std::to_string(number);
    if (!value.is_object()) return reject(file, place, "not-a-feature", "it is not an object");
    Feature feature;
    feature.file = file;
    feature.id = clean_text(importing::scalar_text(value, "id"), 200);
    if (feature.id.empty()) return reject(file, place, "no-id", "it has no id");
    feature.type = importing::scalar_text(value, "feature_type");
    if (feature.type.empty()) feature.type = file.substr(0, file.find('.'));
    feature.properties = member(value, "properties");
    if (!feature.properties.is_object()) feature.properties = Json::object();
    feature.geometry = member(value, "geometry");
    if (!ids_.insert(feature.id).second) return reject(file, feature.id, "duplicate-id", "another feature has this id");
    ++features_.count;
    features_.list.push_back(std::move(feature));
  }

  Features& features_;
  std::vector<Finding>& findings_;
  std::set<std::string> ids_;
};

}  // namespace

Features read_features(const MapFiles& files, std::vector<Finding>& findings) {
  Features features;
  Reader reader{features, findings};
  for (const auto& [name, text] : files) reader.read(name, text);
  return features;
}

}  // namespace skylt::indoor
