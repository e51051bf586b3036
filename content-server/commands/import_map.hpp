#pragma once
#include "content-server/commands/import_command.hpp"
#include "content-server/indoor/indoor.hpp"

namespace skylt {

/// The indoor map at `options.location`, where it is one: a folder, an archive, an .osm file. nullopt where `format` is
/// "auto" and it is none. Throws Error(invalid) when the map cannot be used, UsageError without --venue.
std::optional<IndoorImport> read_map(const ImportOptions& options, const std::string& bytes);

/// Whether SOURCE is a folder, which only a map can be.
bool is_folder(const std::string& location);

/// Lays the map over the venue of that name, or makes it, and says what came of it.
int import_map(const CommandLine& line, const ImportOptions& options, IndoorImport result);

}  // namespace skylt
