# How every room, program and test of this project is built. A room's own CMakeLists.txt says only what is in it.
#
#   gael_room(NAME file.c … DEPS room …)        static library gael_NAME
#   gael_program(NAME file.c … ROOMS room …)    executable at the top of the build tree
#   gael_unit(tests/unit/test_x.c ROOMS …)      CUnit program, registered with ctest under the label quick
#   gael_generated(file.c …)                    output of flex and bison: compiled without warnings
#
# A room named in DEPS or ROOMS that has not landed is left out, and a unit test that needs it is not built.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, or Debug (AddressSanitizer and UBSan)" FORCE)
endif()

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_C_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")

set(GAEL_WARNINGS
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wswitch-enum -Wmissing-prototypes -Werror)

# Sections of their own, linked position-dependent: half of the start-up time of a compiler with LLVM inside is relocations
# and pages of code that nobody calls. The same objects make libgael.so, so they are compiled position-independent; linked
# into a program that costs nothing measurable (docs/decisions/071-embedding.md).
add_library(gael_flags INTERFACE)
target_include_directories(gael_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(gael_flags INTERFACE _GNU_SOURCE)
target_compile_options(gael_flags INTERFACE
  -fvisibility=hidden -ffunction-sections -fdata-sections -fPIC
  $<$<COMPILE_LANGUAGE:C>:${GAEL_WARNINGS}>
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Werror -fno-exceptions -fno-rtti>)
target_link_options(gael_flags INTERFACE
  $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-no-pie>
  -B/usr/lib/llvm-19/bin -fuse-ld=lld -Wl,--gc-sections,--build-id=fast -static-libgcc
  $<$<CONFIG:Release>:-Wl,-z,noseparate-code,-z,norelro,--hash-style=gnu>)
if(CMAKE_BUILD_TYPE STREQUAL Debug)
  target_compile_definitions(gael_flags INTERFACE GAEL_DEBUG=1)
  set(GAEL_SANITIZE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(gael_flags INTERFACE ${GAEL_SANITIZE})
  target_link_options(gael_flags INTERFACE ${GAEL_SANITIZE})
endif()

function(gael_link_rooms target visibility)
  foreach(room ${ARGN})
    target_link_libraries(${target} ${visibility} $<TARGET_NAME_IF_EXISTS:gael_${room}>)
  endforeach()
endfunction()

function(gael_room name)
  cmake_parse_arguments(PARSE_ARGV 1 ROOM "" "" "DEPS")
  add_library(gael_${name} STATIC ${ROOM_UNPARSED_ARGUMENTS})
  target_link_libraries(gael_${name} PUBLIC gael_flags)
  target_include_directories(gael_${name} PRIVATE ${PROJECT_BINARY_DIR})
  gael_link_rooms(gael_${name} PUBLIC ${ROOM_DEPS})
endfunction()

function(gael_program name)
  cmake_parse_arguments(PARSE_ARGV 1 PROGRAM "" "" "ROOMS")
  add_executable(${name} ${PROGRAM_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE gael_flags)
  gael_link_rooms(${name} PRIVATE ${PROGRAM_ROOMS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  gael_link_in_order(${name})
endfunction()

# Functions in the order of their first use, side by side on few pages; scripts/order fills the file after a first
# build.
function(gael_link_in_order target)
  if(CMAKE_BUILD_TYPE STREQUAL Release)
    set(order ${PROJECT_BINARY_DIR}/order.txt)
    if(NOT EXISTS ${order})
      file(TOUCH ${order})
    endif()
    target_link_options(${target} PRIVATE -Wl,--symbol-ordering-file=${order},--no-warn-symbol-ordering)
    set_target_properties(${target} PROPERTIES LINK_DEPENDS ${order})
  endif()
endfunction()

function(gael_unit source)
  cmake_parse_arguments(PARSE_ARGV 1 UNIT "" "" "ROOMS")
  foreach(room ${UNIT_ROOMS})
    if(NOT TARGET gael_${room})
      message(STATUS "no room ${room} yet: ${source} is not built")
      return()
    endif()
  endforeach()
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} ${PROJECT_SOURCE_DIR}/${source})
  target_link_libraries(${name} PRIVATE gael_flags cunit)
  gael_link_rooms(${name} PRIVATE ${UNIT_ROOMS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS quick TIMEOUT 120)
endfunction()

function(gael_generated)
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS -w GENERATED ON)
endfunction()
