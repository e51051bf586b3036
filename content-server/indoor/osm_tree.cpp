#include "content-server/indoor/osm_tree.hpp"

#include <charconv>
#include <cmath>

#include "content-server/import/common.hpp"
#include "content-server/import/xml_tree.hpp"
#include "core/base/error.hpp"
#include "core/language/text.hpp"

namespace skylt::indoor {
namespace {

using importing::attribute_of;

/// Degrees; not a number where it is none.
double degrees(std::string_view text) {
  double value = std::nan("");
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? value : std::nan("");
}

std::string id_of(std::string_view kind, std::string_view number) {
  return std::string{kind} + "/" + clean_text(number, 40);
}

}  // namespace

std::vector<OsmElement> read_osm(std::string_view bytes) {
  const importing::XmlTree tree{importing::decode_text(bytes).text};
  if (importing::local_name(tree.root().name()) != "osm") {
    throw Error{ErrorCode::Invalid, "this is no OpenStreetMap file: its root element is not <osm>"};
  }
  std::vector<OsmElement> elements;
  for (const auto node : tree.root().children()) {
    const std::string_view kind = node.name();
    if (kind != "node" && kind != "way" && kind != "relation") continue;
    if (attribute_of(node, "action") == "delete" || attribute_of(node, "visible") == "false") continue;
    OsmElement element;
    element.id = id_of(kind, attribute_of(node, "id"));
    element.at = {degrees(attribute_of(node, "lon")), degrees(attribute_of(node, "lat"))};
    for (const auto child : node.children()) {
      const std::string_view name = child.name();
      if (name == "tag") {
        element.tags[clean_text(attribute_of(child, "k"), 100)] = clean_text(attribute_of(child, "v"), 300);
      } else if (name == "nd") {
        element.nodes.push_back(id_of("node", attribute_of(child, "ref")));
      } else if (name == "member") {
        element.members.emplace_back(clean_text(attribute_of(child, "role"), 40),
                                     id_of(attribute_of(child, "type"), attribute_of(child, "ref")));
      }
    }
    elements.push_back(std::move(element));
  }
  return elements;
}

}  // namespace skylt::indoor
