# A room is a folder of src/: one library, and one test program made of the *_test.cpp files beside its sources;
# a large room has folders of its own inside.
#
#   handrail_room(feel USES core LINKS intelrdfpmath)
#
# USES names the rooms whose headers it may include; LINKS the libraries that stay inside it.
function(handrail_room name)
  cmake_parse_arguments(ROOM "" "" "USES;LINKS;PUBLIC_LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "*.cpp")
  file(GLOB_RECURSE tests CONFIGURE_DEPENDS "*_test.cpp")
  list(REMOVE_ITEM sources ${tests})

  add_library(handrail_${name} STATIC ${sources})
  target_include_directories(handrail_${name} PUBLIC "${CMAKE_SOURCE_DIR}/src")
  target_precompile_headers(handrail_${name} PRIVATE "${CMAKE_SOURCE_DIR}/cmake/precompiled.h")
  foreach(room IN LISTS ROOM_USES)
    if(TARGET handrail_${room}) # a room without a source yet has only headers
      target_link_libraries(handrail_${name} PUBLIC handrail_${room})
    endif()
  endforeach()
  target_link_libraries(handrail_${name} PUBLIC ${ROOM_PUBLIC_LINKS} PRIVATE fmt::fmt ${ROOM_LINKS})

  if(HANDRAIL_TIDY)
    set_target_properties(handrail_${name} PROPERTIES CXX_CLANG_TIDY "${HANDRAIL_TIDY_COMMAND}")
  endif()

  if(tests)
    handrail_test(${name}_test SOURCES ${tests} LINKS handrail_${name})
  endif()
endfunction()

# A GoogleTest program; every test in it is a test of its own for ctest. POSTGRES: the tests use support/postgres_server.h,
# and ctest starts a server for them.
function(handrail_test name)
  cmake_parse_arguments(TEST "POSTGRES" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/src" "${CMAKE_SOURCE_DIR}/tests")
  target_precompile_headers(${name} PRIVATE "${CMAKE_SOURCE_DIR}/cmake/precompiled_test.h")
  target_link_libraries(${name} PRIVATE ${TEST_LINKS} handrail_test_support fmt::fmt GTest::gmock GTest::gtest_main)
  # What is tested is optimised as it ships; the tests themselves are run once, and compile in half the time without.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O0>)
  set(properties TIMEOUT 300)
  if(TEST_POSTGRES)
    target_link_libraries(${name} PRIVATE handrail_postgres_support)
    list(APPEND properties FIXTURES_REQUIRED postgres ENVIRONMENT "HANDRAIL_POSTGRES=${CMAKE_BINARY_DIR}/postgres-of-tests")
  endif()
  include(GoogleTest)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" PROPERTIES ${properties})
endfunction()
