#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/snapshot/snapshot.hpp"

namespace skylt::test {

/// How Pango, a typesetter that is not ours, sets a text with the same fonts: for comparison in tests and measurements
/// only. It sees no other font and no configuration of the machine, hints nothing and rounds nothing.
class PangoOracle {
 public:
  explicit PangoOracle(const std::vector<NamedBlob>& fonts);
  ~PangoOracle();
  PangoOracle(const PangoOracle&) = delete;
  PangoOracle& operator=(const PangoOracle&) = delete;

  struct Line {
    std::string text;    ///< logical order, with the spaces at its end
    std::string visual;  ///< from left to right
    double width_px = 0;
  };
  struct Paragraph {
    std::vector<std::string> families;  ///< the best first
    std::string language;
    bool right_to_left = false;
    double em_px = 40;
    double width_px = 0;
  };
  /// Lines broken between words, inside a word where it does not fit.
  std::vector<Line> lines(const std::string& text, const Paragraph& as);

  /// Only lays out: for measurements. Returns the number of lines.
  int line_count(const std::string& text, const Paragraph& as);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace skylt::test
