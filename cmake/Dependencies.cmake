# Libraries of Debian 12 that come with a pkg-config file or with none. `./dev` installs them.
find_package(PkgConfig REQUIRED)
pkg_check_modules(cmark_gfm REQUIRED IMPORTED_TARGET libcmark-gfm)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(ctemplate REQUIRED IMPORTED_TARGET libctemplate)
find_package(yaml-cpp REQUIRED)
find_package(date REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_library(HANDRAIL_CMARK_GFM_EXTENSIONS cmark-gfm-extensions REQUIRED)
# The variant that takes arguments by value, and rounding and flags through pointers we pass: no globals.
find_library(HANDRAIL_DECIMAL NAMES libbidgcc000.a REQUIRED)
