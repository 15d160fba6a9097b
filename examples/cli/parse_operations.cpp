// The command line: the world's side of cases, and who looks after it.
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::running() {
  auto run = std::make_shared<RunArgs>();
  CLI::App* sub =
      command(app_, "run", {"处理到期事项和机关往来", "Serve timers and agencies"}, run_pump, run);
  auto* once = sub->add_flag("--once", run->once, in({"只一轮", "One round"}));
  auto* watch =
      sub->add_flag("--watch", run->watch, in({"一直守候", "Until interrupted"}))->excludes(once);
  sub->add_option(
         "--listen", run->listen,
         in({"接收机关回调的 端口 或 地址:端口（POST /callbacks/机关[@办公机构]，密钥按机关目录中的"
             "名字取自环境变量）",
             "PORT or HOST:PORT where agencies' callbacks are taken (POST "
             "/callbacks/AGENCY[@OFFICE]; secrets come from the environment under the "
             "directory's names)"}))
      ->needs(watch);
  sub->add_option("--metrics", run->metrics,
                  in({"每隔几秒把各机关的通断、在途、时延写入此 JSON 文件",
                      "JSON file for breakers, requests in flight and latencies, every few "
                      "seconds"}));
  sub->footer(
      in({"数据库同时只属于一个进程：守候期间，其他命令会得到 "
          "store/locked。机关不通和恢复时各说一行。",
          "The database belongs to one process at a time: while this one watches, other "
          "commands get store/locked. It says when an agency is down and when it is back."}));
}

void Grammar::incidents() {
  CLI::App* under = app_.add_subcommand(
      "incident", in({"异常：须由牵头部门的人处理的事项", "Incidents: what needs a person"}));
  under->require_subcommand(1);
  auto list = std::make_shared<IncidentListArgs>();
  CLI::App* sub =
      command(*under, "list", {"待处理的异常", "Open incidents"}, run_incident_list, list);
  sub->add_option("--lead", list->lead, in({"此牵头部门的", "Of this lead agency"}));
  sub->add_option("--limit", list->limit, in({"最多看几件办件", "Of at most so many cases"}))
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  sub->add_option("--cursor", list->cursor, in({"上一页给出的续页标记", "From the page before"}));
  auto show = std::make_shared<IncidentArgs>();
  sub = command(*under, "show",
                {"一项异常，能怎么处理、由谁处理", "One of them, what can be done and by whom"},
                run_incident_show, show);
  sub->add_option("id", show->id, in({"办件编号", "Case id or number"}))->required();
  sub->add_option("incident", show->incident, in({"异常，如 i1", "The incident, such as i1"}))
      ->required();
  actor_options(sub, show->actor);
  incident_acts(*under);
}

void Grammar::incident_acts(CLI::App& under) {
  struct Kind {
    const char* name;
    Verb verb;
    Phrase what;
  };
  static const Kind kKinds[] = {
      {"retry", Verb::kRetry, {"重新请求", "Have it asked again"}},
      {"answer", Verb::kAnswer, {"人工录入机关的答复", "Enter the agency's answer by hand"}},
      {"give-up", Verb::kGiveUp, {"不再等待", "Stop waiting for it"}},
  };
  for (const Kind& kind : kKinds) {
    auto args = std::make_shared<SubmitArgs>();
    args->verb = kind.verb;
    CLI::App* sub = command(under, kind.name, kind.what, run_case_submit, args);
    sub->add_option("id", args->id, in({"办件编号", "Case id or number"}))->required();
    sub->add_option("incident", args->subject, in({"异常，如 i1", "The incident, such as i1"}))
        ->required();
    auto* reason = sub->add_option("--reason", args->reason,
                                   in({"理由，记入办理过程", "The reason, kept in the history"}));
    if (kind.verb != Verb::kRetry) reason->required();
    if (kind.verb == Verb::kAnswer) {
      sub->add_option("--data", args->data,
                      in({"答复：JSON 文本，或 @文件，或 -", "The reply: JSON text, @FILE, or -"}))
          ->required();
    }
    request_id_option(sub, args->request_id);
    actor_options(sub, args->actor);
  }
}

