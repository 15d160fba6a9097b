#include "store/errors.hpp"

#include <utility>

namespace lianban::store {
namespace {

Error retryable(Error error) {
  error.retryable = true;
  return error;
}

}  // namespace

Error conflict_error() {
  return retryable(make_error("store/conflict", "该件已被另一操作更新，请按最新状态重试。",
                              "The case was changed by another command; decide again."));
}

Error locked_error(std::string file) {
  return make_error("store/locked", "数据库文件正被另一个引擎使用。",
                    "Another engine is using the database file.", std::move(file));
}

Error foreign_error(std::string file) {
  return make_error("store/foreign", "该文件不是联办的数据库，未作任何改动。",
                    "The file is not a Lianban database; it was left untouched.", std::move(file));
}

Error newer_error(std::string file) {
  return make_error("store/newer", "数据库由更新版本的程序写成，请先升级本程序。",
                    "The database was written by a newer version; upgrade this program.",
                    std::move(file));
}

Error damaged_error(std::string place) {
  return make_error("store/damaged", "数据库内容已损坏，请从备份恢复。",
                    "The database is damaged; restore it from a backup.", std::move(place));
}

Error full_error(std::string place) {
  return retryable(make_error("store/full", "存储空间已满，本次未作任何改动。",
                              "No space is left; nothing was changed.", std::move(place)));
}

Error io_error(std::string place) {
  return retryable(make_error("store/io", "读写数据库文件失败，本次未作任何改动。",
                              "Reading or writing the database failed; nothing was changed.",
                              std::move(place)));
}

Error unknown_error() {
  return retryable(make_error("store/unknown", "提交结果未知，请用原请求号查询或重试。",
                              "It is unknown whether the change was stored; ask again with the "
                              "same request id."));
}

Error busy_error() {
  return retryable(make_error("store/busy", "数据库正被其他程序占用，请稍后重试。",
                              "Another program holds the database; try again later."));
}

Error fenced_error() {
  return make_error("store/fenced", "该请求已被重新领取，迟到的结果不再采用。",
                    "The request was taken up again; a late result does not count.");
}

Error known_error() {
  return make_error("store/known", "此消息已经收到过。", "This message was received before.");
}

Error closed_error() {
  return make_error("store/closed", "数据库已关闭。", "The store is closed.");
}

Error memory_error() { return make_error("engine/memory", "内存不足", "out of memory"); }

Error argument_error(std::string what) {
  return make_error("store/argument", "内部调用参数自相矛盾：" + what + "。",
                    "The call contradicts itself: " + what + ".");
}

Error limit_error(std::string what) {
  return make_error("store/limit", "超出上限：" + what + "。", "A limit was passed: " + what + ".");
}

}  // namespace lianban::store
