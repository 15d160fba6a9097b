#include "cli/parse.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/exit_codes.hpp"
#include "cli/messages.hpp"

namespace lianban::cli {

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

/// `--lang`, LIANBAN_LANG, then the locale. A locale without a language ("C") gets Chinese: the
/// offices this is for are there.
Language chosen_language(int argc, char** argv) {
  std::string said;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang" && i + 1 < argc) said = argv[i + 1];
    if (word.starts_with("--lang=")) said = word.substr(7);
  }
  if (said.empty()) said = environment("LIANBAN_LANG");
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (said.empty()) said = environment(name);
  }
  const bool none = said.empty() || said == "POSIX" || said == "C" || said.starts_with("C.");
  return none || said.starts_with("zh") ? Language::kChinese : Language::kEnglish;
}

bool asked_for_json(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--json") return true;
  }
  return false;
}

/// Describes the command line to CLI11; the chosen command ends up in `parsed.run`.
class Grammar {
 public:
  Grammar(Parsed& parsed) : parsed_(parsed) {  // NOLINT(*-explicit-*)
    app_.name("lianban");
    app_.description(in({"联办：多部门联合审批", "Lianban: joint approvals of several agencies"}));
    app_.footer(
        in({"退出码：0 正常 · 1 有错误或测试未通过 · 2 用法 · 3 找不到 · 4 流程不允许 · 5 冲突 · 6 "
            "机关或网络 · "
            "7 数据库 · 8 配置 · 70 内部错误 · 130 中断",
            "Exit codes: 0 ok, 1 findings or failed tests, 2 usage, 3 not found, 4 refused by "
            "the workflow, 5 conflict, 6 agency or network, 7 data store, 8 configuration, "
            "70 internal, 130 interrupted"}));
    app_.require_subcommand(1);
    app_.fallthrough();
    globals();
    authoring();
    cases();
    running();
    agencies();
    verifying();
  }
  CLI::App& app() { return app_; }
  /// Checks that CLI11 cannot make.
  void finish() {
    if (now_.empty()) return;
    parsed_.globals.now = parse_instant(now_);
    if (!parsed_.globals.now) throw CLI::ValidationError("--now", "not an instant: " + now_);
  }

 private:
  [[nodiscard]] std::string in(const Phrase& phrase) const {
    return std::string(phrase.in(parsed_.globals.language));
  }

  template <class Args>
  CLI::App* command(CLI::App& under, const char* name, const Phrase& what,
                    int (*run)(Context&, const Args&), std::shared_ptr<Args> args) {
    CLI::App* sub = under.add_subcommand(name, in(what));
    sub->callback([this, run, args] {
      parsed_.run = [run, args](Context& context) { return run(context, *args); };
    });
    return sub;
  }

  void actor_options(CLI::App* sub, Actor& actor) {
    actor.id.clear();
    auto* id =
        sub->add_option("--actor", actor.id,
                        in({"办理人账号，不写即系统", "Account id of who acts; none: the system"}));
    sub->add_option("--role", actor.roles,
                    in({"角色，如 transport.reviewer（可重复）",
                        "A role, such as transport.reviewer; repeatable"}))
        ->allow_extra_args(false)
        ->needs(id);
    sub->add_option("--office", actor.office, in({"办公机构代码", "Office code"}))->needs(id);
  }

  void globals() {
    Globals& g = parsed_.globals;
    app_.add_flag("--json", g.json,
                  in({"标准输出只有一个 JSON 对象，错误也是",
                      "One JSON object on standard output, errors too"}));
    app_.add_option(
            "--lang", language_,
            in({"语言 zh 或 en（环境变量 LIANBAN_LANG）", "Language, zh or en (LIANBAN_LANG)"}))
        ->check(CLI::IsMember({"zh", "en"}));
    app_.add_option("--database", g.database, in({"数据库文件", "Database file"}))
        ->envname("LIANBAN_DATABASE")
        ->capture_default_str();
    app_.add_option("--calendars", g.calendars, in({"工作日历文件夹", "Folder of calendar files"}))
        ->envname("LIANBAN_CALENDARS");
    app_.add_option("--definitions", g.definitions,
                    in({"启动时发布的定义：文件或文件夹（可重复）",
                        "Definitions to publish: file or folder, repeatable"}))
        ->allow_extra_args(false);
    app_.add_option("--directory", g.directory, in({"机关目录文件", "Agency directory file"}))
        ->envname("LIANBAN_DIRECTORY");
    app_.add_option("--color", g.color,
                    in({"颜色 auto、always、never（尊重 NO_COLOR）",
                        "auto, always or never; NO_COLOR is respected"}))
        ->transform(
            CLI::CheckedTransformer(std::map<std::string, ColorWhen>{{"auto", ColorWhen::kAuto},
                                                                     {"always", ColorWhen::kAlways},
                                                                     {"never", ColorWhen::kNever}}))
        ->option_text("WHEN");
    app_.add_flag("--ascii", g.ascii, in({"符号和线条只用 ASCII", "Signs and lines in ASCII"}));
    app_.add_flag("--reveal", g.reveal, in({"完整显示个人信息", "Show personal values in full"}));
    app_.add_option("--now", now_,
                    in({"把时钟停在此刻（试验、测试）",
                        "Let the clock stand at this instant (trying out, tests)"}));
  }