void Grammar::letters() {
  CLI::App* under = app_.add_subcommand(
      "letters", in({"未送达的通知和监管事件", "Notices and supervision events not delivered"}));
  under->require_subcommand(1);
  auto list = std::make_shared<LettersArgs>();
  CLI::App* sub = command(*under, "list", {"清单", "List them"}, run_letters_list, list);
  sub->add_option("--limit", list->limit, in({"最多列出", "At most"}))
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  auto resend = std::make_shared<ResendArgs>();
  sub = command(*under, "resend",
                {"重新发送（由 lianban run 发出）", "Send one again (lianban run sends it)"},
                run_letters_resend, resend);
  sub->add_option("id", resend->id, in({"办件编号", "Case id or number"}))->required();
  sub->add_option("seq", resend->seq, in({"消息的序号", "The message's number"}))->required();
}

void Grammar::callbacks() {
  CLI::App* under = app_.add_subcommand(
      "callbacks", in({"已验签保存、但没有办件采用的回调",
                       "Callbacks that were verified and kept, and that no case took"}));
  under->require_subcommand(1);
  auto list = std::make_shared<CallbacksArgs>();
  CLI::App* sub = command(*under, "list", {"清单", "List them"}, run_callbacks_list, list);
  sub->add_option("--limit", list->limit, in({"最多列出", "At most"}))
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  auto retry = std::make_shared<CallbackRetryArgs>();
  command(*under, "retry", {"再试一次", "Try one again"}, run_callbacks_retry, retry)
      ->add_option("number", retry->id, in({"回调的序号", "The callback's number"}))
      ->required();
}

void Grammar::agencies() {
  CLI::App* under = app_.add_subcommand("agencies", in({"机关目录", "The agency directory"}));
  under->require_subcommand(1);
  auto check = std::make_shared<AgenciesCheckArgs>();
  CLI::App* sub = command(*under, "check", {"检查机关目录", "Check an agency directory"},
                          run_agencies_check, check);
  sub->add_option("file", check->file, in({"机关目录文件", "Agency directory file"}))->required();
  sub->add_option("--definition", check->definitions,
                  in({"定义文件，其调用须在目录中（可重复）",
                      "Definition whose calls have to be in the directory; repeatable"}))
      ->allow_extra_args(false);
  auto status = std::make_shared<AgenciesStatusArgs>();
  sub = command(*under, "status",
                {"各机关的通断、在途、等待和时延", "Breakers, requests, what waits, latencies"},
                run_agencies_status, status);
  sub->add_option("--metrics", status->metrics,
                  in({"读 run --metrics 写出的文件，不开数据库",
                      "Read what run --metrics wrote instead of the database"}));
  sub->footer(in(say::kStatusOwn));
}

void Grammar::verifying() {
  CLI::App* under = app_.add_subcommand("agency", in({"机关接口", "Agencies' endpoints"}));
  under->require_subcommand(1);
  auto args = std::make_shared<AgencyVerifyArgs>();
  CLI::App* sub = command(*under, "verify",
                          {"上线前验证一个机关接口（会在其测试系统上办理）",
                           "Try an agency's endpoint before it goes live; it acts there"},
                          run_agency_verify, args);
  sub->add_option("url", args->url, in({"接口的基础地址", "Base address of the endpoint"}))
      ->required();
  sub->add_option("--as", args->profile,
                  in({"验证方案：police、insurer、data_platform、carrier，或文件",
                      "Profile: police, insurer, data_platform, carrier, or a file"}))
      ->required();
  sub->add_option("--seed", args->seed,
                  in({"虚构数据的种子", "Of the invented values; drawn where it is not given"}));
  auto* auth = sub->add_option(
      "--auth", args->auth_scheme,
      in({"请求的认证：bearer 或签名方式", "How requests prove themselves: bearer, a scheme"}));
  sub->add_option("--auth-key", args->auth_key,
                  in({"存放访问标识的环境变量名", "Environment variable of the access key"}))
      ->needs(auth);
  auto* secret =
      sub->add_option("--auth-secret", args->auth_secret,
                      in({"存放密钥的环境变量名", "Environment variable of the secret"}));
  secret->needs(auth);
  auth->needs(secret);
  auto* listen = sub->add_option(
      "--listen", args->listen,
      in({"接收回调的 端口 或 地址:端口", "PORT or HOST:PORT where callbacks are taken"}));
  sub->add_option("--callback-scheme", args->callback_scheme,
                  in({"回调的签名方式", "How callbacks are signed"}))
      ->capture_default_str()
      ->needs(listen);
  for (const auto& [name, into] : {std::pair{"--callback-key", &args->callback_key},
                                   std::pair{"--callback-secret", &args->callback_secret}}) {
    auto* option = sub->add_option(
        name, *into, in({"存放其值的环境变量名", "Environment variable that holds it"}));
    option->needs(listen);
    listen->needs(option);
  }
}

}  // namespace lianban::cli
