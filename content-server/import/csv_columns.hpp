#pragma once
// Which column of a table is which field of ours.

#include <map>
#include <string>
#include <vector>

#include "content-server/import/import.hpp"

namespace skylt::importing {

/// Our fields, in the order of docs/importing.md.
const std::vector<std::string>& csv_fields();

/// How many of our fields a header names beyond doubt.
std::size_t known_headers(const std::vector<std::string>& headers);

/// How many of the headers that a mapping names are among `headers`.
std::size_t mapped_headers(const std::vector<std::string>& headers, const CsvMapping& mapping);

struct CsvColumns {
  std::map<std::string, std::size_t> of_field;  ///< field -> column
  std::vector<std::string> notes;               ///< what was recognised, ambiguous or not found
};

/// By the mapping where there is one, and else by headers that are known words of Swedish, English or German. A field
/// that two headers name is left out. Throws Error(invalid), listing the headers, when title or time have no column, or
/// not the one that the mapping names.
CsvColumns resolve_columns(const std::vector<std::string>& headers, const CsvMapping* mapping);

}  // namespace skylt::importing
