/* Tells story.json through the C face and prints what README.md says: story_c STORY SCRATCH. */
#include <cjson/cJSON.h>
#include <lianban/lianban.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kMostArguments = 4, kMostPath = 4096 };

static lianban_engine engine;
static cJSON* saved;
static char folder[kMostPath];

static void stop(const char* why, const char* what) {
  fprintf(stderr, "story_c: %s %s\n", why, what);
  exit(2);
}

static char* file_text(const char* path) {
  FILE* file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) stop("cannot read", path);
  const long size = ftell(file);
  char* text = calloc(1, (size_t)size + 1);
  rewind(file);
  if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size) stop("cannot read", path);
  fclose(file);
  return text;
}

static char* beside_story(const char* path) {
  char whole[2 * kMostPath];
  snprintf(whole, sizeof whole, "%s/%s", folder, path);
  return file_text(whole);
}

/* The value with what was saved, and what stands in files, put in. */
static cJSON* filled(const cJSON* value) {
  const cJSON* first = value->child;
  if (cJSON_IsObject(value) && first != NULL && first->next == NULL) {
    if (strcmp(first->string, "$") == 0) {
      const cJSON* found = cJSON_GetObjectItemCaseSensitive(saved, first->valuestring);
      if (found == NULL) stop("nothing was saved as", first->valuestring);
      return cJSON_Duplicate(found, 1);
    }
    if (strcmp(first->string, "$file") == 0) {
      char* text = beside_story(first->valuestring);
      cJSON* string = cJSON_CreateString(text);
      free(text);
      return string;
    }
  }
  if (!cJSON_IsObject(value) && !cJSON_IsArray(value)) return cJSON_Duplicate(value, 1);
  cJSON* copy = cJSON_IsObject(value) ? cJSON_CreateObject() : cJSON_CreateArray();
  const cJSON* each = NULL;
  cJSON_ArrayForEach(each, value) {
    if (cJSON_IsObject(value)) {
      cJSON_AddItemToObject(copy, each->string, filled(each));
    } else {
      cJSON_AddItemToArray(copy, filled(each));
    }
  }
  return copy;
}

/* An argument as C takes it: the text, which is the caller's and NULL for null, or the number. */
struct argument {
  char* text;
  double number;
};

static struct argument argument_of(const cJSON* given) {
  struct argument argument = {NULL, 0};
  cJSON* value = filled(given);
  if (cJSON_IsNumber(value)) {
    argument.number = value->valuedouble;
  } else if (cJSON_IsString(value)) {
    argument.text = strdup(value->valuestring);
  } else if (!cJSON_IsNull(value)) {
    argument.text = cJSON_PrintUnformatted(value);
  }
  cJSON_Delete(value);
  return argument;
}

typedef int32_t one_text(lianban_engine, const char*, char**, lianban_error*);
typedef int32_t two_texts(lianban_engine, const char*, const char*, char**, lianban_error*);

static const struct {
  const char* name;
  one_text* call;
} kOneText[] = {
    {"engine_report", lianban_engine_report},
    {"case_show", lianban_case_show},
    {"case_history", lianban_case_history},
    {"case_find", lianban_case_find},
    {"case_verify", lianban_case_verify},
    {"case_export", lianban_case_export},
    {"case_calls", lianban_case_calls},
    {"licence_show", lianban_licence_show},
    {"licence_list", lianban_licence_list},
    {"licence_register", lianban_licence_register},
    {"task_acknowledge", lianban_task_acknowledge},
    {"definition_publish", lianban_definition_publish},
};
static const struct {
  const char* name;
  two_texts* call;
} kTwoTexts[] = {
    {"case_open", lianban_case_open},         {"case_submit", lianban_case_submit},
    {"case_actions", lianban_case_actions},   {"clock_explain", lianban_clock_explain},
    {"task_complete", lianban_task_complete}, {"task_fail", lianban_task_fail},
    {"pending_list", lianban_pending_list},   {"pending_settle", lianban_pending_settle},
};

static int32_t other_call(const char* name, const struct argument* a, char** out,
                          lianban_error* error) {
  if (strcmp(name, "code_explain") == 0) return lianban_code_explain(a[0].text, out, error);
  if (strcmp(name, "definition_report") == 0) {
    return lianban_definition_report(a[0].text, a[1].text, a[2].text, out, error);
  }
  if (strcmp(name, "engine_pump") == 0) {
    return lianban_engine_pump(engine, (int32_t)a[0].number, out, error);
  }
  if (strcmp(name, "engine_set_clock") == 0) {
    return lianban_engine_set_clock(engine, a[0].text, error);
  }
  if (strcmp(name, "engine_interrupt") == 0) return lianban_engine_interrupt(engine, error);
  if (strcmp(name, "event_next") == 0) {
    return lianban_event_next(engine, (int64_t)a[0].number, (int32_t)a[1].number,
                              (int32_t)a[2].number, out, error);
  }
  if (strcmp(name, "calendar_explain") == 0) {
    return lianban_calendar_explain(engine, a[0].text, a[1].text, a[2].text, out, error);
  }
  if (strcmp(name, "task_fetch") == 0) {
    return lianban_task_fetch(engine, a[0].text, (int32_t)a[1].number, out, error);
  }
  if (strcmp(name, "task_extend") == 0) {
    return lianban_task_extend(engine, a[0].text, (int64_t)a[1].number, out, error);
  }
  if (strcmp(name, "callback_deliver") == 0) {
    return lianban_callback_deliver(engine, a[0].text, (const uint8_t*)a[1].text, strlen(a[1].text),
                                    out, error);
  }
  stop("cannot call", name);
  return LIANBAN_INTERNAL;
}

