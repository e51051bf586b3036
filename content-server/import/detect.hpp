#pragma once
#include <string>
#include <string_view>

namespace skylt::importing {

/// Whether the text reads as a table: a line of headers among which a delimiter stands, and rows like it.
bool looks_like_csv(std::string_view text);

/// What a file seems to be that no parser here reads, as a sentence for its sender.
std::string describe_unknown(std::string_view bytes);

}  // namespace skylt::importing
