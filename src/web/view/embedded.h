// The portal's templates and assets, compiled into the program: it needs no files beside it to serve.
#pragma once

#include <span>
#include <string_view>

namespace handrail::web {

struct EmbeddedFile {
  std::string_view name; ///< "assets/portal.css", "templates/tenants.html"
  std::string_view bytes;
};

/// All of them, sorted by name. The source is written by cmake/Embed.cmake at build time.
std::span<const EmbeddedFile> embedded_files();

/// The file of that name; null when there is none.
const EmbeddedFile* embedded_file(std::string_view name);

} // namespace handrail::web
