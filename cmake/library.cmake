# Warnings, hardening and sanitizers for everything we compile, and skylt_library(): one folder, one library.

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wconversion
                    -Wno-sign-conversion
                    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # GCC 12 sees overlapping copies in std::string where there are none (GCC bug 105651).
  add_compile_options(-Wno-restrict)
endif()
if(SKYLT_WERROR)
  add_compile_options(-Werror)
endif()
if(SKYLT_SANITIZE)
  add_compile_options(-fsanitize=${SKYLT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SKYLT_SANITIZE})
elseif(SKYLT_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-D_FORTIFY_SOURCE=2)
endif()
add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)

# skylt_library(NAME SOURCES ... LINK ...): a static library of one folder that may use only what LINK names.
# Headers are included from the repository root: "core/programme/session.hpp".
function(skylt_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
endfunction()
