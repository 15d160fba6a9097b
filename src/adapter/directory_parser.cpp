#include "adapter/directory_parser.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "adapter/directory_sections.hpp"

namespace lianban::adapter {
namespace {

constexpr std::string_view kSchemes = "@schemes";
constexpr int kLeastReplyBytes = 1 << 10;
constexpr int kMostReplyBytes = 16 << 20;

bool is_lower_id(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

/// "police" or "police@330300".
bool is_entry_name(std::string_view name) {
  const std::size_t at = name.find('@');
  if (!is_lower_id(name.substr(0, at))) return false;
  return at == std::string_view::npos || is_word(name.substr(at + 1));
}

bool is_special(std::string_view name) {
  return name == kNoticesEntry || name == kSupervisionEntry;
}

}  // namespace

LoadedDirectory DirectoryParser::parse(const Json& source) {
  const At whole{source, ""};
  if (reader_.object(whole)) {
    if (reader_.has(whole, kSchemes)) {
      read_schemes(reader_, reader_.member(whole, kSchemes), directory_);
    }
    for (const auto& [name, value] : source.items()) {
      const At at{value, base::pointer_join("", name)};
      if (name == kSchemes || (name == "$schema" && value.is_string())) continue;
      if (!is_entry_name(name) && !is_special(name)) {
        reader_.fault("directory/unknown", at.pointer, "键应为“机关”或“机关@办理机构”",
                      "a key must be an agency id or agency@office");
        continue;
      }
      entry(at, directory_.entries[name]);
      if (is_special(name)) deliver(at);
    }
  }
  return {std::move(directory_), reader_.take_faults()};
}

void DirectoryParser::entry(const At& at, AgencyEntry& out) {
  if (!reader_.object(at)) return;
  if (reader_.has(at, "external")) reader_.boolean(reader_.member(at, "external"), out.external);
  if (out.external) return external_entry(at, out);
  if (!reader_.members(at, {"url", "external", "auth", "callbacks", "tls", "timeouts", "retry",
                            "breaker", "concurrency", "max_reply_bytes", "operations"})) {
    return;
  }
  const auto at_member = [&](std::string_view name) { return reader_.member(at, name); };
  if (reader_.has(at, "url", true)) reader_.url(at_member("url"), out.url);
  if (reader_.has(at, "auth")) read_auth(reader_, at_member("auth"), directory_, out);
  if (reader_.has(at, "callbacks")) {
    read_callbacks(reader_, at_member("callbacks"), directory_, out);
  }
  if (reader_.has(at, "tls")) read_tls(reader_, at_member("tls"), out);
  if (reader_.has(at, "timeouts")) timeouts(at_member("timeouts"), out);
  if (reader_.has(at, "retry")) retry(at_member("retry"), out.retry);
  if (reader_.has(at, "breaker")) breaker(at_member("breaker"), out.breaker);
  if (reader_.has(at, "concurrency")) {
    reader_.integer(at_member("concurrency"), 1, 1000, out.concurrency);
  }
  if (reader_.has(at, "max_reply_bytes")) {
    auto bytes = static_cast<int>(out.max_reply_bytes);
    reader_.integer(at_member("max_reply_bytes"), kLeastReplyBytes, kMostReplyBytes, bytes);
    out.max_reply_bytes = static_cast<std::size_t>(bytes);
  }
  if (reader_.has(at, "operations", true)) operations(at_member("operations"), out);
}

/// What concerns an address has no meaning where there is none, and would look as if it had.
void DirectoryParser::external_entry(const At& at, AgencyEntry& out) {
  if (!reader_.members(at, {"external", "callbacks", "retry", "concurrency", "operations"})) return;
  if (reader_.has(at, "callbacks")) {
    read_callbacks(reader_, reader_.member(at, "callbacks"), directory_, out);
  }
  if (reader_.has(at, "retry")) retry(reader_.member(at, "retry"), out.retry);
  if (reader_.has(at, "concurrency")) {
    reader_.integer(reader_.member(at, "concurrency"), 1, 1000, out.concurrency);
  }
  if (reader_.has(at, "operations", true)) operations(reader_.member(at, "operations"), out);
}

void DirectoryParser::deliver(const At& at) {
  if (!at.value.is_object() || !at.value.contains("operations")) return;  // told already
  const At operations = reader_.member(at, "operations");
  if (operations.value.is_object()) static_cast<void>(reader_.has(operations, "deliver", true));
}

void DirectoryParser::timeouts(const At& at, AgencyEntry& out) {
  if (!reader_.members(at, {"connect", "total"})) return;
  if (reader_.has(at, "connect"))
    reader_.duration(reader_.member(at, "connect"), out.connect_timeout);
  if (reader_.has(at, "total")) reader_.duration(reader_.member(at, "total"), out.total_timeout);
  if (out.total_timeout > std::chrono::minutes{10}) {
    reader_.fault("directory/range", at.pointer + "/total", "单次请求最长 10 分钟",
                  "one attempt may take at most 10 minutes");
  }
}

void DirectoryParser::retry(const At& at, AgencyRetry& out) {
  if (!reader_.members(at, {"first", "factor", "max", "attempts", "jitter"})) return;
  if (reader_.has(at, "first")) reader_.duration(reader_.member(at, "first"), out.first);
  if (reader_.has(at, "factor")) reader_.number(reader_.member(at, "factor"), 1, 100, out.factor);
  if (reader_.has(at, "max")) reader_.duration(reader_.member(at, "max"), out.max);
  if (reader_.has(at, "attempts"))
    reader_.integer(reader_.member(at, "attempts"), 1, 1000, out.attempts);
  if (reader_.has(at, "jitter")) reader_.number(reader_.member(at, "jitter"), 0, 1, out.jitter);
  if (out.max < out.first) {
    reader_.fault("directory/range", at.pointer, "max 不得小于 first",
                  "max must not be less than first");
  }
}

void DirectoryParser::breaker(const At& at, AgencyBreaker& out) {
  if (!reader_.members(at, {"failures", "open_for"})) return;
  if (reader_.has(at, "failures"))
    reader_.integer(reader_.member(at, "failures"), 1, 1'000'000, out.failures);
  if (reader_.has(at, "open_for")) reader_.duration(reader_.member(at, "open_for"), out.open_for);
}

void DirectoryParser::operations(const At& at, AgencyEntry& out) {
  if (!reader_.object(at)) return;
  for (const auto& [name, value] : at.value.items()) {
    const At child{value, base::pointer_join(at.pointer, name)};
    if (!is_word(name)) {
      reader_.fault("directory/unknown", child.pointer, "操作名只能含字母、数字和 _-.",
                    "an operation's name holds letters, digits and _-. only");
    }
    operation(child, out.external, out.operations[name]);
  }
}

void DirectoryParser::operation(const At& at, bool external, AgencyOperation& out) {
  if (external) {
    if (!reader_.members(at, {"honours_keys"})) return;
    if (reader_.has(at, "honours_keys")) {
      reader_.boolean(reader_.member(at, "honours_keys"), out.honours_keys);
    }
    return;
  }
  if (!reader_.members(at, {"method", "path", "honours_keys", "query", "poll"})) return;
  if (reader_.has(at, "method") && reader_.text(reader_.member(at, "method"), out.method) &&
      out.method != "POST" && out.method != "PUT") {
    reader_.fault("directory/range", at.pointer + "/method",
                  "应为 POST 或 PUT：个人信息不得出现在网址中",
                  "must be POST or PUT: personal values never go into an address");
  }
  if (reader_.has(at, "path", true)) reader_.path(reader_.member(at, "path"), "", out.path);
  if (reader_.has(at, "honours_keys")) {
    reader_.boolean(reader_.member(at, "honours_keys"), out.honours_keys);
  }
  if (reader_.has(at, "query")) reader_.path(reader_.member(at, "query"), "{key}", out.query);
  if (reader_.has(at, "poll")) polling(reader_.member(at, "poll"), out);
}

void DirectoryParser::polling(const At& at, AgencyOperation& out) {
  AgencyPolling polling;
  polling.path = out.path + "/{ticket}";
  out.poll = polling;
  if (!reader_.members(at, {"every", "until", "path"})) return;
  if (reader_.has(at, "every")) reader_.duration(reader_.member(at, "every"), polling.every);
  if (reader_.has(at, "until")) reader_.duration(reader_.member(at, "until"), polling.until);
  if (reader_.has(at, "path")) {
    reader_.path(reader_.member(at, "path"), "{ticket}", polling.path);
  } else if (out.path.find('?') != std::string::npos) {
    reader_.fault("directory/missing", base::pointer_join(at.pointer, "path"),
                  "操作路径含查询参数，须写明轮询路径",
                  "the operation's path has a query, so the path to poll must be given");
  }
  out.poll = std::move(polling);
}

}  // namespace lianban::adapter
