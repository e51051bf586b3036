#pragma once
// A whole XML document or an error, bounded in depth and size, without DTD and entities (X5, X6); and access to it that
// does not care for namespace prefixes.

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace skylt::importing {

/// A document that was read; keeps no part of the text.
class XmlTree {
 public:
  /// Throws Error(invalid): not well formed, truncated, a document type, deeper than 64 levels, too many elements.
  explicit XmlTree(std::string_view text);

  pugi::xml_node root() const { return root_; }

 private:
  std::unique_ptr<pugi::xml_document> document_;
  pugi::xml_node root_;
};

/// "schedule" of "s:schedule".
std::string_view local_name(std::string_view qualified);

pugi::xml_node child_of(pugi::xml_node node, std::string_view name);
std::string_view attribute_of(pugi::xml_node node, std::string_view name);

/// All text below a node, in order; "" for a null node.
std::string text_of(pugi::xml_node node);
std::string child_text(pugi::xml_node node, std::string_view name);

/// Encoding named in the XML declaration, lower case; empty when there is none.
std::string declared_encoding(std::string_view bytes);

/// Name of the first element, without parsing the rest; empty when it does not look like XML.
std::string_view first_element(std::string_view text);

}  // namespace skylt::importing
