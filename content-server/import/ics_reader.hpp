#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace skylt::ics {

/// One parameter of a property; values without their quotes, RFC 6868 escapes resolved.
struct Parameter {
  std::string name;  ///< upper case
  std::vector<std::string> values;
};

/// One content line after unfolding: valid UTF-8, `value` as written (TEXT still escaped), QUOTED-PRINTABLE resolved.
struct Property {
  std::string name;  ///< upper case
  std::vector<Parameter> parameters;
  std::string value;
  std::size_t line = 0;  ///< 1-based, of its first physical line

  /// First value of a parameter; empty where it is absent.
  std::string_view parameter(std::string_view parameter_name) const;
};

/// A BEGIN…END block with its place in the file.
struct Component {
  std::string name;  ///< upper case; empty for what stands outside any block
  std::size_t line = 0;
  bool closed = false;  ///< its END was found
  std::vector<Property> properties;
  std::vector<Component> children;

  /// First property of that name, or nullptr.
  const Property* find(std::string_view property_name) const;
  /// TEXT of the first property of that name; empty where absent.
  std::string text(std::string_view property_name) const;
};

/// Something in the file that is not as RFC 5545 says and was read nevertheless.
struct Oddity {
  std::size_t line = 0;
  std::string code;
  std::string reason;
};

struct Document {
  Component root;  ///< its children are the calendars, or bare VEVENT blocks
  std::string encoding;
  std::vector<Oddity> oddities;
};

/// Reads any bytes as iCalendar, RFC 5545 §3.1 and what real producers make of it: byte order marks, UTF-16,
/// windows-1252, NULs, any line ending, folds inside a UTF-8 sequence, wrapped lines without the leading space, text in
/// front, lower case names, missing END lines. A VEVENT never contains another one. Blocks nested deeper than eight are
/// dropped. Linear in the size of the input.
Document read_calendar(std::string_view bytes);

/// TEXT value: \n \N \\ \; \, resolved; an unknown escape keeps its character. RFC 5545 §3.3.11.
std::string unescape_text(std::string_view value);

/// Comma separated TEXT list ("CATEGORIES"); escaped commas belong to their item; empty items are left out.
std::vector<std::string> split_text_list(std::string_view value);

std::string upper_ascii(std::string_view text);
std::string_view trimmed(std::string_view text);

}  // namespace skylt::ics