  void authoring() {
    auto demo = std::make_shared<DemoArgs>();
    command(
        app_, "demo",
        {"演示：温州网约车运输证“一件事”的两件办件", "Wenzhou's ride-hailing approval, told twice"},
        run_demo, demo)
        ->add_option("--keep", demo->keep,
                     in({"把数据库留在此文件夹", "Keep the database in this folder"}));
    auto check = std::make_shared<CheckArgs>();
    command(app_, "check", {"检查定义文件", "Check definition files"}, run_check, check)
        ->add_option("files", check->files, in({"定义文件", "Definition files"}))
        ->required();
    auto test = std::make_shared<TestArgs>();
    command(app_, "test", {"运行情景文件", "Run scenario files"}, run_test, test)
        ->add_option("paths", test->paths,
                     in({"文件或文件夹（parts/ 除外）", "Files or folders, parts/ excepted"}))
        ->required();
  }

  void agencies() {
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
  }

  void cases() {
    CLI::App* under = app_.add_subcommand("case", in({"办件", "Cases"}));
    under->require_subcommand(1);
    auto open = std::make_shared<OpenArgs>();
    CLI::App* sub = command(*under, "open", {"收件", "Open a case"}, run_case_open, open);
    sub->add_option(
           "definition", open->definition,
           in({"定义文件，或已发布定义的编号", "Definition file, or the id of a published one"}))
        ->required();
    sub->add_option("--data", open->data,
                    in({"申请内容 JSON 文件，- 为标准输入",
                        "JSON file of the application, - for standard input"}))
        ->required();
    sub->add_option("--request-id", open->request_id,
                    in({"请求编号：重发不会重复收件", "Request id: the same one opens one case"}));
    actor_options(sub, open->actor);
    list(*under);
    auto show = std::make_shared<CaseArgs>();
    command(*under, "show", {"查看办件", "Show a case"}, run_case_show, show)
        ->add_option("id", show->id, in({"办件编号", "Case id or number"}))
        ->required();
    auto actions = std::make_shared<ActionsArgs>();
    sub = command(*under, "actions", {"能做什么，为什么不能", "What may be done, and why not"},
                  run_case_actions, actions);
    sub->add_option("id", actions->id, in({"办件编号", "Case id or number"}))->required();
    actor_options(sub, actions->actor);
    auto history = std::make_shared<CaseArgs>();
    sub = command(*under, "history", {"办理过程", "What happened"}, run_case_history, history);
    sub->add_option("id", history->id, in({"办件编号", "Case id or number"}))->required();
    sub->add_flag("--verify", history->verify,
                  in({"重放并校验哈希链", "Replay it and check the hash chain"}));
    submits(*under);
  }

  void list(CLI::App& under) {
    auto args = std::make_shared<ListArgs>();
    CLI::App* sub = command(under, "list", {"办件清单", "List cases"}, run_case_list, args);
    sub->add_option("--role", args->role, in({"等候此角色办理的", "Waiting for this role"}));
    sub->add_option("--state", args->state, in({"处于此环节的", "In this state"}));
    sub->add_option("--region", args->region, in({"行政区划", "Region code"}));
    sub->add_option("--number", args->number, in({"办件编号", "Case number"}));
    sub->add_option("--applicant", args->applicant, in({"申请人账号", "Applicant's account id"}));
    sub->add_option("--due-before", args->due_before,
                    in({"期限早于此日期或时刻的", "Due before this date or instant"}));
    sub->add_option("--limit", args->limit, in({"最多列出", "At most"}))
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    sub->add_option("--cursor", args->cursor, in({"上一页给出的续页标记", "From the page before"}));
    sub->add_flag("--open", args->open_only, in({"只列在办的", "Open cases only"}));
  }

