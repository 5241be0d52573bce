# LLVM and lld, linked statically and started late: target gael_llvm.
#
# Half a millisecond of constructors (command line options, registries) would run before main in every process. Copies
# of the archives get them moved from .init_array to sections of our own, which backend/llvm_init.c runs before LLVM's
# first use. lld's driver names every target LLVM has; those not in GAEL_TARGETS get empty initialisers instead of 20
# back ends.

set(GAEL_TARGETS X86 AArch64 ARM RISCV WebAssembly) # LLVM back ends to carry
find_program(LLVM_CONFIG llvm-config-19 REQUIRED)
execute_process(COMMAND ${LLVM_CONFIG} --bindir OUTPUT_VARIABLE LLVM_BIN OUTPUT_STRIP_TRAILING_WHITESPACE)
execute_process(COMMAND ${LLVM_CONFIG} --libdir OUTPUT_VARIABLE LLVM_LIB OUTPUT_STRIP_TRAILING_WHITESPACE)
execute_process(COMMAND ${LLVM_CONFIG} --includedir OUTPUT_VARIABLE LLVM_INCLUDE OUTPUT_STRIP_TRAILING_WHITESPACE)

function(llvm_archives result)
  string(TOLOWER "${GAEL_TARGETS}" components)
  execute_process(
    COMMAND ${LLVM_CONFIG} --link-static --libs ${components} passes bitreader linker irreader lto option debuginfodwarf
            windowsdriver
    OUTPUT_VARIABLE libraries OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "-l" "" libraries "${libraries}")
  separate_arguments(libraries)
  list(REMOVE_ITEM libraries Polly PollyISL)
  set(${result} lldELF lldWasm lldCommon ${libraries} PARENT_SCOPE)
endfunction()

function(llvm_lazy_copies names result)
  set(originals ${names})
  set(copies ${names})
  list(TRANSFORM originals REPLACE "(.+)" "${LLVM_LIB}/lib\\1.a")
  list(TRANSFORM copies REPLACE "(.+)" "${PROJECT_BINARY_DIR}/llvm/lib\\1.a")
  add_custom_command(
    OUTPUT ${copies}
    COMMAND ${PROJECT_SOURCE_DIR}/cmake/llvm_lazy.sh ${PROJECT_BINARY_DIR}/llvm ${originals}
    DEPENDS ${PROJECT_SOURCE_DIR}/cmake/llvm_lazy.sh ${originals}
    COMMENT "Taking LLVM's constructors out of the program's start"
    VERBATIM)
  set(${result} ${copies} PARENT_SCOPE)
endfunction()

# Writes the empty initialisers of the targets we leave out.
function(llvm_stubs file)
  set(kinds_Targets Target TargetInfo TargetMC)
  set(kinds_AsmPrinters AsmPrinter)
  set(kinds_AsmParsers AsmParser)
  set(kinds_Disassemblers Disassembler)
  set(text "")
  foreach(list Targets AsmPrinters AsmParsers Disassemblers)
    file(STRINGS ${LLVM_INCLUDE}/llvm/Config/${list}.def rows REGEX "^LLVM_[A-Z_]+\\([A-Za-z0-9]+\\)")
    foreach(row ${rows})
      string(REGEX REPLACE "^LLVM_[A-Z_]+\\(([A-Za-z0-9]+)\\).*" "\\1" target "${row}")
      if(NOT target IN_LIST GAEL_TARGETS)
        foreach(kind ${kinds_${list}})
          string(APPEND text "void LLVMInitialize${target}${kind}(void) {}\n")
        endforeach()
      endif()
    endforeach()
  endforeach()
  file(CONFIGURE OUTPUT ${file} CONTENT "${text}" @ONLY)
endfunction()

llvm_archives(names)
llvm_lazy_copies("${names}" copies)
llvm_stubs(${PROJECT_BINARY_DIR}/llvm/stubs.c)

add_custom_target(gael_llvm_lazy DEPENDS ${copies})
add_library(gael_llvm STATIC ${PROJECT_BINARY_DIR}/llvm/stubs.c)
set_source_files_properties(${PROJECT_BINARY_DIR}/llvm/stubs.c PROPERTIES COMPILE_OPTIONS -w)
add_dependencies(gael_llvm gael_llvm_lazy)
target_include_directories(gael_llvm SYSTEM INTERFACE ${LLVM_INCLUDE})
target_compile_options(gael_llvm PRIVATE -ffunction-sections)
target_link_libraries(gael_llvm INTERFACE ${copies} libzstd.a libz.a m)
target_link_options(gael_llvm INTERFACE -static-libstdc++ -Wl,-z,nostart-stop-gc)
foreach(target ${GAEL_TARGETS})
  string(TOUPPER ${target} macro)
  target_compile_definitions(gael_llvm INTERFACE GAEL_TARGET_${macro}=1)
endforeach()
