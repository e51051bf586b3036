#include "core/layout/widgets.hpp"

#include <algorithm>

#include "core/language/text.hpp"

namespace skylt {
namespace {

/// Which sessions a list holds; the same for every list.
std::vector<OptionSpec> with_filters(std::vector<OptionSpec> options) {
  options.push_back({"venues", OptionKind::Venues});
  options.push_back({"rooms", OptionKind::Strings});
  options.push_back({"tracks", OptionKind::Strings});
  options.push_back({"audience", OptionKind::Strings});
  options.push_back({"follow-in", OptionKind::Language});
  return options;
}

std::vector<WidgetSpec> make_specs() {
  const std::vector<std::string_view> sizes{"small", "medium", "large"};
  const std::vector<std::string_view> aligns{"start", "centre", "end"};
  return {
      {"agenda", with_filters({{"title", OptionKind::Text}, {"past", OptionKind::Boolean}})},
      {"changes", with_filters({{"sessions", OptionKind::Boolean}})},
      {"clock", {{"date", OptionKind::Boolean}, {"align", OptionKind::Choice, false, 0, 0, aligns}}},
      {"directions",
       {{"rooms", OptionKind::Strings}, {"amenities", OptionKind::Strings}, {"venues", OptionKind::Boolean}}},
      {"ending", with_filters({})},
      {"grid", with_filters({{"hours", OptionKind::Integer, false, 2, 12}})},
      {"header",
       {{"plate", OptionKind::Choice, false, 0, 0, {"room", "venue", "place", "event"}},
        {"title", OptionKind::Text},
        {"clock", OptionKind::Boolean},
        {"date", OptionKind::Boolean}}},
      {"image",
       {{"name", OptionKind::String, true},
        {"alternative", OptionKind::Text},
        {"decorative", OptionKind::Boolean},
        {"fit", OptionKind::Choice, false, 0, 0, {"contain", "cover"}}}},
      {"map", with_filters({{"level", OptionKind::String}, {"to", OptionKind::String}})},
      {"now-next", {{"rooms", OptionKind::Strings}, {"follow", OptionKind::Integer, false, 0, 3}}},
      {"phone", {}},
      {"qr", {{"data", OptionKind::Url}, {"text", OptionKind::Text}}},
      {"rooms-now", with_filters({{"changes", OptionKind::Boolean}})},
      {"text",
       {{"text", OptionKind::Text, true},
        {"size", OptionKind::Choice, false, 0, 0, sizes},
        {"align", OptionKind::Choice, false, 0, 0, aligns},
        {"bold", OptionKind::Boolean}}},
      {"way", with_filters({{"to", OptionKind::String}})},
      {"welcome", {}},
  };
}

bool is_strings(const Json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& item) {
           return item.is_string() && !item.get_ref<const std::string&>().empty();
         });
}

std::string list_of(const std::vector<std::string_view>& names) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string{name};
  return out;
}

bool is_url(const std::string& text) {
  return text.size() <= 1000 && (text.starts_with("https://") || text.starts_with("http://"));
}

std::string below(const std::string& pointer, std::string_view key) { return pointer + "/" + pointer_token(key); }

std::string not_a_language(const std::string& tag) { return "'" + tag + "' is not a language tag"; }

std::string unknown_option(const std::string& key, const WidgetSpec& widget) {
  std::vector<std::string_view> names;
  for (const auto& spec : widget.options) names.push_back(spec.name);
  return "unknown option '" + key + "' of widget " + std::string{widget.name} +
         (names.empty() ? "; it has none" : "; it has " + list_of(names));
}

void check_text(const Json& value, const std::string& pointer, Faults& faults) {
  if (!value.is_object() || value.empty()) {
    faults.push_back({pointer, "must be an object of language tags to strings such as {\"sv\": \"…\"}"});
    return;
  }
  for (const auto& [tag, text] : value.items()) {
    const std::string place = below(pointer, tag);
    if (!canonical_language(tag)) faults.push_back({place, not_a_language(tag)});
    if (!text.is_string() || text.get_ref<const std::string&>().empty())
      faults.push_back({place, "must be a string that is not empty"});
  }
}

void check_value(const OptionSpec& option, const Json& value, const std::string& pointer, Faults& faults) {
  const auto fault = [&](std::string reason) { faults.push_back({pointer, std::move(reason)}); };
  switch (option.kind) {
    case OptionKind::Boolean:
      if (!value.is_boolean()) fault("must be true or false");
      return;
    case OptionKind::Integer:
      if (!value.is_number_integer() || value.get<std::int64_t>() < option.least ||
          value.get<std::int64_t>() > option.most)
        fault("must be a whole number from " + std::to_string(option.least) + " to " + std::to_string(option.most));
      return;
    case OptionKind::Choice:
      if (!value.is_string() || std::find(option.choices.begin(), option.choices.end(),
                                          value.get_ref<const std::string&>()) == option.choices.end())
        fault("must be one of " + list_of(option.choices));
      return;
    case OptionKind::Strings:
      if (!is_strings(value)) fault("must be a list of strings");
      return;
    case OptionKind::Venues:
      if (value != "own" && value != "all" && !is_strings(value))
        fault("must be \"own\", \"all\" or a list of venue ids");
      return;
    case OptionKind::Text: return check_text(value, pointer, faults);
    case OptionKind::Language:
      if (!value.is_string() || !canonical_language(value.get_ref<const std::string&>()))
        fault("must be a language tag such as sv, en-GB or zh-Hans");
      return;
    case OptionKind::String:
      if (!value.is_string() || value.get_ref<const std::string&>().empty())
        fault("must be a string that is not empty");
      return;
    case OptionKind::Url:
      if (!value.is_string() || !is_url(value.get_ref<const std::string&>()))
        fault("must be an address that starts with https:// or http://");
      return;
  }
}

}  // namespace

std::span<const WidgetSpec> widget_specs() {
  static const std::vector<WidgetSpec> kSpecs = make_specs();
  return kSpecs;
}

const WidgetSpec* find_widget(std::string_view name) {
  for (const auto& spec : widget_specs())
    if (spec.name == name) return &spec;
  return nullptr;
}

void check_options(const WidgetSpec& widget, const Json& options, const std::string& pointer, Faults& faults) {
  if (!options.is_object()) {
    faults.push_back({pointer, "must be an object"});
    return;
  }
  for (const auto& [key, value] : options.items()) {
    const auto option = std::find_if(widget.options.begin(), widget.options.end(),
                                     [&key = key](const OptionSpec& spec) { return spec.name == key; });
    if (option == widget.options.end()) {
      faults.push_back({below(pointer, key), unknown_option(key, widget)});
      continue;
    }
    check_value(*option, value, below(pointer, key), faults);
  }
  if (widget.name == "image" && !options.contains("alternative") && options.value("decorative", Json{false}) != true)
    faults.push_back({pointer + "/alternative", "is missing: say the picture in words, or mark it decorative (A-54)"});
  for (const auto& option : widget.options)
    if (option.required && !options.contains(option.name))
      faults.push_back({below(pointer, option.name), "is missing"});
}

}  // namespace skylt
