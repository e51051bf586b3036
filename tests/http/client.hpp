#pragma once
#include <map>
#include <string>
#include <vector>

namespace skylt::test {

struct Reply {
  int status = 0;                              ///< 0: no answer
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  std::string header(const std::string& name) const;
};

/// One request on a connection of its own. `headers` as "Name: value".
Reply request(const std::string& method, const std::string& url, const std::vector<std::string>& headers = {},
              const std::string& body = {});

inline Reply get(const std::string& url, const std::vector<std::string>& headers = {}) {
  return request("GET", url, headers);
}

}  // namespace skylt::test
