/* A program in C that was built against the installed library. */
#include <lianban/lianban.h>
#include <stdio.h>

int main(void) {
  printf("%s\n", lianban_version());
  return 0;
}
