#pragma once
#include <string>
#include <utility>
#include <vector>

#include "content-server/indoor/indoor.hpp"

namespace skylt::indoor {

/// Keeps the books of one reading: each feature is either accepted with its parts or rejected with one error.
class Books {
 public:
  explicit Books(IndoorImport& result) : result_{result} {}

  void accept(const std::string& feature, std::vector<std::string> parts = {}) {
    result_.parts[feature] = std::move(parts);
  }
  void add_part(const std::string& feature, const std::string& part) { result_.parts[feature].push_back(part); }
  void reject(const std::string& where, const std::string& feature, const char* code, std::string reason) {
    ++result_.rejected;
    result_.findings.push_back({where, feature, Severity::Error, code, std::move(reason)});
  }
  void warn(const std::string& where, const std::string& feature, const char* code, std::string reason) {
    result_.findings.push_back({where, feature, Severity::Warning, code, std::move(reason)});
  }
  /// What seed_graph() could not connect, as warnings about the plan as a whole.
  void warn(const std::vector<SeedGap>& gaps) {
    for (const SeedGap& gap : gaps) warn("graph", gap.object, gap.code.c_str(), gap.reason);
  }

 private:
  IndoorImport& result_;
};

/// "imdf-6382938a-…": the prefix and the source's id, made of what ids may hold and no longer than 60 bytes.
std::string part_id(const std::string& prefix, const std::string& source_id);

/// "ll-314" of "LL 314": small ASCII letters and digits; empty when nothing is left.
std::string slug_of(const std::string& name);

/// Gives every room without an id one of its name and the venue, each once.
void name_rooms(Venue& venue);

/// The parts of a name that lists several rooms: "220A, 220B" -> 220A and 220B; none for a single name.
std::vector<std::string> names_in(const std::string& name);

}  // namespace skylt::indoor
