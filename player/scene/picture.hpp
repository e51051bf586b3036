#pragma once
#include <memory>
#include <string>
#include <vector>

#include "player/scene/context.hpp"
#include "player/scene/widget.hpp"

namespace skylt {

/// The picture in one language: its regions and their pages.
struct Picture {
  std::shared_ptr<const Context> context;  ///< stays where it is: regions that draw later borrow it
  std::vector<WidgetPages> regions;
};

/// Draws every region of the layout. Strips of changes come first, the code for phones next: the others give way to
/// what they take, but a door that has no room for all beside the code takes turns with it. A region that fails stays
/// calm and empty and is named in `failures`.
Picture draw_picture(Context context, const Layout& layout, std::vector<std::string>* failures);

}  // namespace skylt
