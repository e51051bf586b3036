#include "player/text/line_break.hpp"

#include <algorithm>
#include <optional>

namespace skylt {
namespace {

constexpr double kTolerance = 1e-6;
constexpr int kMostHyphensInARow = 2;

class LineFiller {
 public:
  LineFiller(const Paragraph& paragraph, const BreakRules& rules) : p_{paragraph}, rules_{rules} {}

  std::vector<LineSpan> run() {
    const std::int32_t length = p_.text.length();
    for (std::int32_t start = 0; start < length; start = lines_.back().end) {
      while (next_ < p_.breaks.size() && p_.breaks[next_].end <= start) ++next_;
      lines_.push_back(next_line(start));
      hyphens_in_a_row_ = lines_.back().hyphen ? hyphens_in_a_row_ + 1 : 0;
    }
    if (lines_.empty()) lines_.emplace_back();
    return std::move(lines_);
  }

 private:
  bool fits(std::int32_t start, const BreakPlace& place) const {
    const double hyphen = place.hyphen ? p_.hyphen_advance : 0;
    const std::int32_t end = std::max(start, place.visible_end);
    return p_.width(start, end) + hyphen <= rules_.measure + kTolerance;
  }

  LineSpan next_line(std::int32_t start) {
    // A soft hyphen may fail where the place after it fits again, because no hyphen is shown there.
    std::size_t last = p_.breaks.size();
    for (std::size_t i = next_; i < p_.breaks.size(); ++i) {
      if (fits(start, p_.breaks[i])) {
        last = i;
      } else if (!p_.breaks[i].hyphen || p_.width(start, p_.breaks[i].visible_end) > rules_.measure) {
        break;
      }
    }
    if (last == p_.breaks.size()) return divide_first_word(start);
    const BreakPlace& place = p_.breaks[last];
    const LineSpan whole{start, place.end, std::max(start, place.visible_end), place.hyphen, false, false};
    if (last + 1 == p_.breaks.size() || place.hyphen || p_.breaks[last + 1].hyphen) return whole;
    const double width = p_.width(start, whole.visible_end);
    const double next_word = p_.width(place.end, p_.breaks[last + 1].visible_end);
    const bool poor =
        rules_.measure - width > rules_.poor_rag * rules_.measure && hyphens_in_a_row_ < kMostHyphensInARow;
    if (!poor && next_word <= rules_.measure) return whole;
    const std::int32_t at = last_hyphen_place(start, place.end, p_.breaks[last + 1].visible_end);
    if (at > place.end) return {start, at, at, true, false, false};
    return inside_phrase(start, place.end, p_.breaks[last + 1].end).value_or(whole);
  }

  LineSpan divide_first_word(std::int32_t start) {
    const std::int32_t word_end = p_.breaks[next_].visible_end;
    const std::int32_t at = last_hyphen_place(start, start, word_end);
    if (at > start) return {start, at, at, true, false, false};
    if (const auto inside = inside_phrase(start, start, p_.breaks[next_].end)) return *inside;
    return emergency_line(start);
  }

  /// The line from `start` to the last inner break of text(from, to) that fits.
  std::optional<LineSpan> inside_phrase(std::int32_t start, std::int32_t from, std::int32_t to) const {
    std::optional<LineSpan> best;
    auto inner = std::upper_bound(p_.inner_breaks.begin(), p_.inner_breaks.end(), from);
    for (; inner != p_.inner_breaks.end() && *inner < to; ++inner) {
      const std::int32_t visible = p_.visible_end(start, *inner);
      if (p_.width(start, visible) > rules_.measure + kTolerance) break;
      best = LineSpan{start, *inner, visible, false, true, false};
    }
    return best;
  }

  /// Where inside text[from, to) a hyphen ends the line from `start` best: between the parts of a compound, else where
  /// no stump is left for the next line, else as late as it fits. `from` when no place fits.
  std::int32_t last_hyphen_place(std::int32_t start, std::int32_t from, std::int32_t to) {
    constexpr std::int32_t kNoStump = 5;
    constexpr double kFullEnough = 0.55;
    if (!rules_.hyphenation || p_.right_to_left || from >= to) return from;
    std::int32_t best = from;
    int best_rank = 0;
    for (const HyphenPlace& place : places_of_word(from, to)) {
      const double width = p_.width(start, place.at) + p_.hyphen_advance;
      if (place.at <= from || width > rules_.measure + kTolerance) continue;
      const bool full = width >= kFullEnough * rules_.measure;
      const int rank = !full ? 0 : place.compound ? 3 : to - place.at >= kNoStump ? 2 : 1;
      if (rank < best_rank) continue;
      best = place.at;
      best_rank = rank;
    }
    return best;
  }

