# Every library from Debian that the project uses; docs/architecture.md says why.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)

# A pkg-config library as an imported target PkgConfig::NAME.
function(skylt_pkg name module)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET GLOBAL ${module})
endfunction()

skylt_pkg(SODIUM libsodium)
skylt_pkg(SDL2 sdl2)
skylt_pkg(SDL2_IMAGE SDL2_image)
skylt_pkg(CAIRO cairo)
skylt_pkg(HARFBUZZ harfbuzz)
skylt_pkg(FREETYPE freetype2)
skylt_pkg(CURL libcurl)
skylt_pkg(ICAL libical)
skylt_pkg(PUGIXML pugixml)
skylt_pkg(SYSTEMD libsystemd)
skylt_pkg(SQLITE sqlite3)
skylt_pkg(SPDLOG spdlog)

# Howard Hinnant's date on the system's tzdata; Debian ships the library as libdate-tz.
find_path(DATE_INCLUDE_DIR date/tz.h REQUIRED)
find_library(DATE_TZ_LIBRARY NAMES date-tz tz REQUIRED)
add_library(skylt_date_tz INTERFACE)
target_include_directories(skylt_date_tz SYSTEM INTERFACE ${DATE_INCLUDE_DIR})
target_link_libraries(skylt_date_tz INTERFACE ${DATE_TZ_LIBRARY})

find_path(HYPHEN_INCLUDE_DIR hyphen.h REQUIRED)
find_library(HYPHEN_LIBRARY hyphen REQUIRED)
add_library(skylt_hyphen INTERFACE)
target_include_directories(skylt_hyphen SYSTEM INTERFACE ${HYPHEN_INCLUDE_DIR})
target_link_libraries(skylt_hyphen INTERFACE ${HYPHEN_LIBRARY})

find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)
add_library(skylt_soci INTERFACE)
target_include_directories(skylt_soci SYSTEM INTERFACE ${SOCI_INCLUDE_DIR})
target_link_libraries(skylt_soci INTERFACE ${SOCI_CORE_LIBRARY} ${SOCI_SQLITE3_LIBRARY})
