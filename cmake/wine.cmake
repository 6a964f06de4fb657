# What the tests need when the programs are Windows programs: a Wine prefix that is ready, and the
# contract suite's native client.
include(ExternalProject)

# Making the prefix takes seconds; two tests that start together must not both do it. Wine's server stays
# while the tests run: one that is about to end by itself breaks off a program that starts just then. Behind
# the last test it is ended with everything it serves.
add_test(NAME wine_prefix COMMAND "${CMAKE_CROSSCOMPILING_EMULATOR}" --start)
set_tests_properties(wine_prefix PROPERTIES FIXTURES_SETUP wine_prefix TIMEOUT 300
                     LABELS "lesson01;lesson02;lesson04;lesson05")
add_test(NAME wine_ends COMMAND "${CMAKE_CROSSCOMPILING_EMULATOR}" --end)
set_tests_properties(wine_ends PROPERTIES FIXTURES_CLEANUP wine_prefix TIMEOUT 60
                     LABELS "lesson01;lesson02;lesson04;lesson05")

set(servers "${CMAKE_BINARY_DIR}/contract_servers.txt")
set(wine "${CMAKE_CROSSCOMPILING_EMULATOR}")
file(GENERATE OUTPUT "${servers}" CONTENT
"lesson01_blocking ${wine} $<TARGET_FILE:01_blocking> serve --mode blocking
lesson01_threads ${wine} $<TARGET_FILE:01_blocking> serve --mode threads
lesson01_poll ${wine} $<TARGET_FILE:01_blocking> serve --mode poll
lesson02_per_socket ${wine} $<TARGET_FILE:02_wsaeventselect> serve --loop per-socket
lesson02_shared ${wine} $<TARGET_FILE:02_wsaeventselect> serve --loop shared
lesson02_webrtc ${wine} $<TARGET_FILE:02_wsaeventselect> serve --loop webrtc
lesson02_grouped ${wine} $<TARGET_FILE:02_wsaeventselect> serve --loop grouped
lesson02_threads ${wine} $<TARGET_FILE:02_wsaeventselect> serve --loop threads
lesson04_wsa ${wine} $<TARGET_FILE:04_dispatcher> serve --backend wsa
")
ExternalProject_Add(native_contract
  SOURCE_DIR "${NETLADDER_ROOT}/tests/contract"
  BINARY_DIR "${CMAKE_BINARY_DIR}/native_contract"
  CMAKE_GENERATOR Ninja
  CMAKE_ARGS -DCMAKE_BUILD_TYPE=Debug "-DNETLADDER_CONTRACT_SERVERS=${servers}"
  BUILD_COMMAND "${CMAKE_COMMAND}" --build <BINARY_DIR> --target contract_test
  INSTALL_COMMAND ""
  BUILD_ALWAYS ON)

# Windows has neither SIGTERM nor SIGPIPE, so those two tests are left out; Ctrl-C is tested.
# A server's start under Wine costs a second, so each server is one CTest that runs the whole suite.
foreach(label lesson01 lesson02 lesson04)
  add_test(NAME ${label}.contract.under_wine
           COMMAND "${CMAKE_BINARY_DIR}/native_contract/bin/contract_test" --gtest_brief=1
                   "--gtest_filter=*/${label}_*-*Sigterm*:*BrokenPipe*")
  set_tests_properties(${label}.contract.under_wine PROPERTIES LABELS ${label} TIMEOUT 300
                       FIXTURES_REQUIRED wine_prefix)
endforeach()
