#include "content-server/import/xml_tree.hpp"

#include <algorithm>
#include <cctype>

#include "core/base/ascii.hpp"
#include "core/base/error.hpp"

namespace skylt::importing {
namespace {

constexpr int kMaxDepth = 64;
constexpr std::ptrdiff_t kMaxElements = 2'000'000;
constexpr std::ptrdiff_t kMaxAttributes = 4'000'000;

[[noreturn]] void refuse(const std::string& why) { throw Error{ErrorCode::Invalid, "not a usable XML file: " + why}; }

std::string line_of(std::string_view text, std::ptrdiff_t offset) {
  const auto end = text.begin() + std::clamp<std::ptrdiff_t>(offset, 0, static_cast<std::ptrdiff_t>(text.size()));
  return std::to_string(1 + std::count(text.begin(), end, '\n'));
}

void check_depth(pugi::xml_node node, int depth) {
  if (depth > kMaxDepth) refuse("nested deeper than " + std::to_string(kMaxDepth) + " levels");
  for (const auto child : node.children())
    if (child.type() == pugi::node_element) check_depth(child, depth + 1);
}

void append_text(pugi::xml_node node, std::string& out) {
  for (const auto child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) out += child.value();
    if (child.type() != pugi::node_element) continue;
    if (!out.empty()) out += ' ';
    append_text(child, out);
  }
}

/// Why the text is not a whole document although the parser was content with it; empty when it is one.
std::string incomplete(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return last == std::string_view::npos || text[last] != '>' ? "it ends in the middle; is the file truncated?" : "";
}

}  // namespace

XmlTree::XmlTree(std::string_view text) : document_{std::make_unique<pugi::xml_document>()} {
  if (text.find('\0') != std::string_view::npos) refuse("it contains NUL bytes");
  if (std::count(text.begin(), text.end(), '<') > kMaxElements ||
      std::count(text.begin(), text.end(), '=') > kMaxAttributes)
    refuse("too many elements or attributes");
  if (const std::string why = incomplete(text); !why.empty()) refuse(why);
  const auto result =
      document_->load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
  if (!result)
    refuse("line " + line_of(text, result.offset) + ": " + result.description() + "; is the file truncated?");
  for (const auto node : document_->children()) {
    if (node.type() == pugi::node_doctype) refuse("it has a document type (DTD); entities are not read");
    if (node.type() != pugi::node_element) continue;
    if (root_) refuse("more than one root element");
    root_ = node;
  }
  if (!root_) refuse("no root element");
  check_depth(root_, 1);
}

std::string_view local_name(std::string_view qualified) {
  const std::size_t colon = qualified.rfind(':');
  return colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
}

pugi::xml_node child_of(pugi::xml_node node, std::string_view name) {
  for (const auto child : node.children())
    if (child.type() == pugi::node_element && local_name(child.name()) == name) return child;
  return {};
}

std::string_view attribute_of(pugi::xml_node node, std::string_view name) {
  for (const auto attribute : node.attributes())
    if (local_name(attribute.name()) == name) return attribute.value();
  return {};
}

std::string text_of(pugi::xml_node node) {
  std::string out;
  append_text(node, out);
  return out;
}

std::string child_text(pugi::xml_node node, std::string_view name) { return text_of(child_of(node, name)); }

std::string declared_encoding(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, std::min(bytes.size(), bytes.find("?>")));
  if (!head.starts_with("<?xml")) return {};
  const std::size_t at = head.find("encoding");
  const std::size_t open = at == std::string_view::npos ? at : head.find_first_of("'\"", at);
  if (open == std::string_view::npos) return {};
  const std::size_t close = head.find(head[open], open + 1);
  if (close == std::string_view::npos) return {};
  return lower_ascii(head.substr(open + 1, close - open - 1));
}

std::string_view first_element(std::string_view text) {
  std::size_t at = 0;
  while ((at = text.find_first_not_of(" \t\r\n", at)) != std::string_view::npos) {
    const std::string_view rest = text.substr(at);
    std::string_view close;
    if (rest.starts_with("<!--"))
      close = "-->";
    else if (rest.starts_with("<?"))
      close = "?>";
    else if (rest.starts_with("<!"))
      close = rest.find('[') < rest.find('>') ? "]>" : ">";
    if (close.empty()) {
      if (!rest.starts_with('<')) return {};
      const std::string_view name = rest.substr(1, rest.find_first_of(" \t\r\n/>", 1) - 1);
      return local_name(name);
    }
    const std::size_t end = text.find(close, at);
    if (end == std::string_view::npos) return {};
    at = end + close.size();
  }
  return {};
}

}  // namespace skylt::importing
