#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>
#include <utility>

#include "player/scene/rows.hpp"

namespace skylt {
namespace {

constexpr int kMostRows = 7;

/// One row ready to be put, and the group it belongs to.
struct Entry {
  std::size_t group = 0;
  std::size_t index = 0;  ///< of its row in the group; parts of one row share it
  Composed row;
};

struct PagePlan {
  std::vector<std::size_t> entries;
};

/// Fills pages from the top; a group's heading stands again on each page where it goes on.
class Paginator {
 public:
  Paginator(const std::vector<Entry>& entries, const std::vector<Composed>& headings, int gap, int height)
      : entries_{entries}, headings_{headings}, gap_{gap}, height_{height} {}

  std::vector<PagePlan> fill(int most_rows) const {
    std::vector<PagePlan> pages;
    int used = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const bool first = pages.empty();
      const int more = first ? 0 : height_after(pages.back(), i);
      if (first || used + more > height_ || static_cast<int>(pages.back().entries.size()) >= most_rows) {
        pages.push_back({{i}});
        used = headings_[entries_[i].group].height + entries_[i].row.height;
      } else {
        pages.back().entries.push_back(i);
        used += more;
      }
    }
    return pages;
  }

  /// The same number of pages with the rows spread more evenly, where that is possible.
  std::vector<PagePlan> balanced() const {
    auto pages = fill(kMostRows);
    if (pages.size() < 2) return pages;
    const auto count = static_cast<int>(pages.size());
    const int each = (static_cast<int>(entries_.size()) + count - 1) / count;
    for (int rows = each; rows < kMostRows; ++rows) {
      auto even = fill(rows);
      if (even.size() == pages.size()) return even;
    }
    return pages;
  }

 private:
  int height_after(const PagePlan& page, std::size_t entry) const {
    const bool same = entries_[page.entries.back()].group == entries_[entry].group;
    return entries_[entry].row.height + (same ? 0 : gap_ + headings_[entries_[entry].group].height);
  }

  const std::vector<Entry>& entries_;
  const std::vector<Composed>& headings_;
  int gap_;
  int height_;
};

/// `remark` stands on the line of the page's first heading.
void draw_page(Canvas& canvas, const RectPx& box, const std::vector<RowGroup>& groups,
               const std::vector<Entry>& entries, const PagePlan& page, const Remark& remark, int gap) {
  int y = box.y;
  const int line = std::max(1, canvas.context().unit / 10);
  std::optional<std::size_t> group;
  for (const auto index : page.entries) {
    const Entry& entry = entries[index];
    if (group != entry.group) {
      if (group) y += gap;
      const auto heading = compose_heading(canvas, groups[entry.group], group ? Remark{} : remark, box.width);
      put(canvas, heading, box.x, y);
      y += heading.height;
      group = entry.group;
    }
    canvas.shape("rule", {box.x, y, box.width, line}, "rule");
    put(canvas, entry.row, box.x, y);
    y += entry.row.height;
  }
}

/// A list measured for its place: its columns, headings and rows, and how they fall into pages.
struct ListPlan {
  std::vector<Composed> headings;
  std::vector<Entry> entries;
  std::vector<PagePlan> pages;
};

/// What a page says about itself: "Sida 2 av 3", how many follow, how old the data are.
Remark remark_of(const Context& context, const TaggedText& note, int page, int pages) {
  const std::string role = note.text.empty() ? "page" : role_of_remark(context, note);
  if (pages < 2) return {note, role};
  return {joined({note, context.say("page", {{"page", std::int64_t{page + 1}}, {"pages", std::int64_t{pages}}})}),
          role};
}

/// The remark stands on the headings' line where every heading leaves room, else in a foot.
bool remark_on_headings(const Canvas& measure, const std::vector<RowGroup>& groups, const TaggedText& note, int width) {
  const auto longest = remark_of(measure.context(), note, 9, 10);
  return std::all_of(groups.begin(), groups.end(),
                     [&](const RowGroup& group) { return remark_fits(measure, group, longest, width); });
}

int foot_height(const Canvas& measure, const std::vector<RowGroup>& groups, const TaggedText& note, int width) {
  if (remark_on_headings(measure, groups, note, width)) return 0;
  return compose_foot(measure, {note, 0, 2}, width, "ground").height + measure.context().unit / 2;
}

ListPlan plan_list(const Canvas& measure, const RectPx& box, const std::vector<RowGroup>& groups,
                   const TaggedText& note, int gap) {
  ListPlan plan;
  std::vector<const Row*> rows;
  int tallest_heading = 0;
  for (const auto& group : groups) {
    for (const auto& row : group.rows) rows.push_back(&row);
    // Reckoned with a remark, as high as it can be: which of them begin a page is not known yet.
    plan.headings.push_back(compose_heading(measure, group, remark_of(measure.context(), note, 0, 2), box.width));
    tallest_heading = std::max(tallest_heading, plan.headings.back().height);
  }
  const auto columns = columns_for(measure, rows, box.width);
  const int paged_height = box.height - foot_height(measure, groups, note, box.width);
  for (std::size_t g = 0; g < groups.size(); ++g)
    for (std::size_t i = 0; i < groups[g].rows.size(); ++i)
      for (auto& part : compose_row(measure, groups[g].rows[i], columns, paged_height - tallest_heading))
        plan.entries.push_back({g, i, std::move(part)});
  const int height = note.text.empty() ? box.height : paged_height;
  plan.pages = Paginator{plan.entries, plan.headings, gap, height}.fill(kMostRows);
  if (plan.pages.size() > 1) plan.pages = Paginator{plan.entries, plan.headings, gap, paged_height}.balanced();
  if (plan.pages.empty()) plan.pages.emplace_back();
  return plan;
}

/// How many different rows stand on the first `pages` pages.
std::size_t rows_on(const ListPlan& plan, std::size_t pages) {
  std::set<std::pair<std::size_t, std::size_t>> rows;
  for (std::size_t p = 0; p < pages; ++p)
    for (const auto index : plan.pages[p].entries) rows.emplace(plan.entries[index].group, plan.entries[index].index);
  return rows.size();
}

/// Leaves `most` rows, those of the lowest rank, in their order.
void keep_lowest(std::vector<Row>& rows, std::size_t most) {
  if (rows.size() <= most) return;
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rows[a].rank < rows[b].rank; });
  order.resize(most);
  std::sort(order.begin(), order.end());
  std::vector<Row> kept;
  kept.reserve(order.size());
  for (const std::size_t index : order) kept.push_back(std::move(rows[index]));
  rows = std::move(kept);
}

