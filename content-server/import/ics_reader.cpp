#include "content-server/import/ics_reader.hpp"

#include <algorithm>

#include "content-server/import/ics_bytes.hpp"
#include "core/base/ascii.hpp"

namespace skylt::ics {
namespace {

constexpr std::size_t kDeepest = 8;
constexpr std::size_t kMostOddities = 200;

/// RFC 6868: ^n ^^ ^' in parameter values.
std::string unescape_parameter(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char next = value[i] == '^' && i + 1 < value.size() ? value[i + 1] : '\0';
    if (next == 'n') {
      text += '\n';
    } else if (next == '^') {
      text += '^';
    } else if (next == '\'') {
      text += '"';
    } else {
      text += value[i];
      continue;
    }
    ++i;
  }
  return text;
}

bool begins_with_year(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  return digits >= 4;
}

/// Reads one content line from left to right.
class LineScanner {
 public:
  explicit LineScanner(std::string_view line) : line_{line} {}

  Property read() {
    Property property;
    property.name = upper_ascii(trimmed(until(":;")));
    while (at_ < line_.size() && line_[at_] == ';') {
      ++at_;
      property.parameters.push_back(read_parameter());
    }
    if (at_ < line_.size()) property.value = line_.substr(at_ + 1);
    return property;
  }

 private:
  std::string_view until(std::string_view stops) {
    const std::size_t end = std::min(line_.find_first_of(stops, at_), line_.size());
    const std::string_view part = line_.substr(at_, end - at_);
    at_ = end;
    return part;
  }

  Parameter read_parameter() {
    Parameter parameter;
    parameter.name = upper_ascii(trimmed(until("=:;")));
    if (at_ == line_.size() || line_[at_] != '=') {  // vCalendar's bare "QUOTED-PRINTABLE"
      if (parameter.name == "QUOTED-PRINTABLE") parameter = {"ENCODING", {"QUOTED-PRINTABLE"}};
      return parameter;
    }
    do {
      ++at_;
      parameter.values.push_back(read_value(parameter.name));
    } while (at_ < line_.size() && line_[at_] == ',');
    return parameter;
  }

  std::string read_value(std::string_view name) {
    if (at_ < line_.size() && line_[at_] == '"') {
      const std::size_t end = line_.find('"', at_ + 1);
      if (end != std::string_view::npos) {
        const std::string_view quoted = line_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        until(":;,");
        return unescape_parameter(quoted);
      }
      ++at_;
    }
    const std::size_t begin = at_;
    until(":;,");
    // "TZID=(GMT +01:00) Berlin:20260505T100000": the value begins after the colon that a year follows.
    if (name == "TZID" && at_ < line_.size() && line_[at_] == ':' && !begins_with_year(line_.substr(at_ + 1)))
      at_ = std::max(at_, line_.rfind(':'));
    return unescape_parameter(line_.substr(begin, at_ - begin));
  }

