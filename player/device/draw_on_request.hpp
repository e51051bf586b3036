#pragma once
#include <iosfwd>

namespace skylt {

/// `skylt-player render --requests`: draws snapshots for a server, one JSON object a line in, one a line out, until the
/// input ends. Keeps the last few snapshots with their fonts, so that the next moment of the same screen takes
/// milliseconds.
///
/// In:  {"snapshot":DIR,"at":T,"rotation"?:T,"trusted"?:bool,"fetched"?:T,"language"?:tag,"size"?:[w,h],
///       "width"?:n, "picture"?:FILE, "scene"?:bool}. `width` scales the finished picture down to so many pixels.
/// Out: {"scene_sha256","scene"?,"failures":["…"]} or {"error":"…"}. `failures` says which regions failed and why, and
/// which images where a picture is drawn; each once. A snapshot folder never changes under its name.
void draw_on_request(std::istream& in, std::ostream& out);

}  // namespace skylt
