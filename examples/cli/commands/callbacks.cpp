// What agencies sent by themselves and no case took.
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/output/table.hpp"

namespace lianban::cli {

namespace {

using nlohmann::json;

json to_json(const KeptCallback& kept) {
  return {{"id", kept.id},
          {"agency", kept.agency},
          {"request", kept.request},
          {"received_at", format_instant(kept.received_at)},
          {"attempts", kept.attempts},
          {"orphan", kept.orphan}};
}

void print(Terminal& out, const std::vector<KeptCallback>& kept) {
  if (kept.empty()) return out.line(out.tell(say::kNoCallbacks));
  Table table({out.tell(say::kRevision), out.tell(say::kAgency), out.tell(say::kReceivedAt),
               out.tell(say::kAttempts), out.tell(say::kStatus), out.tell(say::kRequest)});
  for (const KeptCallback& each : kept) {
    table.add({std::to_string(each.id), each.agency, minute(each.received_at),
               std::to_string(each.attempts),
               out.tell(each.orphan ? say::kKeptOrphan : say::kKeptWaiting), each.request});
  }
  table.print(out);
  out.line(out.tell(say::kCallbackCount, {std::to_string(kept.size())}));
}

}  // namespace

int run_callbacks_list(Context& context, const CallbacksArgs& args) {
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto kept = (*engine)->callbacks(args.limit);
  if (!kept) return context.fail(kept.error());
  print(context.out, *kept);
  json list = json::array();
  for (const KeptCallback& each : *kept) list.push_back(to_json(each));
  return context.done({{"callbacks", std::move(list)}});
}

int run_callbacks_retry(Context& context, const CallbackRetryArgs& args) {
  Terminal& out = context.out;
  const auto engine = context.open_engine();
  if (!engine) return context.fail(engine.error());
  const auto result = (*engine)->retry_callback(args.id);
  if (!result) return context.fail(result.error());
  const std::string name(to_name(*result));
  const bool taken = *result != CallbackResult::kOrphan && *result != CallbackResult::kWaiting;
  out.line(out.sign(taken ? Sign::kOk : Sign::kPending) +
           out.tell(say::kCallbackHeard, {std::to_string(args.id), out.word("callback:" + name)}));
  return context.done({{"id", args.id}, {"result", name}});
}

}  // namespace lianban::cli
