# add_lesson_test(): the GoogleTest binary of one lesson, with the CTest label lessonNN.
#
# Natively every TEST is a CTest of its own, so `ctest -R Name` finds it. Under Wine a process start
# costs seconds: there the whole binary is one CTest.
include_guard(GLOBAL)
include(GoogleTest)

# Debian's package ships the sources, so GoogleTest is built with our sanitizers and for Windows too.
set(NETLADDER_GOOGLETEST /usr/src/googletest CACHE PATH "GoogleTest's source folder")
if(NOT EXISTS "${NETLADDER_GOOGLETEST}/CMakeLists.txt")
  message(FATAL_ERROR "GoogleTest's sources are not in ${NETLADDER_GOOGLETEST}: "
                      "apt-get install googletest, or set NETLADDER_GOOGLETEST")
endif()
set(INSTALL_GTEST OFF)
add_subdirectory("${NETLADDER_GOOGLETEST}" "${CMAKE_BINARY_DIR}/googletest" EXCLUDE_FROM_ALL SYSTEM)

function(netladder_register_test target label timeout)
  if(CMAKE_CROSSCOMPILING)
    math(EXPR timeout "${timeout} * 5")  # all tests of the binary together
    # The results are kept: a page of the docs compares the worlds.
    add_test(NAME ${target}
             COMMAND ${target} --gtest_brief=1 "--gtest_output=xml:${target}.xml"
             WORKING_DIRECTORY "${CMAKE_BINARY_DIR}")
    set_tests_properties(${target} PROPERTIES LABELS ${label} TIMEOUT ${timeout}
                         FIXTURES_REQUIRED wine_prefix)
  else()
    gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${label}."
                         PROPERTIES LABELS ${label} TIMEOUT ${timeout})
  endif()
endfunction()

function(add_lesson_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;POSIX;WINDOWS;LIBRARIES" ${ARGN})
  netladder_library_of(${name} library)
  set(target ${name}_test)
  if(WIN32)
    # Registers itself with GoogleTest, so it must be in the program and not in a library.
    list(APPEND arg_SOURCES ${arg_WINDOWS} "${NETLADDER_ROOT}/tests/support/winsock_environment.cc")
  else()
    list(APPEND arg_SOURCES ${arg_POSIX})
  endif()
  add_executable(${target} ${arg_SOURCES})
  target_include_directories(${target} PRIVATE "${NETLADDER_ROOT}")
  target_link_libraries(${target} PRIVATE ${library} netladder_test_support GTest::gtest_main
                        netladder_warnings ${arg_LIBRARIES})
  target_precompile_headers(${target} REUSE_FROM netladder_test_support)
  netladder_register_test(${target} ${library} 120)
endfunction()
