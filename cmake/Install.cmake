# What an installation has. `cmake --install build --prefix DIR` after `make library`, or `make deb`. Only the targets that were built are
# there: `make targets` builds all. An installation may be moved as a whole.
#
#   bin/gael                       the compiler; it needs the C library of the system and nothing else
#   lib/libgael.so, include/gael.h, lib/pkgconfig/gael.pc, lib/cmake/Gael    the compiler as a library; likewise
#   lib/gael/TARGET/               what programs are linked from; found from bin/gael and from libgael.so (backend/link.c)
#   share/doc/gael/                README, NOTICE, docs, examples
#   share/man/                     gael(1), gael(3)

include(CMakePackageConfigHelpers)
set(work ${PROJECT_BINARY_DIR}/install)
configure_file(cmake/gael.pc.in ${work}/gael.pc @ONLY)
configure_package_config_file(cmake/GaelConfig.cmake.in ${work}/GaelConfig.cmake INSTALL_DESTINATION lib/cmake/Gael)
write_basic_package_version_file(${work}/GaelConfigVersion.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS gael RUNTIME DESTINATION bin)
install(TARGETS libgael OPTIONAL LIBRARY DESTINATION lib)
install(FILES ${PROJECT_SOURCE_DIR}/include/gael.h DESTINATION include)
install(FILES ${work}/gael.pc DESTINATION lib/pkgconfig)
install(FILES ${work}/GaelConfig.cmake ${work}/GaelConfigVersion.cmake DESTINATION lib/cmake/Gael)
install(DIRECTORY ${PROJECT_BINARY_DIR}/lib/gael/ DESTINATION lib/gael)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/NOTICE DESTINATION share/doc/gael)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs ${PROJECT_SOURCE_DIR}/examples DESTINATION share/doc/gael PATTERN man EXCLUDE)
set(man "")
foreach(section 1 3)
  add_custom_command(OUTPUT ${work}/gael.${section}.gz
    COMMAND ${PROJECT_SOURCE_DIR}/cmake/man.sh ${PROJECT_SOURCE_DIR}/docs/man/gael.${section} ${PROJECT_VERSION} > ${work}/gael.${section}
    COMMAND gzip -9nf ${work}/gael.${section}
    DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/gael.${section} ${PROJECT_SOURCE_DIR}/cmake/man.sh
            ${PROJECT_SOURCE_DIR}/driver/command.def ${PROJECT_SOURCE_DIR}/driver/option.def
    VERBATIM)
  list(APPEND man ${work}/gael.${section}.gz)
  install(FILES ${work}/gael.${section}.gz DESTINATION share/man/man${section})
endforeach()
add_custom_target(gael_man ALL DEPENDS ${man})

# Names of debuggers stay in the build tree; strip and cpack keep them apart from those of other machines, which are not this strip's.
install(CODE [[
  foreach(file bin/gael lib/libgael.so)
    set(path $ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/${file})
    if(EXISTS ${path})
      file(REAL_PATH ${path} path)
      execute_process(COMMAND llvm-strip-19 --strip-unneeded ${path} COMMAND_ERROR_IS_FATAL ANY)
    endif()
  endforeach()]])

include(Package)
