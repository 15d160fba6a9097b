// The precompiled header is built with this program and reused by every test: gtest and nlohmann
// are most of what a test compiles. A program and not a library, so that it is compiled as they
// are.
int main() { return 0; }
