# Writes OUTPUT, a C++ source that holds FILES (a list separated by bars, relative to FOLDER) as bytes.
#   cmake -DFOLDER=src/web -DFILES=a|b -DOUTPUT=embedded.cpp -P Embed.cmake
string(REPLACE "|" ";" files "${FILES}")
list(SORT files)
set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS files)
  file(READ "${FOLDER}/${file}" bytes HEX)
  string(LENGTH "${bytes}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND arrays "constexpr char file_${number}[] = {${bytes}'\\0'};\n")
  string(APPEND rows "    {\"${file}\", {file_${number}, ${size}}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE "${OUTPUT}" "// Written by cmake/Embed.cmake.
#include \"web/view/embedded.h\"

#include <algorithm>
#include <array>

namespace handrail::web {

namespace {
${arrays}
constexpr std::array<EmbeddedFile, ${number}> files{{
${rows}}};
} // namespace

std::span<const EmbeddedFile> embedded_files() { return files; }

const EmbeddedFile* embedded_file(std::string_view name) {
  const auto found = std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& f) { return f.name == name; });
  return found == files.end() ? nullptr : &*found;
}

} // namespace handrail::web
")
