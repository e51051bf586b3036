#pragma once
#include <span>

#include "content-server/api/desk.hpp"

namespace skylt {

/// One route of /api/v1: the truth about it for the dispatcher, the OpenAPI document and the tests.
struct Route {
  const char* method;
  const char* path;  ///< below /api/v1; "{…}" stands for one part
  Action action;
  bool per_thing;  ///< its handler must ask whose the thing is (Call::allowed)
  Handler handler;
  const char* keys;  ///< of query (GET) or body, separated by spaces; "?" after those that may be left out
  const char* summary;
};

std::span<const Route> routes();

/// The document of /api/v1/openapi.json.
Json openapi_document();

}  // namespace skylt
