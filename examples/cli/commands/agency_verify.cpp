#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>

#include "cli/callback_listener.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "lianban/conformance.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

constexpr std::size_t kRule = 72;

/// A file, or the name of a profile that comes with the program.
Result<json> read_profile(const std::string& name) {
  const bool file = name.find('/') != std::string::npos || name.ends_with(".json");
  if (file) return read_json(name);
  const std::string folder = workflows_folder();
  auto read = read_json(folder + "/agencies/" + name + ".json");
  if (read || read.error().code != "file/not_found") return read;
  return make_error("file/not_found", "没有这个机关的验证方案：" + name,
                    "there is no profile of that name: " + name);
}

std::uint64_t drawn_seed() {
  std::random_device device;
  return device();
}

/// The inbox and who listens for it; both empty where no callbacks were asked for.
struct Listening {
  std::unique_ptr<ConformanceInbox> inbox;
  std::unique_ptr<CallbackListener> listener;  ///< Goes first.
};

Result<Listening> listen(Context& context, const AgencyVerifyArgs& args,
                         const std::string& agency) {
  Listening out;
  if (args.listen.empty()) return out;
  const auto place = listen_place(args.listen);
  if (!place) {
    return make_error("usage/listen", "--listen 应为 端口 或 地址:端口",
                      "--listen takes PORT or HOST:PORT");
  }
  AgencyCallbacks callbacks;
  callbacks.scheme = args.callback_scheme;
  callbacks.key = args.callback_key;
  callbacks.secret = args.callback_secret;
  const SignatureScheme* scheme = find_signature_scheme(callbacks.scheme);
  if (scheme == nullptr || !scheme->covers_body()) {
    return make_error("usage/scheme", "回调须用覆盖正文的签名方式",
                      "callbacks need a signature scheme that covers the body");
  }
  for (const std::string& name : {callbacks.key, callbacks.secret}) {
    const char* value = std::getenv(name.c_str());
    if (value != nullptr && *value != '\0') continue;
    return make_error("agency/secret", "没有环境变量 " + name,
                      "there is no environment variable " + name);
  }
  out.inbox = std::make_unique<ConformanceInbox>(make_callback_verifier(callbacks));
  out.listener =
      std::make_unique<CallbackListener>([inbox = out.inbox.get()](const Callback& callback) {
        return CallbackReply{inbox->take(callback), "{}"};
      });
  const auto port = out.listener->start(*place);
  if (!port) return port.error();
  context.out.note(context.out.tell(
      say::kListening,
      {"http://" + place->host + ":" + std::to_string(*port) + "/callbacks/" + agency}));
  return out;
}

void print_check(Terminal& out, const json& check) {
  const std::string result = member(check, "result");
  const Sign sign = result == "passed"   ? Sign::kOk
                    : result == "failed" ? Sign::kFail
                                         : Sign::kPending;
  out.line("  " + out.sign(sign) +
           title(part(check, "title"), out.language(), member(check, "id")));
  const std::string detail = title(part(check, "detail"), out.language(), "");
  if (detail.empty()) return;
  const Tone tone = result == "failed" ? Tone::kBad : Tone::kDim;
  const std::string margin(2 + out.sign_cells(), ' ');
  out.line(margin + out.paint(tone, detail) +
           (result == "failed" ? out.paint(Tone::kDim, "  [" + member(check, "id") + "]") : ""));
}

void print_report(Terminal& out, const json& profile, const json& report) {
  const auto row = [&](const Phrase& name, const std::string& value) {
    out.line(out.paint(Tone::kDim, out.tell(name) + (out.chinese() ? "：" : ": ")) + value);
  };
  out.line(out.paint(Tone::kStrong, out.tell(say::kConformance)));
  out.line(out.rule(kRule));
  row(say::kProfile,
      title(part(report, "title"), out.language(), "") + " (" + member(report, "agency") + ")");
  row(say::kEndpoint, member(report, "url"));
  row(say::kStarted, member(report, "started"));
  row(say::kSeed, std::to_string(report.value("seed", std::uint64_t{0})));
  std::string operation;
  for (const json& check : part(report, "checks")) {
    const std::string about = member(check, "operation");
    if (about != operation || &check == &part(report, "checks").front()) {
      operation = about;
      const json& of = part(part(profile, "operations"), about.c_str());
      out.line();
      out.line(out.paint(Tone::kStrong, about.empty()
                                            ? out.tell(say::kEndpoint)
                                            : title(part(of, "title"), out.language(), about) +
                                                  " (" + about + ")"));
    }
    print_check(out, check);
  }
  const auto count = [&](const char* name) { return std::to_string(report.value(name, 0)); };
  const bool passed = report.value("failed", 1) == 0;
  out.line();
  out.line(out.rule(kRule));
  out.line(out.sign(passed ? Sign::kOk : Sign::kFail) +
           out.paint(passed ? Tone::kGood : Tone::kBad,
                     out.tell(passed ? say::kConforms : say::kConformsNot)) +
           std::string(out.dot()) +
           out.tell(say::kChecksCounted, {count("passed"), count("failed"), count("skipped")}));
}

}  // namespace

int run_agency_verify(Context& context, const AgencyVerifyArgs& args) {
  Terminal& out = context.out;
  const auto profile = read_profile(args.profile);
  if (!profile) return context.fail(profile.error());
  ConformanceOptions options;
  options.url = args.url;
  options.seed = args.seed.value_or(drawn_seed());
  if (!args.auth_scheme.empty()) {
    options.auth =
        AgencyAuth{.scheme = args.auth_scheme, .key = args.auth_key, .secret = args.auth_secret};
  }
  const auto listening =
      listen(context, args, profile->is_object() ? member(*profile, "agency") : "");
  if (!listening) return context.fail(listening.error());
  options.inbox = listening.value().inbox.get();
  options.progress = [&](const std::string& check) {
    out.progress(out.tell(say::kChecking, {check}));
  };
  const auto report = verify_agency(*profile, options);
  out.end_progress();
  if (!report) return context.fail(report.error());
  print_report(out, *profile, *report);
  return context.findings({{"report", *report}}, report->value("failed", 1) == 0);
}

}  // namespace lianban::cli