static int32_t call(const char* name, const struct argument* a, char** out, lianban_error* error) {
  for (size_t i = 0; i < sizeof kOneText / sizeof *kOneText; ++i) {
    if (strcmp(name, kOneText[i].name) == 0) {
      return kOneText[i].call(engine, a[0].text, out, error);
    }
  }
  for (size_t i = 0; i < sizeof kTwoTexts / sizeof *kTwoTexts; ++i) {
    if (strcmp(name, kTwoTexts[i].name) == 0) {
      return kTwoTexts[i].call(engine, a[0].text, a[1].text, out, error);
    }
  }
  return other_call(name, a, out, error);
}

/* The value at "/a/0/b"; the story's pointers need no escapes. */
static const cJSON* at(const cJSON* value, const char* pointer) {
  while (value != NULL && *pointer == '/') {
    char part[128] = "";
    const size_t size = strcspn(++pointer, "/");
    if (size >= sizeof part) stop("too long a name in", pointer);
    memcpy(part, pointer, size);
    pointer += size;
    value = cJSON_IsArray(value) ? cJSON_GetArrayItem(value, atoi(part))
                                 : cJSON_GetObjectItemCaseSensitive(value, part);
  }
  return value;
}

static void save(const cJSON* wanted, const char* result) {
  if (wanted == NULL || result == NULL) return;
  cJSON* whole = cJSON_Parse(result);
  const cJSON* each = NULL;
  cJSON_ArrayForEach(each, wanted) {
    const cJSON* found = at(whole, each->valuestring);
    if (found == NULL) stop("the result has no", each->valuestring);
    cJSON_DeleteItemFromObjectCaseSensitive(saved, each->string);
    cJSON_AddItemToObject(saved, each->string, cJSON_Duplicate(found, 1));
  }
  cJSON_Delete(whole);
}

static void tell(int number, const cJSON* step) {
  const char* name = cJSON_GetObjectItem(step, "call")->valuestring;
  struct argument arguments[kMostArguments] = {{NULL, 0}};
  int count = 0;
  const cJSON* each = NULL;
  cJSON_ArrayForEach(each, cJSON_GetObjectItem(step, "args")) {
    arguments[count++] = argument_of(each);
  }
  char* out = NULL;
  lianban_error error = 0;
  const int32_t code = call(name, arguments, &out, &error);
  const char* json = out != NULL ? out : code == LIANBAN_DONE ? "null" : lianban_error_json(error);
  printf("%d %s %d %s\n", number, name, code, json);
  if (code == LIANBAN_DONE) save(cJSON_GetObjectItem(step, "save"), out);
  lianban_free(out);
  lianban_error_free(error);
  while (count > 0) free(arguments[--count].text);
}

static void open_engine(const cJSON* story, const char* database) {
  char calendars[2 * kMostPath];
  snprintf(calendars, sizeof calendars, "%s/%s", folder,
           cJSON_GetObjectItem(story, "calendars")->valuestring);
  cJSON* config = cJSON_Duplicate(cJSON_GetObjectItem(story, "config"), 1);
  cJSON_AddStringToObject(config, "calendars", calendars);
  cJSON_AddStringToObject(config, "database", database);
  char* text = cJSON_PrintUnformatted(config);
  const lianban_engine_options options = {.struct_size = sizeof options, .config_json = text};
  lianban_error error = 0;
  if (lianban_engine_open(&options, &engine, &error) != LIANBAN_DONE) {
    stop("cannot open the engine:", lianban_error_json(error));
  }
  cJSON_free(text);
  cJSON_Delete(config);
}

int main(int argc, char** argv) {
  if (argc != 3) stop("usage:", "story_c STORY EMPTY_FOLDER");
  snprintf(folder, sizeof folder, "%s", argv[1]);
  char* slash = strrchr(folder, '/');
  if (slash == NULL) stop("needs a path with a folder:", argv[1]);
  *slash = '\0';
  char database[2 * kMostPath];
  snprintf(database, sizeof database, "%s/story.db", argv[2]);

  char* text = file_text(argv[1]);
  cJSON* story = cJSON_Parse(text);
  if (story == NULL) stop("is no JSON:", argv[1]);
  saved = cJSON_CreateObject();
  open_engine(story, database);
  int number = 0;
  const cJSON* step = NULL;
  cJSON_ArrayForEach(step, cJSON_GetObjectItem(story, "steps")) {
    if (cJSON_GetObjectItem(step, "call") != NULL) tell(++number, step);
  }
  const int32_t closed = lianban_engine_close(engine, NULL);
  cJSON_Delete(saved);
  cJSON_Delete(story);
  free(text);
  return closed == LIANBAN_DONE ? 0 : 1;
}
