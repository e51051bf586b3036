#include "core/base/error.hpp"

namespace skylt {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::Invalid: return "invalid";
    case ErrorCode::NotFound: return "not_found";
    case ErrorCode::Conflict: return "conflict";
    case ErrorCode::Unavailable: return "unavailable";
    case ErrorCode::Internal: break;
  }
  return "internal";
}

std::string describe(const std::exception& error) {
  std::string text = error.what();
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception& cause) {
    text += ": " + describe(cause);
  } catch (...) {
    text += ": unknown cause";
  }
  return text;
}

ErrorCode code_of(const std::exception& error) {
  if (const auto* own = dynamic_cast<const Error*>(&error)) return own->code();
  try {
    std::rethrow_if_nested(error);
  } catch (const std::exception& cause) {
    return code_of(cause);
  } catch (...) {
  }
  return ErrorCode::Internal;
}

}  // namespace skylt
