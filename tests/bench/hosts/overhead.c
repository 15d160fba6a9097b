/* The same as overhead.cpp through lianban.h. */
#define _POSIX_C_SOURCE 200809L
#include <lianban/lianban.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char* text_of(const char* path) {
  FILE* file = fopen(path, "rb");
  char* text = calloc(1, 1 << 20);
  if (file == NULL || text == NULL || fread(text, 1, (1 << 20) - 1, file) == 0) exit(1);
  fclose(file);
  return text;
}

static lianban_error error;

static int failed(void) { return fprintf(stderr, "%s\n", lianban_error_json(error)), 1; }

static double micros(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  char config[8192], *out;
  snprintf(config, sizeof config, "{\"calendars\":\"%s\",\"database\":\"%s\"}", argv[3], argv[4]);
  lianban_engine_options options = {sizeof options, config, NULL, NULL, 0};
  lianban_engine engine;
  if (lianban_engine_open(&options, &engine, &error) != LIANBAN_DONE) return failed();
  char *definition = text_of(argv[1]), *filing = text_of(argv[2]);
  if (lianban_definition_publish(engine, definition, &out, &error) != LIANBAN_DONE) return failed();
  lianban_free(out);
  const char* data = strstr(filing, "\"data\"");
  const int commands = atoi(argv[5]);
  char* command = malloc(strlen(data) + 128);
  if (command == NULL) return 1;
  double begun = 0;
  for (int i = -commands / 4; i < commands; ++i) {
    if (i == 0) begun = micros();
    sprintf(command, "{\"request_id\":\"r%d\",\"actor\":{\"id\":\"zhang\",\"roles\":[\"applicant\"]},%s", i,
            data);
    if (lianban_case_open(engine, "wenzhou-ride-hailing-vehicle", command, &out, &error) != LIANBAN_DONE)
      return failed();
    lianban_free(out);
  }
  printf("%f\n", (micros() - begun) / commands);
  free(command), free(filing), free(definition);
  return lianban_engine_close(engine, NULL);
}
