# gael_runtime_target(NAME TRIPLE t [PACKAGES p …] [PICK pattern …] [MAKES command …] HEADERS dir … LIBC file … BUILTINS file
#                     [FILES file …] [C_LIBRARIES] [FLAGS flag …] [UNIT_LINK word …] [NO_UNITS test …] SOURCES file … OUTLINE file …)
#
# Collects in lib/gael/NAME of the build tree what a native program of this target is linked from: start files and libc (LIBC), compiler's helpers
# (BUILTINS), files of our own (FILES), the kept libraries, the runtime, and the runtime's bitcode, from which the optimiser inlines. MANIFEST there has
# the SHA-256 of each and the packages they came from. The global property GAEL_BITCODE_<NAME> is the bitcode's path.
#
# PACKAGES are Debian's, as NAME or NAME:ARCHITECTURE; apt checks them against the archive's signed index, scripts/foreign unpacks of them what matches PICK
# (all without it) into build/deps/NAME, beside this machine's own packages; MAKES completes that directory. HEADERS, LIBC and BUILTINS lie below it. Such a
# target is built when it is asked for: gael_runtime_NAME, or gael_targets for all. A LIBC file may be FROM=TO where it gets another name.
#
# The runtime's unit tests for this machine, all but NO_UNITS, are gael_units_NAME; the linker and its words are UNIT_LINK, where `*` is the test.

set(GAEL_CLANG clang-19)
set(GAEL_CLANG_HEADERS /usr/lib/llvm-19/lib/clang/19/include)
set(GAEL_RUNTIME_FLAGS
    -std=c17 -O2 -Wall -Wextra -Werror -ffunction-sections -fdata-sections -fvisibility=hidden -fno-unwind-tables
    -fno-asynchronous-unwind-tables -fno-exceptions -fno-stack-protector -fno-math-errno -ffp-contract=off -fno-ident -fno-pic
    -D_GNU_SOURCE)
set(GAEL_FOREIGN ${PROJECT_SOURCE_DIR}/build/deps) # one copy for all build trees
add_custom_target(gael_targets)

# ARCHIVE of objects of a target, made anew each time.
function(gael_target_archive archive)
  get_filename_component(directory ${archive} DIRECTORY)
  add_custom_command(
    OUTPUT ${archive}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${directory}
    COMMAND ${CMAKE_COMMAND} -E rm -f ${archive}
    COMMAND llvm-ar-19 rcsD ${archive} ${ARGN}
    DEPENDS ${ARGN} VERBATIM)
endfunction()

# Libraries from elsewhere, without their debugging information.
function(gael_collect result directory foreign)
  set(collected "")
  foreach(file ${ARGN})
    get_filename_component(to ${file} NAME)
    string(REGEX REPLACE ".*=" "" to ${to})
    string(REGEX REPLACE "=.*" "" from ${file})
    add_custom_command(
      OUTPUT ${directory}/${to}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${directory}
      COMMAND ${PROJECT_SOURCE_DIR}/cmake/strip.sh ${from} ${directory}/${to}
      DEPENDS ${foreign} $<$<STREQUAL:${foreign},>:${from}> ${PROJECT_SOURCE_DIR}/cmake/strip.sh
      VERBATIM)
    list(APPEND collected ${directory}/${to})
  endforeach()
  set(${result} ${collected} PARENT_SCOPE)
endfunction()

# The runtime's sources by the target's compile command: objects, bitcodes, and where C programs may link them, position-independent objects.
function(gael_runtime_compile name foreign)
  cmake_parse_arguments(PARSE_ARGV 2 RT "" "" "FORMS;COMMAND;SOURCES;OUTLINE")
  set(work ${PROJECT_BINARY_DIR}/runtime/${name})
  file(MAKE_DIRECTORY ${work})
  set(flags_bc -emit-llvm)
  set(flags_pic.o -fPIC -DGAEL_LIBRARY)
  foreach(form ${RT_FORMS})
    set(made "")
    foreach(source ${RT_SOURCES})
      if(form STREQUAL bc AND source IN_LIST RT_OUTLINE)
        continue()
      endif()
      get_filename_component(stem ${source} NAME_WE)
      set(to ${work}/${stem}.${form})
      add_custom_command(
        OUTPUT ${to}
        COMMAND ${RT_COMMAND} ${KEPT_HEADER_FLAGS} ${flags_${form}} -MD -MF ${to}.d
                -c ${CMAKE_CURRENT_SOURCE_DIR}/${source} -o ${to}
        DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${source} ${foreign} DEPFILE ${to}.d
        COMMENT "Compiling runtime/${source} for ${name}"
        VERBATIM COMMAND_EXPAND_LISTS)
      list(APPEND made ${to})
    endforeach()
    set(${form} ${made} PARENT_SCOPE)
  endforeach()
endfunction()

