# What an installation has: the compiler, what programs of each target are linked from, the manual. `cmake --install build --prefix DIR`, or `make deb`. Only the
# targets that were built are there: `make targets` builds all.
#
#   bin/gael                  the compiler; it needs the C library of the system and nothing else
#   lib/gael/TARGET/          backend/link.c finds them from bin/gael
#   share/doc/gael/           README, NOTICE, docs, examples

include(GNUInstallDirs)
install(TARGETS gael RUNTIME DESTINATION bin)
install(CODE "execute_process(COMMAND llvm-strip-19 \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/bin/gael\" COMMAND_ERROR_IS_FATAL ANY)")
install(DIRECTORY ${PROJECT_BINARY_DIR}/lib/gael/ DESTINATION lib/gael)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/NOTICE DESTINATION share/doc/gael)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs ${PROJECT_SOURCE_DIR}/examples DESTINATION share/doc/gael)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gael)
set(CPACK_PACKAGE_CONTACT "The GAEL maintainers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "compiler of GAEL, the language that models write: JIT, native binaries, cross-compiling")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_STRIP_FILES OFF) # done, and libraries of other machines are not this strip's
include(CPack)
