# Faults in the system calls: strace makes calls fail that would have succeeded, and the conversation
# must not lose a byte. One server per fault, with strace in front of its command.
#
# -D: strace runs beside the server, so the process that the test starts, stops and waits for is the
# server itself. LeakSanitizer cannot work while strace traces the process, so it is off here.
# strace is looked for when the tests run: `./lab run` builds the programs without it.

# netladder_add_faulty_server(NAME FAULT PROGRAM ARGUMENT…)
macro(netladder_add_faulty_server name fault)
  netladder_add_server(${name}
    env ASAN_OPTIONS=detect_leaks=0 strace -D -f -qq -o /dev/null -e inject=${fault} ${ARGN})
endmacro()

foreach(mode blocking threads poll)
  set(command $<TARGET_FILE:01_blocking> serve --mode ${mode})
  foreach(call recvfrom sendto accept4)
    netladder_add_faulty_server(lesson01_${call}_interrupted_${mode}
      ${call}:error=EINTR:when=2+3 ${command})
  endforeach()
  netladder_add_faulty_server(lesson01_client_gone_${mode}
    accept4:error=ECONNABORTED:when=2+3 ${command})
  netladder_add_faulty_server(lesson01_no_descriptor_${mode}
    accept4:error=EMFILE:when=2+3 ${command})
endforeach()
netladder_add_faulty_server(lesson01_poll_interrupted
  poll:error=EINTR:when=2+3 $<TARGET_FILE:01_blocking> serve --mode poll)
# No memory, or more entries than the process may have descriptors. Seldom: after each the server rests.
foreach(error ENOMEM EINVAL)
  string(TOLOWER ${error} name)
  netladder_add_faulty_server(lesson01_poll_refused_${name}
    poll:error=${error}:when=2+40 $<TARGET_FILE:01_blocking> serve --mode poll)
endforeach()

# The emulation under lesson 02's loops: accept, and poll, which may be refused for lack of memory.
# Each loop accepts in its own place; they share the call that polls, so two loops are enough for it.
foreach(loop per-socket shared webrtc grouped threads)
  string(REPLACE "-" "_" name ${loop})
  netladder_add_faulty_server(lesson02_no_descriptor_${name}
    accept4:error=EMFILE:when=2+3 $<TARGET_FILE:02_wsaeventselect> serve --loop ${loop})
endforeach()
foreach(loop shared threads)
  set(command $<TARGET_FILE:02_wsaeventselect> serve --loop ${loop})
  netladder_add_faulty_server(lesson02_client_gone_${loop}
    accept4:error=EPROTO:when=2+3 ${command})
  netladder_add_faulty_server(lesson02_no_memory_for_poll_${loop}
    poll:error=ENOMEM:when=2+3 ${command})
endforeach()

# The question mark: not every processor has both calls, and the C library uses the one there is.
set(epoll_wait "?epoll_wait,?epoll_pwait")
foreach(trigger level edge lean oneshot)
  set(command $<TARGET_FILE:03_epoll> serve --trigger ${trigger})
  netladder_add_faulty_server(lesson03_accept_interrupted_${trigger}
    accept4:error=EINTR:when=2+3 ${command})
  netladder_add_faulty_server(lesson03_wait_interrupted_${trigger}
    ${epoll_wait}:error=EINTR:when=2+3 ${command})
  netladder_add_faulty_server(lesson03_client_gone_${trigger}
    accept4:error=ECONNABORTED:when=2+3 ${command})
  netladder_add_faulty_server(lesson03_no_descriptor_${trigger}
    accept4:error=EMFILE:when=2+3 ${command})
endforeach()

# Lesson 04's lean sockets make their own calls; their loop is that of lesson 03.
foreach(call recvfrom sendto)
  netladder_add_faulty_server(lesson04_${call}_interrupted_lean
    ${call}:error=EINTR:when=2+3 $<TARGET_FILE:04_dispatcher> serve --backend lean)
endforeach()
