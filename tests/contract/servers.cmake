# The servers that must pass the contract suite. One server is one CTest, `lesson03.contract.edge`.

set(netladder_servers)  # what servers.cc reads: one line per server

# netladder_add_server(lesson03_edge PROGRAM ARGUMENT…): the name's first word is the lesson's label.
function(netladder_add_server name)
  list(JOIN ARGN " " command)
  set(netladder_servers "${netladder_servers}${name} ${command}\n" PARENT_SCOPE)
  string(REGEX MATCH "^lesson[0-9]+" label ${name})
  string(REPLACE "${label}_" "" short ${name})
  add_test(NAME ${label}.contract.${short} COMMAND contract_test "--gtest_filter=*/${name}")
  set_tests_properties(${label}.contract.${short} PROPERTIES LABELS ${label} TIMEOUT 300)
endfunction()

foreach(mode blocking threads poll)
  netladder_add_server(lesson01_${mode} $<TARGET_FILE:01_blocking> serve --mode ${mode})
endforeach()
foreach(loop per-socket shared webrtc grouped threads)
  string(REPLACE "-" "_" name ${loop})
  netladder_add_server(lesson02_${name} $<TARGET_FILE:02_wsaeventselect> serve --loop ${loop})
endforeach()
foreach(trigger level edge lean oneshot)
  netladder_add_server(lesson03_${trigger} $<TARGET_FILE:03_epoll> serve --trigger ${trigger})
endforeach()
netladder_add_server(lesson03_level_2_loops $<TARGET_FILE:03_epoll> serve --trigger level --threads 2)
netladder_add_server(lesson03_edge_2_loops $<TARGET_FILE:03_epoll> serve --trigger edge --threads 2)
netladder_add_server(lesson03_oneshot_2_workers
  $<TARGET_FILE:03_epoll> serve --trigger oneshot --threads 2)
foreach(backend epoll wsa lean)
  netladder_add_server(lesson04_${backend} $<TARGET_FILE:04_dispatcher> serve --backend ${backend})
endforeach()
netladder_add_server(lesson04_wsa_one_group $<TARGET_FILE:04_dispatcher> serve --backend wsa --groups 1)

# A random storm of clients on each of them, short and with a fixed seed. `storm.py --seconds 600` is the
# long one. Lesson 01 asks for no Python, so its storms belong to no lesson's own tests.
function(netladder_add_storm label name)
  add_test(NAME ${label}.storm.${name}
           COMMAND python3 -B "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/storm.py" --steps 1000 --seed 1 ${spare} -- ${ARGN})
  set_tests_properties(${label}.storm.${name} PROPERTIES TIMEOUT 300)
  if(NOT label STREQUAL "lesson01")
    set_tests_properties(${label}.storm.${name} PROPERTIES LABELS ${label})
  endif()
endfunction()

foreach(mode blocking threads poll)
  netladder_add_storm(lesson01 ${mode} $<TARGET_FILE:01_blocking> serve --mode ${mode})
endforeach()
foreach(loop per-socket shared webrtc grouped threads)
  if(loop STREQUAL "threads")
    set(spare --spare-threads 2)
  endif()
  netladder_add_storm(lesson02 ${loop} $<TARGET_FILE:02_wsaeventselect> serve --loop ${loop})
  set(spare)
endforeach()
foreach(trigger level edge lean oneshot)
  netladder_add_storm(lesson03 ${trigger} $<TARGET_FILE:03_epoll> serve --trigger ${trigger})
endforeach()
foreach(backend epoll wsa lean)
  netladder_add_storm(lesson04 ${backend} $<TARGET_FILE:04_dispatcher> serve --backend ${backend})
endforeach()
