set(ics_tests)
foreach(source ics_reader_test.cpp ics_test.cpp ics_corpus_test.cpp ics_recurrence_test.cpp ics_zone_test.cpp
               ics_export_test.cpp)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${source})
    list(APPEND ics_tests ${source})
  endif()
endforeach()
skylt_test(test_ics SOURCES ${ics_tests} LINK skylt_import)

if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/fetch_test.cpp)
  find_package(Threads REQUIRED)
  skylt_test(test_fetch SOURCES fetch_test.cpp LINK skylt_import Threads::Threads)
endif()
