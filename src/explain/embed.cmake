# Writes OUT: a C++ source with every page of PAGES as a string. Run at build time with -P.
file(GLOB pages ${PAGES}/*.md)
list(SORT pages)
set(text "// Written by src/explain/embed.cmake.\n#include \"explain/pages.hpp\"\n\n"
         "namespace lianban::explain {\nnamespace {\n\n"
         "constexpr std::string_view kPages[] = {\n")
string(CONCAT source ${text})
foreach(page IN LISTS pages)
  file(READ ${page} content)
  string(APPEND source "    R\"PAGE(${content})PAGE\",\n")
endforeach()
string(APPEND source "};\n\n}  // namespace\n\n"
       "std::span<const std::string_view> pages() { return kPages; }\n\n"
       "}  // namespace lianban::explain\n")
file(WRITE ${OUT} "${source}")
