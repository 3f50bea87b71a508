# What every translation unit is compiled with.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

set(HANDRAIL_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize takes them")

find_program(HANDRAIL_CCACHE ccache)
if(HANDRAIL_CCACHE)
  # Without these ccache refuses whatever uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${HANDRAIL_CCACHE}")
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside the standard library's own std::string and std::variant code (GCC bugs 105329, 105562,
  # 105651). The sanitizers look for the real ones.
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow)
  add_compile_options(-fpch-preprocess) # lets ccache see through precompiled headers
else()
  add_compile_options(-fpch-instantiate-templates "SHELL:-Xclang -fno-pch-timestamp")
endif()

# clang-tidy beside the compiler: once for each state of a source and what it includes, and again when its rules change.
option(HANDRAIL_TIDY "Run clang-tidy on the rooms' sources as they are compiled" OFF)
if(HANDRAIL_TIDY)
  find_program(HANDRAIL_CLANG_TIDY NAMES clang-tidy-14 REQUIRED)
  file(SHA1 "${CMAKE_SOURCE_DIR}/.clang-tidy" rules)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/.clang-tidy")
  set(HANDRAIL_TIDY_COMMAND "${HANDRAIL_CLANG_TIDY};--quiet;--extra-arg=-DHANDRAIL_TIDY_RULES=${rules}")
endif()

if(HANDRAIL_SANITIZE)
  add_compile_options(-fsanitize=${HANDRAIL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${HANDRAIL_SANITIZE})
endif()

set(HANDRAIL_FUZZ OFF CACHE BOOL "Make libFuzzer's programs too; needs clang")
if(HANDRAIL_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Assertions mean bugs and stay on in what is shipped: no -DNDEBUG.
set(CMAKE_CXX_FLAGS_RELEASE "-O2")

# Debug builds are run, not stepped through, most of the time: lines are enough and halve the link.
string(REPLACE "-g" "-g1" CMAKE_CXX_FLAGS_DEBUG "${CMAKE_CXX_FLAGS_DEBUG}")
