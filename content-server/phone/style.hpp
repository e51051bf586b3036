#pragma once
#include <string>

#include "core/layout/layout.hpp"

namespace skylt {

/// The style sheet of the event's pages: its theme's colours for light and dark as custom properties, then `rules`
/// (assets/phone/phone.css). Named by its content, so that a browser may keep it.
struct PhoneStyle {
  std::string name;  ///< "phone-2f7f5f….css"
  std::string css;
};
PhoneStyle phone_style(const Theme& theme, const std::string& rules);

}  // namespace skylt
