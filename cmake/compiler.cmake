# The language, the warnings and the sanitizers, the same for every target of the course.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Debug)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12)
  message(FATAL_ERROR "netladder needs g++ 12 or newer (found ${CMAKE_CXX_COMPILER_VERSION}); "
                      "on Debian 12 or Ubuntu 24.04: apt-get install g++")
endif()

# Warnings are errors in CI only: a learner's unfinished exercise may leave a parameter unused.
if("$ENV{CI}" STREQUAL "")
  option(NETLADDER_WERROR "treat warnings as errors" OFF)
else()
  option(NETLADDER_WERROR "treat warnings as errors" ON)
endif()

# A debug build runs under AddressSanitizer and UndefinedBehaviorSanitizer unless told otherwise.
if(CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT WIN32)
  set(NETLADDER_SANITIZE "address,undefined" CACHE STRING "value of -fsanitize=, empty for none")
else()
  set(NETLADDER_SANITIZE "" CACHE STRING "value of -fsanitize=, empty for none")
endif()
if(NETLADDER_SANITIZE)
  add_compile_options(-fsanitize=${NETLADDER_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${NETLADDER_SANITIZE})
  if(NETLADDER_SANITIZE MATCHES "undefined")
    # This one check opens a pipe to probe memory, and reports nonsense when the process has no
    # descriptor left, which the tests bring about on purpose.
    add_compile_options(-fno-sanitize=vptr)
  endif()
endif()

add_library(netladder_warnings INTERFACE)
target_compile_options(netladder_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wcast-qual -Wformat=2
  -Wnon-virtual-dtor -Wold-style-cast $<$<BOOL:${NETLADDER_WERROR}>:-Werror>)

find_package(Threads REQUIRED)