# tests/unit/test_rt_*.c as programs of the target, in runtime/NAME/units.
function(gael_target_units name directory)
  cmake_parse_arguments(PARSE_ARGV 2 UNITS "" "" "COMMAND;LINK;WITHOUT")
  set(work ${PROJECT_BINARY_DIR}/runtime/${name}/units)
  file(MAKE_DIRECTORY ${work})
  file(GLOB tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/unit/test_rt_*.c)
  set(programs "")
  foreach(test ${tests})
    get_filename_component(stem ${test} NAME_WE)
    if(stem IN_LIST UNITS_WITHOUT)
      continue()
    endif()
    set(link ${UNITS_LINK})
    list(TRANSFORM link REPLACE "^[^-].*\\.(o|a|ld)$" "${directory}/\\0")
    list(TRANSFORM link REPLACE "^\\*$" "${work}/${stem}.o")
    add_custom_command(
      OUTPUT ${work}/${stem}
      COMMAND ${UNITS_COMMAND} ${KEPT_HEADER_FLAGS} -DUNIT_EMULATED -I ${PROJECT_SOURCE_DIR}/tests/cross/unit -w -MD -MF ${work}/${stem}.d -MT ${work}/${stem}
              -c ${test} -o ${work}/${stem}.o
      COMMAND ${link} -o ${work}/${stem}
      DEPENDS ${test} ${directory}/MANIFEST DEPFILE ${work}/${stem}.d
      COMMENT "Building ${stem} for ${name}"
      VERBATIM COMMAND_EXPAND_LISTS)
    list(APPEND programs ${work}/${stem})
  endforeach()
  add_custom_target(gael_units_${name} DEPENDS ${programs})
endfunction()

function(gael_runtime_target name)
  cmake_parse_arguments(PARSE_ARGV 1 RT "C_LIBRARIES" "TRIPLE;BUILTINS"
    "PACKAGES;PICK;MAKES;HEADERS;LIBC;FILES;FLAGS;SOURCES;OUTLINE;UNIT_LINK;NO_UNITS")
  set(root "")
  set(foreign "")
  if(RT_PACKAGES)
    set(root ${GAEL_FOREIGN}/${name})
    set(foreign ${root}/unpacked)
    add_custom_command(
      OUTPUT ${foreign}
      COMMAND ${PROJECT_SOURCE_DIR}/scripts/foreign ${root} "${RT_PACKAGES}" "${RT_PICK}" ${RT_MAKES}
      COMMENT "Fetching what programs for ${name} are linked from"
      VERBATIM)
  endif()
  list(TRANSFORM RT_HEADERS PREPEND "${root}")
  list(TRANSFORM RT_LIBC PREPEND "${root}")
  list(TRANSFORM RT_HEADERS PREPEND "-isystem;")
  set(directory ${PROJECT_BINARY_DIR}/lib/gael/${name})
  set(compile ${GAEL_CLANG} --target=${RT_TRIPLE} ${GAEL_RUNTIME_FLAGS} ${RT_FLAGS}
      -nostdinc -isystem ${GAEL_CLANG_HEADERS} ${RT_HEADERS} -I ${PROJECT_SOURCE_DIR})

  gael_kept_target(${name} ${directory} "${foreign}" ${compile})
  get_property(kept GLOBAL PROPERTY GAEL_KEPT_${name})
  set(forms o bc)
  if(RT_C_LIBRARIES)
    list(APPEND forms pic.o)
  endif()
  gael_runtime_compile(${name} "${foreign}" FORMS ${forms} COMMAND ${compile} SOURCES ${RT_SOURCES} OUTLINE ${RT_OUTLINE})
  set(archive ${directory}/libgaelrt.a)
  gael_target_archive(${archive} ${o})
  set(bitcode ${directory}/runtime.bc)
  add_custom_command(
    OUTPUT ${bitcode}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${directory}
    COMMAND llvm-link-19 ${bc} -o ${bitcode}
    DEPENDS ${bc} VERBATIM)
  gael_collect(libc ${directory} "${foreign}" ${RT_LIBC} ${root}${RT_BUILTINS}=libbuiltins.a)
  set(own "")
  foreach(file ${RT_FILES})
    get_filename_component(to ${file} NAME)
    add_custom_command(
      OUTPUT ${directory}/${to}
      COMMAND ${CMAKE_COMMAND} -E copy ${file} ${directory}/${to}
      DEPENDS ${file} VERBATIM)
    list(APPEND own ${directory}/${to})
  endforeach()

  if(RT_C_LIBRARIES)
    gael_target_archive(${directory}/libgaelc.a ${pic.o})
    list(APPEND own ${directory}/libgaelc.a)
  endif()

  set(all ${archive} ${kept} ${bitcode} ${libc} ${own})
  add_custom_command(
    OUTPUT ${directory}/MANIFEST
    COMMAND ${PROJECT_SOURCE_DIR}/cmake/manifest.sh ${directory} "${root}" ${all}
    DEPENDS ${all} ${PROJECT_SOURCE_DIR}/cmake/manifest.sh VERBATIM)
  if(RT_PACKAGES)
    add_custom_target(gael_runtime_${name} DEPENDS ${directory}/MANIFEST)
  else()
    add_custom_target(gael_runtime_${name} ALL DEPENDS ${directory}/MANIFEST)
  endif()
  add_dependencies(gael_targets gael_runtime_${name})
  if(NOT RT_UNIT_LINK)
    set(RT_UNIT_LINK ld.lld-19 -static --gc-sections crt1.o crti.o * libgaelrt.a libkept.a libc.a libbuiltins.a crtn.o)
  endif()
  gael_target_units(${name} ${directory} COMMAND ${compile} LINK ${RT_UNIT_LINK} WITHOUT ${RT_NO_UNITS})
  set_property(GLOBAL PROPERTY GAEL_BITCODE_${name} ${bitcode})
endfunction()