/// What a cut leaves out.
struct LeftOut {
  std::size_t rows = 0;
  bool running = false;  ///< some of them are on now
};

/// Cuts the groups to `most` rows in all; the last group has half of them where it needs so many.
LeftOut keep_shares(std::vector<RowGroup>& groups, std::size_t most) {
  LeftOut out;
  const auto running_in = [](const std::vector<Row>& rows) {
    return std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.running; });
  };
  std::size_t before = 0;
  for (std::size_t g = 0; g + 1 < groups.size(); ++g) before += groups[g].rows.size();
  const std::size_t last_share =
      groups.size() < 2 ? most : std::min(groups.back().rows.size(), std::max(most / 2, most - std::min(most, before)));
  std::size_t free = most - last_share;
  for (auto& group : groups) {
    const bool last = &group == &groups.back();
    const std::size_t share = last ? last_share : std::min(free, group.rows.size());
    const std::size_t had = group.rows.size();
    const auto ran = running_in(group.rows);
    keep_lowest(group.rows, share);
    if (!last) free -= share;
    out.rows += had - group.rows.size();
    out.running = out.running || running_in(group.rows) < ran;
  }
  std::erase_if(groups, [](const RowGroup& group) { return group.rows.empty(); });
  return out;
}

WidgetPages draw_plan(const Context& context, const Place& place, const std::vector<RowGroup>& groups,
                      const ListPlan& plan, const TaggedText& note, int gap) {
  WidgetPages out;
  out.shows_age = true;
  const auto pages = static_cast<int>(plan.pages.size());
  for (int i = 0; i < pages; ++i) {
    Canvas canvas{context, place.region.id};
    const bool on_headings = remark_on_headings(canvas, groups, note, place.box.width) && !groups.empty();
    draw_page(canvas, place.box, groups, plan.entries, plan.pages[static_cast<std::size_t>(i)],
              on_headings ? remark_of(context, note, i, pages) : Remark{}, gap);
    if (!on_headings) {
      const auto foot = compose_foot(canvas, {note, i, pages}, place.box.width, "ground");
      put(canvas, foot, place.box.x, place.box.bottom() - foot.height);
    }
    out.pages.push_back(canvas.take());
  }
  return out;
}