  std::string_view line_;
  std::size_t at_ = 0;
};

std::string from_quoted_printable(std::string_view value) {
  std::string bytes;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const int high = value[i] == '=' && i + 2 < value.size() ? hex_value(value[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(value[i + 2]) : -1;
    if (low >= 0) {
      bytes += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      bytes += value[i];
    }
  }
  return bytes;
}

/// Quoted-printable line ends are line feeds of the text.
std::string decode_quoted(const Property& property) {
  const std::string bytes = from_quoted_printable(property.value);
  std::string_view charset = property.parameter("CHARSET");
  if (charset.empty() && !is_utf8(bytes)) charset = "windows-1252";
  std::string text;
  for (const char c : decode(bytes, charset)) {
    if (c == '\n') text += "\\n";
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') text += c;
  }
  return text;
}

Property read_property(const ContentLine& line) {
  Property property = LineScanner{line.text}.read();
  property.line = line.number;
  if (upper_ascii(property.parameter("ENCODING")) == "QUOTED-PRINTABLE") property.value = decode_quoted(property);
  return property;
}

/// Builds the tree; the open blocks are moved into their parents when they end.
class TreeBuilder {
 public:
  explicit TreeBuilder(Document& document) : document_{document} { open_.emplace_back(); }

  void add(Property property) {
    if (property.name == "BEGIN") return begin(upper_ascii(trimmed(property.value)), property.line);
    if (property.name == "END") return end(upper_ascii(trimmed(property.value)), property.line);
    if (dropped_ == 0) open_.back().properties.push_back(std::move(property));
  }

  void finish() {
    while (open_.size() > 1) close_unfinished("cut-off");
    open_.front().closed = true;
    document_.root = std::move(open_.front());
  }

 private:
  void begin(std::string name, std::size_t line) {
    if (name == "VEVENT" || name == "VCALENDAR") {
      dropped_ = 0;
      const std::size_t keep = name == "VEVENT" && has_calendar() ? 2 : 1;
      while (open_.size() > keep) close_unfinished();
    } else if (dropped_ > 0 || open_.size() > kDeepest) {
      ++dropped_;
      return;
    }
    Component component;
    component.name = std::move(name);
    component.line = line;
    open_.push_back(std::move(component));
  }

  void end(std::string_view name, std::size_t line) {
    if (dropped_ > 0) {
      --dropped_;
      return;
    }
    const auto found = std::find_if(open_.rbegin(), open_.rend() - 1, [&](const auto& c) { return c.name == name; });
    if (found == open_.rend() - 1) {
      note(line, "stray-end", "END:" + std::string{name.substr(0, 40)} + " closes nothing that is open");
      return;
    }
    const auto steps = static_cast<std::size_t>(found - open_.rbegin());
    for (std::size_t i = 0; i < steps; ++i) close_unfinished();
    open_.back().closed = true;
    close();
  }

  bool has_calendar() const { return open_.size() > 1 && open_[1].name == "VCALENDAR"; }

  void close_unfinished(const char* code = "no-end") {
    const Component& block = open_.back();
    note(block.line, code, block.name.substr(0, 40) + " is not closed by an END line; the file may be cut off");
    close();
  }

  void close() {
    Component block = std::move(open_.back());
    open_.pop_back();
    open_.back().children.push_back(std::move(block));
  }

  void note(std::size_t line, std::string code, std::string reason) {
    if (document_.oddities.size() < kMostOddities)
      document_.oddities.push_back({line, std::move(code), std::move(reason)});
  }

  Document& document_;
  std::vector<Component> open_;
  std::size_t dropped_ = 0;  ///< blocks open below the deepest level that is kept
};

}  // namespace

std::string_view Property::parameter(std::string_view parameter_name) const {
  for (const Parameter& parameter : parameters)
    if (parameter.name == parameter_name && !parameter.values.empty()) return parameter.values.front();
  return {};
}

const Property* Component::find(std::string_view property_name) const {
  for (const Property& property : properties)
    if (property.name == property_name) return &property;
  return nullptr;
}

std::string Component::text(std::string_view property_name) const {
  const Property* property = find(property_name);
  return property == nullptr ? std::string{} : unescape_text(property->value);
}

Document read_calendar(std::string_view bytes) {
  Document document;
  ContentLines content = unfold(bytes);
  document.encoding = std::move(content.encoding);
  TreeBuilder tree{document};
  bool begun = false;
  for (ContentLine& line : content.lines) {
    Property property = read_property(line);
    line.text = {};
    if (!begun && property.name != "BEGIN") continue;  // text in front: "<!--", HTTP headers, blank lines
    begun = true;
    tree.add(std::move(property));
  }
  tree.finish();
  return document;
}

std::string unescape_text(std::string_view value) {
  std::string text;
  text.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      text += value[i];
      continue;
    }
    const char next = value[++i];
    text += next == 'n' || next == 'N' ? '\n' : next;
  }
  return text;
}

std::vector<std::string> split_text_list(std::string_view value) {
  std::vector<std::string> items;
  std::size_t begin = 0;
  const auto add = [&](std::size_t end) {
    std::string item{trimmed(unescape_text(value.substr(begin, end - begin)))};
    if (!item.empty()) items.push_back(std::move(item));
    begin = end + 1;
  };
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\') {
      ++i;
    } else if (value[i] == ',') {
      add(i);
    }
  }
  if (begin <= value.size()) add(value.size());
  return items;
}

std::string upper_ascii(std::string_view text) {
  std::string upper{text};
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace skylt::ics
