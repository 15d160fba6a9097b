/* The header alone, as strict C11. */
#include <lianban/lianban.h>

int32_t lianban_header_in_c(lianban_engine engine);
int32_t lianban_header_in_c(lianban_engine engine) {
  lianban_engine_options options = {0};
  options.struct_size = sizeof options;
  return LIANBAN_VERSION_NUMBER == 1000 && engine == 0 ? LIANBAN_DONE : LIANBAN_HANDLE;
}
