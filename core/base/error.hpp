#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

namespace skylt {

enum class ErrorCode { Invalid, NotFound, Conflict, Unavailable, Internal };

/// The one exception of the project. `what()` is one sentence that says what went wrong and where.
/// Layers that know the file, room or URL add it with std::throw_with_nested(Error{...}).
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error{message}, code_{code} {}
  ErrorCode code() const noexcept { return code_; }

 private:
  ErrorCode code_;
};

/// "invalid", "not_found", … as in the JSON of the HTTP interfaces.
std::string_view name_of(ErrorCode code);

/// The whole chain of nested exceptions, outermost first, joined by ": ".
std::string describe(const std::exception& error);

/// Code of the outermost Error in the chain; Internal where there is none.
ErrorCode code_of(const std::exception& error);

}  // namespace skylt
