// The command line: cases and their clocks.
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/grammar.hpp"

namespace lianban::cli {

void Grammar::cases() {
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

void Grammar::list(CLI::App& under) {
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

void Grammar::submits(CLI::App& under) {
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
    request_id_option(sub, args->request_id);
    actor_options(sub, args->actor);
  }
}

void Grammar::clocks() {
  CLI::App* clock = app_.add_subcommand("clock", in({"时限", "Legal clocks"}));
  clock->require_subcommand(1);
  auto show = std::make_shared<ClockShowArgs>();
  CLI::App* sub =
      command(*clock, "show", {"办件的法定时限，逐日说明", "Clocks of a case, day by day"},
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
}

}  // namespace lianban::cli