enum class ShowFacts { No, Yes };

/// A list cut to so many rows that its pages come round in time.
class ListDrawing {
 public:
  ListDrawing(const Context& context, const Place& place, const std::vector<RowGroup>& groups, Surplus surplus)
      : context_{context}, place_{place}, groups_{groups}, surplus_{surplus}, measure_{context, place.region.id} {
    for (auto& group : groups_)
      for (auto& row : group.rows) row.number = all_++;
  }

  WidgetPages draw() {
    Attempt best = attempt(all_, ShowFacts::Yes);
    if (best.in_time) return std::move(best.drawn);
    yield(best.in_parts);
    std::size_t too_many = all_;
    while (!best.in_time) {
      if (best.rows < 2) return std::move(best.drawn);  // one row told in parts on several pages
      too_many = best.rows;
      best = attempt(std::clamp<std::size_t>(best.rows_in_time, 1, best.rows - 1), ShowFacts::Yes);
    }
    // Other rows than those that were measured are left: some more of them may fit.
    add_more(best, too_many, ShowFacts::Yes);
    add_more(best, all_ + 1, ShowFacts::No);  // who, where and when of one more rather than all about the others
    return std::move(best.drawn);
  }

 private:
  using Numbers = std::set<std::size_t>;

  struct Attempt {
    WidgetPages drawn;
    Numbers kept;      ///< the rows that are told
    Numbers in_parts;  ///< those of them whose title no page holds whole
    std::size_t rows = 0;
    std::size_t rows_in_time = 0;  ///< how many stand on as many pages as come round in time
    bool in_time = false;
  };

  Attempt attempt(std::size_t rows, ShowFacts facts) const {
    auto groups = groups_;
    if (facts == ShowFacts::No)
      for (auto& group : groups)
        for (auto& row : group.rows) row.facts = {};
    const auto left_out = keep_shares(groups, rows);
    const int gap = context_.unit * 3 / 2;
    TaggedText note = surplus_ == Surplus::SayHowMany ? age_note(context_) : TaggedText{};
    if (surplus_ == Surplus::SayHowMany && left_out.rows > 0)
      note = joined({more_note(context_, left_out.rows, !left_out.running), note});
    const auto plan = plan_list(measure_, place_.box, groups, note, gap);
    Attempt made{draw_plan(context_, place_, groups, plan, note, gap), {}, {}, rows, rows, true};
    for (const Entry& entry : plan.entries) {
      const std::size_t number = groups[entry.group].rows[entry.index].number;
      if (!made.kept.insert(number).second) made.in_parts.insert(number);
    }
    const auto most = surplus_ == Surplus::LeaveOut ? 1 : pages_in_time(context_, made.drawn);
    if (plan.pages.size() > most) {
      made.in_time = false;
      made.rows_in_time = rows_on(plan, most);
    }
    return made;
  }

  /// These rows give way to all others: told in parts one of them could take the pages of many, or what is left of a
  /// page is too low for it.
  void yield(const Numbers& rows) {
    for (auto& group : groups_)
      for (auto& row : group.rows)
        if (rows.contains(row.number)) row.rank += std::chrono::days{7};
  }

  void add_more(Attempt& best, std::size_t too_many, ShowFacts facts) {
    constexpr int kMostInVain = 3;
    for (int in_vain = 0; best.rows + 1 < too_many && in_vain < kMostInVain;) {
      Attempt more = attempt(best.rows + 1, facts);
      if (more.in_time) {
        best = std::move(more);
        continue;
      }
      Numbers added;
      std::set_difference(more.kept.begin(), more.kept.end(), best.kept.begin(), best.kept.end(),
                          std::inserter(added, added.end()));
      yield(added);
      ++in_vain;
    }
  }

  const Context& context_;
  const Place& place_;
  std::vector<RowGroup> groups_;
  const Surplus surplus_;
  Canvas measure_;
  std::size_t all_ = 0;
};

}  // namespace

WidgetPages draw_list(const Context& context, const Place& place, const std::vector<RowGroup>& groups,
                      Surplus surplus) {
  return ListDrawing{context, place, groups, surplus}.draw();
}

}  // namespace skylt
