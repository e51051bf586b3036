#pragma once
#include <string>

#include "core/programme/event.hpp"

namespace skylt {

/// The screen of that id. Throws Error(not_found), naming those that there are.
const Screen& find_screen(const EventData& data, const std::string& id);

}  // namespace skylt