  /// Of the whole word, also when it has been divided before.
  const std::vector<HyphenPlace>& places_of_word(std::int32_t from, std::int32_t to) {
    if (word_end_ != to) {
      word_end_ = to;
      const auto after = std::upper_bound(p_.breaks.begin(), p_.breaks.end(), from,
                                          [](std::int32_t at, const BreakPlace& place) { return at < place.end; });
      const std::int32_t word_start = after == p_.breaks.begin() ? 0 : std::prev(after)->end;
      places_ = rules_.hyphenation->places(p_.text, word_start, to, p_.language);
    }
    return places_;
  }

  LineSpan emergency_line(std::int32_t start) const {
    auto cluster = std::upper_bound(p_.graphemes.begin(), p_.graphemes.end(), start);
    std::int32_t end = *cluster;
    const std::int32_t limit = p_.breaks[next_].end;
    for (++cluster; cluster != p_.graphemes.end() && *cluster <= limit; ++cluster) {
      if (p_.width(start, *cluster) > rules_.measure + kTolerance) break;
      end = *cluster;
    }
    if (p_.visible_end(start, limit) <= end) end = std::max(end, limit);
    return {start, end, p_.visible_end(start, end), false, false, true};
  }

  const Paragraph& p_;
  const BreakRules& rules_;
  std::vector<LineSpan> lines_;
  std::size_t next_ = 0;  // first break after the line's start
  int hyphens_in_a_row_ = 0;
  std::int32_t word_end_ = -1;
  std::vector<HyphenPlace> places_;
};

/// Cuts inside words, then hyphens and divided phrases: fewer are better.
std::pair<std::ptrdiff_t, std::ptrdiff_t> blemishes(const std::vector<LineSpan>& lines) {
  return {std::count_if(lines.begin(), lines.end(), [](const LineSpan& line) { return line.emergency; }),
          std::count_if(lines.begin(), lines.end(),
                        [](const LineSpan& line) { return line.hyphen || line.inside_phrase; })};
}

bool ends_badly(const Paragraph& p, const std::vector<LineSpan>& lines, double measure) {
  constexpr double kShortLastLine = 0.4;
  // A word of its own may stand alone; the rest of a divided one rather takes a better part with it.
  const double short_word = lines[lines.size() - 2].hyphen ? 0.7 : 0.45;
  const LineSpan& last = lines.back();
  const bool one_word = std::none_of(p.breaks.begin(), p.breaks.end(), [&](const BreakPlace& place) {
    return place.end > last.start && place.end < last.end;
  });
  const double width = p.width(last.start, last.visible_end);
  return width < kShortLastLine * measure || (one_word && width < short_word * measure);
}

}  // namespace

std::vector<LineSpan> fill_lines(const Paragraph& paragraph, const BreakRules& rules) {
  return LineFiller{paragraph, rules}.run();
}

std::vector<LineSpan> balance_lines(const Paragraph& paragraph, const BreakRules& rules, std::vector<LineSpan> filled) {
  constexpr std::size_t kMostLines = 40;
  constexpr int kSteps = 9;
  if (filled.size() < 2 || filled.size() > kMostLines || !ends_badly(paragraph, filled, rules.measure)) return filled;
  const auto length = paragraph.text.length();
  double low = paragraph.width(0, length) / static_cast<double>(filled.size()) * 0.9;
  double high = rules.measure;
  BreakRules narrower = rules;
  for (int i = 0; i < kSteps && low < high; ++i) {
    narrower.measure = (low + high) / 2;
    std::vector<LineSpan> lines = fill_lines(paragraph, narrower);
    if (lines.size() <= filled.size() && blemishes(lines) <= blemishes(filled)) {
      high = narrower.measure;
      filled = std::move(lines);
    } else {
      low = narrower.measure;
    }
  }
  return filled;
}

}  // namespace skylt
