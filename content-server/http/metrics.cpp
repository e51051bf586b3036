#include "content-server/http/metrics.hpp"

#include <sstream>

namespace skylt {
namespace {

void figure(std::ostream& out, const char* kind, const std::string& name, double value) {
  out << "# TYPE skylt_" << name << ' ' << kind << "\nskylt_" << name << ' ' << value << '\n';
}

void counter(std::ostream& out, const std::string& name, double value) { figure(out, "counter", name, value); }

}  // namespace

void Metrics::reply(Answer& answer, HttpResponse response) {
  bytes_ += response.blob ? response.length : response.body.size();
  {
    const std::lock_guard lock{mutex_};
    ++answers_[response.status];
  }
  answer.send(std::move(response));
}

void Metrics::published(std::size_t altered, std::chrono::microseconds took) {
  ++publications_;
  screens_altered_ += altered;
  publish_us_ += static_cast<std::uint64_t>(took.count());
}

std::string Metrics::text(const std::map<std::string, double>& gauges) const {
  std::ostringstream out;
  out.precision(15);
  for (const auto& [name, value] : gauges) figure(out, "gauge", name, value);
  figure(out, "gauge", "sources_followed", static_cast<double>(sources_));
  out << "# TYPE skylt_http_answers_total counter\n";
  {
    const std::lock_guard lock{mutex_};
    for (const auto& [status, count] : answers_)
      out << "skylt_http_answers_total{status=\"" << status << "\"} " << count << '\n';
  }
  counter(out, "http_body_bytes_total", static_cast<double>(bytes_));
  counter(out, "tokens_refused_total", static_cast<double>(tokens_refused_));
  counter(out, "publications_total", static_cast<double>(publications_));
  counter(out, "screens_altered_total", static_cast<double>(screens_altered_));
  counter(out, "publish_seconds_total", static_cast<double>(publish_us_) / 1e6);
  counter(out, "sources_asked_total", static_cast<double>(sources_asked_));
  counter(out, "sources_failed_total", static_cast<double>(sources_failed_));
  return out.str();
}

}  // namespace skylt
