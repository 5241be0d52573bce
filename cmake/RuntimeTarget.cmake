# gael_runtime_target(NAME [ARCHITECTURE …] TRIPLE … HEADERS … MUSL … BUILTINS … SOURCES … OUTLINE …)
#
# With an ARCHITECTURE of Debian's the three places are below those of its packages (scripts/foreign), and the target is
# built when it is asked for: gael_runtime_NAME.
#
# Collects in lib/gael/NAME of the build tree what a native program of this target is linked from, the kept libraries
# included, and makes the runtime's bitcode. The global property GAEL_BITCODE_<NAME> is its path, for the back end to embed.

set(GAEL_CLANG clang-19)
set(GAEL_CLANG_HEADERS /usr/lib/llvm-19/lib/clang/19/include)
set(GAEL_RUNTIME_FLAGS
    -std=c17 -O2 -Wall -Wextra -Werror -ffunction-sections -fdata-sections -fvisibility=hidden -fno-unwind-tables
    -fno-asynchronous-unwind-tables -fno-exceptions -fno-stack-protector -fno-math-errno -fno-ident -fno-pic
    -D_GNU_SOURCE)

# What a program takes from the system's C library, without its debugging information.
function(gael_collect_libc directory musl builtins foreign result)
  set(files crt1.o crti.o crtn.o libc.a)
  set(commands "")
  foreach(file ${files})
    list(APPEND commands COMMAND llvm-strip-19 -g ${musl}/${file} -o ${directory}/${file})
  endforeach()
  list(TRANSFORM files PREPEND ${directory}/)
  list(APPEND files ${directory}/libbuiltins.a)
  add_custom_command(
    OUTPUT ${files}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${directory}
    ${commands}
    COMMAND llvm-strip-19 -g ${builtins} -o ${directory}/libbuiltins.a
    DEPENDS ${foreign} $<$<STREQUAL:${foreign},>:${musl}/libc.a> $<$<STREQUAL:${foreign},>:${builtins}>
    VERBATIM)
  set(${result} ${files} PARENT_SCOPE)
endfunction()

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

function(gael_runtime_target name)
  cmake_parse_arguments(PARSE_ARGV 1 RT "" "ARCHITECTURE;TRIPLE;HEADERS;MUSL;BUILTINS" "SOURCES;OUTLINE")
  set(foreign "")
  set(built ALL)
  if(RT_ARCHITECTURE)
    set(root ${PROJECT_SOURCE_DIR}/build/deps/${RT_ARCHITECTURE}) # one copy for all build trees
    foreach(place HEADERS MUSL BUILTINS)
      set(RT_${place} ${root}${RT_${place}})
    endforeach()
    set(foreign ${root}/unpacked)
    set(built "")
    add_custom_command(
      OUTPUT ${foreign}
      COMMAND ${PROJECT_SOURCE_DIR}/scripts/foreign ${RT_ARCHITECTURE} ${root}
      COMMENT "Fetching musl and compiler-rt for ${name}"
      VERBATIM)
  endif()
  set(directory ${PROJECT_BINARY_DIR}/lib/gael/${name})
  set(work ${PROJECT_BINARY_DIR}/runtime/${name})
  file(MAKE_DIRECTORY ${work})
  set(compile ${GAEL_CLANG} --target=${RT_TRIPLE} ${GAEL_RUNTIME_FLAGS}
      -nostdinc -isystem ${GAEL_CLANG_HEADERS} -isystem ${RT_HEADERS} -I ${PROJECT_SOURCE_DIR})
  gael_kept_target(${name} ${directory} "${foreign}" ${compile})
  get_property(kept GLOBAL PROPERTY GAEL_KEPT_${name})

  set(objects "")
  set(bitcodes "")
  foreach(source ${RT_SOURCES})
    set(from ${CMAKE_CURRENT_SOURCE_DIR}/${source})
    foreach(form o bc)
      if(form STREQUAL bc AND source IN_LIST RT_OUTLINE)
        continue()
      endif()
      get_filename_component(stem ${source} NAME_WE)
      set(to ${work}/${stem}.${form})
      add_custom_command(
        OUTPUT ${to}
        COMMAND ${compile} ${KEPT_HEADER_FLAGS} $<$<STREQUAL:${form},bc>:-emit-llvm> -MD -MF ${to}.d -c ${from} -o ${to}
        DEPENDS ${from} ${foreign} DEPFILE ${to}.d
        COMMENT "Compiling runtime/${source} for ${name}"
        VERBATIM COMMAND_EXPAND_LISTS)
      if(form STREQUAL bc)
        list(APPEND bitcodes ${to})
      else()
        list(APPEND objects ${to})
      endif()
    endforeach()
  endforeach()

  set(archive ${directory}/libgaelrt.a)
  gael_target_archive(${archive} ${objects})

  set(bitcode ${work}/runtime.bc)
  add_custom_command(
    OUTPUT ${bitcode}
    COMMAND llvm-link-19 ${bitcodes} -o ${bitcode}
    DEPENDS ${bitcodes} VERBATIM)

  gael_collect_libc(${directory} ${RT_MUSL} ${RT_BUILTINS} "${foreign}" libc)
  add_custom_target(gael_runtime_${name} ${built} DEPENDS ${archive} ${kept} ${bitcode} ${libc})
  set_property(GLOBAL PROPERTY GAEL_BITCODE_${name} ${bitcode})
endfunction()
