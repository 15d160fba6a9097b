"""Not verified: see ../README.md. Builds the checkout it lies in."""

import os

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy
from conan.tools.gnu import PkgConfigDeps


class LianbanConan(ConanFile):
    name = "lianban"
    version = "0.1.0"
    description = "Joint government approvals as durable state machines defined in JSON"
    license = "Apache-2.0"
    settings = "os", "arch", "compiler", "build_type"
    package_type = "library"
    tool_requires = "pkgconf/2.2.0"

    def requirements(self):
        self.requires("nlohmann_json/3.11.3", transitive_headers=True)
        for each in ("boost/1.83.0", "libcurl/8.6.0", "openssl/3.2.1", "pugixml/1.14", "re2/20230301",
                     "spdlog/1.13.0", "sqlite3/3.45.1", "sqlitecpp/3.3.1", "utf8proc/2.9.0", "valijson/1.0.2"):
            self.requires(each)

    def validate(self):
        check_min_cppstd(self, 20)

    def export_sources(self):
        root = os.path.join(self.recipe_folder, "..", "..", "..")
        for pattern in ("CMakeLists.txt", "LICENSE", "CHANGELOG.md", "cmake/*", "include/*", "src/*",
                        "bindings/c/*", "workflows/*"):
            copy(self, pattern, root, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        for option in ("TESTS", "EXAMPLES", "BENCH"):
            toolchain.cache_variables[f"LIANBAN_{option}"] = False
        toolchain.generate()
        CMakeDeps(self).generate()
        PkgConfigDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "lianban")
        cpp = self.cpp_info.components["cpp"]
        cpp.set_property("cmake_target_name", "lianban::lianban")
        cpp.libs = ["lianban"]
        cpp.requires = ["nlohmann_json::nlohmann_json", "boost::headers", "libcurl::libcurl",
                        "openssl::crypto", "pugixml::pugixml", "re2::re2", "spdlog::spdlog",
                        "sqlite3::sqlite3", "sqlitecpp::sqlitecpp", "utf8proc::utf8proc", "valijson::valijson"]
        cpp.system_libs = ["pthread"]
        c_face = self.cpp_info.components["c"]
        c_face.set_property("cmake_target_name", "lianban::c")
        c_face.libs = ["lianban_c"]
