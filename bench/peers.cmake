# Looks for the libraries that we are compared with, and writes <build>/bench_peers.json: what is there,
# which version, and what would bring the rest. Nothing here is an error: a missing peer is reported.
include_guard(GLOBAL)
find_package(PkgConfig QUIET)
set(NETLADDER_PEERS_JSON "")

function(netladder_note_peer name package version)
  string(REGEX REPLACE "[^0-9a-z]+$" "" version "${version}")
  if(version)
    set(entry "\"found\": true, \"version\": \"${version}\"")
  else()
    set(entry "\"found\": false, \"why\": \"not installed: apt-get install ${package}\"")
  endif()
  list(APPEND NETLADDER_PEERS_JSON "  {\"name\": \"${name}\", \"package\": \"${package}\", ${entry}}")
  set(NETLADDER_PEERS_JSON "${NETLADDER_PEERS_JSON}" PARENT_SCOPE)
endfunction()

# A library with a .pc file: makes the target peer_NAME (the headers are SYSTEM: their warnings are not ours).
macro(netladder_find_library name module package)
  if(PKG_CONFIG_FOUND)
    pkg_check_modules(PEER_${name} QUIET IMPORTED_TARGET ${module})
  endif()
  if(PEER_${name}_FOUND)
    add_library(peer_${name} INTERFACE)
    target_link_libraries(peer_${name} INTERFACE PkgConfig::PEER_${name})
  endif()
  netladder_note_peer(${name} ${package} "${PEER_${name}_VERSION}")
endmacro()

# A library of headers only: its version is what PATTERN finds in its file VERSION_FILE.
macro(netladder_find_headers name header package version_file pattern)
  find_path(PEER_${name}_DIR ${header})
  set(PEER_${name}_VERSION "")
  if(PEER_${name}_DIR)
    add_library(peer_${name} INTERFACE)
    target_include_directories(peer_${name} SYSTEM INTERFACE "${PEER_${name}_DIR}")
    file(STRINGS "${PEER_${name}_DIR}/${version_file}" lines REGEX "${pattern}")
    string(REGEX MATCHALL "[0-9]+[0-9_]*" numbers "${lines}")
    list(JOIN numbers "." joined)
    string(REPLACE "_" "." PEER_${name}_VERSION "${joined}")
  endif()
  netladder_note_peer(${name} ${package} "${PEER_${name}_VERSION}")
endmacro()

netladder_find_library(libuv libuv libuv1-dev)
netladder_find_library(libevent libevent libevent-dev)
netladder_find_library(liburing liburing liburing-dev)
netladder_find_library(sigcpp sigc++-3.0 libsigc++-3.0-dev)
netladder_find_library(libwebsockets libwebsockets libwebsockets-dev)
netladder_find_library(benchmark benchmark libbenchmark-dev)
netladder_find_headers(asio boost/asio.hpp libboost-dev boost/version.hpp "define BOOST_LIB_VERSION")
netladder_find_headers(beast boost/beast/websocket.hpp libboost-dev boost/version.hpp
                       "define BOOST_LIB_VERSION")
netladder_find_headers(signals2 boost/signals2/signal.hpp libboost-dev boost/version.hpp
                       "define BOOST_LIB_VERSION")
netladder_find_headers(websocketpp websocketpp/client.hpp libwebsocketpp-dev websocketpp/version.hpp
                       "static int const [a-z]+_version")

list(JOIN NETLADDER_PEERS_JSON ",\n" entries)
file(WRITE "${CMAKE_BINARY_DIR}/bench_peers.json" "[\n${entries}\n]\n")
