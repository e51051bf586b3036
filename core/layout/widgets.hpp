#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"

namespace skylt {

enum class OptionKind { Boolean, Integer, Choice, Strings, Venues, Text, String, Url, Language };

/// One option of a widget, as docs/layouts.md lists it.
struct OptionSpec {
  std::string_view name;
  OptionKind kind;
  bool required = false;
  int least = 0;  ///< Integer: inclusive limits
  int most = 0;
  std::vector<std::string_view> choices = {};  ///< Choice
};

struct WidgetSpec {
  std::string_view name;
  std::vector<OptionSpec> options;
};

/// Every widget a layout may use, by name.
std::span<const WidgetSpec> widget_specs();

/// nullptr where no widget has that name.
const WidgetSpec* find_widget(std::string_view name);

/// Checks `options` of a region against its widget: unknown keys, wrong types, values out of range.
void check_options(const WidgetSpec& widget, const Json& options, const std::string& pointer, Faults& faults);

}  // namespace skylt
