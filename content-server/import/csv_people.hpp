#pragma once
// Cells of a table that hold several things, people above all.

#include <string>
#include <string_view>
#include <vector>

#include "content-server/import/common.hpp"

namespace skylt::importing {

/// The parts of a text between any of `marks`, cleaned, the empty ones left out.
std::vector<std::string> split(const std::string& text, std::string_view marks);

/// Cells with several things: a Python list, lines, or parts between ; and |.
std::vector<std::string> list_in(const std::string& cell);

/// Who stands in a cell. `doubt`: names follow a title, so that nobody can tell whether they are people or employers.
std::vector<Person> people_in(const std::string& cell, bool& doubt);

}  // namespace skylt::importing
