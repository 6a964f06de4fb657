# Refuse in-source builds: generated files between the lessons would hide what a reader looks for.
if(CMAKE_SOURCE_DIR STREQUAL CMAKE_BINARY_DIR)
  message(FATAL_ERROR
    "netladder does not build inside its source tree.\n"
    "Use a preset:      cmake --preset dev && cmake --build --preset dev\n"
    "or another folder: cmake -S . -B /some/dir\n"
    "and delete the CMakeCache.txt and CMakeFiles/ that CMake has just left in ${CMAKE_SOURCE_DIR}.")
endif()
