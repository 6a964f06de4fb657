# Header-only libraries (CLI11, nlohmann/json) come from the system's packages.
#
# A cross-compiler must never see -I/usr/include: the Linux C library's headers would hide those of
# Windows. So each library is reached through a folder of links that holds it and nothing else.
function(netladder_header_only target folder header package)
  find_path(${target}_DIR "${folder}/${header}" PATHS /usr/include NO_CMAKE_FIND_ROOT_PATH)
  if(NOT ${target}_DIR)
    message(FATAL_ERROR "${folder}/${header} not found: apt-get install ${package}")
  endif()
  set(links "${CMAKE_BINARY_DIR}/header_only")
  file(MAKE_DIRECTORY "${links}")
  file(CREATE_LINK "${${target}_DIR}/${folder}" "${links}/${folder}" SYMBOLIC)
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE "${links}")
endfunction()

netladder_header_only(netladder_cli11 CLI CLI.hpp libcli11-dev)
netladder_header_only(netladder_json nlohmann json.hpp nlohmann-json3-dev)