  void submits(CLI::App& under) {
    struct Kind {
      const char* name;
      Verb verb;
      const char* subject;
      Phrase what;
    };
    static const Kind kKinds[] = {
        {"supply", Verb::kSupply, "material", {"提交材料", "Supply a material"}},
        {"verify", Verb::kVerify, "material", {"核验材料", "Verify a material"}},
        {"reject", Verb::kReject, "material", {"退回材料", "Reject a material"}},
        {"dispute",
         Verb::kDispute,
         "material",
         {"对查询到的材料提出异议", "Dispute a fetched material"}},
        {"promise", Verb::kPromise, "material", {"承诺容缺补正", "Promise a deferred material"}},
        {"send", Verb::kSend, "event", {"办理（发送事件）", "Send an event"}},
        {"amend", Verb::kAmend, "path", {"更正申请表", "Amend the form"}},
        {"reply", Verb::kReply, "call", {"录入机关的答复", "Give an agency's reply"}},
        {"retry", Verb::kRetry, "call", {"重新请求", "Ask again"}},
    };
    for (const Kind& kind : kKinds) {
      auto args = std::make_shared<SubmitArgs>();
      args->verb = kind.verb;
      CLI::App* sub = command(under, kind.name, kind.what, run_case_submit, args);
      sub->add_option("id", args->id, in({"办件编号", "Case id or number"}))->required();
      sub->add_option(kind.subject, args->subject, in({"对象", "What it is about"}))->required();
      sub->add_option("--data", args->data,
                      in({"JSON 文本，或 @文件，或 -", "JSON text, @FILE, or -"}));
      if (kind.verb == Verb::kReject || kind.verb == Verb::kSend) {
        sub->add_option("--reason", args->reason, in({"理由", "The reason"}));
      }
      sub->add_option(
          "--request-id", args->request_id,
          in({"请求编号：重发得到同一回答", "Request id: the same one gets the same answer"}));
      actor_options(sub, args->actor);
    }
  }

  void running() {
    auto run = std::make_shared<RunArgs>();
    CLI::App* sub = command(app_, "run", {"处理到期事项和机关往来", "Serve timers and agencies"},
                            run_pump, run);
    auto* once = sub->add_flag("--once", run->once, in({"只一轮", "One round"}));
    sub->add_flag("--watch", run->watch, in({"一直守候", "Until interrupted"}))->excludes(once);
    CLI::App* clock = app_.add_subcommand("clock", in({"时限", "Legal clocks"}));
    clock->require_subcommand(1);
    auto show = std::make_shared<ClockShowArgs>();
    sub = command(*clock, "show", {"办件的法定时限，逐日说明", "Clocks of a case, day by day"},
                  run_clock_show, show);
    sub->add_option("id", show->id, in({"办件编号", "Case id or number"}))->required();
    auto explain = std::make_shared<ClockExplainArgs>();
    sub = command(*clock, "explain", {"一个期限为什么到那天", "Why a limit ends when it does"},
                  run_clock_explain, explain);
    sub->add_option("--from", explain->from, in({"起算日期或时刻", "Date or instant it begins"}))
        ->required();
    sub->add_option("--limit", explain->limit,
                    in({"时长，如 \"15 workdays\"", "Length, such as \"15 workdays\""}))
        ->required();
    sub->add_option("--calendar", explain->calendar, in({"工作日历", "Calendar"}))
        ->capture_default_str();
    sub->add_flag("--grid", explain->grid, in({"按周排成表", "As a table of weeks"}));
    app_.add_subcommand("version", in({"版本", "Version"}))->callback([this] {
      parsed_.run = [](Context& context) { return run_version(context); };
    });
  }

  void verifying() {
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

  Parsed& parsed_;
  CLI::App app_;
  std::string language_, now_;
};

}  // namespace

Parsed parse(int argc, char** argv) {
  Parsed parsed;
  parsed.globals.language = chosen_language(argc, argv);
  Grammar grammar(parsed);
  try {
    grammar.app().parse(argc, argv);
    grammar.finish();
  } catch (const CLI::CallForHelp&) {
    parsed.run = {};
    parsed.text = grammar.app().help();
  } catch (const CLI::ParseError& fault) {
    parsed.run = {};
    parsed.globals.json = asked_for_json(argc, argv);
    parsed.exit = kUsage;
    const bool unknown = fault.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError) &&
                         argc > 1 && argv[1][0] != '-' && grammar.app().get_subcommands().empty();
    parsed.text = fault.what();
    if (unknown) {
      parsed.text =
          fill(Phrase{"没有命令“{0}”", "there is no command '{0}'"}.in(parsed.globals.language),
               {argv[1]});
    }
  }
  return parsed;
}

}  // namespace lianban::cli
