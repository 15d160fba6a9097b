// What the library says of itself. Texts are made by the compiler: they need no memory.
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "codes.hpp"
#include "edge.hpp"
#include "json_in.hpp"
#include "lianban/explain.hpp"
#include "lianban/lianban.h"
#include "to_json.hpp"

// code, name, retryable, Chinese, English
#define LIANBAN_CODES(ROW)                                                                  \
  ROW(0, "done", "false", "完成", "done")                                                   \
  ROW(1, "refused", "false", "规则不允许", "the rules of the approval say no")              \
  ROW(2, "argument", "false", "参数无效", "an argument cannot be used")                     \
  ROW(3, "handle", "false", "句柄无效", "the handle is closed, unknown or of another kind") \
  ROW(4, "not_found", "false", "不存在", "there is no such thing")                          \
  ROW(5, "conflict", "false", "与已有内容冲突", "it contradicts what is there")             \
  ROW(6, "busy", "true", "暂时繁忙", "not now, in a moment")                                \
  ROW(7, "interrupted", "true", "等待被中断", "the wait was interrupted")                   \
  ROW(8, "no_memory", "true", "内存不足", "memory ran out")                                 \
  ROW(9, "forked", "false", "引擎属于父进程", "the engine belongs to the parent process")   \
  ROW(10, "store", "false", "数据库故障", "the database failed or cannot be used")          \
  ROW(11, "uncertain", "true", "提交结果未知", "whether it was committed is not known")     \
  ROW(12, "definition", "false", "定义有错误", "the definition has errors")                 \
  ROW(13, "configuration", "false", "部署配置有误", "the deployment is wrong")              \
  ROW(14, "callback", "false", "回调不可信", "the callback is not believed")                \
  ROW(15, "internal", "false", "程序内部错误", "the library failed")

namespace lianban::c {

namespace {

struct CodeRow {
  std::int32_t code;
  const char* name;
  bool retryable;
};

#define LIANBAN_ROW(CODE, NAME, RETRYABLE, ZH, EN) {CODE, NAME, (RETRYABLE)[0] == 't'},
constexpr CodeRow kCodes[] = {LIANBAN_CODES(LIANBAN_ROW)};
#undef LIANBAN_ROW
static_assert(sizeof kCodes / sizeof kCodes[0] == LIANBAN_INTERNAL + 1);

#define LIANBAN_ROW(CODE, NAME, RETRYABLE, ZH, EN)                                                \
  ",{\"code\":" #CODE ",\"name\":\"" NAME "\",\"retryable\":" RETRYABLE ",\"text\":{\"zh\":\"" ZH \
  "\",\"en\":\"" EN "\"}}"
constexpr const char* kCodeList = LIANBAN_CODES(LIANBAN_ROW) "]";
#undef LIANBAN_ROW

#define LIANBAN_TEXT_OF(X) #X
#define LIANBAN_TEXT(X) LIANBAN_TEXT_OF(X)
#if defined(__clang__)
#define LIANBAN_COMPILER "clang " __clang_version__
#else
#define LIANBAN_COMPILER "gcc " __VERSION__
#endif
constexpr const char* kBuildInfo =
    "{\"version\":\"" LIANBAN_VERSION "\",\"abi\":" LIANBAN_TEXT(LIANBAN_ABI_VERSION)
    ",\"api_level\":" LIANBAN_TEXT(LIANBAN_API_LEVEL) ",\"language\":1"
    ",\"compiler\":\"" LIANBAN_COMPILER "\",\"standard_library\":\"libstdc++ "
    LIANBAN_TEXT(__GLIBCXX__) "\",\"build\":\"" LIANBAN_BUILD_TYPE
    "\",\"sqlite\":\"" LIANBAN_SQLITE_VERSION "\",\"json\":\"nlohmann "
    LIANBAN_TEXT(NLOHMANN_JSON_VERSION_MAJOR) "." LIANBAN_TEXT(NLOHMANN_JSON_VERSION_MINOR) "."
    LIANBAN_TEXT(NLOHMANN_JSON_VERSION_PATCH) "\",\"glibc\":\"" LIANBAN_TEXT(__GLIBC__) "."
    LIANBAN_TEXT(__GLIBC_MINOR__) "\",\"features\":[\"http_agencies\",\"external_tasks\","
    "\"event_feed\",\"case_export\",\"prove\",\"plan\",\"rehearse\",\"virtual_clock\"],"
    "\"licence\":\"" LIANBAN_LICENCE "\"}";

/// The list begins without the comma of its first row.
constexpr auto code_list() {
  constexpr std::size_t kLength = std::char_traits<char>::length(kCodeList);
  std::array<char, kLength + 1> text{};
  for (std::size_t i = 0; i < kLength; ++i) text[i] = kCodeList[i];
  text[0] = '[';
  return text;
}
constexpr auto kCodeListText = code_list();

Outcome explain(const char* code) {
  if (code == nullptr) {
    Json list = Json::array();
    for (const Explanation& each : explanations()) {
      list.push_back({{"code", each.code}, {"title", to_json(each.title)}});
    }
    return list;
  }
  const auto wanted = read_text(code, "code");
  if (const auto* fault = std::get_if<Failure>(&wanted)) return *fault;
  const auto& word = std::get<std::string>(wanted);
  const Explanation* page = explanation(word);
  if (page == nullptr) {
    Failure failure =
        failure_of(make_error("code/not_found", "没有这个代码", "there is no such code"));
    if (const auto near = nearest_code(word)) {
      failure.more["hint"] = {{"zh", "是否指 " + *near}, {"en", "did you mean " + *near + "?"}};
    }
    return failure;
  }
  return Json{
      {"code", page->code},        {"title", to_json(page->title)}, {"what", to_json(page->what)},
      {"why", to_json(page->why)}, {"basis", to_json(page->basis)}, {"bad", page->bad},
      {"good", page->good}};
}

}  // namespace

const char* name_of_code(std::int32_t code) {
  return kCodes[code >= 0 && code <= LIANBAN_INTERNAL ? code : LIANBAN_INTERNAL].name;
}

bool is_retryable(std::int32_t code) {
  return code >= 0 && code <= LIANBAN_INTERNAL && kCodes[code].retryable;
}

}  // namespace lianban::c

using namespace lianban::c;

const char* lianban_version(void) { return LIANBAN_VERSION; }
int32_t lianban_abi_version(void) { return LIANBAN_ABI_VERSION; }
const char* lianban_build_info(void) { return kBuildInfo; }
const char* lianban_code_list(void) { return kCodeListText.data(); }
void lianban_free(char* text) { std::free(text); }

int32_t lianban_code_explain(const char* code, char** out_json, lianban_error* out_error) {
  return answer(out_json, out_error, [&] { return explain(code); });
}
