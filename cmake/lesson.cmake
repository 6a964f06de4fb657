# add_lesson(): one lesson = one static library + one executable, on top of the rungs below it.
#
#   add_lesson(03_epoll RUNGS 01_blocking SOURCES echo_server.cc … [LIBRARIES …])
#
# makes the library `lesson03` and, from main.cc, the program `03_epoll` in <build>/bin. A rung that
# is not part of the build yet is added first, so every lesson also configures alone:
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

function(add_lesson name)
  cmake_parse_arguments(arg "" "" "RUNGS;SOURCES;LIBRARIES" ${ARGN})
  netladder_library_of(${name} library)
  add_library(${library} STATIC ${arg_SOURCES})
  target_include_directories(${library} PUBLIC "${NETLADDER_LESSONS}")
  netladder_require(support netladder_support)
  target_link_libraries(${library} PUBLIC netladder_support ${arg_LIBRARIES})
  foreach(rung IN LISTS arg_RUNGS)
    netladder_library_of(${rung} below)
    netladder_require(${rung} ${below})
    target_link_libraries(${library} PUBLIC ${below})
  endforeach()
  target_link_libraries(${library} PRIVATE netladder_warnings)

  add_executable(${name} main.cc)
  target_link_libraries(${name} PRIVATE ${library} netladder_warnings)
endfunction()
