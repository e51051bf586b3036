#include "core/layout/read_name.hpp"

namespace skylt {

Text read_name(JsonReader& reader) {
  Text name;
  reader.object("name", [&](JsonReader& inner) {
    for (const auto& [tag, value] : inner.value().items()) {
      const auto canonical = canonical_language(tag);
      if (!canonical || !value.is_string())
        inner.fault(tag, "must be a language tag with a string");
      else
        name.set(*canonical, clean_text(value.get_ref<const std::string&>(), 200));
    }
  });
  return name;
}

}  // namespace skylt
