#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "content-server/http/messages.hpp"

namespace skylt {

/// The files of the organisers' web interface: `folder` at "/", its node_modules at "/modules/". Only kinds of files
/// that a page is made of, no hidden ones, nothing outside the folder, no listings. Thread-safe.
class WebFiles {
 public:
  explicit WebFiles(const std::string& folder);

  /// Answers GET; nullopt where there is no such file.
  std::optional<HttpResponse> respond(const HttpRequest& request);

 private:
  struct Kept {
    std::int64_t written = 0;  ///< when the file was
    HttpResponse response;
    std::string etag;
  };
  std::string folder_;  ///< canonical; empty: there is none
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
};

/// Policy of the interface's pages: nothing inline but the import maps of `html`, each by its hash.
std::string page_policy(const std::string& html);

}  // namespace skylt
