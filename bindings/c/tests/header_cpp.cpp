// The header alone, as strict C++.
#include <lianban/lianban.h>

static_assert(LIANBAN_DONE == 0);
static_assert(sizeof(lianban_engine) == 8);
