#pragma once
#include <string>
#include <vector>

#include "player/scene/compose.hpp"
#include "player/scene/widget.hpp"

namespace skylt {

/// One line of a list: a session, when and where.
struct Row {
  TaggedText time;      ///< "10:00"
  TaggedText old_time;  ///< the time that no longer holds, struck
  TaggedText until;     ///< "till 11:30", smaller, below
  TaggedText title;
  TaggedText short_title;
  TaggedText room;
  TaggedText level;
  TaggedText walk;  ///< minutes on foot from this screen; empty where not known
  std::vector<Plate> plates;
  TaggedText facts;
  bool struck = false;     ///< cancelled
  bool left = false;       ///< it has left the room, which is struck
  std::size_t number = 0;  ///< in its list, where that is cut
  bool running = false;    ///< its time stands out
  Minutes rank{0};         ///< where a list is cut, the rows of the lowest rank stay, of one rank the first
};

struct RowGroup {
  TaggedText heading;
  bool accent = false;  ///< on a plate, as "Nu"
  std::vector<Row> rows;
};

/// When a session ends, as its clock, with the weekday or the date where that is beyond the day that is shown.
TaggedText end_text(const Context& context, UtcTime end);

/// Whether it began before the day that is shown, or ends after it.
bool spans_days(const Context& context, const Session& session);

enum class ShowEnd { No, Yes };
enum class ShowRoom { No, Yes };

Row row_of(const Context& context, const EffectiveSession& item, Seen seen, ShowEnd end, ShowRoom room);

/// Where the parts of all rows of one list stand.
struct RowColumns {
  int width = 0;
  int time = 0;  ///< width of the column of times; 0: time above the title
  int room = 0;  ///< width of the column of rooms; 0: room below the title
  int title_x = 0;
  int title = 0;
  int gap = 0;
};
RowColumns columns_for(const Canvas& canvas, const std::vector<const Row*>& rows, int width);

/// A row that is higher than `most` takes the short title, then becomes several rows with a part of the title each.
std::vector<Composed> compose_row(const Canvas& canvas, const Row& row, const RowColumns& columns, int most);

/// What a page of a list says of itself.
struct Remark {
  TaggedText text;
  std::string role = "page";
};

/// `remark` stands at the far end of the heading's line: the page, how many follow, how old the data are.
Composed compose_heading(const Canvas& canvas, const RowGroup& group, const Remark& remark, int width);
/// Whether there is room for it there.
bool remark_fits(const Canvas& canvas, const RowGroup& group, const Remark& remark, int width);

/// What becomes of rows beyond the pages that a list may have.
enum class Surplus { SayHowMany, LeaveOut };

/// The groups as pages of rows. A list that would take too long to come round is cut and says how many it leaves out
/// and gives the facts of its rows for one more of them: the last group, what is to come, keeps half of the
/// rows where it needs them, so that a full house never hides what begins soon. One that only gives a foretaste is cut
/// to what stands on one page.
WidgetPages draw_list(const Context& context, const Place& place, const std::vector<RowGroup>& groups,
                      Surplus surplus = Surplus::SayHowMany);

}  // namespace skylt
