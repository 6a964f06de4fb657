# add_lesson_test(): the GoogleTest binary of one lesson, with the CTest label lessonNN.
#
# Natively every suite is a CTest of its own, so `ctest -R Suite` finds it (suites.cmake says why not every
# test). Under Wine a process start costs seconds: there the whole binary is one CTest.
include_guard(GLOBAL)

# Debian's package ships the sources, so GoogleTest is built with our sanitizers and for Windows too.
set(NETLADDER_GOOGLETEST /usr/src/googletest CACHE PATH "GoogleTest's source folder")
if(NOT EXISTS "${NETLADDER_GOOGLETEST}/CMakeLists.txt")
  message(FATAL_ERROR "GoogleTest's sources are not in ${NETLADDER_GOOGLETEST}: "
                      "apt-get install googletest, or set NETLADDER_GOOGLETEST")
endif()
set(INSTALL_GTEST OFF)
add_subdirectory("${NETLADDER_GOOGLETEST}" "${CMAKE_BINARY_DIR}/googletest" EXCLUDE_FROM_ALL SYSTEM)

# The target lessonNN_tests builds what the tests of one lesson need, and nothing else.
function(netladder_needed_by label)
  if(NOT TARGET ${label}_tests)
    add_custom_target(${label}_tests)
  endif()
  add_dependencies(${label}_tests ${ARGN})
endfunction()

# Flags for test code. Half of its compile time went into checks of `this` and of references, which
# AddressSanitizer makes too when such a pointer is used, and into debug information of templates. The
# lessons' own code keeps all checks, and the rest of UndefinedBehaviorSanitizer's stay on here, too.
function(netladder_test_flags target)
  if(CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_options(${target} PRIVATE -g1)
  endif()
  if(NETLADDER_SANITIZE MATCHES "undefined")
    target_compile_options(${target} PRIVATE -fno-sanitize=null,alignment,object-size)
  endif()
endfunction()

function(netladder_register_test target label timeout)
  if(CMAKE_CROSSCOMPILING)
    math(EXPR timeout "${timeout} * 2")  # all suites of the binary together
    # The results are kept: a page of the docs compares the worlds.
    add_test(NAME ${target}
             COMMAND ${target} --gtest_brief=1 "--gtest_output=xml:${target}.xml"
             WORKING_DIRECTORY "${CMAKE_BINARY_DIR}")
    set_tests_properties(${target} PROPERTIES LABELS ${label} TIMEOUT ${timeout}
                         FIXTURES_REQUIRED wine_prefix)
  else()
    set(suites "${CMAKE_CURRENT_BINARY_DIR}/${target}_suites.cmake")
    file(GENERATE OUTPUT "${suites}" CONTENT
"include(\"${NETLADDER_ROOT}/cmake/suites.cmake\")
netladder_add_suites(\"$<TARGET_FILE:${target}>\" ${label} ${timeout})
")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${suites}")
  endif()
endfunction()

# add_lesson_test(NAME SOURCES … [POSIX …] [WINDOWS …] [ONE_THREAD …] [ONE_THREAD_POSIX …] [LIBRARIES …]).
# ONE_THREAD: no second thread is in what these files test, so ThreadSanitizer does without them. It would
# find nothing there, and they are most of the time that its build takes.
function(add_lesson_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;POSIX;WINDOWS;ONE_THREAD;ONE_THREAD_POSIX;LIBRARIES" ${ARGN})
  netladder_library_of(${name} library)
  set(target ${name}_test)
  if(WIN32)
    # Registers itself with GoogleTest, so it must be in the program and not in a library.
    list(APPEND arg_SOURCES ${arg_WINDOWS} "${NETLADDER_ROOT}/tests/support/winsock_environment.cc")
  else()
    list(APPEND arg_SOURCES ${arg_POSIX} "${NETLADDER_ROOT}/tests/support/trace_environment.cc")
    list(APPEND arg_ONE_THREAD ${arg_ONE_THREAD_POSIX})
  endif()
  if(NOT NETLADDER_SANITIZE MATCHES "thread")
    list(APPEND arg_SOURCES ${arg_ONE_THREAD})
  endif()
  add_executable(${target} ${arg_SOURCES})
  target_include_directories(${target} PRIVATE "${NETLADDER_ROOT}")
  target_link_libraries(${target} PRIVATE ${library} netladder_test_support GTest::gtest_main
                        netladder_warnings ${arg_LIBRARIES})
  netladder_test_flags(${target})
  target_precompile_headers(${target} REUSE_FROM netladder_test_support)
  netladder_register_test(${target} ${library} 300)
  netladder_needed_by(${library} ${target} ${name})
endfunction()
