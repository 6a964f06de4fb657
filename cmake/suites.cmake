# Lists the suites of a GoogleTest program for CTest: one CTest, and one process, per suite.
#
# A process of its own for every single test would be cleaner still. But a start with AddressSanitizer
# takes a tenth of a second, and there are thousands of tests: two thirds of a run went into starts.
# CTest reads this file at test time, through a file that netladder_register_test writes.

# netladder_add_suites(PROGRAM LABEL TIMEOUT): adds `LABEL.Suite` for each suite of PROGRAM.
function(netladder_add_suites program label timeout)
  if(NOT EXISTS "${program}")
    get_filename_component(name "${program}" NAME)
    add_test(${label}.${name}_was_not_built ${program})
    set_tests_properties(${label}.${name}_was_not_built PROPERTIES LABELS ${label})
    return()
  endif()
  set(list "${program}.suites")
  if("${program}" IS_NEWER_THAN "${list}")
    execute_process(COMMAND "${program}" --gtest_list_tests OUTPUT_VARIABLE output
                    RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
      message(FATAL_ERROR "${program} cannot list its tests: ${status}\n${output}")
    endif()
    file(WRITE "${list}" "${output}")
  endif()
  # The lines of suites begin at the left; tests are indented. A typed suite has its type behind it.
  file(STRINGS "${list}" lines REGEX "^[A-Za-z_][^ ]*\\.")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "\\. *(#.*)?$" "" suite "${line}")
    add_test("${label}.${suite}" "${program}" "--gtest_filter=${suite}.*")
    set_tests_properties("${label}.${suite}" PROPERTIES LABELS ${label} TIMEOUT ${timeout})
  endforeach()
endfunction()
