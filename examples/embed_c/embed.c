/* A whole joint approval through C: a taxi-app driver's car licence in Wenzhou, from the filing to
 * the licence. The program carries the requests to the agencies itself, as a portal would. */
#include <lianban/lianban.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static lianban_engine engine;
static lianban_error error;
static char *out, id[64];

/* Prints what a call gave and frees it; ends the program where it gave an error. */
static void say(const char* what, int32_t code) {
  if (code != LIANBAN_DONE) {
    fprintf(stderr, "%s: %s\n", what, lianban_error_json(error));
    exit(1);
  }
  printf("%s: %s\n", what, out);
  const char* found = strstr(out, "\"case\":\"");
  if (found != NULL && id[0] == '\0') snprintf(id, 33, "%s", found + 8);
  lianban_free(out);
}

static char* read_file(const char* folder, const char* name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE* file = fopen(path, "rb");
  char* text = calloc(1, 1 << 20);
  if (file == NULL || text == NULL || fread(text, 1, (1 << 20) - 1, file) == 0) exit(1);
  fclose(file);
  return text;
}

/* One person does one thing. */
static void act(const char* event, const char* person, const char* role) {
  char command[256];
  snprintf(command, sizeof command,
           "{\"request_id\":\"r-%s\",\"verb\":\"send\",\"subject\":\"%s\","
           "\"actor\":{\"id\":\"%s\",\"roles\":[\"transport.%s\"]}}", event, event, person, role);
  say(event, lianban_case_submit(engine, id, command, &out, &error));
}

/* An agency is asked: here its answer is made up. */
static void carry(const char* agency, const char* reply) {
  char query[64], token[128] = "";
  snprintf(query, sizeof query, "{\"agency\":\"%s\",\"limit\":1}", agency);
  while (lianban_task_fetch(engine, query, 0, &out, &error) == LIANBAN_DONE) {
    const char* found = strstr(out, "\"token\":\"");
    if (found != NULL) sscanf(found + 9, "%127[^\"]", token);
    lianban_free(out);
    if (found == NULL) return;
    say(agency, lianban_task_complete(engine, token, reply, &out, &error));
  }
}

int main(int argc, char** argv) {
  char config[4200];
  if (argc != 2) return fprintf(stderr, "usage: %s WORKFLOWS\n", argv[0]), 2;
  snprintf(config, sizeof config, "{\"calendars\":\"%s/calendars\",\"seed\":\"embed\","
           "\"virtual_clock\":\"2021-09-15T09:00:00+08:00\"}", argv[1]);
  lianban_engine_options options = {sizeof options, config, NULL, NULL, 0};
  if (lianban_engine_open(&options, &engine, &error) != LIANBAN_DONE) return 1;
  char* definition = read_file(argv[1], "wenzhou-ride-hailing-vehicle.json");
  char* filing = read_file(argv[1], "../examples/embed_c/filing.json");
  say("publish", lianban_definition_publish(engine, definition, &out, &error));
  say("open", lianban_case_open(engine, "wenzhou-ride-hailing-vehicle", filing, &out, &error));
  carry("data_platform", "{\"found\":true,\"no\":\"1\"}");
  act("accept", "c1", "window_clerk");
  act("pass", "r1", "reviewer");
  carry("police", "{\"result\":\"approved\",\"licence_no\":\"XSZ-1\"}");
  char* policy = read_file(argv[1], "../examples/embed_c/policy.json");
  say("policy", lianban_case_submit(engine, id, policy, &out, &error));
  act("approve", "a1", "approver");
  act("hand_over", "c1", "window_clerk");
  say("verify", lianban_case_verify(engine, id, &out, &error));
  say("licences", lianban_licence_list(engine, NULL, &out, &error));
  free(definition), free(filing), free(policy);
  return lianban_engine_close(engine, &error);
}
