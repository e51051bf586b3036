#include "core/programme/find_screen.hpp"

#include "core/base/error.hpp"

namespace skylt {

const Screen& find_screen(const EventData& data, const std::string& id) {
  std::string known;
  for (const Screen& screen : data.screens) {
    if (screen.id == id) return screen;
    known += (known.empty() ? "" : ", ") + screen.id;
  }
  throw Error{ErrorCode::NotFound, "there is no screen '" + id + "'" +
                                       (known.empty() ? "; the event has no screens" : "; there are: " + known)};
}

}  // namespace skylt
