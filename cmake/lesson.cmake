# add_lesson(): one lesson = one static library + one executable, on top of the rungs below it.
# add_room():   one folder of a lesson, with one subject.
#
#   add_lesson(03_epoll RUNGS 01_blocking [LIBRARIES …])
#   add_room(epoll SOURCES descriptor.h epoll.cc …)
#   add_room(servers USES epoll SOURCES acceptor.cc … [POSIX …] [WINDOWS …])
#
# makes the library `lesson03` from the rooms and, from main.cc, the program `03_epoll` in <build>/bin.
# A rung that is not part of the build yet is added first, so every lesson also configures alone:
#   cmake -S lessons/03_epoll -B /some/dir
include_guard(GLOBAL)
include(${CMAKE_CURRENT_LIST_DIR}/in_source.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/compiler.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/header_only.cmake)

get_filename_component(NETLADDER_ROOT "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
set(NETLADDER_LESSONS "${NETLADDER_ROOT}/lessons")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

# Adds another folder of lessons/ to the build, once.
function(netladder_require folder target)
  if(NOT TARGET ${target})
    add_subdirectory("${NETLADDER_LESSONS}/${folder}" "${CMAKE_BINARY_DIR}/lessons/${folder}")
  endif()
endfunction()

# 03_epoll -> lesson03
function(netladder_library_of lesson out)
  string(SUBSTRING "${lesson}" 0 2 number)
  set(${out} "lesson${number}" PARENT_SCOPE)
endfunction()

# The programs with which a lesson begins: one file each. Whoever builds the lesson's program (./lab run) gets them.
function(netladder_add_smallest_programs lesson library)
  string(SUBSTRING "${lesson}" 0 2 number)
  foreach(source IN LISTS ARGN)
    get_filename_component(name "${source}" NAME_WE)
    add_executable(${number}_smallest_${name} smallest/${source})
    target_link_libraries(${number}_smallest_${name} PRIVATE ${library} netladder_warnings)
    add_dependencies(${lesson} ${number}_smallest_${name})
  endforeach()
endfunction()

# Compiles the files of a room together ("unity build"): their headers are read once for all of them. For the worlds in which nobody edits code, and for clang-tidy. The preset dev stays
# without: only there a file that forgets an #include is found.
option(NETLADDER_JOIN_SOURCES "compile the files of a room together" OFF)

# These files have a helper of the same name as another file of their room: each is compiled by itself.
function(netladder_alone)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

function(add_lesson name)
  cmake_parse_arguments(arg "" "" "RUNGS;LIBRARIES" ${ARGN})
  netladder_library_of(${name} library)
  add_library(${library} STATIC)
  target_include_directories(${library} PUBLIC "${NETLADDER_LESSONS}")
  netladder_require(support netladder_support)
  target_link_libraries(${library} PUBLIC netladder_support ${arg_LIBRARIES})
  foreach(rung IN LISTS arg_RUNGS)
    netladder_library_of(${rung} below)
    netladder_require(${rung} ${below})
    target_link_libraries(${library} PUBLIC ${below})
  endforeach()
  target_link_libraries(${library} PRIVATE netladder_warnings)

  # The demo is for people: no higher lesson needs it, so it is no part of the library.
  add_library(${library}_demo STATIC)
  target_link_libraries(${library}_demo PUBLIC ${library} PRIVATE netladder_warnings)

  set_target_properties(${library} ${library}_demo PROPERTIES
    UNITY_BUILD ${NETLADDER_JOIN_SOURCES} UNITY_BUILD_MODE GROUP)

  add_executable(${name} main.cc)
  target_link_libraries(${name} PRIVATE ${library}_demo netladder_warnings)
endfunction()

# The lesson's rooms, ground floor first. This is the one list: SOURCES names the files in the order in
# which one reads them (a .cc stands for its header too; POSIX and WINDOWS are for one platform), USES the
# rooms whose headers they may include. tools/rooms.py holds the includes against it and draws the
# pictures of the pages from it. The files of the room `demo` become the library lessonNN_demo, and each
# file of the room `smallest` a program of its own, NN_smallest_FILE.
function(add_room room)
  cmake_parse_arguments(arg "" "" "USES;SOURCES;POSIX;WINDOWS" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "add_room(${room}): what is ${arg_UNPARSED_ARGUMENTS}?")
  endif()
  get_property(rooms DIRECTORY PROPERTY netladder_rooms)
  foreach(used IN LISTS arg_USES)
    if(NOT used IN_LIST rooms)
      message(FATAL_ERROR "add_room(${room} USES ${used}): a room uses only rooms listed above it")
    endif()
  endforeach()
  set_property(DIRECTORY APPEND PROPERTY netladder_rooms ${room})

  set(sources ${arg_SOURCES})
  if(WIN32)
    list(APPEND sources ${arg_WINDOWS})
  else()
    list(APPEND sources ${arg_POSIX})
  endif()
  get_filename_component(lesson "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
  netladder_library_of(${lesson} library)
  if(room STREQUAL "smallest")
    netladder_add_smallest_programs(${lesson} ${library} ${sources})
    return()
  endif()
  list(TRANSFORM sources PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/${room}/")
  if(room STREQUAL "demo")
    string(APPEND library _demo)
  endif()
  set_source_files_properties(${sources} PROPERTIES UNITY_GROUP ${room})
  target_sources(${library} PRIVATE ${sources})
endfunction()
