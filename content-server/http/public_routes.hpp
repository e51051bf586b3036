#pragma once
#include <array>
#include <mutex>

#include "content-server/http/live.hpp"

namespace skylt {

/// What everybody may ask: the programme in three formats, and how the server is. Thread-safe.
class PublicRoutes {
 public:
  PublicRoutes(LiveEvent& live, Publisher& publisher, WaitingPolls& waiting, ConnectionLimits& connections,
               Metrics& metrics);

  /// Whether there may be something of this at the path.
  static bool takes(const std::string& path);

  /// Answers GET; the method is not looked at.
  HttpResponse respond(const HttpRequest& request);

 private:
  struct Exported {
    std::int64_t revision = -1;
    std::optional<UtcTime> until;  ///< when the next of the changes in it ends
    std::string etag;
    BlobPtr blob;
  };
  HttpResponse programme(const HttpRequest& request, const std::string& format);
  Exported exported(const std::string& format, UtcTime now);
  HttpResponse metrics_text() const;

  LiveEvent& live_;
  Publisher& publisher_;
  WaitingPolls& waiting_;
  ConnectionLimits& connections_;
  Metrics& metrics_;
  std::mutex mutex_;  ///< guards what follows
  std::map<std::string, Exported> exports_;
};

}  // namespace skylt
